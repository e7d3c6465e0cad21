"""Rows of the catalogue: what the public may know of each thing, with every link resolved and every field there.

A field that stands in no row is not published by the catalogue, whatever an editor wrote: `extra`, drafts, the e-mail
address of a show's owner and what steers the build have none. The JSON Schema in `docs/schema/catalog.json` is made
from these classes. Times are RFC 3339 in UTC, days ISO 8601, seconds and bytes plain numbers; what is unknown is `null`
or empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Protocol

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.declared import LATE
from pipeline.formats.form import Form
from pipeline.formats.passages import Passage
from pipeline.model.entry import Link, Picture
from pipeline.model.media import MediaFacts
from pipeline.settings.site import SiteSettings

Time = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
DayText = Annotated[str, Field(json_schema_extra={"format": "date"})]
Address = Annotated[str, Field(json_schema_extra={"format": "uri"})]


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class Ref:
    """Another thing of the catalogue."""

    id: str = Field(description="Its `id` in the catalogue.")
    title: str = Field(description="Its title or name.")
    url: Address = Field(description="Its page.")

    @property
    def key(self) -> str:
        """The last part of its address: the id of a person, a topic or an audience."""
        return self.id.rstrip("/").rpartition("/")[2]


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class Size:
    """One copy of a picture."""

    url: Address = Field(description="Where it is.")
    width: int = Field(description="Pixels.")


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class Image:
    """A picture."""

    url: Address = Field(description="Where it is, in a format that everything reads.")
    alt: str = Field(description="Words for those who don't see it; empty where it is decoration.")
    width: int | None = Field(default=None, description="Pixels; null where it is not known.")
    height: int | None = Field(default=None, description="Pixels; null where it is not known.")
    webp: tuple[Size, ...] = Field(default=(), description="The same as WebP, narrowest first.")


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class Translation:
    """The same in another language."""

    id: str = Field(description="Address from the site's root.")
    title: str = Field(description="Its title.")
    url: Address = Field(description="Its page.")
    language: str = Field(description="BCP 47.")


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class Web:
    """A link to another site."""

    title: str = Field(description="Words of the link.")
    url: Address = Field(description="Where it leads.")


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class Reading:
    """A source of a text."""

    title: str = Field(description="Title of the source.")
    url: Address | None = Field(description="Where it can be read.")
    by: str = Field(description="Who wrote or published it.")
    year: int | None = Field(description="Year of publication.")


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class Document:
    """A file to download and print."""

    title: str = Field(description="What sort it is, in words: the size of its paper, or large print.")
    url: Address = Field(description="Where it is.")
    type: str = Field(description="Media type.")
    size: int = Field(description="Bytes.")
    pages: int = Field(description="How many pages it has.")
    preview: Image | None = Field(description="A picture of its first page.")


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class Row:
    """What every entry has."""

    id: str = Field(description="Address from the site's root, the same on every target; empty for the first page.")
    kind: str = Field(description="What sort of entry it is.")
    url: Address = Field(description="Its page.")
    title: str = Field(description="Plain text.")
    description: str = Field(description="Plain text.")
    published: Time | None = Field(description="Public since.")
    updated: Time | None = Field(description="Last change a reader should know of.")
    review_by: DayText | None = Field(description="The day by which someone will look at it again.")
    language: str = Field(description="BCP 47.")
    licence: str = Field(description="SPDX.")
    authors: tuple[Ref, ...] = Field(description="People who wrote it.")
    topics: tuple[Ref, ...] = Field(description="What it is about.")
    audiences: tuple[Ref, ...] = Field(description="Whom it is for.")
    image: Image | None = Field(description="Its picture.")
    related: tuple[Ref, ...] = Field(description="Entries chosen by an editor.")
    sources: tuple[Reading, ...] = Field(description="Where its facts come from.")
    translation_of: Ref | None = Field(description="The entry that it translates.")
    translations: tuple[Translation, ...] = Field(
        description="The same in other languages; what was written first comes first."
    )
    old_addresses: tuple[str, ...] = Field(description="Addresses from the root that lead here too.")
    words: int = Field(description="Words of the body.")
    document: Address = Field(description="The same as a file of its own, with the body.")
    html: str = Field(
        description="The body as safe HTML, in that file alone; links are whole, but those to an id of the same body."
    )


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class Subject:
    """A topic or an audience."""

    id: str = Field(description="Address from the site's root.")
    title: str = Field(description="Its name.")
    description: str = Field(description="A sentence or two.")
    url: Address = Field(description="Its page.")
    image: Image | None = Field(description="Its picture.")
    feed: Address | None = Field(description="RSS of what is new; null for audiences.")
    json_feed: Address | None = Field(description="The same as JSON Feed.")


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class PersonRow:
    """Someone who writes or speaks; a name may be a pseudonym."""

    id: str = Field(description="Address from the site's root.")
    name: str = Field(description="Name, first name or pseudonym.")
    role: str = Field(description="What the person does here.")
    bio: str = Field(description="A few words.")
    url: Address = Field(description="Their page.")
    photo: Image | None = Field(description="A picture.")
    links: tuple[Web, ...] = Field(description="Where to read more.")


@dataclass(frozen=True, slots=True)
class Teaser:
    """An entry as lists show it. `date` is the day on which it is public, where the site is at home; `minutes` those of
    reading, 0 for what is not read; `seconds` those of its sound, `language` empty where it is the site's, `note` what
    its kind adds.
    """

    kind: str
    title: str
    description: str
    url: str
    image: Image | None
    date: str
    minutes: int
    seconds: float
    language: str
    note: str = ""


def teaser_of(plain: Mapping[str, Any]) -> Teaser:
    """A teaser from its plain data."""
    image = plain["image"]
    if image:
        image = Image(**{**image, "webp": tuple(Size(**size) for size in image["webp"])})
    return Teaser(**{**plain, "image": image})


class Outlook(Protocol):
    """What a kind may ask about the place where its entry is published."""

    @property
    def site(self) -> SiteSettings:
        """The settings of the site."""

    def url(self, path: str) -> str:
        """The whole address of a path from the site's root."""

    def entry(self, path: str) -> Ref | None:
        """The entry in a file of the library; None when it is not public."""

    def person(self, person_id: str) -> Ref:
        """A person with a page."""

    def topics(self, ids: Iterable[str]) -> tuple[Ref, ...]:
        """Topics."""

    def audiences(self, ids: Iterable[str]) -> tuple[Ref, ...]:
        """Audiences."""

    def image(self, picture: Picture | None, beside: str) -> Image | None:
        """The picture that a field of the file `beside` names; None when it is not published."""

    def language(self, path: str) -> str:
        """The language (BCP 47) of the entry in a file of the library, its own or inherited."""

    def sound(self, path: str) -> MediaFacts:
        """The sound of the entry in a file of the library."""

    def above(self, path: str) -> Ref:
        """The entry to which the one in a file of the library belongs."""

    def below(self, path: str) -> tuple[Ref, ...]:
        """The entries that belong to the one in a file of the library, newest first."""

    def documents(self, path: str) -> tuple[Document, ...]:
        """The files to download that were made of an entry."""

    def forms(self, path: str) -> tuple[Form, ...]:
        """What is filled in on an entry, a form for each block of its body."""

    def passages(self, path: str) -> tuple[Passage, ...]:
        """What stands below each heading of the second level in the text of an entry, with whole links."""


class Desk(Outlook, Protocol):
    """What a kind may ask where the page of its entry is made."""

    @property
    def all_audiences(self) -> tuple[Ref, ...]:
        """All audiences, in their order."""

    @property
    def all_topics(self) -> tuple[Ref, ...]:
        """All topics, in their order."""

    def say(self, name: str, /, **values: object) -> str:
        """Words of the interface."""

    def is_over(self, path: str) -> bool:
        """Whether the entry in a file of the library is over at the instant of the build."""

    def row_of(self, path: str) -> Row:
        """The row of the entry in a file of the library, without its body."""

    def teaser_of(self, path: str) -> Teaser:
        """The same entry as lists show it."""

    def paths_below(self, path: str) -> tuple[str, ...]:
        """The files of the entries that belong to the one in a file of the library, newest first."""

    def path_above(self, path: str) -> str:
        """The file of the entry to which the one in a file of the library belongs."""

    def beside(self, path: str) -> tuple[str, str]:
        """The files of the entries after and before the one in a file of the library, of those that belong to the same;
        empty where there is none.
        """

    def image_of(self, path: str) -> Image | None:
        """The picture of the entry in a file of the library."""


JsonLd = dict[str, Any]
Data = dict[str, Any]
"""What a template gets: JSON data, not escaped."""


def thing(kind: str | list[str], row: Row, **own: Any) -> JsonLd:
    """An entry as schema.org sees it: what all kinds say, then its own; what is empty is left out."""
    said = {
        "@type": kind,
        "@id": row.url,
        "url": row.url,
        "name": row.title,
        "description": row.description,
        "inLanguage": row.language,
        "license": f"https://spdx.org/licenses/{row.licence}.html" if row.licence else "",
        "datePublished": row.published,
        "dateModified": row.updated or row.published,
        "author": [person(one) for one in row.authors],
        "about": [{"@type": "DefinedTerm", "name": one.title, "url": one.url} for one in row.topics],
        "audience": [{"@type": "Audience", "audienceType": one.title} for one in row.audiences],
        "image": row.image.url if row.image else "",
        "citation": [_cited(source) for source in row.sources],
        "translationOfWork": _work(row.translation_of) if row.translation_of else {},
        "workTranslation": [] if row.translation_of else [_work(one, one.language) for one in row.translations],
        **own,
    }
    return filled(said)


def _work(ref: Ref | Translation, language: str = "") -> JsonLd:
    """An entry that has a page of its own, where all else is said of it."""
    return filled({"@type": "CreativeWork", "@id": ref.url, "url": ref.url, "name": ref.title, "inLanguage": language})


def person(ref: Ref) -> JsonLd:
    """A person as schema.org sees one."""
    return {"@type": "Person", "name": ref.title, "url": ref.url}


def about_it(links: Iterable[Link | Web]) -> list[JsonLd]:
    """Pages elsewhere that tell more: `sameAs` would say that they are the thing itself."""
    return [{"@type": "WebPage", "name": link.title, "url": link.url} for link in links if link.url.startswith("http")]


def filled(said: JsonLd) -> JsonLd:
    """What is not empty: schema.org knows no null."""
    return {name: value for name, value in said.items() if value not in (None, "", [], {})}


def seconds(length: float) -> str:
    """A length as schema.org writes it (ISO 8601): `PT65S`."""
    return f"PT{max(1, round(length))}S"


def _cited(source: Reading) -> JsonLd:
    year = str(source.year) if source.year else ""
    # Who stands under `by` may be a person or a body; schema.org has no word for either.
    return filled({"@type": "CreativeWork", "name": source.title, "url": source.url, "datePublished": year})
