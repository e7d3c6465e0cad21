"""The clock of a recording and that of its episode: editors write times by the one, listeners hear the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

AT_ONCE = 1.0
"""Seconds after the beginning of the recording within which its first chapter begins with it."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Where a recording is heard in its episode, in seconds: after `lead`, without its first `skipped`, and `seconds`
    of it.

    `opens`: the first chapter begins with the episode, whatever is heard before the recording. What was mastered before
    there were openings does not say so, and its chapters stay where they were published.
    """

    lead: float = 0.0
    skipped: float = 0.0
    seconds: float = inf
    opens: bool = False

    @classmethod
    def of(cls, lead: float, heard: Sequence[float] | None) -> Timing:
        """That of what was mastered: what its encode tells, the second from where to where the recording is heard."""
        return cls(lead, heard[0], round(heard[1] - heard[0], 3), opens=True) if heard else cls(lead)

    @property
    def is_none(self) -> bool:
        """Whether both clocks are one."""
        return not self.lead and not self.skipped and self.seconds == inf

    @property
    def end(self) -> float:
        """Where the recording ends as it is heard, by its own clock."""
        return self.skipped + self.seconds

    def at(self, seconds: float) -> float:
        """When something is heard; of what was cut off, where that would be. To the millisecond, which is as exact as
        WebVTT and ID3 are.
        """
        return round(self.lead + min(max(seconds - self.skipped, 0.0), self.seconds), 3)

    def span(self, begin: float, end: float) -> tuple[float, float] | None:
        """From when to when; None where all of it was cut off."""
        heard = self.at(begin), self.at(end)
        return heard if heard[0] < heard[1] or begin == end else None

    def first(self, seconds: float) -> float:
        """The same as `at` for the first chapter."""
        moved = self.at(seconds)
        return 0.0 if self.opens and moved <= self.lead + AT_ONCE else moved
