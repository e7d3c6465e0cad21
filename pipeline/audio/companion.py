"""What stands beside an episode's sound: transcripts and chapters (Podcasting 2.0), moved by the sting.

Editors time their words by the recording; listeners hear the sting before it. So every cue and chapter goes out later
by the `lead` of the encode.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pipeline.formats import captions
from pipeline.formats import chapters as chapter_files
from pipeline.formats.chapters import Chapter
from pipeline.formats.transcript import Transcript
from pipeline.jobs.outcome import Outcome
from pipeline.model import urls
from pipeline.model.artifact import Piece, hashed, sha256
from pipeline.model.entry import Entry
from pipeline.model.kinds import episode as episodes
from pipeline.model.kinds.episode.fields import Episode
from pipeline.model.library import Library
from pipeline.model.media import Companion, Said, Spoken

CHAPTERS = "chapters.json"
CHAPTERS_TYPE = "application/json+chapters"
FORMS: Mapping[str, tuple[str, Callable[[Transcript], str]]] = {
    "vtt": ("text/vtt", captions.to_vtt),
    "srt": ("application/x-subrip", captions.to_srt),
    "transcript.json": ("application/json", captions.to_json),
    "transcript.html": ("text/html", captions.to_html),
}
"""The endings of a transcript's forms, each with its media type (Podcasting 2.0) and what writes it, best first."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A file beside the sound of an episode: what others are told of it, its bytes, and the path of the episode."""

    companion: Companion
    data: bytes
    episode: str

    @property
    def piece(self) -> Piece:
        return Piece(self.companion.path, self.data, self.episode)


def encoded_episodes(library: Library, outcomes: Iterable[Outcome]) -> Iterator[tuple[Entry[Episode], Outcome]]:
    """The episodes for which there is a good outcome, by path, each with its own."""
    good = {outcome.job.subject: outcome for outcome in outcomes if outcome.ok}
    return ((episode, good[episode.path]) for episode in library.of(episodes.KIND) if episode.path in good)


def companions(
    library: Library, encoded: Iterable[Outcome], spoken: Mapping[str, Spoken], pictures: Mapping[str, str]
) -> tuple[Beside, ...]:
    """Transcripts and chapters of every encoded episode, each named by its bytes. `pictures`: library path of that of a
    chapter → its whole address.
    """
    found: list[Beside] = []
    for episode, outcome in encoded_episodes(library, encoded):
        lead = float(outcome.facts["lead"])
        said = spoken.get(episode.path, Spoken())
        for one in said.transcripts:
            found += _transcript(episode, one, lead, main=one is said.main)
        if chapters := chapters_of(said, lead):
            data = chapter_files.to_json([replace(one, image=pictures.get(one.image, "")) for one in chapters])
            found.append(Beside(Companion(_path(episode, CHAPTERS, data), CHAPTERS_TYPE), data, episode.path))
    return tuple(found)


def _transcript(episode: Entry[Episode], said: Said, lead: float, *, main: bool) -> Iterator[Beside]:
    """All forms of a transcript; those in another language than the episode say so in their names."""
    transcript = moved(said.transcript, lead)
    for ending, (sort, write) in FORMS.items():
        data = write(transcript).encode()
        path = _path(episode, ending, data, "" if main else f".{said.language}")
        yield Beside(Companion(path, sort, said.language), data, episode.path)


def _path(episode: Entry[Episode], ending: str, data: bytes, language: str = "") -> str:
    """`media/talks/first-0123456789ab.chapters.json`: the digest stands before the whole ending."""
    stem = urls.media(episode.address, "x").removesuffix(".x")
    return f"{hashed(f'{stem}{language}.x', sha256(data)).removesuffix('.x')}.{ending}"


def moved(transcript: Transcript, lead: float) -> Transcript:
    """The transcript as listeners need it."""
    if not lead:
        return transcript
    cues = (replace(cue, start=_later(cue.start, lead), end=_later(cue.end, lead)) for cue in transcript.cues)
    return replace(transcript, cues=tuple(cues))


def chapters_of(said: Spoken, lead: float) -> tuple[Chapter, ...]:
    """The chapters as listeners need them."""

    def later(one: Chapter) -> Chapter:
        return replace(one, start=_later(one.start, lead), end=None if one.end is None else _later(one.end, lead))

    return tuple(map(later, said.chapters))


def _later(seconds: float, lead: float) -> float:
    """To the millisecond, which is as exact as WebVTT and ID3 are."""
    return round(seconds + lead, 3)
