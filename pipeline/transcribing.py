"""A transcript of an episode, where it has none: by a recogniser, or of a text and the pauses of the recording.

It is asked for by hand and by nothing else: no build and no publish comes here. What is written is for people to
correct: passages of which the recogniser was not sure, and times that are a guess, are marked. Words are no part of
sound: a transcript that is corrected makes none anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from posixpath import dirname, join, normpath
from typing import Protocol

from pipeline import audio, content, doing, editing, flow, mastering, recordings
from pipeline.audio import aligned as aligned_text
from pipeline.audio.aligned import Pause
from pipeline.audio.container import CONTAINERS, MP4
from pipeline.audio.transcribing import Called, Sound
from pipeline.formats import transcripts
from pipeline.formats.transcript import Cue
from pipeline.formats.transcripts import About, notes
from pipeline.jobs import Failure, Job
from pipeline.model.artifact import Blob
from pipeline.model.entry import Entry
from pipeline.model.kinds import episode as episodes
from pipeline.model.kinds.episode.fields import Episode
from pipeline.model.library import Library
from pipeline.model.media import AudioFacts
from pipeline.world import World


class Recogniser(Protocol):
    """Who listens. Both may raise `Failure`."""

    def transcribe(self, sound: Sound, called: Called, language: str, seconds: float) -> tuple[str, bytes]:
        """Name and bytes of what a program wrote about a sound, within so many seconds."""

    def pauses(self, sound: Sound) -> tuple[Pause, ...]:
        """Where nobody speaks in a sound."""


class NotTranscribed(Exception):
    """No transcript can be written: why, and the remedy."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.message, self.hint = message, hint


@dataclass(frozen=True, slots=True)
class Written:
    """A transcript that was written: its path, its cues, and of those that are marked how sure it is of each (0 to 1).
    `named`: the episode names it; else that has to be written by hand.
    """

    path: str
    cues: tuple[Cue, ...]
    marked: tuple[float | None, ...]
    named: bool

    @property
    def unsure(self) -> Iterator[tuple[Cue, float]]:
        return ((cue, sure) for cue, sure in zip(self.cues, self.marked, strict=True) if sure is not None)


@dataclass(frozen=True, slots=True)
class Asked:
    """An episode that is to be transcribed: where its transcript goes, the length of its recording in seconds, and what
    listeners hear of it.
    """

    entry: Entry[Episode]
    library: Library
    path: str
    seconds: float
    sound: Sound

    @property
    def names(self) -> frozenset[str]:
        """Those who may be named in it."""
        return content.speaking(self.entry, self.library)


def asked(world: World, name: str, *, replace: bool) -> Asked:
    """The episode that is meant by its file, its address or its GUID, mastered. Raises `NotTranscribed`, and what a
    build raises.
    """
    try:
        path = recordings.episode_file(world, name).path
    except recordings.NotAdded as error:
        raise NotTranscribed(error.message, error.hint) from error
    checked = flow.check(world)
    library = checked.library
    one = next((one for one in library.of(episodes.KIND) if one.path == path), None)
    if one is None:
        raise NotTranscribed(f"the fields of `{path}` can't be read", "see what `pipeline check` says of it")
    goal = _goal(one, library, replace=replace)
    recording = library.recording(one)
    facts = checked.recordings.get(recording.path) if recording else None
    if facts is None:
        raise NotTranscribed(f"the recording of `{path}` can't be heard", "see what `pipeline check` says of it")
    return Asked(one, library, goal, facts.seconds, _sound(world, checked, one, facts))


def recognised(world: World, one: Asked, called: Called, recogniser: Recogniser) -> Written:
    """What a program hears. Raises `NotTranscribed`."""
    settings, language = world.settings.transcribe, one.library.language(one.entry)
    try:
        name, data = recogniser.transcribe(one.sound, called, language.split("-")[0].lower(), settings.hours * 3600)
    except Failure as failure:
        raise NotTranscribed(failure.message, failure.hint) from failure
    read = transcripts.read(data, name, About(language, None, one.names))
    if read.transcript is None:
        problem = read.problems[0]
        raise NotTranscribed(f"what {called.name} wrote can't be read: {problem.message}", problem.hint)
    sure = read.sure or (None,) * len(read.transcript.cues)
    moved = [
        (cue, how if how is not None and how < settings.unsure else None)
        for heard, how in zip(read.transcript.cues, sure, strict=True)
        if (cue := one.sound.by_recording(heard))
    ]
    if not moved:
        raise NotTranscribed(f"{called.name} heard nothing", "listen whether somebody speaks, and in which language")
    return _written(world, one, tuple(cue for cue, _ in moved), tuple(how for _, how in moved))


def aligned(world: World, one: Asked, text: str, recogniser: Recogniser) -> Written:
    """A text, its sentences laid along the pauses of the recording. Raises `NotTranscribed`."""
    pieces = aligned_text.pieces(text, one.names)
    if not pieces:
        raise NotTranscribed("there is no text in this file", "give the text of what is said, as plain text")
    try:
        heard = recogniser.pauses(one.sound)
    except Failure as failure:
        raise NotTranscribed(failure.message, failure.hint) from failure
    cues = aligned_text.aligned(pieces, list(one.sound.pauses(heard)), one.seconds)
    return _written(world, one, cues, (None,) * len(cues), guessed=True)


def _written(
    world: World, one: Asked, cues: tuple[Cue, ...], marked: tuple[float | None, ...], *, guessed: bool = False
) -> Written:
    """Write the transcript, and let the episode name it where it names none."""
    world.source.write(one.path, (notes.to_vtt(cues, marked, guessed=guessed).encode(),))
    if one.entry.fields.transcript:
        return Written(one.path, cues, marked, named=True)
    file = one.library.tree.files[one.entry.path]
    edit = editing.transcribed(file, one.path.rpartition("/")[2])
    if edit:
        world.source.write(edit.path, (edit.data,))
    return Written(one.path, cues, marked, named=edit is not None)


def _goal(one: Entry[Episode], library: Library, *, replace: bool) -> str:
    """Where its transcript goes: what it names, or a file beside it. Raises `NotTranscribed` where one is there."""
    said = one.fields.transcript
    path = f"{one.path.removesuffix('.md')}.vtt"
    if said:
        path = said.lstrip("/") if said.startswith("/") else normpath(join(dirname(one.path), said))
    if not path.endswith(".vtt"):
        hint = "let the episode name a file that ends in `.vtt`, or none"
        raise NotTranscribed(f"its transcript is `{path}`, and what is written here is WebVTT", hint)
    if path in library.tree and not replace:
        hint = f"look at `{path}`; to write it anew, and lose what was corrected in it: `--replace`"
        raise NotTranscribed(f"`{one.path}` has a transcript, which stays", hint)
    return path


def _sound(world: World, checked: flow.Checked, one: Entry[Episode], facts: AudioFacts) -> Sound:
    """What listeners hear: the encode, made where it is not yet, or a recording that is published as it came. Raises
    what a build raises.
    """
    library, recording = checked.library, checked.library.recording(one)
    jobs = [job for job in audio.encodes(library, checked.recordings, checked.levels) if job.subject == one.path]
    if lacking := doing.fetched(world, library, jobs):
        raise NotTranscribed(lacking[0].message, lacking[0].hint)
    if not jobs and recording:
        blob = Blob(recording.digest, recording.size)
        container = CONTAINERS[facts.format]
        ending = ".m4a" if container is MP4 else f".{container.name}"
        return Sound(container.demuxer, ending, _opened(world, one, blob), 0.0, 0.0, facts.seconds)
    (outcome,) = doing.made(library, world.runner.run(jobs))
    blob = outcome.outputs["audio"]
    mastering.take_back(world, library, (Job(audio.TAG, one.path, {"audio": blob}),))
    begin, end = outcome.facts.get("heard") or (0.0, facts.seconds)
    lead = float(outcome.facts["lead"])
    return Sound("mp3", ".mp3", _opened(world, one, blob), lead, float(begin), float(end))


def _opened(world: World, one: Entry[Episode], blob: Blob) -> Callable[[], Iterable[bytes]]:
    """What opens a sound. A machine that lacks it had it from the published episode, if that was published."""

    def opened() -> Iterable[bytes]:
        chunks = world.cache.open(blob) or world.source.open(blob)
        if chunks is None:
            hint = "run it on the machine that built it, or after `pipeline publish`"
            raise NotTranscribed(f"the sound of `{one.path}` is not here", hint)
        return chunks

    return opened
