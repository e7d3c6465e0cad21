"""Archives in the ZIP format, whose bytes say nothing of the day, the machine or the umask."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path

from pipeline.offline.copy import Member
from pipeline.stores.directory import replacing

_DAY = (1980, 1, 1, 0, 0, 0)
"""The first that the format knows: what a file says of its age would differ from one machine to the next."""
_MODE = 0o100644 << 16
_UNIX = 3
_LARGE = 1 << 30
"""Bytes of a file from which on its sizes are written in the newer form of the format."""


def write(path: str, members: Iterable[Member]) -> int:
    """Write an archive: whole, or not at all; its size in bytes. Raises `OSError`."""
    place = Path(path)
    with replacing(place) as temporary, zipfile.ZipFile(temporary, "w") as archive:
        for member in members:
            _add(archive, member)
    return place.stat().st_size


def _add(archive: zipfile.ZipFile, member: Member) -> None:
    info = zipfile.ZipInfo(member.name, _DAY)
    info.compress_type = zipfile.ZIP_DEFLATED if member.packed else zipfile.ZIP_STORED
    info.external_attr, info.create_system = _MODE, _UNIX
    with archive.open(info, "w", force_zip64=member.size >= _LARGE) as out:
        for chunk in member.open():
            out.write(chunk)
