"""What stands beside an episode's sound: transcripts and chapters (Podcasting 2.0), by its own clock.

Editors time their words by the recording; listeners hear an intro before it, and maybe not the silence with which it
begins. So every cue and chapter goes out by the clock of the episode (`model.timing`), which its encode tells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pipeline.audio import edges
from pipeline.formats import captions
from pipeline.formats import chapters as chapter_files
from pipeline.formats.chapters import Chapter
from pipeline.formats.transcript import Cue, Transcript
from pipeline.jobs.outcome import Outcome
from pipeline.model import urls
from pipeline.model.answers import Answers
from pipeline.model.artifact import Blob, Piece, canonical, hashed, sha256
from pipeline.model.entry import Entry
from pipeline.model.kinds import episode as episodes
from pipeline.model.kinds.episode.fields import Episode
from pipeline.model.library import Library
from pipeline.model.media import Companion, Said, Spoken
from pipeline.model.timing import Timing

CHAPTERS = "chapters.json"
CHAPTERS_TYPE = "application/json+chapters"
HTML = "transcript.html"
FORMS: Mapping[str, tuple[str, Callable[[Transcript], str]]] = {
    "vtt": ("text/vtt", captions.to_vtt),
    "srt": ("application/x-subrip", captions.to_srt),
    "transcript.json": ("application/json", captions.to_json),
    HTML: ("text/html", captions.to_html),
}
"""The endings of a transcript's forms, each with its media type (Podcasting 2.0) and what writes it, best first."""

_READ = 2.0
"""Seconds in which a line is read."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A file beside the sound of an episode: what others are told of it, its bytes, and the path of the episode."""

    companion: Companion
    data: bytes | Blob
    episode: str

    @property
    def piece(self) -> Piece:
        return Piece(self.companion.path, self.data, self.episode)


def encoded_episodes(library: Library, outcomes: Iterable[Outcome]) -> Iterator[tuple[Entry[Episode], Outcome]]:
    """The episodes for which there is a good outcome, by path, each with its own."""
    good = {outcome.job.subject: outcome for outcome in outcomes if outcome.ok}
    return ((episode, good[episode.path]) for episode in library.of(episodes.KIND) if episode.path in good)


def heard_here(library: Library, outcomes: Iterable[Outcome]) -> Iterator[tuple[Entry[Episode], Outcome, str]]:
    """Those of them whose sound is ours to listen to, each with what reads that (ffmpeg's demuxer)."""
    for episode, outcome in encoded_episodes(library, outcomes):
        if outcome.outputs and outcome.facts["loudness"] is not None:
            yield episode, outcome, "mov" if outcome.facts.get("format") == "mp4" else "mp3"


@dataclass(frozen=True, slots=True)
class Kept:
    """What was written in the last run and stands: `answers` know it. `put` keeps new bytes, and `read` has those that
    were kept, or None where they are gone.
    """

    answers: Answers
    put: Callable[[bytes], Blob]
    read: Callable[[Blob], bytes | None]


def companions(
    library: Library,
    encoded: Iterable[Outcome],
    spoken: Mapping[str, Spoken],
    pictures: Mapping[str, str],
    kept: Kept,
) -> tuple[Beside, ...]:
    """Transcripts and chapters of every encoded episode, each named by its bytes. `pictures`: library path of that of a
    chapter → its whole address.
    """
    heard = {episode.path: (episode, outcome) for episode, outcome in encoded_episodes(library, encoded)}
    said = {path: spoken.get(path, Spoken()) for path in heard}

    def written(path: str) -> list[list[Any]]:
        kept.answers.fact("spoken as", path)
        forms = _transcripts(*heard[path], said[path])
        return [[*one, blob.digest, blob.size] for one, data in forms for blob in (kept.put(data),)]

    kept.answers.facts("spoken as", lambda path: _mark(*heard[path], said[path]))
    kept.answers.answers("transcripts", written, kept=True)
    found: list[Beside] = []
    for path, (episode, outcome) in heard.items():
        for *one, digest, size in kept.answers.ask("transcripts", path) if said[path].transcripts else ():
            found.append(Beside(Companion(*one), Blob(digest, size), path))
        if chapters := chapters_of(said[path], timing_of(outcome)):
            data = chapter_files.to_json([replace(one, image=pictures.get(one.image, "")) for one in chapters])
            found.append(Beside(Companion(path_of(episode, CHAPTERS, sha256(data)), CHAPTERS_TYPE), data, path))
    return tuple(found)


def _mark(episode: Entry[Episode], outcome: Outcome, said: Spoken) -> str:
    """What the files of a transcript are another by."""
    clock = [outcome.facts["seconds"], outcome.facts["lead"], outcome.facts.get("heard"), *_faded(outcome)]
    return sha256(canonical([episode.address, said.mark, said.opening, said.closing, clock]))


def _transcripts(
    episode: Entry[Episode], outcome: Outcome, said: Spoken
) -> Iterator[tuple[tuple[str, str, str], bytes]]:
    """All forms of all transcripts: path, type and language of each, and its bytes. Those in another language than the
    episode say so in their names.
    """
    for one in said.transcripts:
        heard, name = later(said, one, outcome)(), "" if one is said.main else f".{one.language}"
        for ending, (sort, write) in FORMS.items():
            data = write(heard).encode()
            yield (path_of(episode, ending, sha256(data), name), sort, one.language), data


def later(said: Spoken, one: Said, encoded: Outcome) -> Callable[[], Transcript]:
    """What makes one of the transcripts of an episode as listeners need it, once somebody asks."""

    @cache
    def made() -> Transcript:
        return whole(said, encoded) if one is said.main else moved(one.transcript, timing_of(encoded))

    return made


def path_of(episode: Entry[Episode], ending: str, digest: str, more: str = "") -> str:
    """`media/talks/first-0123456789ab.chapters.json`: the digest stands before the whole ending."""
    stem = urls.media(episode.address, "x").removesuffix(".x")
    return f"{hashed(f'{stem}{more}.x', digest).removesuffix('.x')}.{ending}"


def timing_of(encoded: Outcome) -> Timing:
    """Where the recording of an encoded episode is heard."""
    return Timing.of(float(encoded.facts["lead"]), encoded.facts.get("heard"))


def whole(said: Spoken, encoded: Outcome) -> Transcript:
    """The transcript in the language of the episode as listeners need it, with what is said before and behind the
    recording; empty where there is none.
    """
    transcript = moved(said.main.transcript if said.main else Transcript(()), timing_of(encoded))
    opening, closing = _clip_cues(said, encoded)
    cues = sorted((*opening, *transcript.cues, *closing), key=lambda cue: cue.start)
    return replace(transcript, cues=tuple(cues)) if opening or closing else transcript


def _clip_cues(said: Spoken, encoded: Outcome) -> tuple[tuple[Cue, ...], tuple[Cue, ...]]:
    """What is said before and behind the recording: while it is not heard yet and no more, or long enough to be read
    where a clip is heard together with it.
    """
    timing, seconds = timing_of(encoded), float(encoded.facts["seconds"])
    before, behind = _faded(encoded)
    begins, ends = timing.lead, timing.at(timing.end) if timing.opens else seconds
    until = max(begins, min(begins + before, _READ))
    since = min(ends, max(ends - behind, seconds - _READ))
    opening = (Cue(0.0, round(until, 3), "", said.opening),) if said.opening and until else ()
    closing = (Cue(round(since, 3), seconds, "", said.closing),) if said.closing and since < seconds else ()
    return opening, closing


def as_html(said: Callable[[], Transcript], files: Iterable[Beside], kept: Kept) -> Callable[[], str]:
    """What gives a transcript as HTML, from the first of these files that is that."""
    there = next((one.data for one in files if one.companion.type == FORMS[HTML][0]), None)

    def made() -> str:
        data = kept.read(there) if isinstance(there, Blob) else None
        return data.decode() if data is not None else captions.to_html(said())

    return made


def _faded(encoded: Outcome) -> tuple[float, float]:
    """The seconds for which what precedes and what follows the recording are heard together with it."""
    before, behind = (float(encoded.job.params.get(name, {}).get("crossfade", 0.0)) for name in edges.CLIPS)
    return before, behind


def with_clips(library: Library, encoded: Iterable[Outcome], spoken: Mapping[str, Spoken]) -> dict[str, Spoken]:
    """What is said in episodes, by their paths, with the words of the clips that were joined to them: a published one
    may have others than its show by now.
    """
    found = dict(spoken)
    for episode, outcome in encoded_episodes(library, encoded):
        words = {}
        for name in edges.CLIPS:
            known = edges.clip(library, episode, name)
            joined = outcome.job.inputs.get(name)
            words[name] = known[0].words if known and joined and joined.digest == known[1].digest else ""
        said = found.get(episode.path, Spoken())
        found[episode.path] = replace(said, opening=words[edges.INTRO], closing=words[edges.OUTRO])
    return found


def moved(transcript: Transcript, timing: Timing) -> Transcript:
    """The transcript as listeners need it: without what is said while nothing is heard any more."""
    if timing.is_none:
        return transcript
    spans = ((cue, timing.span(cue.start, cue.end)) for cue in transcript.cues)
    cues = (replace(cue, start=span[0], end=span[1]) for cue, span in spans if span)
    return replace(transcript, cues=tuple(cues))


def chapters_of(said: Spoken, timing: Timing) -> tuple[Chapter, ...]:
    """The chapters as listeners need them: the first begins with the episode; what lies wholly in silence that was cut
    off, before the first word or behind the last, is none.
    """
    begun = max((one.start for one in said.chapters if one.toc and one.start <= timing.skipped), default=0.0)
    chapters = [one for one in said.chapters if one.start < timing.end and not _is_over(one, begun, timing.skipped)]
    first = min((one.start for one in chapters), default=0.0)

    def later(one: Chapter) -> Chapter:
        start = timing.first(one.start) if one.start == first else timing.at(one.start)
        return replace(one, start=start, end=None if one.end is None else timing.at(one.end))

    return tuple(map(later, chapters))


def _is_over(one: Chapter, begun: float, at: float) -> bool:
    """Whether a chapter ends before this second: by itself, or as another has `begun` since."""
    return one.start < begun if one.end is None else one.start < one.end <= at
