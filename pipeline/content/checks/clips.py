"""Clips that open or close episodes: what a recording must not be, nor these; and short."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.formats import frontmatter, times
from pipeline.jobs import Outcome
from pipeline.model.entry import Entry
from pipeline.model.kinds import episode, show
from pipeline.model.library import Library
from pipeline.model.media import AudioFacts
from pipeline.model.treatment import Clip, clips
from pipeline.model.tree import File
from pipeline.model.walk import Loc
from pipeline.problems import Problem

LONGEST = 120
"""Seconds of a clip: it is held in memory, and nobody listens to more of what they have heard before."""


def check(library: Library, facts: Mapping[str, AudioFacts], failed: Mapping[str, Outcome]) -> Iterator[Problem]:
    """What is wrong with the clips that shows and episodes name; `failed` are looks at sound that failed, by path."""
    entries: tuple[Entry[Any], ...] = (*library.of(show.KIND), *library.of(episode.KIND))
    for entry in entries:
        for loc, clip in clips(entry):
            if file := library.named(entry, clip.file):
                yield from _failed(entry, loc, clip, file, failed.get(file.path))
                yield from _measures(entry, loc, clip, facts.get(file.path))


def _failed(entry: Entry[Any], loc: Loc, clip: Clip, file: File, outcome: Outcome | None) -> Iterator[Problem]:
    place = entry.place(*loc, "file")
    if outcome is None or outcome.failure is None:
        return
    if file.pointer:
        message = f"`{clip.file}` is a Git LFS pointer: it was not looked at, and nothing can be built with it"
        yield Problem(place, message, frontmatter.fetch(file.path), "audio-is-pointer", file.path)
    else:
        yield Problem(place, f"`{clip.file}`: {outcome.failure.message}", outcome.failure.hint, outcome.failure.code)


def _measures(entry: Entry[Any], loc: Loc, clip: Clip, facts: AudioFacts | None) -> Iterator[Problem]:
    """A clip that is too long, or shorter than it shall fade."""
    if facts is None:
        return
    long = times.clock(facts.seconds)
    if facts.seconds > LONGEST:
        message = f"`{clip.file}` lasts {long}; an {loc[-1]} lasts {times.clock(LONGEST)} at most"
        yield Problem(entry.place(*loc, "file"), message, "cut it, or put it into the recording", "too-large")
    elif clip.crossfade > facts.seconds:
        message = f"the crossfade is longer than `{clip.file}`, which lasts {long}"
        yield Problem(entry.place(*loc, "crossfade"), message, "write fewer seconds", "invalid-value")
