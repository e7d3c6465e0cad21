"""What a preview hears of, whatever becomes of the folders."""

from __future__ import annotations

import shutil
from pathlib import Path
from queue import SimpleQueue

from pipeline.preview.drivers.watch import Watch

PATIENCE = 20.0
"""Seconds that a busy machine may take."""


def test_folders_that_go_and_come_again_are_heard(tmp_path: Path) -> None:
    """As when another branch is checked out, or somebody brings a theme of their own."""
    told: SimpleQueue[frozenset[str]] = SimpleQueue()
    content, theme = tmp_path / "content", tmp_path / "theme"
    content.mkdir()

    def heard(name: str) -> None:
        while name not in told.get(timeout=PATIENCE):
            pass

    with Watch(tmp_path, told.put):
        theme.mkdir()
        heard("theme")
        heard("theme")  # once it is watched
        (theme / "strings.yml").write_text("a")
        heard("theme/strings.yml")

        shutil.rmtree(content)
        heard("content")
        content.mkdir()
        heard("content")
        heard("content")
        (content / "a.md").write_text("a")
        heard("content/a.md")
