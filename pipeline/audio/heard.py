"""What the figures of `hearing` say of a recording: its channels, where it is clipped, rumbles or is silent."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from pipeline.audio.hearing import Second, Slice, power_of
from pipeline.model.heard import FLOOR, Heard, Side, Spots

EXACT = frozenset({"wav", "flac", "aiff", "caf", "w64", "au"})
"""Containers whose samples are mostly as they were recorded. What a codec took apart is flat nowhere."""

_HOP = 0.1
"""Seconds from one momentary loudness to the next; each is of the last four (BS.1770)."""
_NONE = -120.0
"""dBFS of what is nothing at all."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A recording as a whole: seconds, LUFS, dBFS of its highest sample; `exact`: in a container of `EXACT`."""

    seconds: float
    loudness: float
    peak: float
    exact: bool


def heard(tenths: Sequence[float], seconds: Sequence[Slice], whole: Measured) -> Heard:
    """What its momentary loudness (LUFS) and its seconds say, of which there is at least one of each."""
    seconds = seconds[: max(1, math.ceil(whole.seconds - _HOP))]  # versions differ in what they tell behind the end
    sides = tuple(zip(*(one.sides for one in seconds), strict=True))
    spoken = _spoken(seconds)
    found = tuple(_side(side, [side[number] for number in spoken]) for side in sides)
    correlation, apart = _together(seconds) if len(sides) == 2 else (1.0, 0.0)
    level = max(side.level for side in found)
    return Heard(
        peak=whole.peak,
        sides=found,
        correlation=correlation,
        apart=apart,
        clipped=_spots({at for side in sides for at in _clipped(side, exact=whole.exact)}),
        rumble=_spots({at for side in sides for at in _rumbling(side, level)}),
        silence=_silence(tenths, whole),
        loudness=_by_second(tenths),
        peaks=tuple(_whole(_decibel(max(side.peak for side in one.sides))) for one in seconds),
    )


def _spoken(seconds: Sequence[Slice]) -> list[int]:
    """The numbers of the seconds in which something is said: those within 10 dB of the mean, as BS.1770 gates."""
    powers = [max(side.voice for side in one.sides) for one in seconds]
    gate = sum(powers) / len(powers) / 10
    return [number for number, power in enumerate(powers) if power >= gate]


def _side(seconds: Sequence[Second], spoken: Sequence[Second]) -> Side:
    return Side(
        level=_level(sum(one.voice for one in spoken) / len(spoken)),
        loudest=_level(max(one.voice for one in seconds)),
        offset=round(sum(one.mean for one in seconds) / len(seconds), 4),
    )


_UNHEARD = 45.0
"""dB below the whole at which nobody hears anything beside it."""


def _together(seconds: Sequence[Slice]) -> tuple[float, float]:
    """Correlation; and dB by which what the quieter channel has of its own comes nearest to the louder one, of all
    seconds in which that could be heard. What a codec adds stays far below the sound of its second.
    """
    left, right = (sum(one.sides[number].power for one in seconds) for number in (0, 1))
    both, most = sum(one.shared for one in seconds), max(left, right)
    if min(left, right) <= 0:
        return 0.0, 0.0
    louder, quieter = (0, 1) if left >= right else (1, 0)
    factor = both / most  # by which the louder one is most like the quieter one
    audible = power_of(-_UNHEARD) * most / len(seconds)
    apart = _NONE
    for one in seconds:
        loud = one.sides[louder].power
        own = one.sides[quieter].power - 2 * factor * one.shared + factor**2 * loud
        if own > audible:
            apart = max(apart, _level(own) - _level(loud))
    return round(both / math.sqrt(left * right), 3), round(apart, 1)


_TOP = 0.1
"""dB below the highest peak of a channel at which its samples stand at what bounds it."""
_QUIET = 0.05
"""Of full scale: below, the steps of 8 bits are so few that many samples stand at the last."""
_STANDING = 6
"""Samples of a second, of `hearing.RATE`, that stand at its extremes where it is clipped; by chance it is two."""
_TONE, _STANDING_TONE = (2.5, 3.6), 150
"""dB by which the peak of a pure tone is over its power: of that so many stand at its extremes by themselves."""
_FULL, _DENSE = 0.9, -7.5
"""Of full scale, and dBFS: what was recorded too loud comes near to the one, and no voice is as loud as the other."""
_OVER = 10 ** (3 / 20)
"""Of full scale: so far a codec swings over it that was given edges."""


def _clipped(side: Sequence[Second], *, exact: bool) -> Iterator[int]:
    """The seconds of a channel of which a part is cut off flat. A codec leaves nothing flat: of what comes out of it,
    only what is far too loud can be told.
    """
    top = max(max(one.peak for one in side) * 10 ** (-_TOP / 20), _QUIET)
    for number, one in enumerate(side):
        level = _level(one.power)
        tone = _TONE[0] <= _decibel(one.peak) - level <= _TONE[1]
        flat = one.peak >= top and one.extremes >= (_STANDING_TONE if tone else _STANDING)
        loud = one.peak >= _OVER or (one.peak >= _FULL and level >= _DENSE)
        if flat or (loud and not exact and not tone):
            yield number


_AS_LOUD = 3.0
"""dB below the level of voices at which rumble drives a limiter."""


def _rumbling(side: Sequence[Second], level: float) -> Iterator[int]:
    """The seconds of a channel in which rumble is about as loud as voices are (dBFS), or louder."""
    least = power_of(level - _AS_LOUD)
    return (number for number, one in enumerate(side) if one.low >= least)


def _spots(numbers: set[int], most: int = 5) -> Spots:
    """How many, and where the longest runs of them begin."""
    counted = enumerate(sorted(numbers))
    runs = [[number for _, number in run] for _, run in groupby(counted, key=lambda pair: pair[1] - pair[0])]
    longest = sorted(runs, key=len, reverse=True)[:most]
    return Spots(len(numbers), tuple(sorted(run[0] for run in longest)))


_SILENT = 25.0
"""LU below the loudness of a recording at which nobody speaks in it."""
_CLICK = 4
"""Moments in which something is heard that is shorter than a tenth."""


def _silence(tenths: Sequence[float], whole: Measured) -> tuple[float, float]:
    """Seconds before the first sound and behind the last: not more than there are. A click is no sound."""
    loud = [level > whole.loudness - _SILENT for level in tenths]
    runs = [list(run) for is_loud, run in groupby(range(len(loud)), key=lambda at: loud[at]) if is_loud]
    sounds = [run for run in runs if len(run) > _CLICK]
    if not sounds:
        return 0.0, 0.0
    first, last = sounds[0][0], sounds[-1][-1]
    before = 0.0 if first < 4 else first * _HOP  # the first four tenths are one moment
    behind = 0.0 if last == len(tenths) - 1 else whole.seconds - (last - 2) * _HOP  # it was in the oldest of four
    return round(before, 1), round(max(0.0, behind), 1)


def _by_second(tenths: Sequence[float]) -> tuple[int, ...]:
    """Loudness of each second, to a dB, from the moments that lie wholly within it."""
    found = []
    for begin in range(0, len(tenths), 10):
        within = tenths[begin + 3 : begin + 10] or tenths[begin : begin + 10]
        found.append(_whole(_level(sum(power_of(level) for level in within) / len(within))))
    return tuple(found)


def _level(power: float) -> float:
    """dB, to a tenth."""
    return max(_NONE, round(10 * math.log10(power), 1)) if power > 0 else _NONE


def _decibel(factor: float) -> float:
    return max(_NONE, 20 * math.log10(factor)) if factor > 0 else _NONE


def _whole(level: float) -> int:
    return max(FLOOR, min(0, round(level)))
