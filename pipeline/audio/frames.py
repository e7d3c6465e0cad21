"""Frames of an MP3 (ISO/IEC 11172-3, Layer III), made quieter where they lie: a dip that costs no second encode.

Each granule of a frame says by how much its spectrum is to be multiplied (`global_gain`, steps of 2^¼). A lower figure
there is exactly that sound, quieter: nothing is quantised again, and since neighbouring granules overlap the gain runs
over from one to the next. So a peak that the codec made, which no limiter before it can see, is taken down in place.

The tag of the encoder in the first frame holds a CRC of all that follows, which is kept right.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.audio.container.window import Window

STEP = 20 * math.log10(2**0.25)
"""dB that one step of the gain is: 1.5."""

SAMPLES = 1152
"""Samples of a frame (MPEG-1)."""

DELAY = 1105
"""Samples that a decoder gives before the first of the sound: those of libmp3lame's delay, and of the decoder's own."""

_BITRATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_RATES = (44_100, 48_000, 32_000)
_HEADER, _SIDE = 4, 32
"""Bytes of a header, and at most of the side information behind it."""
_GRANULE_BITS, _GAIN_BITS = 59, 21
"""Bits that the side information has for a granule of a channel, and those of them before its gain."""
_MUSIC_CRC, _TAG_CRC = 152, 154
"""Bytes from the name of the tag to its two CRCs: of the sound behind it, and of itself."""
_SIGNED = 190
"""Bytes of the first frame that its own CRC is of."""
_POLYNOMIAL = 0xA001
"""CRC-16 (x¹⁶ + x¹⁵ + x² + 1), lowest bit first."""


class NoFrames(Exception):
    """The file is not what the encoder of ours writes: frames of MPEG-1 Layer III without CRC, one after the other."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a frame lies, its bytes, its channels, and its sample rate in Hz."""

    at: int
    size: int
    channels: int
    rate: int


def frames(window: Window, size: int) -> Iterator[Frame]:
    """All frames of an untagged MP3 of so many bytes, that of the encoder's tag first. Raises `NoFrames`."""
    at = 0
    while at < size:
        head = window(at, _HEADER)
        if len(head) < _HEADER or head[:2] != b"\xff\xfb" or not 0 < head[2] >> 4 < 15 or head[2] >> 2 & 3 == 3:
            raise NoFrames(f"no frame begins at byte {at}")
        rate = _RATES[head[2] >> 2 & 3]
        length = 144_000 * _BITRATES[head[2] >> 4] // rate + (head[2] >> 1 & 1)
        yield Frame(at, length, 1 if head[3] >> 6 == 3 else 2, rate)
        at += length


def softer(window: Window, size: int, spans: Iterable[tuple[float, float]], steps: int) -> tuple[dict[int, int], int]:
    """What makes quieter, by so many steps, what is heard between these seconds: byte → its bits that turn over; and
    the number of frames that these are in. Raises `NoFrames`.
    """
    wanted, changed = sorted(spans), 0
    changes: dict[int, int] = {}
    for number, frame in enumerate(frames(window, size)):
        begin = ((number - 1) * SAMPLES - DELAY) / frame.rate
        if begin > wanted[-1][1]:
            break
        if number and any(begin < end and start < begin + SAMPLES / frame.rate for start, end in wanted):
            changes |= _quieter(window(frame.at, _HEADER + _SIDE), frame, steps)
            changed += 1
    return changes | _signature(window, size, changes), changed


def _quieter(data: bytes, frame: Frame, steps: int) -> dict[int, int]:
    """Lower the gain of all granules of a frame, which begins with these bytes."""
    first = 8 * _HEADER + 9 + (5 if frame.channels == 1 else 3) + 4 * frame.channels + _GAIN_BITS
    changes: dict[int, int] = {}
    for granule in range(2 * frame.channels):
        at, past = divmod(first + granule * _GRANULE_BITS, 8)
        gain = int.from_bytes(data[at : at + 2], "big") >> 8 - past & 0xFF
        turned = (gain ^ max(0, gain - steps)) << 8 - past
        for byte, bits in ((at, turned >> 8), (at + 1, turned & 0xFF)):
            changes[frame.at + byte] = changes.get(frame.at + byte, 0) ^ bits
    return changes


def _signature(window: Window, size: int, changes: Mapping[int, int]) -> dict[int, int]:
    """What turns over in the CRCs of the encoder's tag. A CRC is linear: only what changed counts."""
    tag = _HEADER + (17 if next(frames(window, size)).channels == 1 else 32)
    if window(tag, 4) not in (b"Xing", b"Info"):
        raise NoFrames("the encoder's tag is missing")
    powers = _powers(size)
    music = _change(changes, size, powers)
    own = {tag + _MUSIC_CRC: music >> 8, tag + _MUSIC_CRC + 1: music & 0xFF}
    signed = _change(own, _SIGNED, powers)
    return {**own, tag + _TAG_CRC: signed >> 8, tag + _TAG_CRC + 1: signed & 0xFF}


def _change(changes: Mapping[int, int], end: int, powers: list[list[int]]) -> int:
    """The bits that change in a CRC of all bytes before `end`, where these bits of bytes change."""
    found = 0
    for at, bits in changes.items():
        found ^= _moved(_crc(bits, 0), end - 1 - at, powers)
    return found


def _crc(byte: int, crc: int) -> int:
    crc ^= byte
    for _ in range(8):
        crc = crc >> 1 ^ (_POLYNOMIAL if crc & 1 else 0)
    return crc


def _powers(length: int) -> list[list[int]]:
    """What becomes of each bit of a CRC after 1, 2, 4 … bytes of zero."""
    powers = [[_crc(0, 1 << bit) for bit in range(16)]]
    while 1 << len(powers) <= length:
        powers.append([_through(powers[-1], value) for value in powers[-1]])
    return powers


def _through(matrix: list[int], value: int) -> int:
    found = 0
    for bit in range(16):
        if value >> bit & 1:
            found ^= matrix[bit]
    return found


def _moved(crc: int, zeros: int, powers: list[list[int]]) -> int:
    """A CRC after so many bytes of zero."""
    for number, matrix in enumerate(powers):
        if zeros >> number & 1:
            crc = _through(matrix, crc)
    return crc
