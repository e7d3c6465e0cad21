"""Recordings that lie outside git: where each is, and the work of fetching it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pipeline.formats.scalars import s3_parts
from pipeline.jobs.job import Job
from pipeline.model.entry import Entry
from pipeline.model.kinds import episode
from pipeline.model.kinds.episode.fields import Episode
from pipeline.model.library import Library
from pipeline.model.media import Elsewhere
from pipeline.settings import Settings
from pipeline.settings.buckets import Reached, bucket
from pipeline.web import Sought

FETCH = "fetch"
"""The name by which `wiring` finds the performer."""
SOUGHT = Sought(
    "recording",
    "audio/*, */*;q=0.5",
    1 << 40,  # what a library takes is bounded by its settings
    for_anybody="see that the address opens for anybody, then run it again",
    signed_in="give an address that opens without signing in, or put it into the bucket: `pipeline media add FILE`",
    inside="put it where anybody can reach it, or into the bucket: `pipeline media add FILE`",
)
"""What is asked for at the address of a recording."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a recording lies: its address, and of `s3://` the bucket and the key in it."""

    url: str
    bucket: Reached | None = None
    key: str = ""

    def to_params(self) -> dict[str, Any]:
        return {"url": self.url, "key": self.key, "bucket": asdict(self.bucket) if self.bucket else None}

    @classmethod
    def from_params(cls, params: Mapping[str, Any]) -> Source:
        held = params["bucket"]
        return cls(params["url"], Reached(**held) if held else None, params["key"])


class UnknownBucket(Exception):
    """An address is of a bucket that the settings do not name: its name."""


def source(url: str, settings: Settings) -> Source:
    """Where an address leads. Raises `UnknownBucket`."""
    parts = s3_parts(url)
    if parts is None:
        return Source(url)
    name, key = parts
    if (reached := bucket(settings, name)) is None:
        raise UnknownBucket(name)
    return Source(url, reached, key)


def elsewhere(library: Library) -> Iterator[tuple[Entry[Episode], Elsewhere]]:
    """The episodes whose recordings lie outside git, by path, each with where that is."""
    for one in library.of(episode.KIND):
        if isinstance(one.fields.audio, Elsewhere):
            yield one, one.fields.audio


def fetch_jobs(library: Library, wanted: Collection[str]) -> tuple[Job, ...]:
    """One for each recording outside git whose digest is among those `wanted`, by its address. Of an address whose
    bucket nobody knows `check` tells.
    """
    found: dict[str, Job] = {}
    for _, audio in elsewhere(library):
        if audio.sha256 in wanted:
            try:
                params = source(audio.url, library.settings).to_params()
            except UnknownBucket:
                continue
            limit = {"sha256": audio.sha256, "bytes": library.settings.limits.audio_bytes}
            found[audio.url] = Job(FETCH, audio.url, params=params | limit)
    return tuple(found[url] for url in sorted(found))
