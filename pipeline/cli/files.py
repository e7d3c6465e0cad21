"""Files that somebody names on the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def chunks(path: Path) -> Iterator[bytes]:
    """The bytes of a file, some at a time: a recording may be larger than the memory. Raises `OSError`."""
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            yield chunk
