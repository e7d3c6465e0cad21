"""The work on sound, described: look at each recording, encode each episode, tag what was encoded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.audio.companion import chapters_of, encoded_episodes
from pipeline.audio.container import CONTAINERS
from pipeline.audio.tag import tag_params
from pipeline.jobs.job import Job
from pipeline.jobs.outcome import Outcome
from pipeline.model.artifact import Blob
from pipeline.model.entry import Entry
from pipeline.model.kinds import episode
from pipeline.model.kinds.show.fields import Show
from pipeline.model.library import Library
from pipeline.model.media import Artwork, AudioFacts, Spoken
from pipeline.model.tree import File
from pipeline.settings.audio import AudioSettings

PROBE, ENCODE, TAG = "probe", "encode", "tag"
"""The names by which `wiring` finds the performers."""


def probe_jobs(library: Library) -> tuple[Job, ...]:
    """One for each recording that an episode names, by its path."""
    limits = library.settings.limits
    params = {"seconds": limits.audio_seconds, "bytes": limits.audio_bytes}
    found = {file.path: file for one in library.of(episode.KIND) if (file := library.named(one, one.fields.audio))}
    return tuple(Job(PROBE, path, {"audio": _blob(found[path])}, params) for path in sorted(found))


def encode_jobs(library: Library, probed: Mapping[str, AudioFacts]) -> tuple[Job, ...]:
    """One for each episode whose recording was found whole. Words are no part of it: a new title costs no encode."""
    jobs = []
    for one in library.of(episode.KIND):
        file = library.named(one, one.fields.audio)
        if file is not None and file.path in probed:
            params = _mastering(library.settings.audio, library.belongs_to(one), probed[file.path])
            jobs.append(Job(ENCODE, one.path, {"audio": _blob(file)}, params))
    return tuple(jobs)


def _mastering(settings: AudioSettings, show: Entry[Show], facts: AudioFacts) -> dict[str, Any]:
    """The params of an encode: what `encode.Master` holds. What the show says goes before `pipeline.toml`."""
    own = show.fields.audio

    def chosen(name: str) -> Any:
        said = getattr(own, name, None)
        return getattr(settings, name) if said is None else said

    channels = min(facts.channels, 2)
    width = "mono" if channels == 1 else "stereo"
    return {
        "demuxer": CONTAINERS[facts.format].demuxer,
        "channels": channels,
        "sample_rate": settings.sample_rate,
        "bitrate": chosen(f"bitrate_{width}"),
        "loudness": float(chosen(f"loudness_{width}")),
        "true_peak": float(chosen("true_peak")),
        "sting": chosen("sting"),
    }


def tag_jobs(
    library: Library, encoded: Iterable[Outcome], artwork: Mapping[str, Artwork], spoken: Mapping[str, Spoken]
) -> tuple[Job, ...]:
    """One for each encoded episode. The cover is the artwork of the episode, or else that of its show."""
    jobs = []
    for one, outcome in encoded_episodes(library, encoded):
        art = artwork.get(one.path) or artwork.get(library.belongs_to(one).path)
        inputs = {"audio": outcome.outputs["audio"]} | ({"cover": art.cover} if art else {})
        chapters = chapters_of(spoken.get(one.path, Spoken()), float(outcome.facts["lead"]))
        params = tag_params(library, one, float(outcome.facts["seconds"]), chapters, "image/jpeg" if art else "")
        jobs.append(Job(TAG, one.path, inputs, params))
    return tuple(jobs)


def _blob(file: File) -> Blob:
    return Blob(file.digest, file.size)
