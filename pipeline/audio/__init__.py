"""Sound: what recordings are, how they become episodes, and what stands beside them.

The face, in the order in which `flow` calls it. Each takes values and gives values; the jobs are run in between.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from pipeline.audio import companion as beside
from pipeline.audio import edges, faults, jobs, report, soundbites, voices
from pipeline.audio import finished as as_they_came
from pipeline.audio import rendition as rendered
from pipeline.audio.companion import Beside, Kept
from pipeline.audio.edges import as_published
from pipeline.audio.finished import as_it_came, hosted, is_finished, is_mastered, on_other_hosts, untouched
from pipeline.audio.jobs import ENCODE, LYRICS, TAG, Ingredients
from pipeline.audio.recording import elsewhere, fetch_jobs
from pipeline.audio.rendition import ending, words_in
from pipeline.audio.tag import lyrics as words_of
from pipeline.audio.tag import lyrics_in, pictures, untagged
from pipeline.audio.voices import Voices
from pipeline.formats.chapters import in_time
from pipeline.jobs.job import Job
from pipeline.jobs.outcome import Outcome
from pipeline.model import urls
from pipeline.model.answers import Answers
from pipeline.model.artifact import Blob, Piece, hashed
from pipeline.model.entry import Entry
from pipeline.model.kinds import episode as episodes
from pipeline.model.kinds.episode.fields import Episode
from pipeline.model.levels import Levels
from pipeline.model.library import Library
from pipeline.model.media import AudioFacts, FinishedFacts, Hosted, MediaFacts, Sound, Spoken
from pipeline.model.tree import File
from pipeline.problems import Place, Problem
from pipeline.settings import Limits

__all__ = [
    "ENCODE",
    "LYRICS",
    "TAG",
    "Ingredients",
    "Kept",
    "Voices",
    "as_it_came",
    "as_published",
    "bites",
    "clips",
    "companions",
    "cut",
    "drawn",
    "elsewhere",
    "encodes",
    "ending",
    "facts",
    "fault_problems",
    "fetches",
    "finished",
    "finished_problems",
    "found_levels",
    "hosted",
    "is_finished",
    "kept",
    "level_problems",
    "levels",
    "loudness_report",
    "lyrics",
    "lyrics_in",
    "marks",
    "measure",
    "media",
    "offered",
    "on_other_hosts",
    "pictures",
    "pieces",
    "probe",
    "probes",
    "rendition_tags",
    "renditions",
    "silent",
    "sounds",
    "tags",
    "untagged",
    "untouched",
    "waveforms",
    "with_clips",
    "words_in",
]

MP3 = "audio/mpeg"


def probes(library: Library) -> tuple[Job, ...]:
    """One look at each recording, by what shall become of it; the subject is the path of its file."""
    return (*as_they_came.look_jobs(library), *jobs.probe_jobs(library))


def probe(path: str, blob: Blob, limits: Limits) -> Job:
    """The look at a recording that no episode names yet."""
    return jobs.probe_job(path, blob, limits)


def measure(path: str, blob: Blob, limits: Limits) -> Job:
    """The look at a recording that shall be published as it came, and that no episode names yet."""
    return as_they_came.measure_job(path, blob, limits)


def fetches(library: Library, wanted: Collection[str]) -> tuple[Job, ...]:
    """One fetch for each recording outside git whose digest is `wanted`; the subject is its address."""
    return fetch_jobs(library, wanted)


def facts(outcomes: Iterable[Outcome]) -> dict[str, AudioFacts]:
    """What the recordings are, by their paths; those that were refused are not among them."""
    sorts: Mapping[str, type[AudioFacts]] = {as_they_came.MEASURE: FinishedFacts}
    return {
        outcome.job.subject: sorts.get(outcome.job.performer, AudioFacts).from_json(outcome.facts)
        for outcome in outcomes
        if outcome.ok
    }


def finished_problems(library: Library, facts: Mapping[str, AudioFacts]) -> tuple[Problem, ...]:
    """What is wrong with sound that is published as it came, or lies on another host."""
    return tuple(as_they_came.problems(library, facts))


def finished(library: Library, probed: Mapping[str, AudioFacts]) -> tuple[Job, ...]:
    """One look for each episode whose recording is published as it came; the subject is the episode's path."""
    return as_they_came.media_jobs(library, probed)


def kept(library: Library, made: Iterable[Outcome]) -> dict[str, Sound]:
    """The files of recordings that are published as they came, with the tags that they have, by their episodes."""
    return as_they_came.sounds(library, made)


def levels(library: Library, probed: Mapping[str, AudioFacts], heard: Voices) -> tuple[Job, ...]:
    """One measurement of voices for each episode whose speakers are levelled; the subject is the episode's path."""
    return voices.level_jobs(library, probed, heard)


def found_levels(outcomes: Iterable[Outcome]) -> dict[str, Levels]:
    """The voices of episodes and what they get, by the episodes' paths."""
    return voices.levels(outcomes)


def fault_problems(
    library: Library,
    spoken: Mapping[str, Spoken],
    probed: Mapping[str, AudioFacts],
    earlier: Callable[[str], bool],
    answers: Answers,
) -> tuple[Problem, ...]:
    """What was heard in recordings that is not well. `earlier`: whether an episode stays as it was mastered before."""
    return tuple(faults.problems(library, spoken, probed, earlier, answers))


def level_problems(library: Library, heard: Voices, levels: Mapping[str, Levels]) -> tuple[Problem, ...]:
    """Warnings of episodes whose speakers were to be levelled and can't be."""
    return tuple(voices.problems(library, heard, levels))


def encodes(
    library: Library, probed: Mapping[str, AudioFacts], levels: Mapping[str, Levels] = MappingProxyType({})
) -> tuple[Job, ...]:
    """One encode for each episode, with its speakers levelled where that is so; the subject is the episode's path."""
    return jobs.encode_jobs(library, probed, levels)


def loudness_report(
    library: Library,
    probed: Mapping[str, AudioFacts],
    work: tuple[Iterable[Job], Iterable[Outcome]],
    levels: Mapping[str, Levels],
    problems: Iterable[Problem],
) -> dict[str, bytes]:
    """The files of the loudness report, by name, for editors alone. `work`: how each episode is mastered, and what of
    that was done.
    """
    return report.files(report.accounts(library, probed, work, levels, problems))


def clips(library: Library, one: Entry[Episode]) -> Iterator[tuple[str, Place]]:
    """The files of what is heard before and behind the recording of an episode, each with the place that names it."""
    for name in edges.CLIPS if is_mastered(library, one) else ():
        found, known = edges.named(library, one, name), edges.clip(library, one, name)
        if found and known:
            yield known[1].path, found[0].place("audio", name, "file")


def marks(files: Iterable[File], probed: Mapping[str, AudioFacts]) -> tuple[Job, ...]:
    """One look for the chapters inside each of these recordings; the subject is the path of its file."""
    return jobs.marks_jobs(files, probed)


def lyrics(spoken: Mapping[str, Spoken], kept: Kept) -> dict[str, Blob]:
    """What is said in episodes, by their paths, as their tags hold it."""

    def written(path: str) -> tuple[str, int] | None:
        kept.answers.fact("said", path)
        main = spoken[path].main
        blob = kept.put(text) if main and (text := words_of(main.transcript)) else None
        return (blob.digest, blob.size) if blob else None

    kept.answers.facts("said", lambda path: spoken[path].mark)
    kept.answers.answers("lyrics", written, kept=True)
    found = {path: kept.answers.ask("lyrics", path) for path, one in spoken.items() if one.main}
    return {path: Blob(*blob) for path, blob in found.items() if blob}


def tags(library: Library, encoded: Iterable[Outcome], given: Ingredients) -> tuple[Job, ...]:
    """One tag for each episode whose sound gets ours; the subject is the episode's path."""
    mine = (
        one for one in encoded if (entry := library.entry(one.job.subject)) and as_they_came.is_tagged(library, entry)
    )
    return jobs.tag_jobs(library, mine, given)


def sounds(library: Library, tagged: Iterable[Outcome]) -> dict[str, Sound]:
    """The tagged files, by the paths of their episodes, under names that their bytes give."""
    made = {}
    for episode, outcome in beside.encoded_episodes(library, tagged):
        blob = outcome.outputs["audio"]
        made[episode.path] = Sound(hashed(urls.media(episode.address, "mp3"), blob.digest), blob)
    return made


def waveforms(library: Library, encoded: Iterable[Outcome]) -> tuple[Job, ...]:
    """One waveform for each encoded episode; the subject is the episode's path."""
    return jobs.waveform_jobs(library, encoded)


def drawn(library: Library, media: Mapping[str, MediaFacts], made: Iterable[Outcome]) -> dict[str, MediaFacts]:
    """The episodes as they go out, with the waveforms that were made."""
    found = dict(media)
    for episode, outcome in beside.encoded_episodes(library, made):
        blob = outcome.outputs["waveform"]
        if one := found.get(episode.path):
            path = beside.path_of(episode, "waveform.json", blob.digest)
            found[episode.path] = replace(one, waveform=Sound(path, blob))
    return found


def renditions(library: Library, encoded: Iterable[Outcome]) -> tuple[Job, ...]:
    """One rendition for each encoded episode and codec that is chosen for it; the subject begins with its path."""
    return rendered.rendition_jobs(library, encoded)


def rendition_tags(
    library: Library, made: Iterable[Outcome], encoded: Iterable[Outcome], given: Ingredients
) -> tuple[Job, ...]:
    """What renditions say of themselves: what the tags of their episodes say, or would."""
    tags = jobs.tag_jobs(library, encoded, given)
    return tuple(rendered.tag_jobs(made, {job.subject: job for job in tags}))


def offered(
    library: Library, media: Mapping[str, MediaFacts], stands: Mapping[str, Sound], tagged: Iterable[Outcome]
) -> dict[str, MediaFacts]:
    """The episodes as they go out, with their renditions: those that stand as published go by their subjects."""
    made = dict(media)
    blobs = {outcome.job.subject: outcome.outputs["audio"] for outcome in tagged if outcome.ok}
    for episode in library.of(episodes.KIND):
        if one := made.get(episode.path):
            found = rendered.of_episode(library, episode, one.channels, stands, blobs)
            made[episode.path] = replace(one, renditions=tuple(found))
    return made


def bites(library: Library, encoded: Iterable[Outcome]) -> tuple[Job, ...]:
    """One clip for each soundbite of the episodes of which they are wanted; the subject begins with their path."""
    return tuple(soundbites.clip_jobs(library, encoded))


def cut(library: Library, media: Mapping[str, MediaFacts], made: Iterable[Outcome]) -> dict[str, MediaFacts]:
    """The episodes as they go out, with the clips that were made of them."""
    blobs = {outcome.job.subject: outcome.outputs["audio"] for outcome in made if outcome.ok}
    found = dict(media)
    for episode in library.of(episodes.KIND) if blobs else ():
        if one := found.get(episode.path):
            found[episode.path] = replace(one, clips=soundbites.of_episode(episode, one.timing, blobs))
    return found


def companions(
    library: Library,
    encoded: Iterable[Outcome],
    spoken: Mapping[str, Spoken],
    pictures: Mapping[str, str],
    kept: Kept,
) -> tuple[Beside, ...]:
    """Transcripts and chapters, by the clock of the episode. `pictures`: library path of a chapter's → its address."""
    return beside.companions(library, encoded, spoken, pictures, kept)


def with_clips(library: Library, encoded: Iterable[Outcome], spoken: Mapping[str, Spoken]) -> dict[str, Spoken]:
    """What is said in episodes, with the words of what was joined to their recordings."""
    return beside.with_clips(library, encoded, spoken)


def media(
    library: Library,
    encoded: Iterable[Outcome],
    sounds: Mapping[str, Sound],
    companions: Iterable[Beside],
    spoken: Mapping[str, Spoken],
    kept: Kept,
) -> dict[str, MediaFacts]:
    """The episodes as they go out, by path: those that were encoded and have a file, or lie on another host."""
    files: dict[str, list[Beside]] = {}
    for one in companions:
        files.setdefault(one.episode, []).append(one)
    made = {}
    for episode, outcome in beside.encoded_episodes(library, encoded):
        said, others = spoken.get(episode.path, Spoken()), files.get(episode.path, [])
        if isinstance(audio := episode.fields.audio, Hosted):
            there = _facts(Sound("", Blob("", audio.length)), episode, outcome, said, others, kept)
            made[episode.path] = replace(there, url=audio.url)
        elif sound := sounds.get(episode.path):
            made[episode.path] = _facts(sound, episode, outcome, said, others, kept)
    return made


def silent(library: Library) -> dict[str, MediaFacts]:
    """What stands for the sound of each episode as long as nobody has made it: nothing, at an address of its own."""
    return {
        one.path: MediaFacts(urls.media(one.address, "mp3"), Blob("", 0), MP3, 0.0, 2, 0, 0.0, 0.0)
        for one in library.of(episodes.KIND)
    }


def _facts(
    sound: Sound, episode: Entry[Episode], encoded: Outcome, spoken: Spoken, companions: Sequence[Beside], kept: Kept
) -> MediaFacts:
    said, timing = encoded.facts, beside.timing_of(encoded)
    words = beside.later(spoken, spoken.main, encoded) if spoken.main else None
    files = [one.companion for one in companions]
    transcripts = tuple(one for one in files if one.type != beside.CHAPTERS_TYPE)
    return MediaFacts(
        path=sound.path,
        blob=sound.blob,
        master=encoded.outputs["audio"].digest if encoded.outputs else "",
        type=as_they_came.media_type(episode, encoded),
        seconds=said["seconds"],
        channels=said["channels"],
        bitrate=said["bitrate"],
        loudness=said["loudness"],
        true_peak=said["true_peak"],
        lead=timing.lead,
        heard=tuple(said["heard"]) if "heard" in said else None,
        transcript=transcripts[0] if spoken.main else None,
        transcripts=transcripts,
        said=words,
        html=beside.as_html(words, companions, kept) if words else None,
        others={
            one.language: beside.later(spoken, one, encoded) for one in spoken.transcripts if one is not spoken.main
        },
        chapters=next((one for one in files if one.type == beside.CHAPTERS_TYPE), None),
        chapter_marks=tuple(in_time(beside.chapters_of(spoken, timing))),
    )


def pieces(media: Mapping[str, MediaFacts], companions: Iterable[Beside]) -> tuple[Piece, ...]:
    """The tagged files and what lies beside them, to be published; the source is the episode's path."""
    sound = (
        Piece(one.path, one.blob, episode, type="" if one.type == MP3 else one.type)
        for episode, one in sorted(media.items())
        if one.path
    )
    more = (
        Piece(file.path, file.blob, episode)
        for episode, one in sorted(media.items())
        for file in (*one.renditions, one.waveform, *one.clips)
        if file
    )
    return (*sound, *more, *(one.piece for one in companions))
