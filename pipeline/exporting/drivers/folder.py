"""Writes exports: each file whole or not at all, and nothing over what is there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from pipeline.exporting.markdown import OutFile


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
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name[:40]}-")
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                file.write(chunk)
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(place)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(name).unlink()
        raise
    return place.stat().st_size


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
