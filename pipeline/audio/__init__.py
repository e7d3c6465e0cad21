"""Sound: what recordings are, how they become episodes, and what stands beside them.

The face, in the order in which `flow` calls it. Each takes values and gives values; the jobs are run in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.audio import companion as beside
from pipeline.audio import jobs
from pipeline.audio.companion import Beside
from pipeline.audio.jobs import Ingredients
from pipeline.audio.tag import pictures, untagged
from pipeline.formats.captions import to_html
from pipeline.formats.chapters import in_time
from pipeline.jobs.job import Job
from pipeline.jobs.outcome import Outcome
from pipeline.model import urls
from pipeline.model.artifact import Piece, hashed
from pipeline.model.entry import Entry
from pipeline.model.kinds.episode.fields import Episode
from pipeline.model.library import Library
from pipeline.model.media import AudioFacts, Companion, MediaFacts, Spoken
from pipeline.model.tree import File

__all__ = [
    "Ingredients",
    "companions",
    "encodes",
    "facts",
    "marks",
    "media",
    "pictures",
    "pieces",
    "probes",
    "tags",
    "untagged",
]

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


def marks(files: Iterable[File], probed: Mapping[str, AudioFacts]) -> tuple[Job, ...]:
    """One look for the chapters inside each of these recordings; the subject is the path of its file."""
    return jobs.marks_jobs(files, probed)


def tags(library: Library, encoded: Iterable[Outcome], given: Ingredients) -> tuple[Job, ...]:
    """One tag for each encoded episode; the subject is the episode's path."""
    return jobs.tag_jobs(library, encoded, given)


def companions(
    library: Library, encoded: Iterable[Outcome], spoken: Mapping[str, Spoken], pictures: Mapping[str, str]
) -> tuple[Beside, ...]:
    """Transcripts and chapters, moved by the sting. `pictures`: library path of a chapter's → its whole address."""
    return beside.companions(library, encoded, spoken, pictures)


def media(
    library: Library,
    encoded: Iterable[Outcome],
    tagged: Iterable[Outcome],
    companions: Iterable[Beside],
    spoken: Mapping[str, Spoken],
) -> dict[str, MediaFacts]:
    """The episodes as they go out, by path: those that were encoded and tagged."""
    files: dict[str, list[Companion]] = {}
    for one in companions:
        files.setdefault(one.episode, []).append(one.companion)
    tags_of = {episode.path: outcome for episode, outcome in beside.encoded_episodes(library, tagged)}
    made = {}
    for episode, outcome in beside.encoded_episodes(library, encoded):
        if episode.path in tags_of:
            said = spoken.get(episode.path, Spoken())
            made[episode.path] = _facts(episode, outcome, tags_of[episode.path], said, files.get(episode.path, []))
    return made


def _facts(
    episode: Entry[Episode], encoded: Outcome, tagged: Outcome, spoken: Spoken, files: Iterable[Companion]
) -> MediaFacts:
    said, blob, lead = encoded.facts, tagged.outputs["audio"], float(encoded.facts["lead"])
    main = beside.moved(spoken.main.transcript, lead) if spoken.main else None
    transcripts = tuple(one for one in files if one.type != beside.CHAPTERS_TYPE)
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
        transcript=transcripts[0] if main else None,
        transcripts=transcripts,
        transcript_html=to_html(main) if main else "",
        cues=main.cues if main else (),
        others={
            one.language: beside.moved(one.transcript, lead).cues
            for one in spoken.transcripts
            if one is not spoken.main
        },
        chapters=next((one for one in files if one.type == beside.CHAPTERS_TYPE), None),
        chapter_marks=tuple(in_time(beside.chapters_of(spoken, lead))),
    )


def pieces(media: Mapping[str, MediaFacts], companions: Iterable[Beside]) -> tuple[Piece, ...]:
    """The tagged files and what lies beside them, to be published; the source is the episode's path."""
    sound = (Piece(one.path, one.blob, episode) for episode, one in sorted(media.items()))
    return (*sound, *(one.piece for one in companions))
