"""Sound: what recordings are, how they become episodes, and what stands beside them.

The face, in the order in which `flow` calls it. Each takes values and gives values; the jobs are run in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.audio import companion as beside
from pipeline.audio import jobs
from pipeline.audio.tag import cover, untagged
from pipeline.formats.transcript import to_html
from pipeline.jobs.job import Job
from pipeline.jobs.outcome import Outcome
from pipeline.model import urls
from pipeline.model.artifact import Piece, hashed
from pipeline.model.entry import Entry
from pipeline.model.kinds.episode import Episode
from pipeline.model.library import Library
from pipeline.model.media import Artwork, AudioFacts, Companion, MediaFacts

__all__ = ["companions", "cover", "encodes", "facts", "media", "pieces", "probes", "tags", "untagged"]

MP3 = "audio/mpeg"


def probes(library: Library) -> tuple[Job, ...]:
    """One look at each recording; the subject is the path of its file."""
    return jobs.probe_jobs(library)


def facts(outcomes: Iterable[Outcome]) -> dict[str, AudioFacts]:
    """What the recordings are, by their paths; those that were refused are not among them."""
    return {outcome.job.subject: AudioFacts.from_json(outcome.facts) for outcome in outcomes if outcome.ok}


def encodes(library: Library, probed: Mapping[str, AudioFacts]) -> tuple[Job, ...]:
    """One encode for each episode; the subject is the episode's path."""
    return jobs.encode_jobs(library, probed)


def tags(library: Library, encoded: Iterable[Outcome], artwork: Mapping[str, Artwork]) -> tuple[Job, ...]:
    """One tag for each encoded episode; the subject is the episode's path, `artwork` goes by those of entries."""
    return jobs.tag_jobs(library, encoded, artwork)


def companions(library: Library, encoded: Iterable[Outcome]) -> tuple[Piece, ...]:
    """Transcripts and chapters, moved by the sting; the source is the episode's path."""
    return beside.companion_pieces(library, encoded)


def media(
    library: Library, encoded: Iterable[Outcome], tagged: Iterable[Outcome], companions: Iterable[Piece]
) -> dict[str, MediaFacts]:
    """The episodes as they go out, by path: those that were encoded and tagged."""
    found = {
        (piece.source, ending): piece.path
        for piece in companions
        for ending in beside.TYPES
        if piece.path.endswith(f".{ending}")
    }
    tags_of = {episode.path: outcome for episode, outcome in beside.encoded_episodes(library, tagged)}
    made = {}
    for episode, outcome in beside.encoded_episodes(library, encoded):
        if episode.path in tags_of:
            made[episode.path] = _facts(library, episode, outcome, tags_of[episode.path], found)
    return made


def _facts(
    library: Library, episode: Entry[Episode], encoded: Outcome, tagged: Outcome, found: Mapping[tuple[str, str], str]
) -> MediaFacts:
    said, blob = encoded.facts, tagged.outputs["audio"]
    lead = float(said["lead"])
    language = episode.fields.language or library.show_of(episode).fields.language or library.settings.site.language
    transcript = beside.transcript_of(library, episode, lead)
    return MediaFacts(
        path=hashed(urls.media(episode.address, "mp3"), blob.digest),
        blob=blob,
        type=MP3,
        seconds=said["seconds"],
        channels=said["channels"],
        bitrate=said["bitrate"],
        loudness=said["loudness"],
        true_peak=said["true_peak"],
        lead=lead,
        transcript=_companion(found, episode, beside.VTT, language),
        transcript_html=to_html(transcript) if transcript else "",
        cues=transcript.cues if transcript else (),
        chapters=_companion(found, episode, beside.CHAPTERS, ""),
        chapter_marks=tuple((one.start, one.title) for one in beside.chapters_of(library, episode, lead)),
    )


def _companion(
    found: Mapping[tuple[str, str], str], episode: Entry[Episode], ending: str, language: str
) -> Companion | None:
    path = found.get((episode.path, ending))
    return Companion(path, beside.TYPES[ending], language) if path else None


def pieces(media: Mapping[str, MediaFacts]) -> tuple[Piece, ...]:
    """The tagged files, to be published; the source is the episode's path."""
    return tuple(Piece(one.path, one.blob, episode) for episode, one in sorted(media.items()))
