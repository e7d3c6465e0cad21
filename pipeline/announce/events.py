"""What is announced: the new episodes of a release, told from two manifests.

Each is an event with an identity that is the same in every attempt, on every machine, for ever.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from datetime import datetime, time, timedelta
from typing import Any, Final, Literal
from urllib.parse import quote

from pydantic import Field, TypeAdapter
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.declared import LATE
from pipeline.model import urls
from pipeline.model.artifact import Manifest, PublishedEpisode, PublishedShow, canonical, sha256
from pipeline.model.entry import utc
from pipeline.model.schemas import named

DAY: Final = timedelta(days=1)
"""How old an episode may be that is new: what is older is filled in later, and no news."""
PATIENCE: Final = timedelta(days=3)
"""For how long an announcement is tried."""
LISTED: Final = 20
"""The most events in the public record."""
TYPE: Final = "episode.published"


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class ShowData:
    """A show."""

    guid: str = Field(description="Its `podcast:guid`.")
    title: str = Field(description="Its title.")
    feed: str = Field(description="Address of its feed.")
    medium: str = Field(description="Its `podcast:medium`.")


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class Sound:
    """The file of an episode."""

    url: str = Field(description="Its address.")
    length: int = Field(description="Bytes.")
    type: str = Field(description="Media type.")


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class EpisodeData:
    """An episode."""

    guid: str = Field(description="Its GUID, as the feed has it.")
    title: str = Field(description="Its title.")
    url: str = Field(description="Address of its page.")
    published: str = Field(description="Its date, RFC 3339.")
    show: ShowData = Field(description="The show to which it belongs.")
    enclosure: Sound = Field(description="Its sound.")


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class Event:
    """A new episode, as it is announced: the body of a webhook."""

    id: str = Field(description="The same in every attempt: drop what you have had.")
    type: Literal["episode.published"] = Field(default=TYPE, description="What happened.")
    timestamp: str = Field(description="When it was published, RFC 3339 in UTC.")
    data: EpisodeData = Field(description="The episode.")

    @property
    def body(self) -> bytes:
        """The bytes that are posted, and signed."""
        return canonical(asdict(self))


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class Record:
    """What was announced last: `api/announce.json`."""

    schema_version: Literal[1] = Field(default=1, description="Version of this form.")
    events: tuple[Event, ...] = Field(description="The newest 20 at most, the newest first.")


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the record, and so of an event."""
    made = TypeAdapter(Record).json_schema(mode="serialization")
    return named("announce", made)


def marked(before: Manifest | None, after: Manifest, instant: datetime) -> Manifest:
    """`after`, in which every episode knows since when it is announced: those that `before` has as they did there, a
    new one from this instant on. Nothing is new to a target without a release (None).
    """
    known = _known(before) if before else {}

    def since(one: PublishedEpisode) -> str:
        for identity in _identities(one, after):
            if identity in known:
                return known[identity]
        return utc(instant) if before and _is_fresh(one, instant) else ""

    return replace(after, episodes=tuple(replace(one, announced=since(one)) for one in after.episodes))


def record(manifest: Manifest) -> bytes:
    """The bytes of `api/announce.json` in the release of a marked manifest."""
    told = Record(events=tuple(_events(manifest))[:LISTED])
    return canonical(asdict(told)) + b"\n"


def recent(manifest: Manifest, instant: datetime) -> tuple[Event, ...]:
    """The events of a marked manifest that are still announced at an instant, the oldest first."""
    events = (one for one in _events(manifest) if instant - datetime.fromisoformat(one.timestamp) <= PATIENCE)
    return tuple(events)[::-1]


def _known(before: Manifest) -> dict[tuple[str, str], str]:
    return {identity: one.announced for one in before.episodes for identity in _identities(one, before)}


def _identities(one: PublishedEpisode, manifest: Manifest) -> tuple[tuple[str, str], ...]:
    """What an episode is known by: its show's identity, or the file of that, and its GUID."""
    shows = _shows(manifest)
    whole = ((shows[one.show].guid, one.guid),) if one.show in shows else ()
    return (*whole, (one.show, one.guid))


def _shows(manifest: Manifest) -> Mapping[str, PublishedShow]:
    return {show.path: show for show in manifest.shows}


def _is_fresh(one: PublishedEpisode, instant: datetime) -> bool:
    """Whether an episode is no more than a day old; one that has a date and no time is as old as the end of it."""
    if not one.published:
        return False
    published = datetime.fromisoformat(one.published)
    return instant - published <= DAY * (2 if published.time() == time() else 1)


def _events(manifest: Manifest) -> Iterator[Event]:
    """The announced episodes, the newest first."""
    shows = _shows(manifest)
    told = [one for one in manifest.episodes if one.announced and one.show in shows]
    for one in sorted(told, key=lambda one: (one.announced, one.published, one.path), reverse=True):
        if sound := _sound(one, manifest):
            yield _event(one, shows[one.show], sound, manifest)


def _sound(one: PublishedEpisode, manifest: Manifest) -> Sound | None:
    """The enclosure of an episode, which may lie on another host; None where there is none."""
    if one.type:
        return Sound(url=one.enclosure, length=one.length, type=one.type)
    file = manifest.artifacts.get(one.enclosure)
    if file is None:
        return None
    kind = file.headers.get("content-type", "application/octet-stream")
    return Sound(url=urls.absolute(manifest.base_url, quote(file.path)), length=file.size, type=kind)


def _event(one: PublishedEpisode, show: PublishedShow, sound: Sound, manifest: Manifest) -> Event:
    def url(path: str) -> str:
        return urls.absolute(manifest.base_url, quote(path))

    return Event(
        id=sha256(canonical([manifest.site, show.guid, one.guid]))[:32],
        timestamp=one.announced,
        data=EpisodeData(
            guid=one.guid,
            title=one.title,
            url=url(one.address),
            published=one.published,
            show=ShowData(guid=show.guid, title=show.title, feed=url(show.feed), medium=show.medium),
            enclosure=sound,
        ),
    )
