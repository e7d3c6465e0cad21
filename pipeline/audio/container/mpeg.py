"""MPEG audio, layer III (ISO 11172-3, 13818-3): frames one after another, and MP3s that were joined from several.

A joined one holds tags, or headers of its parts, between its frames, at which decoders stumble. `parts` finds them, so
that what is decoded are the frames alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from pipeline.audio.container.window import Window, after_id3, short

_HEAD = 65_536
_BLOCK = 1 << 20
_MOST = 10_000
_REST = 512
"""Bytes at the end of a file that may be anything: less than a frame or two."""
_BITRATES_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_BITRATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}


@dataclass(frozen=True, slots=True)
class Frame:
    """The header of one MPEG layer III frame: length in bytes, Hz, samples, and where a Xing header would stand."""

    length: int
    sample_rate: int
    samples: int
    xing: int


def frame(head: bytes) -> Frame | None:
    """The frame whose header the first four of these bytes are, or None."""
    return _frame(head[:4])


@lru_cache(1_024)  # an hour has 140,000 frames, and a handful of headers
def _frame(head: bytes) -> Frame | None:
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return None
    version, rate, bitrate = head[1] >> 3 & 3, head[2] >> 2 & 3, head[2] >> 4
    if version == 1 or rate == 3 or bitrate in (0, 15):
        return None
    first = version == 3
    hertz = _RATES[version][rate]
    kilobits = (_BITRATES_1 if first else _BITRATES_2)[bitrate]
    length = (144_000 if first else 72_000) * kilobits // hertz + (head[2] >> 1 & 1)
    mono = head[3] >> 6 == 3
    side = (17 if mono else 32) if first else (9 if mono else 17)
    return Frame(length, hertz, 1152 if first else 576, 4 + side)


def mp3_start(window: Window) -> int | None:
    """The offset of the first frame, behind tags and zeros, when a second frame follows it (or the file ends there).
    Behind a tag there may be something else before it, such as the list that MP3Wrap writes.
    """
    tagged = _after_ape(window, after_id3(window))
    start = _after_zeros(window, tagged)
    first = frame(window(start, 4))
    following = window(start + first.length, 4) if first else b""
    if first and (not following or frame(following) or following[:3] == b"TAG"):
        return start
    return _found(window, start) if tagged else None


def _after_ape(window: Window, at: int) -> int:
    """Behind an APE tag, which some programs wrote before the sound: its length counts all but its header."""
    head = window(at, 32)
    return at + 32 + int.from_bytes(head[12:16], "little") if head.startswith(b"APETAGEX") else at


def _found(window: Window, at: int) -> int | None:
    """The offset of three frames that follow each other, not far from there."""
    block, begins = window(at, _HEAD), -1
    while (begins := block.find(b"\xff", begins + 1)) >= 0:
        goal = begins
        for _ in range(3):
            one = frame(block[goal : goal + 4])
            goal = goal + one.length if one else -1
            if one is None:
                break
        if goal > 0:
            return at + begins
    return None


@dataclass(frozen=True, slots=True)
class Xing:
    """The Xing or Info header of an MP3: frames and bytes (0: not said), and the samples that players leave out."""

    frames: int
    bytes: int
    skipped: int


def xing(window: Window) -> Xing | None:
    """The Xing header with LAME's gapless figures, or None."""
    start = mp3_start(window)
    return None if start is None else _xing(window, start)


def _xing(window: Window, start: int) -> Xing | None:
    """The Xing header in the frame that begins there."""
    head = frame(window(start, 4))
    if head is None:
        return None
    data = window(start + head.xing, 160)
    if data[:4] not in (b"Xing", b"Info") or len(data) < 160:
        return None
    flags, at, frames, length = data[7], 8, 0, 0
    if flags & 1:
        frames, at = int.from_bytes(data[at : at + 4]), at + 4
    if flags & 2:
        length, at = int.from_bytes(data[at : at + 4]), at + 4
    at += (100 if flags & 4 else 0) + (4 if flags & 8 else 0)
    gaps = data[at + 21 : at + 24] if data[at : at + 3] in (b"LAM", b"Lav") else b"\0\0\0"
    packed = int.from_bytes(gaps)
    return Xing(frames, length, (packed >> 12) + (packed & 0xFFF))


# Joined from several


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of frames, without the one that holds its Xing header: where it begins and ends, how many they are, Hz
    and samples of the first, and the frames that its header promises (0: not said).
    """

    start: int
    end: int
    frames: int
    sample_rate: int
    samples: int
    promised: int


def parts(window: Window, size: int) -> tuple[Part, ...]:
    """The stretches of frames of a file; one where nothing stands between them, and none where something does that is
    neither a tag nor a header, which is for a decoder to judge.
    """
    found: list[Part] = []
    at = mp3_start(window) or 0
    while (one := frame(window(at, 4))) and at < size and len(found) < _MOST:
        header = _xing(window, at)
        begins = at + one.length if header else at
        count, last, at = _stretch(window, begins)
        if at < size and (torn_at := _tag_inside(window, last, at, size)):
            count, at = count - 1, torn_at
        if count:
            found.append(Part(begins, at, count, one.sample_rate, one.samples, header.frames if header else 0))
        at = _after_tags(window, at, size)
    return tuple(found) if size - at < _REST else ()


def _stretch(window: Window, at: int) -> tuple[int, int, int]:
    """How many frames follow each other from there on, the offset of the last one and that behind it, where there is
    the end, something else, or the Xing header of another part.
    """
    block, base, count, last = b"", at, 0, at
    while True:
        if at + 64 > base + len(block):
            block, base = window(at, _BLOCK), at
        head = block[at - base : at - base + 64]
        one = frame(head)
        if one is None or (count and head[one.xing : one.xing + 4] in (b"Xing", b"Info")):
            return count, last, at
        count, last, at = count + 1, at, at + one.length


def _tag_inside(window: Window, last: int, end: int, size: int) -> int:
    """The offset of a tag within the last frame of a part that ended too early, with another part behind it; or 0."""
    held = window(last, end - last + 3)
    if not frame(window(end, 4)):
        for at in sorted(at for tag in (b"TAG", b"ID3", b"APETAGEX") if (at := held.find(tag, 4)) > 0):
            if frame(window(_after_tags(window, last + at, size), 4)):
                return last + at
    return 0


def _after_tags(window: Window, at: int, size: int) -> int:
    """The offset behind what programs write before, behind and between the sound: ID3, APE, Lyrics3 and zeros."""
    for _ in range(16):
        begun, head = at, window(at, 32)
        if head[:3] == b"TAG":
            at += 128
        elif head[:8] == b"APETAGEX" and len(head) == 32:
            at += int.from_bytes(head[12:16], "little") + (32 if head[23] & 0x20 else 0)
        elif head[:11] == b"LYRICSBEGIN":
            end = window(at, _HEAD).find(b"LYRICS200")
            at += end + 9 if end > 0 else 0
        at = _after_zeros(window, after_id3(window, at))
        if at == begun or at >= size:
            break
    return at


def _after_zeros(window: Window, at: int) -> int:
    head = window(at, _HEAD)
    return at + len(head) - len(head.lstrip(b"\0"))


def flaw(header: Xing | None, several: tuple[Part, ...], size: int) -> str | None:
    """The file must hold what its Xing header promises, and each part of several; those must be of one sample rate."""
    if header and header.bytes > size:
        return short(header.bytes, size)
    for number, one in enumerate(several, start=1):
        if one.promised - one.frames > 1:
            words = f"its header promises {one.promised:,} frames of sound, {one.frames:,} are there"
            return f"is cut short: of the {len(several)} parts that were joined, number {number}: {words}"
    rates = sorted({one.sample_rate for one in several})
    if len(rates) > 1:
        return f"was joined from parts of different sample rates ({' and '.join(f'{one:,}' for one in rates)} Hz)"
    return None


def seconds(window: Window, header: Xing | None, several: tuple[Part, ...]) -> float | None:
    """The length that the Xing header says, or that of all frames of a file that was joined from several."""
    if several:
        return sum(one.frames * one.samples / one.sample_rate for one in several)
    one = frame(window(mp3_start(window) or 0, 4))
    if header is None or one is None or not header.frames:
        return None
    return (header.frames * one.samples - header.skipped) / one.sample_rate


def torn(found: tuple[Part, ...], size: int) -> bool:
    """Whether the last frame ends beyond the file, whose header does not say how many there are."""
    return bool(found) and found[-1].end > size and not found[-1].promised
