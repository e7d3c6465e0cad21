"""Sound: recordings that are whole, transcripts that can be read, cues and chapters within the recording."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pipeline.content.parse import empty
from pipeline.formats import chapters, frontmatter, transcript
from pipeline.formats.chapters import Chapter
from pipeline.jobs import Outcome
from pipeline.model.entry import Entry, resolve
from pipeline.model.kinds.episode import Episode
from pipeline.model.library import Library, show_path
from pipeline.model.media import AudioFacts
from pipeline.problems import Place, Problem


def check(library: Library, facts: Mapping[str, AudioFacts], failed: Iterable[Outcome]) -> Iterator[Problem]:
    """Everything about episodes that needs the facts of their recordings; `failed` are the probes that failed."""
    failures = {outcome.job.subject: outcome for outcome in failed if outcome.failure}
    for episode in library.episodes:
        if library.tree.get(show_path(episode.path)) is None:
            message = "there is no `show.yml` beside this episode"
            yield Problem(Place(episode.path), message, "add one, or move the episode", "missing-file")
        audio = library.audio_of(episode)
        seconds = None
        if audio is not None:
            if (outcome := failures.get(audio.path)) and outcome.failure:
                yield _pointer(episode, audio.path) if audio.pointer else _recording(episode, outcome)
            elif found := facts.get(audio.path):
                seconds = found.seconds
        yield from _transcript(episode, library, seconds)
        yield from _chapters(episode, library, seconds)


def _pointer(episode: Entry[Episode], path: str) -> Problem:
    message = f"`{episode.fields.audio}` is a Git LFS pointer: the recording was not looked at, and can't be built"
    return Problem(episode.place("audio"), message, frontmatter.fetch(path), "audio-is-pointer")


def _recording(episode: Entry[Episode], outcome: Outcome) -> Problem:
    failure = outcome.failure
    assert failure is not None
    message = f"`{episode.fields.audio}`: {failure.message}"
    return Problem(episode.place("audio"), message, failure.hint, failure.code)


def _transcript(episode: Entry[Episode], library: Library, seconds: float | None) -> Iterator[Problem]:
    named = episode.fields.transcript
    path = resolve(named, episode.path) if named else None
    file = library.tree.get(path) if path else None
    if path is None or file is None:
        return
    limit = library.settings.limits.transcript_bytes
    if file.data is None or file.size > limit:
        message = f"this transcript has {file.size:,} bytes; the limit is {limit:,}"
        yield Problem(Place(path), message, "split the episode, or raise `limits.transcript_bytes`", "too-large")
        return
    text, problems = frontmatter.decode(file.data, path)
    yield from problems
    if text is None:
        return
    if not text.strip():
        yield empty(path)
        return
    parsed, problems = transcript.parse(text, path)
    yield from problems
    if parsed and seconds is not None:
        yield from transcript.check_length(parsed, path, seconds)


def _chapters(episode: Entry[Episode], library: Library, seconds: float | None) -> Iterator[Problem]:
    named = episode.fields.chapters
    if isinstance(named, str):
        path = resolve(named, episode.path)
        file = library.tree.get(path) if path else None
        if path is None or file is None or file.data is None:
            return
        text, problems = frontmatter.decode(file.data, path)
        yield from problems
        if text is not None and not text.strip():
            yield empty(path)
            return
        parsed, problems = chapters.parse_json(text or "", path) if text is not None else (None, ())
        yield from problems
        marks = tuple(parsed or ())
        places = chapters.places(text or "", path, len(marks))
    else:
        marks = tuple(Chapter(mark.at, mark.title) for mark in named)
        places = [episode.place("chapters", i, "at") for i in range(len(marks))]
    yield from chapters.check(marks, places, seconds)
