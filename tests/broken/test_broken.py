"""Libraries with one fault each: the whole message, the exit status, and nothing lost.

Beside this file lie pairs: `<fault>.toml` says what is done to the small library, `<fault>.txt` is what `check` then
says. `pytest tests/broken --regenerate` writes the texts anew; read them before you commit them.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.support import library
from tests.support.run import pipeline

HERE = Path(__file__).parent
FAULTS = sorted(HERE.glob("*.toml"))


def break_(root: Path, step: dict[str, Any]) -> None:
    path = root / step["file"]
    match step["do"]:
        case "edit":
            library.edit(root, step["file"], step["old"], step["new"])
        case "copy":
            (root / step["to"]).write_bytes(path.read_bytes())
        case "write":
            path.write_text(step["text"], encoding="utf-8")
        case "truncate":
            path.write_bytes(path.read_bytes()[: step["bytes"]])
        case "symlink":
            path.symlink_to(step["to"])


@pytest.mark.parametrize("fault", FAULTS, ids=lambda path: path.stem)
def test_every_fault_is_told_with_place_and_remedy(fault: Path, small: Path, *, regenerate: bool) -> None:
    for step in tomllib.loads(fault.read_text(encoding="utf-8"))["step"]:
        break_(small, step)
    run = pipeline("check", "--root", small, "-q")
    expected = fault.with_suffix(".txt")
    if regenerate:
        expected.write_text(run.stderr, encoding="utf-8")
    assert run.status == 1
    assert "Traceback" not in run.stderr
    assert "remedy:" in run.stderr
    assert run.stderr == expected.read_text(encoding="utf-8")


def test_there_are_all_the_faults() -> None:
    assert len(FAULTS) >= 18


def test_a_broken_library_leaves_what_was_built_and_published(small: Path) -> None:
    assert pipeline("publish", "--root", small).status == 0
    before = snapshot(small)
    break_(small, {"do": "edit", "file": "content/podcasts/talks/first.md", "old": "number: 1", "new": "number: one"})
    assert pipeline("publish", "--root", small).status == 1
    assert snapshot(small) == before


def snapshot(root: Path) -> dict[str, bytes]:
    """Every file of what was built and published."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for top in ("dist", "public")
        for path in sorted((root / top).rglob("*"))
        if path.is_file()
    }
