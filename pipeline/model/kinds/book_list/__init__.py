"""A list of recommended books."""

from __future__ import annotations

from pipeline.model.kinds.begin import Beginning, Ground, Wish
from pipeline.model.kinds.book_list.exports import bibtex, ris, table
from pipeline.model.kinds.book_list.fields import BookList
from pipeline.model.kinds.book_list.page import page
from pipeline.model.kinds.book_list.row import BookListRow, json_ld, listing, row
from pipeline.model.kinds.book_list.words import WORDS
from pipeline.model.kinds.kind import Hub, Item, Kind

_ANNOTATION = "Replace this book by yours, and say why you recommend it, for whom, and what it is not."
_BODY = "Say for whom these books are, and how you chose them."
_BOOK = f"""
  - title: Mind Over Mood
    subtitle: Change How You Feel by Changing the Way You Think
    authors: [Dennis Greenberger, Christine A. Padesky]
    isbn: "9781462520428" # as printed, 10 or 13 digits
    annotation: {_ANNOTATION}"""


def _begin(wish: Wish, ground: Ground) -> Beginning:  # noqa: ARG001 - the shape of a beginning
    return Beginning({"books": _BOOK}, f"{_BODY}\n")


KIND = Kind(
    name="book-list",
    files="content/library/books/*.md",
    fields=BookList,
    row_type=BookListRow,
    template="kinds/book-list.html",
    words=WORDS,
    root="library/books/",
    hub=Hub(40),
    row=row,
    json_ld=json_ld,
    listing=listing,
    bound=True,
    page=page,
    exports={
        "csv": lambda row, _: table(row.books),
        "bib": lambda row, _: bibtex(row.books),
        "ris": lambda row, _: ris(row.books),
    },
    begin=_begin,
    placeholders=f"{_ANNOTATION}\n{_BODY}",
    item=Item("book", "books"),
)
