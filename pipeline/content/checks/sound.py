"""Sound: recordings that are whole, transcripts that can be read, cues and chapters within the recording."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from pipeline.formats import chapters, frontmatter, transcript
from pipeline.jobs import Outcome
from pipeline.model.entry import Entry, resolve
from pipeline.model.kinds.episode import Episode
from pipeline.model.library import Library, show_path
from pipeline.model.media import AudioFacts
from pipeline.problems import Place, Problem

SLACK_SECONDS = 1.0


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
                yield _pointer(episode) if audio.pointer else _recording(episode, outcome)
            elif found := facts.get(audio.path):
                seconds = found.seconds
        yield from _transcript(episode, library, seconds)
        yield from _chapters(episode, library, seconds)


def _pointer(episode: Entry[Episode]) -> Problem:
    message = f"`{episode.fields.audio}` is a Git LFS pointer: the recording was not looked at, and can't be built"
    hint = f"fetch it: `git lfs pull --include {episode.fields.audio}`"
    return Problem(episode.place("audio"), message, hint, "audio-is-pointer")


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
        yield Problem(Place(path), f"this transcript has {file.size} bytes; the limit is {limit}", "", "too-large")
        return
    text, problems = frontmatter.decode(file.data, path)
    yield from problems
    if text is None:
        return
    parsed, problems = transcript.parse(text, path)
    yield from problems
    if parsed and parsed.cues and seconds is not None and parsed.cues[-1].end > seconds + SLACK_SECONDS:
        message = f"the last cue ends at {parsed.cues[-1].end:.1f} s, after the recording ({seconds:.1f} s)"
        yield Problem(Place(path), message, "is it the transcript of another recording?", "bad-transcript")


def _chapters(episode: Entry[Episode], library: Library, seconds: float | None) -> Iterator[Problem]:
    named = episode.fields.chapters
    if isinstance(named, str):
        path = resolve(named, episode.path)
        file = library.tree.get(path) if path else None
        if path is None or file is None or file.data is None:
            return
        text, problems = frontmatter.decode(file.data, path)
        yield from problems
        parsed, problems = chapters.parse_json(text or "", path) if text is not None else (None, ())
        yield from problems
        starts = [(chapter.start, Place(path)) for chapter in parsed or ()]
    else:
        starts = [(mark.at, episode.place("chapters", i, "at")) for i, mark in enumerate(named)]
    for (before, _), (start, place) in pairwise(starts):
        if start <= before:
            yield Problem(
                place, "this chapter starts no later than the one before", "put them in order", "bad-chapters"
            )
    if seconds is not None:
        for start, place in starts:
            if start >= seconds:
                message = f"this chapter starts at {start:.1f} s, after the end of the recording ({seconds:.1f} s)"
                yield Problem(place, message, "mend its time", "bad-chapters")
