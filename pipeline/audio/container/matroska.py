"""Matroska and WebM (RFC 9559): elements, each an id and a length of one to eight bytes (EBML, RFC 8794).

A browser that records writes a segment and clusters of no length that is known, and no duration. There the last element
must be whole: a cut between two elements leaves nothing by which it could be told.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from pipeline.audio.container.window import LOCKED, MOST, Window, short

EBML = 0x1A45DFA3
_SEGMENT, _INFO, _TRACKS, _CLUSTER = 0x18538067, 0x1549A966, 0x1654AE6B, 0x1F43B675
_ENTRY, _ENCODINGS, _ENCODING, _ENCRYPTION, _KIND = 0xAE, 0x6D80, 0x6240, 0x5035, 0x83
_SCALE, _DURATION = 0x2AD7B1, 0x4489
_NO_SOUND = "holds no sound"
_TORN = "is cut short: its last part is incomplete"

Element = tuple[int, int, int | None]
"""Id, offset of the content, and its length; None where that is not known."""


def flaw(window: Window, size: int) -> str | None:
    """The segment must fit the file; where its length is not known, its last element must."""
    begun = _segment(window, size)
    if begun is None:
        return _NO_SOUND
    _, at, length = begun
    if length is not None and at + length > size:
        return short(at + length, size)
    sounding, end = False, at
    for kind, content, long in _elements(window, at, size):
        sounding = sounding or kind == _CLUSTER
        end = content + (long or 0)
        if end > size:
            return _TORN
        if kind == _TRACKS and long is not None and _encrypted(window, content, end):
            return LOCKED.format("ContentEncryption")
        if sounding and length is not None:
            return None
    return (_TORN if 0 < size - end < 12 else None) if sounding else _NO_SOUND


def seconds(window: Window, size: int) -> float | None:
    """The length that the header says; None where a picture may be longer than the sound."""
    begun = _segment(window, size)
    found: dict[int, bytes] = {}
    for kind, content, long in _elements(window, begun[1], size) if begun else ():
        if kind == _INFO and long is not None:
            found = {id_: window(at, length or 0)[:8] for id_, at, length in _elements(window, content, content + long)}
        if kind == _TRACKS and long is not None and any(_kinds(window, content, content + long)):
            return None
        if kind == _CLUSTER:
            break
    told = found.get(_DURATION, b"")
    if len(told) not in (4, 8):
        return None
    scale = int.from_bytes(found.get(_SCALE, b"")) or 1_000_000
    length = struct.unpack(">d" if len(told) == 8 else ">f", told)[0] * scale / 1e9
    return float(length) if 0 < length < 1e9 else None


def _kinds(window: Window, at: int, end: int) -> Iterator[bool]:
    """Of each track, whether it is a picture."""
    for entry, content, long in _elements(window, at, end):
        for kind, value, length in _elements(window, content, content + (long or 0)) if entry == _ENTRY else ():
            if kind == _KIND:
                yield window(value, min(length or 0, 8)) == b"\x01"


def _encrypted(window: Window, at: int, end: int) -> bool:
    """Whether a track is, by the elements that hold what describes it."""
    return any(
        kind == _ENCRYPTION or (kind in (_ENTRY, _ENCODINGS, _ENCODING) and _encrypted(window, content, content + long))
        for kind, content, long in _elements(window, at, end)
        if long is not None and content + long <= end
    )


def _segment(window: Window, size: int) -> Element | None:
    return next((one for one in _elements(window, 0, size) if one[0] == _SEGMENT), None)


def _elements(window: Window, at: int, end: int) -> Iterator[Element]:
    """The elements of a stretch; those of a cluster of no length that is known stand among them."""
    for _ in range(MOST):
        head = window(at, 12) if at < end else b""
        kind, used = _number(head, keep=True, most=4)
        length, more = _number(head[used:], keep=False, most=8)
        if not used or not more:
            return
        content = at + used + more
        unknown = length == (1 << 7 * more) - 1
        yield kind, content, None if unknown else length
        if unknown and kind != _CLUSTER:
            return
        at = content if unknown else content + length


def _number(data: bytes, *, keep: bool, most: int) -> tuple[int, int]:
    """A number and how many bytes it takes, by the zeros before its first one; 0 bytes where it is none."""
    count = 9 - data[0].bit_length() if data else 0
    if not 1 <= count <= most or len(data) < count:
        return 0, 0
    value = int.from_bytes(data[:count])
    return value if keep else value & ((1 << 7 * count) - 1), count
