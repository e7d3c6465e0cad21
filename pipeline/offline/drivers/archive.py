"""Archives in the ZIP format, whose bytes say nothing of the day, the machine or the umask."""

from __future__ import annotations

import os
import tempfile
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from pipeline.offline.copy import Member

_DAY = (1980, 1, 1, 0, 0, 0)
"""The first that the format knows: what a file says of its age would differ from one machine to the next."""
_MODE = 0o100644 << 16
_UNIX = 3
_LARGE = 1 << 30
"""Bytes of a file from which on its sizes are written in the newer form of the format."""


def write(path: str, members: Iterable[Member]) -> int:
    """Write an archive: whole, or not at all; its size in bytes. Raises `OSError`."""
    place = Path(path)
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}-")
    try:
        with os.fdopen(handle, "wb") as file, zipfile.ZipFile(file, "w") as archive:
            for member in members:
                _add(archive, member)
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(place)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(name).unlink()
        raise
    return place.stat().st_size


def _add(archive: zipfile.ZipFile, member: Member) -> None:
    info = zipfile.ZipInfo(member.name, _DAY)
    info.compress_type = zipfile.ZIP_DEFLATED if member.packed else zipfile.ZIP_STORED
    info.external_attr, info.create_system = _MODE, _UNIX
    with archive.open(info, "w", force_zip64=member.size >= _LARGE) as out:
        for chunk in member.open():
            out.write(chunk)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
