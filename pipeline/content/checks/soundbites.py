"""Soundbites within the recording: a feed that names one beyond its end is refused when it is built."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.formats import times
from pipeline.model.entry import Entry
from pipeline.model.kinds.episode.fields import Episode
from pipeline.model.media import AudioFacts
from pipeline.problems import Problem

_SHORTEST, _ROUNDED = 0.001, 0.05
"""Seconds: what a feed can say, and by how much lengths are rounded."""


def check(one: Entry[Episode], facts: AudioFacts | None) -> Iterator[Problem]:
    """Soundbites of no length, and those that end after the recording does."""
    for number, bite in enumerate(one.fields.soundbites):
        if bite.seconds < _SHORTEST:
            place, message = one.place("soundbites", number, "seconds"), "the soundbite has no length"
            yield Problem(place, message, "write how long it is: 15 to 120 seconds are usual", "bad-soundbite")
        elif facts and bite.at + bite.seconds > facts.seconds + _ROUNDED:
            end, length = times.clock(bite.at + bite.seconds), times.clock(facts.seconds)
            message = f"the soundbite ends at {end}, beyond the end of the audio ({length})"
            yield Problem(one.place("soundbites", number, "at"), message, "see `at` and `seconds`", "bad-soundbite")
