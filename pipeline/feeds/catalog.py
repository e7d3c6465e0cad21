"""`api/catalog.json`: the whole library as data, from which another front end can be built.

Its JSON Schema is made from the classes that write it, and stands in `docs/schema/catalog.json`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeAlias, Union

from pydantic import Field, TypeAdapter
from pydantic.dataclasses import dataclass as fields_of

from pipeline.feeds.place import Place
from pipeline.model import urls
from pipeline.model.artifact import Piece, canonical
from pipeline.model.kinds import KINDS
from pipeline.model.published import PEOPLE, Published
from pipeline.model.rows import Address, Image, Row, Web
from pipeline.model.taxonomy import Heading, Person

VERSION: Final = 1
"""Of the catalogue's form. A field may be added under the same number; what is taken away or changed raises it."""

if TYPE_CHECKING:
    AnyRow: TypeAlias = Row
else:
    AnyRow = Annotated[Union[tuple(kind.row_type for kind in KINDS.values())], Field(discriminator="kind")]  # noqa: UP007


@fields_of(frozen=True, slots=True, kw_only=True)
class Site:
    """The library itself."""

    title: str = Field(description="Its name.")
    description: str = Field(description="A sentence about it.")
    language: str = Field(description="BCP 47.")
    url: Address = Field(description="Its first page on this target.")
    canonical_url: Address = Field(description="Its own address, which never changes: `id` is below it.")
    feed: Address = Field(description="RSS of what is new.")
    json_feed: Address = Field(description="JSON Feed of what is new.")
    subscriptions: Address | None = Field(description="OPML of all shows.")


@fields_of(frozen=True, slots=True, kw_only=True)
class Section:
    """A page that lists others."""

    id: str = Field(description="Address from the site's root.")
    title: str = Field(description="Its name.")
    url: Address = Field(description="Its page.")
    kind: str | None = Field(description="The kind of entries on it; null for topics, audiences and people.")


@fields_of(frozen=True, slots=True, kw_only=True)
class Subject:
    """A topic or an audience."""

    id: str = Field(description="Address from the site's root.")
    title: str = Field(description="Its name.")
    description: str = Field(description="A sentence or two.")
    url: Address = Field(description="Its page.")
    image: Image | None = Field(description="Its picture.")
    feed: Address | None = Field(description="RSS of what is new; null for audiences.")
    json_feed: Address | None = Field(description="The same as JSON Feed.")


@fields_of(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """Someone who writes or speaks; a name may be a pseudonym."""

    id: str = Field(description="Address from the site's root.")
    name: str = Field(description="Name, first name or pseudonym.")
    role: str = Field(description="What the person does here.")
    bio: str = Field(description="A few words.")
    url: Address = Field(description="Their page.")
    photo: Image | None = Field(description="A picture.")
    links: tuple[Web, ...] = Field(description="Where to read more.")


@fields_of(frozen=True, slots=True, kw_only=True)
class Catalog:
    """Everything that is public of a library on one target."""

    schema_version: Literal[1] = Field(description="Version of this form.")
    site: Site = Field(description="The library itself.")
    sections: tuple[Section, ...] = Field(description="Pages that list others.")
    topics: tuple[Subject, ...] = Field(description="What the library is about, in its order.")
    audiences: tuple[Subject, ...] = Field(description="Whom it is for, in its order.")
    people: tuple[PersonRow, ...] = Field(description="Who writes and speaks.")
    entries: tuple[AnyRow, ...] = Field(description="All entries, by `id`.")


ADAPTER: Final[TypeAdapter[Catalog]] = TypeAdapter(Catalog)


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a catalogue."""
    made = ADAPTER.json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def catalog(published: Published, place: Place) -> Piece:
    """The catalogue of a target."""
    library = published.library
    made = Catalog(
        schema_version=VERSION,
        site=_site(published, place),
        sections=tuple(_sections(published)),
        topics=tuple(_subject(urls.topic(i), one, published, feeds=True) for i, one in library.topics.items()),
        audiences=tuple(_subject(urls.audience(i), one, published) for i, one in library.audiences.items()),
        people=tuple(_person(urls.person(i), person, published) for i, person in library.people.items()),
        entries=tuple(published.row(entry) for entry in sorted(library.entries, key=lambda one: one.address)),
    )
    return Piece(urls.CATALOG, canonical(ADAPTER.dump_python(made, mode="json")) + b"\n")


def _site(published: Published, place: Place) -> Site:
    site = published.library.settings.site
    return Site(
        title=site.title,
        description=site.description,
        language=site.language,
        url=place.url(""),
        canonical_url=place.canonical_url(""),
        feed=place.url(urls.FEED),
        json_feed=place.url(urls.JSON_FEED),
        subscriptions=place.url(urls.SUBSCRIPTIONS) if published.library.shows else None,
    )


def _sections(published: Published) -> Iterator[Section]:
    library = published.library
    there = {entry.kind for entry in library.entries}
    for kind in KINDS.values():
        # An episode stands under its show, and free pages are listed nowhere.
        if kind.name in there and kind.root and kind.name != "episode":
            yield Section(
                id=kind.root,
                title=library.wording.say(f"kinds.{kind.name}.plural"),
                url=published.url(kind.root),
                kind=kind.name,
            )
    others = ((urls.TOPICS, library.topics), (urls.AUDIENCES, library.audiences), (urls.PEOPLE, library.people))
    for address, listed in others:
        if listed:
            title = library.wording.say(f"hubs.{address.strip('/')}")
            yield Section(id=address, title=title, url=published.url(address), kind=None)


def _subject(address: str, heading: Heading, published: Published, *, feeds: bool = False) -> Subject:
    return Subject(
        id=address,
        title=heading.title,
        description=heading.description,
        url=published.url(address),
        image=published.image(heading.image, PEOPLE),  # the three lists lie in one folder
        feed=published.url(address + urls.FEED) if feeds else None,
        json_feed=published.url(address + urls.JSON_FEED) if feeds else None,
    )


def _person(address: str, person: Person, published: Published) -> PersonRow:
    return PersonRow(
        id=address,
        name=person.name,
        role=person.role,
        bio=person.bio,
        url=published.url(address),
        photo=published.image(person.photo, PEOPLE),
        links=tuple(Web(title=link.title, url=link.url) for link in person.links),
    )
