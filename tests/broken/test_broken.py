"""Libraries with one fault each: the whole message, the exit status, and nothing lost.

Beside this file lie pairs: `<fault>.toml` says what is done to the small library, `<fault>.txt` is what `check` then
says, or its `command`, which ends with its `status`. `pytest tests/broken --regenerate` writes the texts anew; read
them before you commit them.
"""

from __future__ import annotations

import hashlib
import os
import struct
import tomllib
import zlib
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
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(step["text"], encoding="utf-8")
        case "truncate":
            os.truncate(path, step["bytes"])
        case "remove":
            path.unlink()
        case "symlink":
            path.symlink_to(step["to"])
        case "move":
            path.rename(root / step["to"])
        case "pipe":
            os.mkfifo(path)
        case "bomb":
            path.write_bytes(bomb(step["width"], step["height"]))


def bomb(width: int, height: int) -> bytes:
    """A whole PNG of some kilobytes that holds far more pixels than anyone's machine should decode."""
    deflate = zlib.compressobj(9)
    row = b"\0" * (1 + (width + 7) // 8)
    rows = b"".join(deflate.compress(row) for _ in range(height)) + deflate.flush()
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


@pytest.mark.parametrize("fault", FAULTS, ids=lambda path: path.stem)
def test_every_fault_is_told_with_place_and_remedy(fault: Path, small: Path, *, regenerate: bool) -> None:
    told = tomllib.loads(fault.read_text(encoding="utf-8"))
    for step in told["step"]:
        break_(small, step)
    run = pipeline(told.get("command", "check"), "--root", small, "-q")
    expected = fault.with_suffix(".txt")
    if regenerate:
        expected.write_text(run.stderr, encoding="utf-8")
    assert run.status == told.get("status", 1)
    assert "Traceback" not in run.stderr
    assert "remedy:" in run.stderr
    assert run.stderr == expected.read_text(encoding="utf-8")


def test_there_are_all_the_faults() -> None:
    assert len(FAULTS) >= 36


def test_a_broken_library_leaves_what_was_built_and_published(small: Path) -> None:
    assert pipeline("publish", "--root", small).status == 0
    before = snapshot(small)
    break_(small, {"do": "edit", "file": "content/podcasts/talks/first.md", "old": "number: 1", "new": "number: one"})
    assert pipeline("publish", "--root", small).status == 1
    assert snapshot(small) == before


def test_a_pointer_whose_recording_was_only_looked_at_can_not_be_built(bare: Path) -> None:
    recording = bare / "content/podcasts/talks/first.wav"
    assert pipeline("check", "--root", bare).status == 0
    data = recording.read_bytes()
    recording.write_text(pointer(data), encoding="utf-8")
    assert pipeline("check", "--root", bare).status == 0
    run = pipeline("build", "--root", bare, "-q")
    assert run.status == 1
    assert "remedy: fetch it: `git lfs pull --include content/podcasts/talks/first.wav`" in run.stderr
    assert ".md`" not in run.stderr


def test_a_text_or_a_picture_that_is_a_pointer_is_told_with_the_remedy(bare: Path) -> None:
    names = ("content/podcasts/talks/cover.png", "content/library/articles/urges-pass.md", "content/topics.yml")
    for name in names:
        path = bare / name
        path.write_text(pointer(path.read_bytes()), encoding="utf-8")
    run = pipeline("check", "--root", bare, "-q")
    assert run.status == 1
    assert all(f"remedy: fetch it: `git lfs pull --include {name}`" in run.stderr for name in names), run.stderr
    assert run.stderr.count("remedy:") == len(names)


def pointer(data: bytes) -> str:
    """What Git LFS leaves in place of a file that was not fetched."""
    digest = hashlib.sha256(data).hexdigest()
    return f"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize {len(data)}\n"


def snapshot(root: Path) -> dict[str, bytes]:
    """Every file of what was built and published."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for top in ("dist", "public")
        for path in sorted((root / top).rglob("*"))
        if path.is_file()
    }
