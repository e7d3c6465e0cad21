"""A podcast: `show.yml` in the folder that holds its episodes."""

from __future__ import annotations

import re
from typing import Any, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.scalars import Id, Instant, Language, Number, Text, Url, Uuid, YesNo
from pipeline.model import urls
from pipeline.model.entry import STRICT, Entry, Lookup, Picture
from pipeline.model.kinds.kind import Kind
from pipeline.model.rows import Address, JsonLd, Outlook, Ref, Row, Web, thing
from pipeline.problems import Problem
from pipeline.settings.audio import Bitrate


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Owner:
    """Whom the directories may write to."""

    name: Text = Field(description="Name.")
    email: Text = Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", description="E-mail address; it is published.")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Credit:
    """Someone who takes part. Roles are those of the Podcast Taxonomy."""

    person: Id = Field(description="Id from `people.yml`.")
    role: Text = Field(default="host", description="`host`, `guest`, `narrator`, …")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Funding:
    """A way to support the work."""

    url: Url = Field(description="Where.")
    text: Text = Field(description="Words of the link.")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class ShowAudio:
    """Settings of sound that differ from `pipeline.toml`."""

    loudness_stereo: Number | None = Field(default=None, description="LUFS.")
    loudness_mono: Number | None = Field(default=None, description="LUFS.")
    true_peak: Number | None = Field(default=None, description="dBTP.")
    bitrate_stereo: Bitrate | None = Field(default=None, description="kb/s.")
    bitrate_mono: Bitrate | None = Field(default=None, description="kb/s.")
    sting: YesNo | None = Field(default=None, description="Whether a short sting opens each episode.")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Show:
    """The fields of a show."""

    title: Text = Field(max_length=150, description="Plain text.")
    description: Text = Field(min_length=40, max_length=4000, description="At most 4,000 bytes.")
    guid: Uuid = Field(description="`podcast:guid`, written once and never computed again.")
    owner: Owner = Field(description="Whom the directories may write to.")
    category: Text = Field(description="Apple's category, `Health & Fitness > Mental Health`.")
    explicit: YesNo = Field(description="Whether the show is for adults only.")
    image: Picture = Field(description="Artwork, 1,400 to 3,000 pixels square.")
    author: Text = Field(default="", description="Who makes the show; default: the owner's name.")
    language: Language | None = Field(default=None, description="BCP 47 language; default from `pipeline.toml`.")
    date: Instant | None = Field(default=None, description="Public from then on; default: always.")
    type: Literal["episodic", "serial"] = Field(default="episodic", description="Order in which to listen.")
    people: tuple[Credit, ...] = Field(default=(), description="Who makes the show.")
    seasons: dict[str, Text] = Field(default_factory=dict, description="Number of a season → its name.")
    licence: Text | None = Field(default=None, description="SPDX licence.")
    funding: tuple[Funding, ...] = Field(default=(), description="Ways to support the show.")
    locked: YesNo = Field(default=True, description="Whether other hosts must not import the feed.")
    directories: dict[str, Text] = Field(default_factory=dict, description="Ids at `apple`, `spotify`, ….")
    audio: ShowAudio | None = Field(default=None, description="Settings that differ from `pipeline.toml`.")
    new_feed_url: Url | None = Field(default=None, description="Where the feed has moved to.")
    retired: YesNo = Field(default=False, description="The show has ended and may vanish.")
    redirect_from: tuple[Text, ...] = Field(default=(), description="Old addresses that lead here.")
    topics: tuple[Id, ...] = Field(default=(), description="Ids from `topics.yml`.")
    audiences: tuple[Id, ...] = Field(default=(), description="Ids from `audiences.yml`.")
    slug: Id | None = Field(default=None, description="Last part of the address, when not the folder's name.")
    draft: YesNo = Field(default=False, description="Absent everywhere but in `serve`.")
    extra: dict[str, Any] = Field(default_factory=dict, description="Yours: kept and never read.")


FEED_BYTES = 4000


def _check(entry: Entry[Show], lookup: Lookup) -> tuple[Problem, ...]:  # noqa: ARG001 - the shape of a check
    """Apple counts the bytes of a description, not its characters."""
    size = len(entry.fields.description.encode())
    if size <= FEED_BYTES:
        return ()
    message = f"the description has {size:,} bytes; feeds take {FEED_BYTES:,}"
    return (Problem(entry.place("description"), message, "shorten it"),)


def _files(fields: Show) -> tuple[tuple[tuple[str | int, ...], str], ...]:
    return ((("image", "file"), fields.image.file),)


@fields_of(frozen=True, slots=True, kw_only=True)
class CreditRow:
    """Someone who takes part."""

    person: Ref = Field(description="Who.")
    role: str = Field(description="As what, in the words of the Podcast Taxonomy.")


@fields_of(frozen=True, slots=True, kw_only=True)
class ShowRow(Row):
    """A podcast. Whom the directories write to stands in its feed and not here."""

    kind: Literal["show"]
    guid: str = Field(description="`podcast:guid`, the same for ever.")
    feed: Address = Field(description="Its RSS feed.")
    new_feed_url: Address | None = Field(description="Where the feed has moved to.")
    author: str = Field(description="Who makes it.")
    category: str = Field(description="Apple's category.")
    explicit: bool = Field(description="Whether it is for adults only.")
    type: Literal["episodic", "serial"] = Field(description="Order in which to listen.")
    locked: bool = Field(description="Whether other hosts must not import the feed.")
    people: tuple[CreditRow, ...] = Field(description="Who makes it.")
    seasons: dict[str, str] = Field(description="Number of a season → its name.")
    funding: tuple[Web, ...] = Field(description="Ways to support it.")
    directories: dict[str, str] = Field(description="Directory → the show's id there.")
    episodes: tuple[Ref, ...] = Field(description="Newest first.")


def credits_of(people: tuple[Credit, ...], outlook: Outlook) -> tuple[CreditRow, ...]:
    """Those who take part, with their pages."""
    return tuple(CreditRow(person=outlook.person(credit.person), role=credit.role) for credit in people)


def funding_of(ways: tuple[Funding, ...]) -> tuple[Web, ...]:
    """Ways to support the work."""
    return tuple(Web(title=way.text, url=way.url) for way in ways)


def _row(entry: Entry[Show], common: dict[str, Any], outlook: Outlook) -> ShowRow:
    fields = entry.fields
    return ShowRow(
        **common,
        guid=str(fields.guid),
        feed=outlook.url(urls.show_feed(entry.address)),
        new_feed_url=fields.new_feed_url,
        author=fields.author or fields.owner.name,
        category=fields.category,
        explicit=fields.explicit,
        type=fields.type,
        locked=fields.locked,
        people=credits_of(fields.people, outlook),
        seasons=dict(fields.seasons),
        funding=funding_of(fields.funding),
        directories=dict(fields.directories),
        episodes=outlook.episodes(entry.path),
    )


def _json_ld(row: ShowRow) -> JsonLd:
    author = {"@type": "Organization", "name": row.author}
    return thing("PodcastSeries", row, author=author, webFeed=row.feed)


KIND = Kind(
    name="show",
    label="Show",
    fields=Show,
    pattern=re.compile(r"content/podcasts/(?P<name>[^/]+)/show\.yml"),
    root="podcasts/",
    template="kinds/show.html",
    row_type=ShowRow,
    row=_row,
    json_ld=_json_ld,
    check=_check,
    files=_files,
    front_matter=False,
)
