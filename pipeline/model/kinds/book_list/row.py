"""What the public knows of a book list. A book is mapped here once: pages, files, feeds and machines read this."""

from __future__ import annotations

from html import escape
from typing import Literal

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.declared import LATE
from pipeline.model.entry import Entry
from pipeline.model.kinds.book_list.fields import BookList
from pipeline.model.kinds.kind import Say
from pipeline.model.rows import Data, Image, JsonLd, Outlook, Ref, Row, Web, about_it, filled, thing


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
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


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class BookListRow(Row):
    """A list of recommended books."""

    kind: Literal["book-list"]
    books: tuple[BookRow, ...] = Field(description="The books, in the order in which they are shown.")


def row(entry: Entry[BookList], outlook: Outlook) -> Data:
    """The fields of the row that are a book list's own."""
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
    return {"books": tuple(books)}


def json_ld(row: BookListRow) -> JsonLd:
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
            "name": whole_title(book),
            "author": [{"@type": "Person", "name": name} for name in book.authors],
            "isbn": book.isbn,
            "publisher": {"@type": "Organization", "name": book.publisher} if book.publisher else {},
            "datePublished": str(book.year or ""),
            "inLanguage": book.language,
            "image": book.cover.url if book.cover else "",
            "subjectOf": about_it(book.links),
        }
    )


def listing(row: BookListRow, say: Say) -> str:
    """The books, for readers of a feed."""
    return "\n".join(_book_html(book, say("books.isbn", isbn=book.isbn)) for book in row.books)


def _book_html(book: BookRow, number: str) -> str:
    facts = [", ".join(book.authors), book.publisher, str(book.year or ""), number]
    links = "".join(f'<li><a href="{escape(link.url)}">{escape(link.title)}</a></li>' for link in book.links)
    return (
        f"<h2>{escape(whole_title(book))}</h2>\n<p>{escape(' · '.join(fact for fact in facts if fact))}</p>\n"
        f"<p>{escape(book.annotation)}</p>{f'<ul>{links}</ul>' if links else ''}"
    )


def whole_title(book: BookRow) -> str:
    """Title and subtitle."""
    return f"{book.title}: {book.subtitle}" if book.subtitle else book.title
