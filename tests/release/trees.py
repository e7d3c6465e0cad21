"""Contents of trees in any order, with files where folders were; and how a tree looks."""

from __future__ import annotations

import os
from pathlib import Path

from hypothesis import strategies

PATHS = ["index.html", "a", "a/index.html", "a/b/index.html", "a/b/c/index.html", "d/e", "d/e/f", "g.css"]


def _fits(files: dict[str, bytes]) -> dict[str, bytes]:
    """Without the files in whose place others need a folder."""
    return {path: data for path, data in files.items() if not any(other.startswith(f"{path}/") for other in files)}


_FILES = strategies.dictionaries(
    strategies.sampled_from(PATHS), strategies.sampled_from([b"", b"1", b"2", b"long"]), min_size=1
)
CONTENTS = strategies.lists(_FILES.map(_fits), min_size=2, max_size=7)
"""Some trees, one after the other: files by path."""


def looks(root: Path) -> dict[str, tuple[str, bytes | None]]:
    """All that lies in a tree and itself: mode, and the bytes of files; of a link where it leads."""
    return {path.relative_to(root).as_posix(): _look(path) for path in (root, *root.rglob("*"))}


def _look(path: Path) -> tuple[str, bytes | None]:
    if path.is_symlink():
        return "link", os.fsencode(path.readlink())
    return oct(path.stat().st_mode), path.read_bytes() if path.is_file() else None
