"""What a preview hears of, whatever becomes of the folders."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue

from pipeline.preview.drivers.watch import Watch

PATIENCE = 20.0
"""Seconds that a busy machine may take."""


def listening(root: Path, told: SimpleQueue[frozenset[str]], *names: str) -> None:
    """Save files until all of them are heard: a folder that has just come is watched a moment later."""
    unheard = set(names)
    for _ in range(int(PATIENCE * 2)):
        for name in unheard:
            (root / name).write_text(str(len(unheard)))
        with suppress(Empty):
            while unheard:
                unheard -= told.get(timeout=0.5)
        if not unheard:
            return
    raise AssertionError(unheard)


def test_folders_that_go_and_come_again_are_heard(tmp_path: Path) -> None:
    """As when another branch is checked out, or somebody brings a theme of their own."""
    told: SimpleQueue[frozenset[str]] = SimpleQueue()
    content, theme = tmp_path / "content", tmp_path / "theme"
    content.mkdir()

    def heard(name: str) -> None:
        while name not in told.get(timeout=PATIENCE):
            pass

    with Watch(tmp_path, told.put):
        listening(tmp_path, told, "pipeline.toml", "content/first.md")
        theme.mkdir()
        heard("theme")
        listening(tmp_path, told, "theme/strings.yml")

        shutil.rmtree(content)
        heard("content")
        content.mkdir()
        heard("content")
        listening(tmp_path, told, "content/a.md")
