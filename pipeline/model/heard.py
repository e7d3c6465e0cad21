"""What was heard in a recording besides that it is whole: its channels, its faults, and how loud each second is.

Figures are kept, and judged here anew each time: a mended threshold asks nobody to listen again.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

SIDES: tuple[Literal["left", "right"], ...] = ("left", "right")

FLOOR = -70
"""dB: what is quieter than that is told as this."""

_ZERO = ord("0")


def written(levels: Iterable[float]) -> str:
    """A curve as text, a character a second: `0` is 0 dB or more, each later one of ASCII is a dB less, to `FLOOR`."""
    return "".join(chr(_ZERO + min(-FLOOR, max(0, round(-level)))) for level in levels)


def read(curve: str) -> tuple[int, ...]:
    """dB of each second, from what `written` gave."""
    return tuple(_ZERO - ord(letter) for letter in curve)


@dataclass(frozen=True, slots=True)
class Side:
    """One channel: its level where something is said, and that of its loudest second (dBFS, RMS); by how much of full
    scale it lies beside zero.
    """

    level: float
    loudest: float
    offset: float


@dataclass(frozen=True, slots=True)
class Spots:
    """How many seconds have a fault, and some of these (seconds), in order."""

    seconds: int = 0
    at: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """A recording as it was heard. Its `sides` are its one or two channels; what has more is heard as mono.

    `peak`: of its samples, dBFS. `correlation` of the two channels, from -1 (inverted) to 1; `apart`: dB, below 0 where
    what one of them carries of its own is quieter than the louder one in each second. `clipped`, `rumble`: where.
    `silence`: seconds at both ends. `loudness` (LUFS) and `peaks` (dBFS) are of each second, to a dB.
    """

    peak: float
    sides: tuple[Side, ...]
    correlation: float
    apart: float
    clipped: Spots
    rumble: Spots
    silence: tuple[float, float]
    loudness: tuple[int, ...]
    peaks: tuple[int, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "peak": self.peak,
            "sides": [[side.level, side.loudest, side.offset] for side in self.sides],
            "correlation": self.correlation,
            "apart": self.apart,
            "clipped": [self.clipped.seconds, list(self.clipped.at)],
            "rumble": [self.rumble.seconds, list(self.rumble.at)],
            "silence": list(self.silence),
            "loudness": written(self.loudness),
            "peaks": written(self.peaks),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Heard:
        return cls(
            peak=data["peak"],
            sides=tuple(Side(*side) for side in data["sides"]),
            correlation=data["correlation"],
            apart=data["apart"],
            clipped=_spots(data["clipped"]),
            rumble=_spots(data["rumble"]),
            silence=(data["silence"][0], data["silence"][1]),
            loudness=read(data["loudness"]),
            peaks=read(data["peaks"]),
        )

    @property
    def living(self) -> int:
        """The number of the louder channel; of two that are as loud, the left one."""
        return max(range(len(self.sides)), key=lambda number: self.sides[number].level)

    @property
    def lower(self) -> float:
        """dB by which the quieter channel lies below the louder one."""
        levels = [side.level for side in self.sides]
        return max(levels) - min(levels)

    @property
    def is_one_sided(self) -> bool:
        """Whether one of two channels carries nothing: not one of its seconds comes near the level of the other."""
        others = [side.loudest for number, side in enumerate(self.sides) if number != self.living]
        return any(loudest <= self.sides[self.living].level - _NOTHING for loudest in others)

    @property
    def is_lopsided(self) -> bool:
        """Whether one channel is so much quieter that it is nearly dead, though it carries something now and then."""
        return not self.is_one_sided and not self.is_alike and self.lower >= _LOPSIDED

    @property
    def is_alike(self) -> bool:
        """Whether both channels carry the same, be one of them quieter or inverted."""
        as_one = abs(self.correlation) >= _AS_ONE and self.apart <= _ALIKE
        return len(self.sides) == 2 and not self.is_one_sided and as_one

    @property
    def is_inverted(self) -> bool:
        """Whether one channel is the other turned over, so that on one loudspeaker they extinguish each other."""
        return len(self.sides) == 2 and not self.is_one_sided and self.correlation <= _INVERTED

    @property
    def only(self) -> Literal["left", "right", ""]:
        """The channel that is all of it; empty where both are needed, or there is one."""
        return SIDES[self.living] if self.is_one_sided or self.is_alike else ""

    @property
    def share(self) -> float:
        """dB by which the louder channel by itself is quieter than the whole: 0 where the other carries nothing."""
        powers = [10 ** (side.level / 10) for side in self.sides]
        return round(10 * math.log10(max(powers) / sum(powers)), 1)

    @property
    def offset(self) -> float:
        """How much of full scale the recording lies beside zero, at most."""
        return max((side.offset for side in self.sides), key=abs)


def _spots(data: Any) -> Spots:
    seconds, at = data
    return Spots(seconds, tuple(at))


_NOTHING = 30.0
"""dB below the level of one channel at which nobody hears what the other carries."""
_LOPSIDED = 20.0
_AS_ONE = 0.9
_ALIKE = -22.0
"""dB: what two converters or a codec add of their own lies below, and nobody hears from where it comes."""
_INVERTED = -0.5
