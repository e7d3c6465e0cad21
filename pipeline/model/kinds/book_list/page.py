"""The page of a book list: what its books can be narrowed down by, and where each is found."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.formats import isbn
from pipeline.model.entry import Entry
from pipeline.model.kinds.book_list.fields import BookList
from pipeline.model.kinds.book_list.row import BookListRow
from pipeline.model.kinds.kind import Parts
from pipeline.model.rows import Data, Desk, Ref


def page(row: BookListRow, entry: Entry[BookList], desk: Desk) -> Parts:  # noqa: ARG001 - the shape of `page`
    """What the template gets besides the row."""
    return Parts(
        {
            "printed_isbn": {book.isbn: isbn.hyphenated(book.isbn) for book in row.books},
            "find": desk.site.find_book,
            "for_whom": _options(desk.all_audiences, (ref for book in row.books for ref in book.audiences)),
            "about": _options(desk.all_topics, (ref for book in row.books for ref in book.topics)),
        }
    )


def _options(known: Iterable[Ref], used: Iterable[Ref]) -> list[Data]:
    """What boxes offer: the topics or audiences in use, in the library's order."""
    there = {ref.id for ref in used}
    return [{"id": ref.key, "title": ref.title} for ref in known if ref.id in there]
