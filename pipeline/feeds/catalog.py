"""`api/catalog.json`: the whole library as data, from which another front end can be built: an index of all entries,
and a document for each with its body, `api/entries/…json`. Each is made again only when what it says has changed.

Its JSON Schema is made from the classes that write it, and stands in `docs/schema/catalog.json`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from functools import reduce
from operator import or_
from typing import Annotated, Any, Final, Literal

from pydantic import Field, TypeAdapter
from pydantic.dataclasses import dataclass as fields_of

from pipeline.feeds.host import Host
from pipeline.feeds.kept import Keeper, Kept
from pipeline.formats.declared import LATE
from pipeline.model import urls
from pipeline.model.artifact import Piece, canonical, sha256
from pipeline.model.entry import Entry
from pipeline.model.kinds import KINDS, show
from pipeline.model.published import Published
from pipeline.model.rows import Address, PersonRow, Row, Subject
from pipeline.model.schemas import named

VERSION: Final = 2
"""Of the catalogue's form. A field may be added under the same number; what is taken away or changed raises it."""


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
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
    calendar: Address | None = Field(description="All meetings and events as a calendar (iCalendar) to subscribe to.")


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class Section:
    """A page that lists others."""

    id: str = Field(description="Address from the site's root.")
    title: str = Field(description="Its name.")
    url: Address = Field(description="Its page.")
    kind: str | None = Field(description="The kind of entries on it; null for topics, audiences and people.")


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class Catalog:
    """Everything that is public of a library on one target."""

    schema_version: Literal[2] = Field(description="Version of this form.")
    site: Site = Field(description="The library itself.")
    sections: tuple[Section, ...] = Field(description="Pages that list others.")
    topics: tuple[Subject, ...] = Field(description="What the library is about, in its order.")
    audiences: tuple[Subject, ...] = Field(description="Whom it is for, in its order.")
    people: tuple[PersonRow, ...] = Field(description="Who writes and speaks.")
    entries: tuple[Row, ...] = Field(description="All entries, by `id`.")


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a catalogue, with the rows of every kind there is."""
    made = TypeAdapter(_of_all_kinds()).json_schema(mode="serialization")
    return named("catalog", made)


def _of_all_kinds() -> type[Any]:
    """A catalogue whose entries are of the kinds in the table, each known by its `kind`."""
    row_types: Any = reduce(or_, (kind.row_type for kind in KINDS.values()))
    rows: Any = Annotated[row_types, Field(discriminator="kind")]
    entries = Catalog.__dataclass_fields__["entries"].default
    own = {"__doc__": Catalog.__doc__, "__annotations__": {"entries": tuple[rows, ...]}, "entries": entries}
    return fields_of(type("Catalog", (Catalog,), own), frozen=True, kw_only=True)


PART: Final = 64
"""Entries in a part of the index that is made at a time, on average."""


class Index:
    """The index of all entries, made in parts: where each begins depends on its first entry alone, so that a new entry
    leaves all parts but its own.
    """

    def __init__(self, published: Published, host: Host, keeper: Keeper) -> None:
        self._published, self._host = published, host
        self._parts: dict[str, list[Entry[Any]]] = {}
        part: list[Entry[Any]] = []
        for entry in sorted(published.library.entries, key=lambda one: one.address):
            if not part or int(sha256(entry.address.encode())[:8], 16) % PART == 0:
                part = self._parts[entry.path] = []
            part.append(entry)
        answers = published.answers
        answers.facts("part", lambda first: sha256(" ".join(e.path for e in self._parts[first]).encode()))
        self._rows = Kept("catalogue rows", self._made, answers, keeper)
        self._documents = Kept("catalogue document", self._document, answers, keeper)

    def pieces(self) -> Iterator[Piece]:
        """The catalogue of a target, and the document of each entry."""
        rows = b",".join(self._rows.read(first) for first in self._parts)
        head = canonical(asdict(_catalog(self._published, self._host)))
        yield Piece(urls.CATALOG, head.replace(b'"entries":[]', b'"entries":[' + rows + b"]", 1) + b"\n")
        for entry in self._published.library.entries:
            yield from self._documents.of(entry.path)

    def _made(self, first: str) -> Iterator[Piece]:
        published = self._published
        published.answers.fact("part", first)
        rows = (canonical(asdict(published.row(entry))) for entry in self._parts[first])
        yield Piece("", b",".join(rows))

    def _document(self, path: str) -> Iterator[Piece]:
        entry = self._published.find(path)
        assert entry is not None, path
        whole = replace(self._published.row(entry), html=self._published.html(entry))
        said = canonical({"schema_version": VERSION, **asdict(whole)})
        yield Piece(urls.document(entry.address), said + b"\n", path)


def _catalog(published: Published, host: Host) -> Catalog:
    """The catalogue, but for its entries."""
    library = published.library
    return Catalog(
        schema_version=VERSION,
        site=_site(published, host),
        sections=tuple(_sections(published)),
        topics=tuple(map(published.topic, library.topics)),
        audiences=tuple(map(published.audience, library.audiences)),
        people=tuple(map(published.person_row, library.people)),
        entries=(),
    )


def _site(published: Published, host: Host) -> Site:
    site = published.library.settings.site
    return Site(
        title=site.title,
        description=site.description,
        language=site.language,
        url=host.url(""),
        canonical_url=host.canonical_url(""),
        feed=host.url(urls.FEED),
        json_feed=host.url(urls.JSON_FEED),
        subscriptions=host.url(urls.SUBSCRIPTIONS) if published.library.of(show.KIND) else None,
        calendar=host.url(urls.CALENDAR) if published.library.dated else None,
    )


def _sections(published: Published) -> Iterator[Section]:
    library = published.library
    there = {entry.kind for entry in library.entries}
    for kind in KINDS.values():
        if kind.name in there and kind.hub:
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
