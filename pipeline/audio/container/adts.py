"""AAC as a bare stream: ADTS (ISO 13818-7), frames one after another and no word of how many they are."""

from __future__ import annotations

from pipeline.audio.container.window import Window, after_id3

_TAIL = 131_072


def _length(head: bytes) -> int | None:
    """The bytes of the frame that begins so; None where none does."""
    if len(head) < 7 or head[0] != 0xFF or head[1] & 0xF6 != 0xF0 or head[2] >> 2 & 15 > 12:
        return None
    length = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    return length if length > 7 else None


def start(window: Window) -> int | None:
    """The offset of the first frame, behind tags, when a second one of the same sort follows it or the file ends."""
    at = after_id3(window)
    head = window(at, 7)
    length = _length(head)
    if length is None:
        return None
    following = window(at + length, 7)
    return at if len(following) < 7 or (_length(following) and following[:2] == head[:2]) else None


def flaw(window: Window, size: int) -> str | None:
    """The last frame must fit the file."""
    begins = max(start(window) or 0, size - _TAIL)
    tail = window(begins, _TAIL)
    at = next((at for at in range(len(tail)) if _chained(tail, at)), None)
    while at is not None and (length := _length(tail[at : at + 7])):
        at += length
    whole = at is None or (at <= len(tail) and tail[at : at + 1] != b"\xff")
    return None if whole else "is cut short: its last frame is incomplete"


def _chained(data: bytes, at: int) -> bool:
    """Whether three frames of one sort follow each other there, so that they are no chance."""
    sort = data[at : at + 3]
    for _ in range(3):
        length = _length(data[at : at + 7])
        if length is None or data[at : at + 3] != sort:
            return False
        at += length
    return True
