"""What levelling found of the voices of an episode, and the gain that each of them gets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker: his loudness in LUFS (None: too little of him could be measured), the seconds that it was measured in,
    and the gain of his turns in dB.
    """

    name: str
    loudness: float | None
    seconds: float
    gain: float

    @property
    def levelled(self) -> float | None:
        """LUFS of his turns with their gain."""
        return None if self.loudness is None else self.loudness + self.gain

    def __str__(self) -> str:
        if self.loudness is None:
            return f"{self.name}: as recorded ({self.seconds:g} s are too little to measure)"
        return f"{self.name}: {self.gain:+.1f} LU" if self.gain else f"{self.name}: as recorded"


@dataclass(frozen=True, slots=True)
class Levels:
    """The voices of an episode in the order in which they first speak, and the gain over time: points (seconds of the
    recording, dB), between which it runs straight; none where it stays as it was recorded.
    """

    voices: tuple[Voice, ...] = ()
    points: tuple[tuple[float, float], ...] = ()

    @property
    def measured(self) -> tuple[Voice, ...]:
        """The voices of which enough was heard, from the quietest to the loudest as they come out."""
        heard = [(level, voice) for voice in self.voices if (level := voice.levelled) is not None]
        return tuple(voice for _, voice in sorted(heard, key=lambda one: one[0]))

    @property
    def apart(self) -> float:
        """LU between the loudest and the quietest voice with their gains."""
        heard = [level for voice in self.voices if (level := voice.levelled) is not None]
        return max(heard) - min(heard) if heard else 0.0

    def __str__(self) -> str:
        if len(self.measured) > 1 and not any(voice.gain for voice in self.voices):
            return f"as recorded, with {self.apart:.1f} LU between {', '.join(voice.name for voice in self.measured)}"
        return ", ".join(map(str, self.voices))

    def to_json(self) -> dict[str, Any]:
        """The facts of a job `level`. They are kept for years, and names are not: somebody may wish to have another."""
        voices = [[voice.loudness, voice.seconds, voice.gain] for voice in self.voices]
        return {"voices": voices, "points": [list(point) for point in self.points]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any], names: Sequence[str] = ()) -> Levels:
        """What `to_json` gave, with the names that the voices have now, or else their numbers."""
        names = names or [f"speaker {number}" for number, _ in enumerate(data["voices"], 1)]
        voices = tuple(Voice(name, *voice) for name, voice in zip(names, data["voices"], strict=False))
        return cls(voices, tuple((at, gain) for at, gain in data["points"]))
