"""An entry: one thing an editor wrote that has an address, and the little that a kind may see of the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Annotated, Any, Generic, Literal, Protocol, TypeVar

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.declared import STRICT
from pipeline.formats.rendering import Heading
from pipeline.formats.scalars import Alt, Day, Id, Instant, Language, RelPath, Text, Url, Whole, YesNo
from pipeline.formats.yaml import Document, Path, place_of
from pipeline.problems import Place

F_co = TypeVar("F_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Names:
    """Said of a type: a value is an id of one of the lists that the whole library shares."""

    what: Literal["person", "topic", "audience"]


@dataclass(frozen=True, slots=True)
class Asked:
    """Said of a field: how a form asks for it, where the type of its values does not tell. `sentences`: in several
    lines; `entry`, `picture`, `recording`, `captions`: a path leads to such a file; `once`: a new one is made when the
    entry begins, and nobody changes it; `free`: not at all, as where it is written in forms that no form has.
    """

    how: Literal["sentences", "entry", "picture", "recording", "captions", "once", "free"]


SENTENCES, ENTRY, ONCE, UNASKED = Asked("sentences"), Asked("entry"), Asked("once"), Asked("free")
PersonId = Annotated[Id, Names("person")]
"""An id from `people.yml`."""
TopicId = Annotated[Id, Names("topic")]
"""An id from `topics.yml`."""
AudienceId = Annotated[Id, Names("audience")]
"""An id from `audiences.yml`."""
Checked = Annotated[Day, "checked"]
"""The day on which a person looked whether something is still true: after `words.checked_days` they look again."""


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Picture:
    """A picture in a field: a file beside the entry, and the words for those who don't see it."""

    file: Annotated[RelPath, Asked("picture")] = Field(description="Path of the picture.")
    alt: Alt = Field(description='What the picture shows; `""` only where it is decoration.')


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Source:
    """Where a fact comes from."""

    title: Text = Field(description="Title of the source.")
    url: Url | None = Field(default=None, description="Where it can be read.")
    by: Text = Field(default="", description="Who wrote or published it.")
    year: Whole | None = Field(default=None, description="Year of publication.")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Link:
    """A link in a field."""

    title: Text = Field(description="Words of the link.")
    url: Url = Field(description="Where it leads.")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Common:
    """The fields of every entry."""

    title: Text = Field(max_length=150, description="Plain text, no Markdown.")
    description: Annotated[Text, SENTENCES] = Field(
        min_length=40, max_length=300, description="For lists, search results, feeds and cards: 40 to 300 characters."
    )
    date: Instant = Field(description="Public from then on; in the future: scheduled.")
    updated: Instant | None = Field(default=None, description="Last change a reader should know of.")
    slug: Id | None = Field(default=None, description="Last part of the address, when it is not the file's name.")
    authors: tuple[PersonId, ...] = Field(default=(), description="Ids from `people.yml`.")
    image: Picture | None = Field(default=None, description="Picture of the entry.")
    draft: YesNo = Field(default=False, description="Yes: absent from all that is published.")
    review_by: Day | None = Field(default=None, description="A warning when past.")
    related: Annotated[tuple[RelPath, ...], ENTRY] = Field(
        default=(), description="Entries chosen by hand, before computed ones."
    )
    sources: tuple[Source, ...] = Field(default=(), description="Shown under the text.")
    redirect_from: tuple[Text, ...] = Field(default=(), description="Old addresses that lead here.")
    licence: Text | None = Field(default=None, description="SPDX licence; default from `pipeline.toml`.")
    language: Language | None = Field(default=None, description="BCP 47 language; default from `pipeline.toml`.")
    translation_of: Annotated[RelPath | None, ENTRY] = Field(
        default=None, description="The entry that this one translates."
    )
    extra: dict[str, Any] = Field(default_factory=dict, description="Yours: kept and never read.")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Shelved(Common):
    """The fields of entries that stand on a shelf of the library: they have topics and audiences."""

    topics: tuple[TopicId, ...] = Field(min_length=1, description="Ids from `topics.yml`, at least one.")
    audiences: tuple[AudienceId, ...] = Field(min_length=1, description="Ids from `audiences.yml`, at least one.")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Explained(Shelved):
    """The same of those in whose texts the terms of the library are explained."""

    explain_terms: YesNo = Field(
        default=True, description="Whether words of the glossary are explained where they first stand."
    )


@dataclass(frozen=True, slots=True)
class Written:
    """The text of an entry: its body, the line of the file (from 1) on which that begins, and its fields as written."""

    body: str
    body_line: int
    document: Document


@dataclass(frozen=True, slots=True)
class Entry(Generic[F_co]):
    """What one file says. `address` is relative to the site's root and ends in `/` (home: empty string).

    `written` reads the file when somebody asks for more than the fields: of most entries nobody does.
    """

    kind: str
    path: str
    address: str
    public_from: datetime
    fields: F_co
    written: Callable[[], Written] = field(repr=False, compare=False)

    @property
    def body(self) -> str:
        return self.written().body

    @property
    def body_line(self) -> int:
        return self.written().body_line

    @property
    def document(self) -> Document:
        return self.written().document

    def place(self, *loc: str | int) -> Place:
        """The place of a field's value, or of the nearest thing around it."""
        return place_of(self.document, tuple(loc))

    def has(self, *loc: str | int) -> bool:
        """Whether the editor wrote this field."""
        path: Path = tuple(loc)
        return path in self.document.marks


@dataclass(frozen=True, slots=True)
class Reference:
    """What others may know of an entry: enough to link to it."""

    path: str
    address: str
    title: str
    kind: str
    public_from: datetime


class Lookup(Protocol):
    """What a kind may ask about the rest of the library."""

    def find(self, path: str) -> Reference | None:
        """The entry that stands in the file `path`, or None."""

    def exists(self, path: str) -> bool:
        """Whether the library has a file `path`."""

    def is_past(self, day: date) -> bool:
        """Whether a day is over where the library is at home."""

    def headings(self, path: str) -> tuple[Heading, ...]:
        """The headings in the text of the entry in the file `path`."""


def day_of(value: date | datetime) -> str:
    """The ISO date of a day or an instant (in its own zone)."""
    return value.date().isoformat() if isinstance(value, datetime) else value.isoformat()


def utc(instant: datetime) -> str:
    """An aware instant as `2026-11-24T18:30:00Z` (RFC 3339)."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def resolve(path: str, beside: str) -> str | None:
    """A path as an editor writes it (relative to the file `beside`, or from the root with `/`) → library path.

    None when it leads out of the library.
    """
    parts = [] if path.startswith("/") else beside.split("/")[:-1]
    for part in path.split("/"):
        if part in ("", "."):
            continue
        if part == "..":
            if not parts:
                return None
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)
