"""ISO base media (ISO 14496-12): MP4, M4A, QuickTime. Boxes, which may hold boxes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from pipeline.audio.container.window import LOCKED, Window, short

_ENCRYPTED = frozenset({b"drms", b"aavd", b"enca"})
_MOST_BOXES = 100_000
_PARENTS = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl"})


_QUICKTIME = (b"moov", b"wide", b"free", b"skip")


def begins(head: bytes) -> bool:
    """Whether a file begins so: with its brand, or as QuickTime did before there were brands."""
    return head[4:8] in (b"ftyp", b"mdat") or (head[:1] == b"\0" and head[4:8] in _QUICKTIME)


def _boxes(window: Window, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Type, offset of the content and end of each box in a stretch; an end may lie beyond the stretch."""
    while at + 8 <= end:
        head = window(at, 16)
        if len(head) < 8:
            return
        length, content = int.from_bytes(head[:4]), at + 8
        if length == 1:
            length, content = int.from_bytes(head[8:16]), at + 16
        stop = end if length == 0 else at + length
        if stop < content:
            return
        yield head[4:8], content, stop
        at = stop


def _walk(window: Window, at: int, end: int, depth: int = 0) -> Iterator[tuple[bytes, int, int]]:
    """The boxes of a stretch and of those that hold boxes, each before what it holds."""
    for kind, content, stop in _boxes(window, at, end):
        yield kind, content, min(stop, end)
        if kind in _PARENTS and depth < 8:
            yield from _walk(window, content, min(stop, end), depth + 1)


def flaw(window: Window, size: int) -> str | None:
    """A box must fit the file, the description of the sound must be there, and the sound must not be encrypted."""
    described = False
    for kind, _, stop in islice(_boxes(window, 0, size), _MOST_BOXES):
        described = described or kind == b"moov"
        if stop > size:
            return short(stop, size)
    if not described:
        return "is cut short: the description of its sound (`moov`) is missing"
    encrypted = sorted(_ENCRYPTED.intersection(_samples(window, size)))
    if encrypted:
        return LOCKED.format(encrypted[0].decode())
    return None


def _samples(window: Window, size: int) -> Iterator[bytes]:
    """The types of all sample entries: what codec each track has."""
    for kind, content, stop in islice(_walk(window, 0, size), _MOST_BOXES):
        if kind == b"stsd":
            yield from (entry for entry, _, _ in islice(_boxes(window, content + 8, stop), 100))
