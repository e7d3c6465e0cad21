"""What the public knows of a show."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.declared import LATE
from pipeline.model import urls
from pipeline.model.entry import Entry
from pipeline.model.kinds.show.fields import Credit, Funding, Show
from pipeline.model.kinds.show.podcasting import Chat, Social, Spot, Txt, Value
from pipeline.model.rows import Address, Data, Image, JsonLd, Outlook, Ref, Row, Web, thing


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class CreditRow:
    """A person of the library who takes part."""

    person: Ref = Field(description="Who.")
    role: str = Field(description="As what, in the words of the Podcast Taxonomy.")
    group: str = Field(description="The group of that role.")


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class GuestRow:
    """Someone who takes part and has no page here."""

    name: str = Field(description="Who.")
    role: str = Field(description="As what, in the words of the Podcast Taxonomy.")
    group: str = Field(description="The group of that role.")
    url: Address | None = Field(description="Where to read more.")
    image: Image | None = Field(description="A picture.")


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class ShowRow(Row):
    """A podcast. Whom the directories write to stands in its feed and not here."""

    kind: Literal["show"]
    guid: str = Field(description="`podcast:guid`, the same for ever.")
    feed: Address = Field(description="Its RSS feed.")
    new_feed_url: Address | None = Field(description="Where the feed has moved to.")
    author: str = Field(description="Who makes it.")
    category: str = Field(description="Apple's category, the first of them.")
    categories: tuple[str, ...] = Field(description="All of them.")
    explicit: bool = Field(description="Whether it is for adults only.")
    type: Literal["episodic", "serial"] = Field(description="Order in which to listen.")
    locked: bool = Field(description="Whether other hosts must not import the feed.")
    people: tuple[CreditRow, ...] = Field(description="Who makes it.")
    guests: tuple[GuestRow, ...] = Field(description="Others who take part.")
    copyright: str = Field(description="Who holds the rights; empty where only the licence is known.")
    seasons: dict[str, str] = Field(description="Number of a season → its name.")
    funding: tuple[Web, ...] = Field(description="Ways to support it.")
    directories: dict[str, str] = Field(description="Directory → the show's id there.")
    medium: str = Field(description="What it is: `podcast`, `course`, ….")
    update_frequency: str = Field(description="How often something new comes, in words; else empty.")
    podroll: tuple[Web, ...] = Field(description="Feeds of others that listeners may like.")
    social: tuple[Web, ...] = Field(description="Posts under which listeners comment.")
    locations: tuple[Spot, ...] = Field(description="Places, each with where it is.")
    chat: Chat | None = Field(description="A room in which listeners talk.")
    value: Value | None = Field(description="How listeners give while they listen.")
    txt: tuple[Txt, ...] = Field(description="Text for programs.")
    images: tuple[Image, ...] = Field(description="More pictures, for purposes that apps know.")
    licence_url: Address | None = Field(description="The text of a licence that SPDX does not list.")
    complete: bool = Field(description="Whether it has ended, and all of it stays.")
    farewell: str = Field(description="What it says since it was withdrawn; else empty.")
    episodes: tuple[Ref, ...] = Field(description="Newest first.")


def credits_of(people: tuple[Credit, ...], outlook: Outlook) -> tuple[CreditRow, ...]:
    """Those who take part and have pages."""
    return tuple(
        CreditRow(person=outlook.person(credit.person), role=credit.part, group=credit.part_of)
        for credit in people
        if credit.person
    )


def guests_of(people: tuple[Credit, ...], path: str, outlook: Outlook) -> tuple[GuestRow, ...]:
    """Those who take part and are known by name; `path` is the file that says so."""
    return tuple(
        GuestRow(
            name=credit.name,
            role=credit.part,
            group=credit.part_of,
            url=credit.url,
            image=outlook.image(credit.image, path),
        )
        for credit in people
        if credit.name
    )


def funding_of(ways: tuple[Funding, ...]) -> tuple[Web, ...]:
    """Ways to support the work."""
    return tuple(Web(title=way.text or urlsplit(way.url).hostname or way.url, url=way.url) for way in ways)


def posts_of(posts: tuple[Social, ...]) -> tuple[Web, ...]:
    """Posts under which listeners comment."""
    return tuple(Web(title=one.account or one.protocol, url=one.url) for one in posts if one.url)


def row(entry: Entry[Show], outlook: Outlook) -> Data:
    """The fields of the row that are a show's own."""
    fields = entry.fields
    return {
        "guid": str(fields.guid),
        "feed": outlook.url(urls.show_feed(entry.address)),
        "new_feed_url": fields.new_feed_url,
        "author": fields.author or fields.owner.name,
        "category": fields.category[0],
        "categories": tuple(dict.fromkeys(fields.category)),
        "explicit": fields.explicit,
        "type": fields.type,
        "locked": fields.locked,
        "people": credits_of(fields.people, outlook),
        "guests": guests_of(fields.people, entry.path, outlook),
        "copyright": fields.copyright or "",
        "seasons": dict(fields.seasons),
        "funding": funding_of(fields.funding),
        "directories": dict(fields.directories),
        "medium": fields.medium,
        "update_frequency": fields.update_frequency.text if fields.update_frequency else "",
        "podroll": tuple(Web(title=one.title, url=one.url) for one in fields.podroll if one.url),
        "social": posts_of(fields.social),
        "locations": fields.locations,
        "chat": fields.chat,
        "value": fields.value,
        "txt": fields.txt,
        "images": tuple(shown for one in fields.images if (shown := outlook.image(one, entry.path))),
        "licence_url": fields.licence_url,
        "complete": fields.complete,
        "farewell": fields.farewell,
        "episodes": outlook.below(entry.path),
    }


def json_ld(row: ShowRow) -> JsonLd:
    """The show in the words of schema.org."""
    author = {"@type": "Organization", "name": row.author}
    return thing("PodcastSeries", row, author=author, webFeed=row.feed)
