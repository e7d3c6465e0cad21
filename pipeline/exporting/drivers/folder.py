"""Writes exports: each file whole or not at all, and nothing over what is there."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pipeline.exporting.markdown import OutFile
from pipeline.stores.directory import replacing


def write(path: str, files: Iterable[OutFile]) -> tuple[int, int]:
    """Write files below a folder that is new or empty; how many there are, and their bytes.

    Raises `FileExistsError` where something is in it, and `OSError`.
    """
    place, written, size = Path(path), 0, 0
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise FileExistsError(path)
    for file in files:
        size += write_file(str(place / file.path), file.open())
        written += 1
    return written, size


def write_file(path: str, chunks: Iterable[bytes]) -> int:
    """Write one file, in place of one that is there; its bytes. Raises `OSError`."""
    place = Path(path)
    with replacing(place) as temporary, temporary.open("wb") as file:
        file.writelines(chunks)
    return place.stat().st_size
