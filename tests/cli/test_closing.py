"""The last lines of a publish, in a log."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline import wiring
from tests.support import library
from tests.support.run import pipeline, process


def test_a_log_ends_with_what_was_published_and_what_is_next(small: Path) -> None:
    run = pipeline("publish", "--root", small)
    assert run.status == 0, run.stderr
    *_, published, holds, changed, took, following = run.stdout.splitlines()
    assert published == f"Published  `public`: {small}/public"
    files = len([path for path in (small / "public/").rglob("*") if path.is_file()])
    assert holds.startswith(f"holds      {files} files, ")
    assert changed.startswith(f"changed    {files} put (")
    assert took.startswith("took       ")
    assert following == "next       `pipeline serve`, then open http://127.0.0.1:8000/"
    assert "\x1b" not in run.stdout + run.stderr
    assert any(line.startswith("  send 1") for line in run.stderr.splitlines())


@pytest.mark.parametrize(
    ("base_url", "following"),
    [
        ("http://127.0.0.1:8010/a%20shelf/", "`pipeline serve --target other --port 8010`, then open {}"),
        ("http://127.0.0.2:1/", "open {}; on this machine `pipeline serve --target other` shows it"),
    ],
)
def test_what_is_next_shows_what_was_published(small: Path, base_url: str, following: str) -> None:
    settings = f'[targets.other]\ntype = "directory"\npath = "other"\nbase_url = "{base_url}"\n'
    with (small / "pipeline.toml").open("a", encoding="utf-8") as file:
        file.write(settings)
    lines = pipeline("publish", "--root", small, "--target", "other").stdout.splitlines()
    assert f"next       {following.format(base_url)}" in lines


def test_inside_the_repository_what_is_next_is_asked_of_nox(small: Path) -> None:
    (small / "noxfile.py").touch()
    last = pipeline("publish", "--root", small).stdout.splitlines()[-1]
    assert last == "next       `python3 noxfile.py -s serve`, then open http://127.0.0.1:8000/"


def test_the_address_that_is_told_answers_below_a_path_too(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Any, ...]] = []
    monkeypatch.setattr(wiring, "serve", lambda *words: asked.append(words))
    library.edit(small, "pipeline.toml", "http://127.0.0.1:8000/", "http://127.0.0.1:8000/a%20shelf/")
    assert pipeline("publish", "--root", small).status == 0
    run = pipeline("serve", "--root", small)
    assert asked[0][2:] == ("127.0.0.1", 8000, "/a shelf/")
    assert run.stderr.rstrip().endswith("at http://127.0.0.1:8000/a%20shelf/ (Ctrl-C ends)")


def test_json_is_one_document_and_has_no_table(small: Path) -> None:
    run = pipeline("publish", "--root", small, "--json")
    assert json.loads(run.stdout)["ok"]
    assert run.stderr == ""


def test_the_last_line_says_how_many_pdfs_are_missing_and_the_command(bare: Path, tmp_path: Path) -> None:
    (tmp_path / "libraries").mkdir()
    (tmp_path / "libraries/libpango-1.0.so.0").write_bytes(b"not a library")
    library.edit(bare, "content/handouts/urge-log.md", "date: 2026-01-04", "date: 2026-01-04\npaper: [A4]")
    run = process("publish", "--root", bare, env={"LD_LIBRARY_PATH": str(tmp_path / "libraries")})
    assert run.status == 0, run.stderr
    last = run.stdout.splitlines()[-1]
    assert last.startswith("2 of 2 PDFs are missing: ")
    assert last.endswith("install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0`, then publish again.")
    again = process("build", "--root", bare, env={"LD_LIBRARY_PATH": str(tmp_path / "libraries")})
    assert again.stdout.splitlines()[-1] == last
