"""What every step of a build does: work is done or told of, recordings are brought here, what was made is kept."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pipeline import audio, content
from pipeline.formats import frontmatter
from pipeline.jobs import Job, Outcome
from pipeline.model.artifact import Artifact, Blob, Piece
from pipeline.model.entry import Entry
from pipeline.model.levels import Levels
from pipeline.model.library import Library
from pipeline.model.media import AudioFacts, Elsewhere, PictureFacts, Spoken
from pipeline.model.references import References
from pipeline.problems import Place, Problem
from pipeline.world import World

UNREACHABLE = "unreachable-audio"
"""A warning of `check`: it may be had tomorrow. What is built needs it today."""
_HINDERED = frozenset({UNREACHABLE, "audio-is-pointer"})
"""What is found only as long as something else is not here."""


class ContentProblems(Exception):
    """The content has problems that stop the run: all of them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems


class ToolFailed(Exception):
    """A tool of this machine is missing or failed: message and remedy."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.message, self.hint = message, hint


class Lost(Exception):
    """The cache lacks bytes of what was made before, and nobody here knows from what."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A library with what is known of its texts and recordings, what each entry leads to, all problems, the digests of
    its files, who speaks, what was found of the voices that are levelled, and the next instant at which all this is
    another, if there is one.
    """

    library: Library
    rendered: content.Renderings
    leads: Mapping[str, References]
    spoken: Mapping[str, Spoken]
    recordings: Mapping[str, AudioFacts]
    pictures: Mapping[str, PictureFacts]
    problems: tuple[Problem, ...]
    files: Mapping[str, str]
    voices: audio.Voices
    levels: Mapping[str, Levels]
    until: datetime | None


def is_hindered(problems: Iterable[Problem]) -> bool:
    """Whether the next run may find something else in the same library, and must try."""
    return any(problem.code in _HINDERED for problem in problems)


def stopping(problem: Problem) -> Problem:
    """A recording that can't be fetched, as what is built sees it."""
    return replace(problem, code="missing-file") if problem.code == UNREACHABLE else problem


def not_here(entry: Entry[Any], path: str) -> Problem:
    """What is told of an episode whose recording is needed and can't be had."""
    message = "the recording of this episode is not here, and nobody has mastered it before"
    outside = isinstance(entry.fields.audio, Elsewhere)
    hint = "run it again when it can be fetched" if outside else frontmatter.fetch(path)
    return Problem(entry.place("audio"), message, hint, "missing-file")


def fetched(world: World, library: Library, jobs: Iterable[Job]) -> tuple[Problem, ...]:
    """Recordings that lie outside git, brought here where these jobs need them and no record answers; what can't be
    had.
    """
    outside = {where.sha256 for _, where in audio.elsewhere(library)}
    jobs = (job for job in jobs if any(blob.digest in outside for blob in job.inputs.values()))
    return brought(world, library, (blob for job in world.runner.to_do(jobs) for blob in job.inputs.values()))


def brought(world: World, library: Library, blobs: Iterable[Blob]) -> tuple[Problem, ...]:
    """Those of these blobs that are not at hand and lie outside git, brought here; what can't be had."""
    inputs = {blob.digest: blob for blob in blobs}
    wanted = {digest for digest, blob in inputs.items() if not world.cache.is_at_hand(blob)}
    outcomes = done(world.runner.run(audio.fetches(library, wanted)))
    failed = {outcome.job.subject: outcome.failure for outcome in outcomes if outcome.failure}
    return tuple(
        Problem(one.place("audio", "url"), f"`{where.url}`: {why.message}", why.hint, why.code)
        for one, where in audio.elsewhere(library)
        if (why := failed.get(where.url))
    )


def done(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """The outcomes, unless a tool of this machine failed."""
    outcomes = tuple(outcomes)
    for outcome in outcomes:
        if outcome.failure and outcome.failure.tool:
            raise ToolFailed(f"{outcome.job.subject}: {outcome.failure.message}", outcome.failure.hint)
    return outcomes


def whole(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """The outcomes of work on what other work made. Raises `Lost` where that is gone: nothing else can fail."""
    outcomes = done(outcomes)
    if any(outcome.failure for outcome in outcomes):
        raise Lost
    return outcomes


def made(library: Library, outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """The outcomes of sound and pictures, unless one can't be made: a recording that can't be mastered."""
    outcomes = done(outcomes)
    problems = []
    for outcome in outcomes:
        if not outcome.failure:
            continue
        entry = library.entry(outcome.job.path)
        recording = library.recording(entry) if entry else None
        if entry and recording and outcome.failure.code == "missing-file":
            problems.append(not_here(entry, recording.path))
        else:
            place = entry.place("audio") if entry else Place(outcome.job.subject)
            problems.append(Problem(place, outcome.failure.message, outcome.failure.hint, outcome.failure.code))
    if problems:
        raise ContentProblems(tuple(sorted(problems)))
    return outcomes


def kept(world: World, pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Pieces whose bytes all lie in the cache."""
    for piece in pieces:
        yield replace(piece, data=world.cache.put(piece.data)) if isinstance(piece.data, bytes) else piece


def read(world: World, blob: Blob) -> bytes:
    """The bytes of what was made, made again where the cache lost them. Raises `Lost`."""
    data = world.cache.read(blob)
    if data is None and not world.runner.ensure((blob,)):
        data = world.cache.read(blob)
    if data is None:
        raise Lost
    return data


def as_built(world: World, artifact: Artifact) -> Iterable[bytes]:
    """The bytes of a file as they were made: of the build, or from the target where it alone has them, as of sound."""
    try:
        found = world.output.open(artifact)
    except FileNotFoundError:
        found = world.target.open(artifact)
    packed = artifact.headers.get("content-encoding") == "gzip"
    return (gzip.decompress(b"".join(found)),) if packed else found
