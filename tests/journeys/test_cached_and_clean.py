"""What a cache gives is what a clean build makes, whoever changed what: content, our code, a byte on the disk."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import library

AT = "2026-06-01T00:00+00:00"
LONGER = """

_as_it_was = render


def render(body: str, path: str) -> Rendering:
    from dataclasses import replace

    whole = _as_it_was(body, path)
    return replace(whole, html=f"{whole.html}<p>A line more.</p>")
"""


def files(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


@pytest.fixture
def texts(bare: Path) -> Path:
    """The small library with its articles and lists alone: the rest would only take time."""
    shutil.rmtree(bare / "content/podcasts")
    shutil.rmtree(bare / "content/handouts")
    library.edit(bare, "content/library/articles/urges-pass.md", "[the urge log](../../handouts/urge-log.md)", "a log")
    return bare


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A checkout of this program, to be changed."""
    for name in ("pipeline", "theme"):
        shutil.copytree(library.HOUSE / name, tmp_path / "house" / name)
    shutil.copy(library.HOUSE / "mkdocs.yml", tmp_path / "house")
    return tmp_path / "house"


def build(house: Path, root: Path) -> dict[str, bytes]:
    command = [sys.executable, "-m", "pipeline", "build", "--root", str(root), "--at", AT]
    done = subprocess.run(command, cwd=house, env=os.environ, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return files(root / "dist")


def test_a_mended_line_of_ours_reaches_what_was_built_before(house: Path, texts: Path) -> None:
    before = build(house, texts)
    markdown = house / "pipeline/formats/markdown.py"
    markdown.write_text(markdown.read_text(encoding="utf-8") + LONGER, encoding="utf-8")
    cached = build(house, texts)
    shutil.rmtree(texts / ".cache")
    shutil.rmtree(texts / "dist")
    assert cached == build(house, texts)
    page = "public/library/articles/urges-pass/index.html"
    assert b"A line more." in cached[page]
    assert b"A line more." not in before[page]
