"""Every command in a process of its own, as people start it: it ends and says what it does in the process of a test."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import library
from tests.support.run import Run, pipeline, process

ARTICLE = "content/library/articles/urges-pass.md"
STEPS = (  # a life of a library: each command, and how it ends
    (("--help",), 0),
    (("--version",), 0),
    (("no-such-command",), 2),
    (("check", "--jobs", "none"), 2),
    (("check", "--target", "nowhere"), 2),
    (("check", "--root", "nowhere"), 2),
    (("check", "--strict", "--json"), 0),
    (("sync",), 2),
    (("build", "-v", "--at", "2026-06-01"), 0),
    (("plan", "--at", "2026-06-01"), 0),
    (("sync", "--at", "2026-06-01"), 0),
    (("rollback",), 3),
    (("new", "article", "A title"), 0),
    (("explain", "feed.xml", "--at", "2026-06-01"), 0),
    (("publish", "--format", "github", "--rebuild", "tag", "--at", "2026-06-02"), 0),
    (("releases", "--json"), 0),
    (("doctor",), 0),
)
CHANGES = re.compile(r"\b\d+(\.\d+)? (s|GB free)\b|(?<=\n)took .*")
"""What differs from one run to the next."""


def test_each_ends_and_says_the_same(small: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(small, tmp_path / "other"))
    for arguments, status in STEPS:
        run, there = process(*arguments, cwd=small), pipeline(*arguments, cwd=other)
        assert run.status == status, (arguments, run.stdout, run.stderr)
        assert (arguments, plain(run)) == (arguments, plain(there))
    assert len(files(small)) > 100
    assert files(small) == files(other)


def test_an_error_in_the_content_too(small: Path) -> None:
    library.edit(small, ARTICLE, "authors: [alex]", "authors: [axel]")
    run = process("check", "-q", "--root", small)
    assert run.status == 1
    assert run == pipeline("check", "-q", "--root", small)


@pytest.mark.parametrize("nobody", ["2>&1 | true", "<&- >&- 2>&-"], ids=["a reader who goes", "no streams"])
def test_a_publish_that_nobody_hears_goes_on_to_its_end(small: Path, nobody: str) -> None:
    command = shlex.join([sys.executable, "-m", "pipeline", "publish", "-v", "--root", str(small)])
    shell = ["bash", "-c", f"{command} {nobody}; exit ${{PIPESTATUS[0]}}"]
    done = subprocess.run(shell, capture_output=True, check=False, timeout=300)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert (small / "public/feed.xml").is_file()


def files(root: Path) -> dict[str, bytes]:
    """What was built and published."""
    paths = (path for top in ("dist", "public") for path in (root / top).rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


def plain(run: Run) -> tuple[str, str]:
    return CHANGES.sub("…", run.stdout), CHANGES.sub("…", run.stderr)
