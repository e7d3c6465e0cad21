"""A list of recommended books: the front matter holds the books, the body introduces them."""

from __future__ import annotations

import re
from html import escape
from typing import Any, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.scalars import Id, Isbn, Language, Text, Whole
from pipeline.model.entry import STRICT, Entry, Link, Picture, Shelved
from pipeline.model.kinds.kind import Kind
from pipeline.model.rows import Image, JsonLd, Outlook, Ref, Row, Web, about_it, filled, thing


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Book:
    """One book."""

    title: Text = Field(description="Title as printed.")
    subtitle: Text = Field(default="", description="Subtitle as printed.")
    authors: tuple[Text, ...] = Field(min_length=1, description="Names as printed.")
    isbn: Isbn = Field(description="ISBN, 10 or 13 digits; kept as 13.")
    publisher: Text = Field(default="", description="Publisher.")
    year: Whole | None = Field(default=None, description="Year of this edition.")
    annotation: Text = Field(description="Why we recommend it, and for whom.")
    topics: tuple[Id, ...] = Field(default=(), description="Ids from `topics.yml`.")
    audiences: tuple[Id, ...] = Field(default=(), description="Ids from `audiences.yml`.")
    language: Language | None = Field(default=None, description="BCP 47 language of the book.")
    cover: Picture | None = Field(default=None, description="Picture of the cover.")
    links: tuple[Link, ...] = Field(default=(), description="Where to read more of it.")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class BookList(Shelved):
    """The fields of a book list."""

    books: tuple[Book, ...] = Field(min_length=1, description="The books, in the order in which they are shown.")


def _files(fields: BookList) -> tuple[tuple[tuple[str | int, ...], str], ...]:
    return tuple((("books", i, "cover", "file"), book.cover.file) for i, book in enumerate(fields.books) if book.cover)


@fields_of(frozen=True, slots=True, kw_only=True)
class BookRow:
    """A recommended book."""

    title: str = Field(description="Title as printed.")
    subtitle: str = Field(description="Subtitle as printed.")
    authors: tuple[str, ...] = Field(description="Names as printed.")
    isbn: str = Field(description="ISBN-13, digits only.")
    publisher: str = Field(description="Publisher.")
    year: int | None = Field(description="Year of this edition.")
    annotation: str = Field(description="Why we recommend it, and for whom.")
    topics: tuple[Ref, ...] = Field(description="What it is about.")
    audiences: tuple[Ref, ...] = Field(description="Whom it is for.")
    language: str | None = Field(description="BCP 47 language of the book.")
    cover: Image | None = Field(description="Its cover.")
    links: tuple[Web, ...] = Field(description="Where to read more of it.")


@fields_of(frozen=True, slots=True, kw_only=True)
class BookListRow(Row):
    """A list of recommended books."""

    kind: Literal["book-list"]
    books: tuple[BookRow, ...] = Field(description="The books, in the order in which they are shown.")


def _row(entry: Entry[BookList], common: dict[str, Any], outlook: Outlook) -> BookListRow:
    books = (
        BookRow(
            title=book.title,
            subtitle=book.subtitle,
            authors=book.authors,
            isbn=book.isbn,
            publisher=book.publisher,
            year=book.year,
            annotation=book.annotation,
            topics=outlook.topics(book.topics),
            audiences=outlook.audiences(book.audiences),
            language=book.language,
            cover=outlook.image(book.cover, entry.path),
            links=tuple(Web(title=link.title, url=link.url) for link in book.links),
        )
        for book in entry.fields.books
    )
    return BookListRow(**common, books=tuple(books))


def _json_ld(row: BookListRow) -> JsonLd:
    """The annotation is said of the place on the list: it is our word, not the book's."""
    items = [
        {"@type": "ListItem", "position": place, "description": book.annotation, "item": _book_ld(book)}
        for place, book in enumerate(row.books, 1)
    ]
    return thing("CollectionPage", row, mainEntity={"@type": "ItemList", "itemListElement": items})


def _book_ld(book: BookRow) -> JsonLd:
    return filled(
        {
            "@type": "Book",
            "name": f"{book.title}: {book.subtitle}" if book.subtitle else book.title,
            "author": [{"@type": "Person", "name": name} for name in book.authors],
            "isbn": book.isbn,
            "publisher": {"@type": "Organization", "name": book.publisher} if book.publisher else {},
            "datePublished": str(book.year or ""),
            "inLanguage": book.language,
            "image": book.cover.url if book.cover else "",
            "subjectOf": about_it(book.links),
        }
    )


def _listing(row: BookListRow) -> str:
    return "\n".join(_book_html(book) for book in row.books)


def _book_html(book: BookRow) -> str:
    title = f"{book.title}: {book.subtitle}" if book.subtitle else book.title
    facts = [", ".join(book.authors), book.publisher, str(book.year or ""), f"ISBN {book.isbn}"]
    links = "".join(f'<li><a href="{escape(link.url)}">{escape(link.title)}</a></li>' for link in book.links)
    return (
        f"<h2>{escape(title)}</h2>\n<p>{escape(' · '.join(fact for fact in facts if fact))}</p>\n"
        f"<p>{escape(book.annotation)}</p>{f'<ul>{links}</ul>' if links else ''}"
    )


KIND = Kind(
    name="book-list",
    label="Book list",
    fields=BookList,
    pattern=re.compile(r"content/library/books/(?P<name>[^/]+)\.md"),
    root="library/books/",
    template="kinds/book-list.html",
    row_type=BookListRow,
    row=_row,
    json_ld=_json_ld,
    listing=_listing,
    files=_files,
)
