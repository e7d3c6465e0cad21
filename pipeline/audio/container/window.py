"""How headers are seen: a few bytes at a time, wherever they stand in a file of gigabytes."""

from __future__ import annotations

from collections.abc import Callable

Window = Callable[[int, int], bytes]
"""`window(at, count)` gives up to `count` bytes from offset `at`."""

UNFINISHED = "does not say how long it is: whoever wrote it never finished its header"
NO_SOUND = "holds no sound: the chunk with the samples is missing"
LOCKED = "is locked by copy protection (DRM, `{}`) and can't be decoded"
MOST = 1_000_000
"""The most parts of a file that are walked through."""


def short(promised: int, there: int) -> str:
    """What is said of a file that ends too early, both in bytes."""
    return f"is cut short: its header promises {promised:,} bytes of sound, {there:,} are there"


def lengths(length: int, there: int) -> str | None:
    """What is wrong with samples whose header promises `length` bytes, of which `there` are."""
    if there <= 0:
        return "is empty: no samples follow its header"
    return short(length, there) if length > there else None


def after_id3(window: Window, at: int = 0) -> int:
    """The offset behind the ID3v2 tags that stand at `at` (ID3v2.4, 3.1: sizes are synchsafe)."""
    for _ in range(8):
        head = window(at, 10)
        if len(head) < 10 or head[:3] != b"ID3" or any(byte & 0x80 for byte in head[6:10]):
            break
        footer = 10 if head[5] & 0x10 else 0
        at += 10 + (head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]) + footer
    return at
