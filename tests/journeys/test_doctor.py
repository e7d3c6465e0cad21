"""`doctor`: what is needed is named, found or not, with the command that mends it."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from tests.support import library
from tests.support.run import pipeline

POINTER = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'ab' * 32}\nsize 123456\n"


def test_a_whole_machine_and_library_are_well_and_nothing_changes(small: Path) -> None:
    run = pipeline("doctor", "--root", small)
    assert run.status == 0, run.stdout
    for subject in ("Python", "ffmpeg", "Pango", "Pagefind", "time zones", "disk", "pipeline.toml", "theme"):
        assert any(line.startswith("ok") and subject in line for line in run.stdout.splitlines()), subject
    theme = next(line for line in run.stdout.splitlines() if line.startswith("ok     theme"))
    assert (Path(theme.rpartition(" lie in ")[2]) / "kinds/article.html").is_file(), "what one may copy from"
    assert run.stdout.endswith("All that is needed is here.\n")
    assert run.stderr == ""
    assert not (small / "dist").exists()


def test_it_is_one_document_for_programs(small: Path) -> None:
    run = pipeline("doctor", "--root", small, "--json", "--target", "public")
    document = json.loads(run.stdout)
    assert (run.status, document["ok"]) == (0, True)
    assert document["findings"][-1]["subject"].endswith("public"), "the target is asked last"
    assert not (small / "public").exists()


def test_without_a_library_the_machine_is_looked_at_all_the_same(tmp_path: Path) -> None:
    run = pipeline("doctor", "--root", tmp_path)
    assert run.status == 2
    assert "ffmpeg" in run.stdout
    assert "name its directory with `--root DIR`" in run.stdout


def test_each_problem_of_the_settings_is_named_with_its_line(small: Path) -> None:
    library.edit(small, "pipeline.toml", "timezone =", "timezon =")
    run = pipeline("doctor", "--root", small)
    assert run.status == 2
    assert "pipeline.toml:7:1: unknown setting `site.timezon`" in run.stdout
    assert "did you mean `timezone`?" in run.stdout


def test_a_target_that_is_not_ours_is_a_finding(small: Path) -> None:
    (small / "public").mkdir()
    run = pipeline("doctor", "--root", small, "--target", "public")
    assert run.status == 3
    assert "is a directory that was not made by a publish" in run.stdout
    assert "remedy: Move it away" in run.stdout
    quiet = pipeline("doctor", "--root", small, "--target", "public", "-q")
    assert (quiet.status, quiet.stdout) == (3, "")
    assert "is a directory that was not made by a publish" in quiet.stderr and "remedy: Move it away" in quiet.stderr


def test_pointers_in_place_of_recordings_are_a_note(small: Path) -> None:
    (small / "content/podcasts/talks/first.wav").write_text(POINTER, encoding="utf-8")
    run = pipeline("doctor", "--root", small)
    assert run.status == 0
    assert "1 are Git LFS pointers, such as `content/podcasts/talks/first.wav`" in run.stdout
    assert "Git LFS" in run.stdout


@pytest.mark.parametrize(("there", "status"), [(True, 0), (False, 4)])
def test_an_ffmpeg_that_does_not_run_is_lacking(small: Path, tmp_path: Path, there: bool, status: int) -> None:
    program = tmp_path / "ffmpeg"
    program.write_text("#!/bin/sh\necho ffmpeg version 99.9 of a test\n", encoding="utf-8")
    program.chmod(0o755 if there else 0o644)
    run = pipeline("doctor", "--root", small, env={"IMAGEIO_FFMPEG_EXE": str(program)})
    assert run.status == status, run.stdout
    assert (f"99.9 at {program}" in run.stdout) is there


def test_programs_that_only_the_tests_need_may_be_missing(small: Path) -> None:
    assert shutil.which("chromium", path="/nonexistent") is None
    run = pipeline("doctor", "--root", small, env={"PATH": "/nonexistent"})
    assert run.status == 0, run.stdout
    (chromium,) = (line for line in run.stdout.splitlines() if "Chromium" in line)
    assert chromium.startswith("note")
    assert sys.executable in run.stdout
