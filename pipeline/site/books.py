"""The page of a book list: its books, what they can be narrowed down by, and the list as files to take away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.formats import isbn
from pipeline.model import urls
from pipeline.model.entry import Entry
from pipeline.model.kinds.book_list import Book
from pipeline.model.taxonomy import Heading
from pipeline.site import pictures
from pipeline.site.cards import Data, Shelf


def book_list(entry: Entry[Any], shelf: Shelf) -> Data:
    """What the template gets."""
    books = entry.fields.books
    return {
        "books": [_book(book, entry, shelf) for book in books],
        "for_whom": _options(shelf.library.audiences, (i for book in books for i in book.audiences)),
        "about": _options(shelf.library.topics, (i for book in books for i in book.topics)),
        "exports": [
            {"ending": ending, "href": urls.relative(entry.address, urls.book_export(entry.address, ending))}
            for ending in urls.BOOK_EXPORTS
        ],
    }


def _book(book: Book, entry: Entry[Any], shelf: Shelf) -> Data:
    find = shelf.library.settings.site.find_book
    return {
        "title": book.title,
        "subtitle": book.subtitle,
        "authors": list(book.authors),
        "isbn": book.isbn,
        "printed_isbn": isbn.hyphenated(book.isbn),
        "publisher": book.publisher,
        "year": book.year or "",
        "language": book.language if book.language != shelf.library.settings.site.language else "",
        "annotation": book.annotation,
        "audiences": shelf.audiences(book.audiences, entry.address),
        "audience_ids": list(book.audiences),
        "topic_ids": list(book.topics),
        "cover": shelf.picture(book.cover, entry.path, entry.address, pictures.SMALL),
        "find": find.replace("{isbn}", book.isbn),
        "links": [{"title": link.title, "url": link.url} for link in book.links],
    }


def _options(headings: Mapping[str, Heading], used: Iterable[str]) -> list[Data]:
    """What boxes offer: the headings in use, in the library's order."""
    known = frozenset(used)
    return [{"id": i, "title": heading.title} for i, heading in headings.items() if i in known]
