"""Gain over time: a few points between which it runs straight in dB. Levelling, fades and dips are all of this form.

ffmpeg has no filter that takes such points at little cost: `volume` steps from frame to frame, and expressions are
worked out anew for each sample. So the envelope is a sound of its own: a WAV file of one channel with `RATE` samples a
second, each a factor, which ffmpeg brings to the rate of the recording and multiplies with it. So the gain moves with
every sample, at a hundredth of what the encode costs.
"""

from __future__ import annotations

import math
import struct
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

RATE = 100
"""Samples of an envelope in a second: no ramp is shorter than 20 ms. Each sample rate of an MP3 is a multiple of it."""

SILENT = -90.0
"""dB at and below which nothing is left: where fades begin and end."""

TAIL = 2.0
"""Seconds that an envelope goes on behind the sound, which ends where the shorter of the two ends."""

_CHUNK = 65_536
"""Samples that are written at a time."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """Points (seconds, dB), each later than the one before. Outside of them the gain stays; no points are 0 dB."""

    points: tuple[tuple[float, float], ...] = ()

    def __post_init__(self) -> None:
        if any(before[0] >= after[0] for before, after in pairwise(self.points)):
            raise ValueError("each point is later than the one before")

    def __bool__(self) -> bool:
        return any(gain for _, gain in self.points)

    @classmethod
    def from_json(cls, data: Iterable[Iterable[float]]) -> Envelope:
        return cls(tuple((float(at), float(gain)) for at, gain in data))

    def to_json(self) -> list[list[float]]:
        """To the millisecond and the hundredth of a dB."""
        return [[round(at, 3), round(gain, 2)] for at, gain in self.points]

    def gain(self, seconds: float) -> float:
        """dB at this time."""
        after = bisect_right(self.points, seconds, key=lambda point: point[0])
        if not self.points:
            return 0.0
        if after in (0, len(self.points)):
            return self.points[min(after, len(self.points) - 1)][1]
        (begin, low), (end, high) = self.points[after - 1 : after + 1]
        return low + (high - low) * (seconds - begin) / (end - begin)

    def later(self, seconds: float) -> Envelope:
        """The same by a clock that shows so much more."""
        return Envelope(tuple((at + seconds, gain) for at, gain in self.points))

    def plus(self, other: Envelope) -> Envelope:
        """Both at once: the gains add up."""
        times = sorted({at for one in (self, other) for at, _ in one.points})
        return Envelope(tuple((at, self.gain(at) + other.gain(at)) for at in times))


def dip(at: float, depth: float, hold: float = 0.2, ramp: float = 0.1) -> Envelope:
    """`depth` dB less for `hold` seconds around a time, with a ramp of so many seconds before and behind."""
    begin, end = at - hold / 2, at + hold / 2
    return Envelope(((begin - ramp, 0.0), (begin, -depth), (end, -depth), (end + ramp, 0.0)))


def wav(envelope: Envelope, seconds: float) -> Iterator[bytes]:
    """The file that ffmpeg multiplies a sound of this length with, in pieces: 400 bytes a second."""
    count = round((seconds + TAIL) * RATE)
    size = 4 * count
    yield struct.pack("<4sI4s4sIHHIIHH", b"RIFF", size + 36, b"WAVE", b"fmt ", 16, 3, 1, RATE, RATE * 4, 4, 32)
    yield struct.pack("<4sI", b"data", size)
    for begin, end in _stretches(envelope, count):
        low, high = envelope.gain(begin / RATE), envelope.gain((end - 1) / RATE)
        if low == high:
            yield struct.pack("<f", _factor(low)) * (end - begin)
        else:
            yield struct.pack(f"<{end - begin}f", *(_factor(envelope.gain(at / RATE)) for at in range(begin, end)))


def applied(sound: str, envelope: str, rate: int, channels: int, out: str) -> tuple[str, ...]:
    """Filters that multiply one label of a graph with the WAV file at another: Hz, 1 or 2 channels."""
    spread = ",pan=stereo|c0=c0|c1=c0" if channels == 2 else ""
    gains = f"{out}gains"
    return (
        f"[{envelope}]aresample={rate}{spread},aformat=sample_fmts=fltp[{gains}]",
        f"[{sound}][{gains}]amultiply[{out}]",
    )


def _stretches(envelope: Envelope, count: int) -> Iterator[tuple[int, int]]:
    """The samples from point to point, in pieces: what lies between two points is one ramp, or stays."""
    marks = {min(count, max(0, math.ceil(at * RATE))) for at, _ in envelope.points}
    for begin, end in pairwise(sorted(marks | {0, count})):
        for at in range(begin, end, _CHUNK):
            yield at, min(end, at + _CHUNK)


def _factor(gain: float) -> float:
    return 0.0 if gain <= SILENT else 10 ** (gain / 20)
