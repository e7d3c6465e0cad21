"""A file that a document or a docstring names is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`((?:pipeline/)?[a-z_]+(?:/[a-z_]+)+\.py)\b")
"""One file in a room: `release/planning/plan.py`."""
PLACES = ("", "pipeline/", "tests/")


@pytest.mark.parametrize("folder", ["docs", "pipeline", "tests"])
def test_a_file_that_is_named_is_there(folder: str) -> None:
    texts = [path for ending in ("md", "py") for path in (ROOT / folder).rglob(f"*.{ending}")]
    named = {(path, name) for path in texts for name in NAMED.findall(path.read_text(encoding="utf-8"))}
    gone = sorted(
        f"{path.relative_to(ROOT)}: {name}"
        for path, name in named
        if not any((ROOT / place / name).is_file() for place in PLACES)
    )
    assert named and not gone
