"""Trees of files on this disk: what lies in one, and folders that fit what shall lie in it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Found:
    """What lies in a tree, by path from its root: its folders, and in `files` all that is none, links too."""

    files: dict[str, os.DirEntry[str]]
    folders: set[str]


def walk(root: Path) -> Found:
    """All that lies below `root`, without following links. Nothing is asked of a file but its name."""
    found = Found({}, set())
    ahead = [""] if root.is_dir() and not root.is_symlink() else []
    while ahead:
        folder = ahead.pop()
        with os.scandir(f"{root}/{folder}") as entries:
            for entry in entries:
                path = folder + entry.name
                if entry.is_dir(follow_symlinks=False):
                    found.folders.add(path)
                    ahead.append(f"{path}/")
                else:
                    found.files[path] = entry
    return found


def above(paths: Iterable[str]) -> set[str]:
    """The folders in which these lie."""
    found: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def fit(
    root: Path, found: Found, stay: AbstractSet[str], folders: AbstractSet[str], step: Callable[[str], None]
) -> None:
    """Remove all files but those that stay, and give the tree these folders and no others. `step` is told of each file
    before it goes.
    """
    for path in sorted(found.files.keys() - stay):
        step(f"gone {path}")
        (root / path).unlink(missing_ok=True)
    for folder in sorted(found.folders - folders, reverse=True):
        (root / folder).rmdir()
    for folder in sorted(folders - found.folders):
        (root / folder).mkdir()
