"""Hearing a recording: the branch of filters beside the meter, and the figures that both write.

One decode serves both. The meter (`ebur128`) tells momentary loudness ten times a second. For the rest a few thousand
samples a second are enough, taken as they are: their mean, power, extremes and correlation are those of all samples,
whatever folds down in frequency, at a tenth of what all would cost.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

RATE = 3_989
"""Samples of each second that are looked at. A prime, so that no whistle of a computer (USB: 1 and 8 kHz) falls onto
zero and is taken for an offset."""

LEAST = 8_000
"""Hz to which a recording of fewer is raised: the filters of the meter know no voices below."""

_LOW = 40
"""Hz below which there is rumble, and no voice."""

_KEYS = ("DC_offset", "Peak_level", "RMS_level", "Peak_count")
_LINE = re.compile(r"lavfi\.astats\.([1-9])\.(\w+)=(\S+)")
_MOMENT = "lavfi.r128.M="
_NONE = -120.0
"""LUFS of what is nothing at all."""


def graph(channels: int, sample_rate: int, moments: str, seconds: str) -> str:
    """Filters from `[0:a:0]` to `[heard]` for so many channels and Hz. They write figures into two files:
    of each tenth of a second, and of each second.
    """
    meter = "ebur128=peak=sample:metadata=1:framelog=verbose"
    told = f"ametadata=mode=print:key=lavfi.r128.M:file={_escaped(moments)}"
    stats = f"astats=metadata=1:reset=1:measure_overall=none:measure_perchannel={'+'.join(_KEYS)}"
    few = f"aresample={RATE}:filter_size=1,asetnsamples=n={RATE}:p=0"
    branch = f"{few},{_beside(channels)},{stats},ametadata=mode=print:file={_escaped(seconds)},anullsink"
    raised = f"aresample={LEAST}," if sample_rate < LEAST else ""
    return f"[0:a:0]{raised}asplit[all][few];[all]{meter},{told}[heard];[few]{branch}"


def _beside(channels: int) -> str:
    """Two channels, their difference, and each again without what is above rumble; of one, or of more than two mixed,
    itself and its rumble.
    """
    if channels == 2:
        return f"pan=5.0|c0=c0|c1=c1|c2=c0-c1|c3=c0|c4=c1,{_lowpass('BL+BR')}"
    mixed = "" if channels == 1 else "aformat=channel_layouts=mono,"
    return f"{mixed}pan=stereo|c0=c0|c1=c0,{_lowpass('FR')}"


def _lowpass(channels: str) -> str:
    return ",".join((f"lowpass=f={_LOW}:c={channels}",) * 2)


def _escaped(path: str) -> str:
    """A path as the value of a filter's option in a graph: ffmpeg reads it twice."""
    return re.sub(r"([\\'\[\],;])", r"\\\1", re.sub(r"([\\':])", r"\\\1", path))


@dataclass(frozen=True, slots=True)
class Second:
    """What one second of a channel says: mean and peak as parts of full scale, power, how many samples are at one of
    its extremes, and the power of what is below the voice.
    """

    mean: float
    peak: float
    power: float
    extremes: int
    low: float

    @property
    def voice(self) -> float:
        """Power of what is above rumble."""
        return max(0.0, self.power - self.low)


@dataclass(frozen=True, slots=True)
class Slice:
    """One second of a recording: its one or two channels, and the power of their difference."""

    sides: tuple[Second, ...]
    difference: float = 0.0

    @property
    def shared(self) -> float:
        """The mean product of two channels, from the power of each and of their difference."""
        left, right = self.sides
        difference = max(0.0, self.difference - (left.mean - right.mean) ** 2)
        return (left.power + right.power - difference) / 2


def moments(lines: Iterable[str]) -> list[float]:
    """Momentary loudness, LUFS, from what `graph` wrote."""
    return [max(_NONE, _number(line[len(_MOMENT) :])) for line in lines if line.startswith(_MOMENT)]


def slices(lines: Iterable[str]) -> Iterator[Slice]:
    """The seconds, from what `graph` wrote."""
    found: dict[tuple[int, str], float] = {}
    for line in lines:
        if line.startswith("frame:") and found:
            yield _slice(found)
            found = {}
        if match := _LINE.match(line):
            found[int(match[1]), match[2]] = _number(match[3])
    if found:
        yield _slice(found)


def _number(text: str) -> float:
    """What is not a number is nothing: versions differ in what they say of silence."""
    value = float(text)
    return -math.inf if math.isnan(value) else value


def _slice(found: dict[tuple[int, str], float]) -> Slice:
    def finite(number: int, name: str) -> float:
        value = found[number, name]
        return value if math.isfinite(value) else 0.0

    def second(number: int, low: int) -> Second:
        mean = finite(number, "DC_offset")
        beneath = power_of(found[low, "RMS_level"]) - finite(low, "DC_offset") ** 2
        power = max(0.0, power_of(found[number, "RMS_level"]) - mean**2)
        peak, count = power_of(found[number, "Peak_level"] / 2), int(finite(number, "Peak_count"))
        return Second(mean, peak, power, count, max(0.0, beneath))

    if (3, "RMS_level") not in found:
        return Slice((second(1, 2),))
    return Slice((second(1, 4), second(2, 5)), power_of(found[3, "RMS_level"]))


def power_of(level: float) -> float:
    """Of dB."""
    return 10 ** (level / 10)
