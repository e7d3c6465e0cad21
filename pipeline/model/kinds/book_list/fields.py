"""What an editor writes of a book list: the front matter holds the books, the body introduces them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.declared import STRICT
from pipeline.formats.scalars import Isbn, Language, Text, Whole
from pipeline.model.entry import SENTENCES, AudienceId, Link, Picture, Shelved, TopicId


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Book:
    """One book."""

    title: Text = Field(description="Title as printed.")
    subtitle: Text = Field(default="", description="Subtitle as printed.")
    authors: tuple[Text, ...] = Field(min_length=1, description="Names as printed.")
    isbn: Isbn = Field(description="ISBN, 10 or 13 digits; kept as 13.")
    publisher: Text = Field(default="", description="Publisher.")
    year: Whole | None = Field(default=None, description="Year of this edition.")
    annotation: Annotated[Text, SENTENCES] = Field(description="Why we recommend it, and for whom.")
    topics: tuple[TopicId, ...] = Field(default=(), description="Ids from `topics.yml`.")
    audiences: tuple[AudienceId, ...] = Field(default=(), description="Ids from `audiences.yml`.")
    language: Language | None = Field(default=None, description="BCP 47 language of the book.")
    cover: Picture | None = Field(default=None, description="Picture of the cover.")
    links: tuple[Link, ...] = Field(default=(), description="Where to read more of it.")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class BookList(Shelved):
    """The fields of a book list."""

    books: tuple[Book, ...] = Field(min_length=1, description="The books, in the order in which they are shown.")
