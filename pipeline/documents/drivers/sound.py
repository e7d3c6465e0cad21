"""Sound that texts lead to: as it is, with its title and no other tag."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Final

from pipeline.documents.unfit import Unfit

_BOXES: Final = (b"moov", b"trak", b"mdia", b"minf", b"moof", b"traf")
_TOLD: Final = (b"udta", b"meta", b"uuid")
"""Where phones write into MP4 when and where it was recorded, and with what (ISO/IEC 14496-12, 8.10)."""
_UNHEARD: Final = "it is damaged, or not what its name says"


def cleaned(source: Path, goal: Path) -> None:
    """Write the sound with its title and without its other tags. Raises `Unfit`."""
    import mutagen

    shutil.copyfile(source, goal)
    goal.chmod(0o644)
    try:
        title = _title(mutagen.File(goal, easy=True))
        _untagged(goal)
        if title:
            _titled(goal, title)
    except (mutagen.MutagenError, ValueError, KeyError) as error:
        raise Unfit(_UNHEARD, "export it again") from error


def _title(sound: Any) -> str:
    if sound is None:
        raise Unfit(_UNHEARD, "export it again")
    return str(next(iter((sound.tags or {}).get("title", ())), ""))


def _untagged(path: Path) -> None:
    import mutagen
    from mutagen import apev2, flac, mp4

    found = mutagen.File(path)
    if isinstance(found, flac.FLAC):
        found.clear_pictures()  # type: ignore[no-untyped-call]  # mutagen has no types there
        found.save(padding=lambda _: 0)
    if isinstance(found, mp4.MP4):
        _blank(path)
        return
    found.delete()
    apev2.delete(path)


def _titled(path: Path, title: str) -> None:
    import mutagen

    found = mutagen.File(path, easy=True)
    if found.tags is None:
        found.add_tags()
    found["title"] = title
    found.save()


def _blank(path: Path) -> None:
    """Make free space of the boxes of an MP4 that tell of somebody: so nothing in it moves."""
    with path.open("r+b") as file:
        end = path.stat().st_size
        _blank_within(file, 0, end)


def _blank_within(file: Any, at: int, end: int) -> None:
    while at + 8 <= end:
        file.seek(at)
        head = file.read(16)
        size, kind, begins = int.from_bytes(head[:4], "big"), head[4:8], 8
        if size == 1:
            size, begins = int.from_bytes(head[8:], "big"), 16
        size = size or end - at
        if size < begins or at + size > end:
            return
        if kind in _TOLD:
            file.seek(at + 4)
            file.write(b"free")
            file.seek(at + begins)
            _zero(file, size - begins)
        elif kind in _BOXES:
            _blank_within(file, at + begins, at + size)
        at += size


def _zero(file: Any, count: int) -> None:
    while count > 0:
        count -= file.write(bytes(min(count, 1 << 20)))
