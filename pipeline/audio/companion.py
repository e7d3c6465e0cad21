"""What stands beside an episode's sound: transcript (WebVTT) and chapters (Podcasting 2.0), moved by the sting.

Editors time their words by the recording; listeners hear the sting before it. So every cue and chapter goes out later
by the `lead` of the encode.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from pipeline.formats import chapters as chapter_files
from pipeline.formats import transcript as transcripts
from pipeline.formats.chapters import Chapter
from pipeline.formats.transcript import Transcript
from pipeline.jobs.outcome import Outcome
from pipeline.model import urls
from pipeline.model.artifact import Piece, hashed, sha256
from pipeline.model.entry import Entry
from pipeline.model.kinds import episode as episodes
from pipeline.model.kinds.episode.fields import Episode
from pipeline.model.library import Library
from pipeline.model.media import Spoken

VTT, CHAPTERS = "vtt", "chapters.json"
TYPES = {VTT: "text/vtt", CHAPTERS: "application/json+chapters"}
"""The ending of each companion, and its media type (Podcasting 2.0)."""


def encoded_episodes(library: Library, outcomes: Iterable[Outcome]) -> Iterator[tuple[Entry[Episode], Outcome]]:
    """The episodes for which there is a good outcome, by path, each with its own."""
    good = {outcome.job.subject: outcome for outcome in outcomes if outcome.ok}
    return ((episode, good[episode.path]) for episode in library.of(episodes.KIND) if episode.path in good)


def companion_pieces(library: Library, encoded: Iterable[Outcome], spoken: Mapping[str, Spoken]) -> tuple[Piece, ...]:
    """Transcript and chapters of every encoded episode, each named by its bytes; their source is the episode."""
    pieces = []
    for episode, outcome in encoded_episodes(library, encoded):
        lead = float(outcome.facts["lead"])
        said = spoken.get(episode.path, Spoken())
        if transcript := transcript_of(said, lead):
            pieces.append(_piece(episode, VTT, transcripts.to_vtt(transcript).encode()))
        if chapters := chapters_of(said, lead):
            pieces.append(_piece(episode, CHAPTERS, chapter_files.to_json(chapters)))
    return tuple(pieces)


def _piece(episode: Entry[Episode], ending: str, data: bytes) -> Piece:
    return Piece(companion_path(episode, ending, sha256(data)), data, episode.path)


def companion_path(episode: Entry[Episode], ending: str, digest: str) -> str:
    """`media/talks/first-0123456789ab.chapters.json`: the digest stands before the whole ending."""
    path = hashed(urls.media(episode.address, "x"), digest)
    return f"{path.removesuffix('.x')}.{ending}"


def transcript_of(said: Spoken, lead: float) -> Transcript | None:
    """The transcript as listeners need it, or None where there is none."""
    if said.transcript is None or not lead:
        return said.transcript
    moved = (replace(cue, start=_later(cue.start, lead), end=_later(cue.end, lead)) for cue in said.transcript.cues)
    return replace(said.transcript, cues=tuple(moved))


def chapters_of(said: Spoken, lead: float) -> tuple[Chapter, ...]:
    """The chapters as listeners need them."""
    return tuple(replace(one, start=_later(one.start, lead)) for one in said.chapters)


def _later(seconds: float, lead: float) -> float:
    """To the millisecond, which is as exact as WebVTT and ID3 are."""
    return round(seconds + lead, 3)
