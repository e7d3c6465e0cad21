"""The work on sound, described: look at each recording, encode each episode, tag what was encoded."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.audio import edges, encode, waveform
from pipeline.audio.chosen import chosen
from pipeline.audio.companion import chapters_of, encoded_episodes, heard_here, timing_of
from pipeline.audio.container import CONTAINERS
from pipeline.audio.edges import Edges
from pipeline.audio.finished import is_finished
from pipeline.audio.tag import chapter_frames, former_frames, more_params, tag_params
from pipeline.formats.chapters import Chapter
from pipeline.jobs.job import Job
from pipeline.jobs.outcome import Outcome
from pipeline.model.artifact import Blob
from pipeline.model.entry import Entry
from pipeline.model.kinds import episode
from pipeline.model.kinds.episode.fields import Episode
from pipeline.model.levels import Levels
from pipeline.model.library import Library
from pipeline.model.media import Artwork, AudioFacts, Spoken
from pipeline.model.tree import File
from pipeline.settings.limits import Limits

PROBE, MARKS, ENCODE, TAG, WAVEFORM = "probe", "marks", "encode", "tag", "waveform"
"""The names by which `wiring` finds the performers."""
LYRICS = "lyrics"
"""The name by which a tag has what is said among its inputs."""
STILL = 0.002
"""How much of full scale a recording may lie beside zero so that its peaks are those of what is mastered."""
PICTURE_BYTES = 1_000_000
"""The most that the pictures of chapters take in a file."""


def probe_jobs(library: Library) -> tuple[Job, ...]:
    """One for each recording that an episode names and that is to be mastered, by its path, and for each clip before or
    behind them. Where an episode asks itself for its silent ends to be cut off, somebody must have listened for them.
    """
    recordings = [
        (one, file)
        for one in library.of(episode.KIND)
        if (file := library.recording(one)) and not is_finished(library, one)
    ]
    found = {file.path: file for file in (*edges.files(library), *(file for _, file in recordings))}
    anew = {file.path for one, file in recordings if one.fields.treatment.trim}
    jobs = (probe_job(path, _blob(found[path]), library.settings.limits) for path in sorted(found))
    return tuple(replace(job, formerly=()) if job.subject in anew else job for job in jobs)


def probe_job(path: str, blob: Blob, limits: Limits) -> Job:
    """A look at one recording, by its path. Earlier versions did not listen for faults: what they saw holds."""
    job = Job(PROBE, path, {"audio": blob}, {"seconds": limits.audio_seconds, "bytes": limits.audio_bytes})
    return replace(job, formerly=(job.description(1),))


def encode_jobs(library: Library, probed: Mapping[str, AudioFacts], levels: Mapping[str, Levels]) -> tuple[Job, ...]:
    """One for each episode whose recording was found whole, with what stands at its ends. Words are no part of it: a
    new title costs no encode.
    """
    jobs = []
    for one in library.of(episode.KIND):
        file = library.recording(one)
        if file is None or file.path not in probed or is_finished(library, one):
            continue
        facts = probed[file.path]
        if (ends := edges.edges(library, one, probed, facts)) is not None:
            jobs.append(_encode_job(library, one, _blob(file), facts, (ends, levels.get(one.path, Levels()))))
    return tuple(jobs)


def _encode_job(
    library: Library, one: Entry[Episode], audio: Blob, facts: AudioFacts, beside: tuple[Edges, Levels]
) -> Job:
    """What was mastered by an earlier version stays as it is: two tones opened each episode until nobody was asked,
    stereo stayed so whatever its channels carry, and nothing was cut off below the voices. What is chosen counts, and
    an intro stands in the place of the tones.
    """
    ends, levels = beside
    sting, highpass = chosen(library, one, "sting"), chosen(library, one, "highpass")
    only = facts.heard.only if facts.heard else ""
    more: dict[str, Any] = {"levels": [list(point) for point in levels.points]} if levels.points else {}
    more |= {**ends.params, **({"sting": False} if edges.INTRO in ends.inputs else {})}
    params, before = (_mastering(library, one, facts, channel) | more for channel in (only, ""))
    params |= {"highpass": encode.highpass(highpass)}
    aside = {"seconds": facts.seconds} | _measured(facts)
    job = Job(ENCODE, one.path, {"audio": audio, **ends.inputs}, params, aside=aside)
    former = [] if highpass else [before | {"sting": True}, before] if sting is None else [before]
    return replace(job, formerly=tuple(replace(job, params=each).description(1) for each in former))


def _measured(facts: AudioFacts) -> dict[str, Any]:
    """What the probe measured, where the encode would measure the same: what is cut off below the voices is nothing,
    and all channels are heard.
    """
    heard = facts.heard
    if heard is None or facts.loudness is None or heard.only or facts.channels > 2:
        return {}
    if heard.rumble.seconds or abs(heard.offset) > STILL:
        return {}
    return {"measured": {"loudness": facts.loudness, "peak": heard.peak}}


def _mastering(library: Library, one: Entry[Episode], facts: AudioFacts, only: str) -> dict[str, Any]:
    """What `encode.Master` holds. Where one channel is all of the recording, it is mono of that one."""
    width = "mono" if facts.channels == 1 or only else "stereo"
    return {
        "demuxer": CONTAINERS[facts.format].demuxer,
        "channels": 1 if only else min(facts.channels, 2),
        "sample_rate": library.settings.audio.sample_rate,
        "bitrate": chosen(library, one, f"bitrate_{width}"),
        "loudness": float(chosen(library, one, f"loudness_{width}")),
        "true_peak": float(chosen(library, one, "true_peak")),
        "sting": bool(chosen(library, one, "sting")),
        **({"only": only} if only else {}),
    }


def marks_jobs(files: Iterable[File], probed: Mapping[str, AudioFacts]) -> tuple[Job, ...]:
    """One for each recording that was found whole and whose own chapters are asked for, by its path."""
    whole = {file.path: file for file in files if file.path in probed}
    return tuple(
        Job(MARKS, path, {"audio": _blob(file)}, {"demuxer": CONTAINERS[probed[path].format].demuxer})
        for path, file in sorted(whole.items())
    )


@dataclass(frozen=True, slots=True)
class Ingredients:
    """What tags are made of besides the sound: artwork by the path of its show or episode, what is said by that of its
    episode, the pictures of chapters by theirs; `lyrics` is what is said as tags hold it, again by that of the episode.
    `again`: the paths of episodes whose tags shall be written anew.
    """

    artwork: Mapping[str, Artwork]
    spoken: Mapping[str, Spoken]
    drawn: Mapping[str, Artwork]
    again: Collection[str] = frozenset()
    lyrics: Mapping[str, Blob] = field(default_factory=dict)


def tag_jobs(library: Library, encoded: Iterable[Outcome], given: Ingredients) -> tuple[Job, ...]:
    """One for each encoded episode. The cover is the artwork of the episode, or else that of its show."""
    return tuple(_tag_job(library, one, outcome, given) for one, outcome in encoded_episodes(library, encoded))


def _tag_job(library: Library, one: Entry[Episode], outcome: Outcome, given: Ingredients) -> Job:
    """The tag of an episode; a record of how it was written before answers, unless somebody asks for another: at first
    chapters had no order and no pictures, then nothing was said of the podcast, nor what is said in it.
    """
    art = given.artwork.get(one.path) or given.artwork.get(library.belongs_to(one).path)
    inputs = {"audio": outcome.outputs["audio"]} | ({"cover": art.cover} if art else {})
    chapters = chapters_of(given.spoken.get(one.path, Spoken()), timing_of(outcome))
    seconds, cover = float(outcome.facts["seconds"]), "image/jpeg" if art else ""
    first = Job(TAG, one.path, inputs, tag_params(library, one, seconds, former_frames(chapters, seconds), cover))
    pictures = _pictures(chapters, given.drawn)
    names = {path: f"picture-{number}" for number, path in enumerate(pictures)}
    inputs |= {names[path]: blob for path, blob in pictures.items()}
    frames = chapter_frames(chapters, seconds, names)
    then = Job(TAG, one.path, inputs, tag_params(library, one, seconds, frames, cover) | {"order": "time"})
    before = (then, first) if chapters else (first,)
    formerly = () if one.path in given.again else tuple(job.description(1) for job in before)
    said = {LYRICS: given.lyrics[one.path]} if one.path in given.lyrics else {}
    params = {**then.params, **more_params(library, one)}
    return Job(TAG, one.path, {**inputs, **said}, params, formerly=formerly)


def waveform_jobs(library: Library, encoded: Iterable[Outcome]) -> tuple[Job, ...]:
    """One for each encoded episode, by its path."""
    return tuple(
        Job(WAVEFORM, one.path, {"audio": outcome.outputs["audio"]}, waveform.params(demuxer, seconds))
        for one, outcome, demuxer in heard_here(library, encoded)
        for seconds in [float(outcome.facts["seconds"])]
    )


def _pictures(chapters: Iterable[Chapter], drawn: Mapping[str, Artwork]) -> dict[str, Blob]:
    """The pictures of chapters that a tag holds: all of them, or none where they would weigh too much before the sound,
    which apps begin to play while they load it. Each chapter holds its own.
    """
    shown = [one.image for one in chapters if one.image in drawn]
    weight = sum(drawn[path].cover.size for path in shown)
    return {path: drawn[path].cover for path in shown} if weight <= PICTURE_BYTES else {}


def _blob(file: File) -> Blob:
    return Blob(file.digest, file.size)
