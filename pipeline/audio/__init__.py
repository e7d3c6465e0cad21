"""Sound: what recordings are, how they become episodes, and what stands beside them.

The face, in the order in which `flow` calls it. Each takes values and gives values; the jobs are run in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.audio import companion as beside
from pipeline.audio import jobs
from pipeline.audio.jobs import TAG
from pipeline.audio.tag import cover, untagged
from pipeline.formats.transcript import to_html
from pipeline.jobs.job import Job
from pipeline.jobs.outcome import Outcome
from pipeline.model import urls
from pipeline.model.artifact import Piece, hashed
from pipeline.model.entry import Entry
from pipeline.model.kinds.episode.fields import Episode
from pipeline.model.library import Library
from pipeline.model.media import Artwork, AudioFacts, Companion, MediaFacts, Sound, Spoken

__all__ = ["TAG", "companions", "cover", "encodes", "facts", "media", "pieces", "probes", "sounds", "tags", "untagged"]

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


def tags(
    library: Library, encoded: Iterable[Outcome], artwork: Mapping[str, Artwork], spoken: Mapping[str, Spoken]
) -> tuple[Job, ...]:
    """One tag for each encoded episode; the subject is the episode's path, by which `artwork` and `spoken` go, too."""
    return jobs.tag_jobs(library, encoded, artwork, spoken)


def sounds(library: Library, tagged: Iterable[Outcome]) -> dict[str, Sound]:
    """The tagged files, by the paths of their episodes, under names that their bytes give."""
    made = {}
    for episode, outcome in beside.encoded_episodes(library, tagged):
        blob = outcome.outputs["audio"]
        made[episode.path] = Sound(hashed(urls.media(episode.address, "mp3"), blob.digest), blob)
    return made


def companions(library: Library, encoded: Iterable[Outcome], spoken: Mapping[str, Spoken]) -> tuple[Piece, ...]:
    """Transcripts and chapters, moved by the sting; the source is the episode's path."""
    return beside.companion_pieces(library, encoded, spoken)


def media(
    library: Library,
    encoded: Iterable[Outcome],
    sounds: Mapping[str, Sound],
    companions: Iterable[Piece],
    spoken: Mapping[str, Spoken],
) -> dict[str, MediaFacts]:
    """The episodes as they go out, by path: those that were encoded and have a file."""
    found = {
        (piece.source, ending): piece.path
        for piece in companions
        for ending in beside.TYPES
        if piece.path.endswith(f".{ending}")
    }
    made = {}
    for episode, outcome in beside.encoded_episodes(library, encoded):
        if sound := sounds.get(episode.path):
            said, files = spoken.get(episode.path, Spoken()), _beside(episode, found, library.language(episode))
            made[episode.path] = _facts(sound, outcome, said, files)
    return made


def _facts(
    sound: Sound, encoded: Outcome, spoken: Spoken, companions: tuple[Companion | None, Companion | None]
) -> MediaFacts:
    said = encoded.facts
    lead = float(said["lead"])
    transcript = beside.transcript_of(spoken, lead)
    return MediaFacts(
        path=sound.path,
        blob=sound.blob,
        master=encoded.outputs["audio"].digest,
        type=MP3,
        seconds=said["seconds"],
        channels=said["channels"],
        bitrate=said["bitrate"],
        loudness=said["loudness"],
        true_peak=said["true_peak"],
        lead=lead,
        transcript=companions[0],
        transcript_html=to_html(transcript) if transcript else "",
        cues=transcript.cues if transcript else (),
        chapters=companions[1],
        chapter_marks=tuple((one.start, one.title) for one in beside.chapters_of(spoken, lead)),
    )


def _beside(
    episode: Entry[Episode], found: Mapping[tuple[str, str], str], language: str
) -> tuple[Companion | None, Companion | None]:
    """The transcript and the chapters of an episode, where it has them."""

    def companion(ending: str, language: str) -> Companion | None:
        path = found.get((episode.path, ending))
        return Companion(path, beside.TYPES[ending], language) if path else None

    return companion(beside.VTT, language), companion(beside.CHAPTERS, "")


def pieces(media: Mapping[str, MediaFacts]) -> tuple[Piece, ...]:
    """The tagged files, to be published; the source is the episode's path."""
    return tuple(Piece(one.path, one.blob, episode) for episode, one in sorted(media.items()))
