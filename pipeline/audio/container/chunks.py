"""Recordings in chunks, each with its length before it: WAV, AIFF, Wave64, CAF and AU. A chunk must fit the file."""

from __future__ import annotations

import math
import struct

from pipeline.audio.container.window import MOST, NO_SOUND, UNFINISHED, Window, after_id3, lengths

_UNKNOWN = frozenset({0, 0xFFFFFFFF, 0x7FFFFFFF, 0x7FFFF000})
_LARGEST = 1 << 62


def wav_flaw(window: Window, size: int) -> str | None:
    """RIFF: little-endian; RF64 and BW64 keep the size in `ds64`."""
    at, large = after_id3(window) + 12, None
    for _ in range(MOST):
        head = window(at, 8)
        if len(head) < 8:
            break
        length = int.from_bytes(head[4:8], "little")
        if head[:4] == b"ds64":
            large = int.from_bytes(window(at + 16, 8), "little")
        if head[:4] == b"data":
            return _samples(large if length == 0xFFFFFFFF and large else length, size - at - 8)
        at += 8 + length + length % 2
    return NO_SOUND


def aiff_flaw(window: Window, size: int) -> str | None:
    """IFF: big-endian."""
    at = after_id3(window) + 12
    for _ in range(MOST):
        head = window(at, 8)
        if len(head) < 8:
            break
        length = int.from_bytes(head[4:8])
        if head[:4] == b"SSND":
            return _samples(length, size - at - 8)
        at += 8 + length + length % 2
    return NO_SOUND


def _samples(length: int, there: int) -> str | None:
    if there > 0 and length in _UNKNOWN:
        return UNFINISHED
    return lengths(length, there)


# Sony Wave64: a GUID begins each chunk; its length counts head and all, and chunks stand at multiples of eight.

RIFF64 = bytes.fromhex("726966662e91cf11a5d628db04c10000")
WAVE64 = bytes.fromhex("77617665f3acd3118cd100c04f8edb8a")
_DATA64 = bytes.fromhex("64617461f3acd3118cd100c04f8edb8a")


def w64_flaw(window: Window, size: int) -> str | None:
    """Wave64."""
    at = 40
    for _ in range(MOST):
        head = window(at, 24)
        if len(head) < 24:
            break
        length = int.from_bytes(head[16:24], "little")
        if head[:16] == _DATA64:
            there = size - at - 24
            return UNFINISHED if there > 0 and not 24 < length < _LARGEST else lengths(length - 24, there)
        if length < 24:
            break
        at += length + -length % 8
    return NO_SOUND


# Apple's CAF: big-endian, lengths of eight bytes; -1 means "up to the end" and is written by what is still recording.


def caf_flaw(window: Window, size: int) -> str | None:
    """CAF: packets of no fixed length are described by `pakt`, without which they can't be told apart."""
    chunks = dict(_caf_chunks(window))
    if b"data" not in chunks:
        return NO_SOUND
    at, length = chunks[b"data"]
    if length < 0:
        return UNFINISHED
    beyond = [(start, long) for start, long in chunks.values() if start + long > size]
    return lengths(beyond[0][1], size - beyond[0][0]) if beyond else lengths(length - 4, size - at - 4)


def caf_seconds(window: Window) -> float | None:
    """The length that `pakt` says: frames that listeners hear, over the rate of `desc`."""
    chunks = dict(_caf_chunks(window))
    if b"desc" not in chunks or b"pakt" not in chunks:
        return None
    rate, frames = window(chunks[b"desc"][0], 8), window(chunks[b"pakt"][0] + 8, 8)
    if len(rate) < 8 or len(frames) < 8:
        return None
    hertz, count = struct.unpack(">d", rate)[0], int.from_bytes(frames, signed=True)
    return count / hertz if math.isfinite(hertz) and 1 <= hertz <= 1e7 and 0 < count < _LARGEST else None


def _caf_chunks(window: Window) -> list[tuple[bytes, tuple[int, int]]]:
    """Type, offset of the content and length of each chunk."""
    at, found = 8, []
    for _ in range(10_000):
        head = window(at, 12)
        if len(head) < 12:
            break
        length = int.from_bytes(head[4:12], signed=True)
        found.append((head[:4], (at + 12, length)))
        if length < 0:
            break
        at += 12 + length
    return found


def au_flaw(window: Window, size: int) -> str | None:
    """AU: one header, big-endian: where the samples begin, and how many bytes they are."""
    head = window(0, 12)
    begins, length = int.from_bytes(head[4:8]), int.from_bytes(head[8:12])
    there = size - begins
    return UNFINISHED if there > 0 and length == 0xFFFFFFFF else lengths(length, there)
