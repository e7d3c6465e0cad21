"""Sound: recordings that are whole, cues and chapters within the recording."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pipeline.content.checks import clips, elsewhere, soundbites
from pipeline.formats import chapters, frontmatter
from pipeline.formats.scalars import likeness
from pipeline.jobs import Outcome
from pipeline.model.entry import Entry
from pipeline.model.kinds import episode
from pipeline.model.kinds.episode.fields import Episode
from pipeline.model.library import Library
from pipeline.model.media import AudioFacts, Elsewhere, Hosted, Spoken
from pipeline.model.tree import File
from pipeline.problems import Problem

_AS_LONG = 600
"""Seconds by which episodes may differ in length, and still be taken for one."""


def check(
    library: Library, spoken: Mapping[str, Spoken], facts: Mapping[str, AudioFacts], failed: Iterable[Outcome]
) -> Iterator[Problem]:
    """Everything about episodes that needs the facts of their sound; `failed` are the probes that failed."""
    failures = {outcome.job.subject: outcome for outcome in failed if outcome.failure}
    for one in library.of(episode.KIND):
        audio = library.recording(one)
        if audio is not None and (outcome := failures.get(audio.path)):
            yield from _failed(one, audio, outcome)
        if audio is not None and audio.path in facts:
            yield from _left_out(one, facts[audio.path])
        known = facts.get(audio.path) if audio else _told(one)
        yield from _within(spoken[one.path], known)
        yield from soundbites.check(one, known)
    yield from _alike(library, facts)
    yield from clips.check(library, facts, failures)
    yield from elsewhere.check(library)


def _told(one: Entry[Episode]) -> AudioFacts | None:
    """What an episode itself says of sound on another host: how long it is."""
    audio = one.fields.audio
    seconds = audio.seconds if isinstance(audio, Hosted) else None
    return AudioFacts("", seconds, 0, 0) if seconds else None


def _alike(library: Library, facts: Mapping[str, AudioFacts]) -> Iterator[Problem]:
    """Episodes that AntennaPod would take for one: of one show, title and day, and about as long."""
    known: dict[tuple[object, ...], list[tuple[Entry[Episode], float]]] = {}
    for one in library.of(episode.KIND):
        file = library.recording(one)
        if file is None or file.path not in facts:
            continue
        title, seconds = " ".join(one.fields.title.casefold().split()), facts[file.path].seconds
        others = known.setdefault((one.path.rpartition("/")[0], title, one.public_from.date()), [])
        near = (entry for entry, long in others if abs(long - seconds) < _AS_LONG)
        if other := next((entry for entry in near if _differ(entry, one)), None):
            message = f"`{other.path}` has the same title and day, and is about as long: some apps show one of the two"
            yield Problem(one.place("title"), message, "give one of them another title", "similar-episode")
        others.append((one, seconds))


def _differ(one: Entry[Episode], other: Entry[Episode]) -> bool:
    """Whether their GUIDs do: those that don't are told of as that."""
    return likeness(one.fields.identity) != likeness(other.fields.identity)


def _failed(one: Entry[Episode], audio: File, outcome: Outcome) -> Iterator[Problem]:
    """What is wrong with a recording; of one outside git that could not be fetched it is told why by whoever tried."""
    failure, outside = outcome.failure, isinstance(one.fields.audio, Elsewhere)
    if audio.pointer and not outside:
        yield _pointer(one, audio.path)
    elif failure and not (audio.pointer and failure.code == "missing-file"):
        yield Problem(one.place("audio"), f"`{one.fields.recording}`: {failure.message}", failure.hint, failure.code)


def _left_out(one: Entry[Episode], facts: AudioFacts) -> Iterator[Problem]:
    """What of a recording is not published, and what may be missing in it."""
    place, named = one.place("audio"), one.fields.recording
    if facts.video:
        message = f"`{named}` is a video: its sound is published, its pictures are left out"
        yield Problem(place, message, "export the sound alone, which is far smaller", "left-out")
    if facts.sounds > 1:
        message = f"`{named}` holds {facts.sounds} sounds: the first is published, the others are left out"
        yield Problem(place, message, "export the one that is meant, or a mix of them, as the only one", "left-out")
    if facts.torn:
        message = f"`{named}` ends in the middle of a frame, and does not say how long it is: it may be cut short"
        yield Problem(place, message, "listen to its end; export it again where something is missing", "torn-audio")
    if facts.gaps:
        message = f"`{named}` has gaps: {facts.gaps:.1f} seconds were not recorded, and silence stands there"
        yield Problem(place, message, "listen to it; export it again where more is missing than pauses", "gap-in-audio")


def _pointer(episode: Entry[Episode], path: str) -> Problem:
    message = f"`{episode.fields.recording}` is a Git LFS pointer: the recording was not looked at, and can't be built"
    return Problem(episode.place("audio"), message, frontmatter.fetch(path), "audio-is-pointer", path)


def _within(said: Spoken, facts: AudioFacts | None) -> Iterator[Problem]:
    """Chapters beyond the end of the recording, or out of order."""
    yield from chapters.check(said.chapters, said.places, facts.seconds if facts else None)
