"""A book list as files to take away: a table (CSV, RFC 4180), BibTeX, and RIS. Our annotations go with the books."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

from pipeline.formats import isbn
from pipeline.model.kinds.book_list.row import BookRow, whole_title

COLUMNS = (
    "title",
    "subtitle",
    "authors",
    "isbn",
    "publisher",
    "year",
    "language",
    "topics",
    "audiences",
    "annotation",
    "link",
)
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")
_LIGATURE = re.compile(r"([-'`,<>])(?=\1)|[!?](?=`)")  # TeX makes another sign of two
_BIBTEX = str.maketrans(
    {
        **{mark: f"\\{mark}" for mark in "&%$#_"},
        "\\": r"{\textbackslash}",
        "{": r"{\textbraceleft}",
        "}": r"{\textbraceright}",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
    }
)


def table(books: Sequence[BookRow]) -> str:
    """CSV. It begins with the mark by which spreadsheets know UTF-8, and no cell of it is taken for a formula."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(value) for value in _cells(book)] for book in books)
    return f"\ufeff{text.getvalue()}"


def _cells(book: BookRow) -> tuple[str, ...]:
    return (
        book.title,
        book.subtitle,
        "; ".join(book.authors),
        isbn.hyphenated(book.isbn),  # thirteen digits would be shown as a rounded number
        book.publisher,
        str(book.year or ""),
        book.language or "",
        "; ".join(topic.title for topic in book.topics),
        "; ".join(audience.title for audience in book.audiences),
        book.annotation,
        book.links[0].url if book.links else "",
    )


def _cell(value: str) -> str:
    return f"'{_line(value)}" if _FORMULA.match(value) else _line(value)


def bibtex(books: Sequence[BookRow]) -> str:
    """BibTeX in UTF-8. The key is the ISBN, which stays when a title is corrected."""
    return "\n".join(_entry(key, book) for key, book in zip(_keys(books), books, strict=True))


def _keys(books: Sequence[BookRow]) -> Iterator[str]:
    """`isbn-9780452281325`, as the page names the place of the book; a second one of the same number has `-2`."""
    seen: dict[str, int] = {}
    for book in books:
        seen[book.isbn] = seen.get(book.isbn, 0) + 1
        yield f"isbn-{book.isbn}" + (f"-{seen[book.isbn]}" if seen[book.isbn] > 1 else "")


def _entry(key: str, book: BookRow) -> str:
    fields = {
        "title": f"{{{_tex(whole_title(book))}}}",  # in braces its capitals stay
        "author": " and ".join(_name(author) for author in book.authors),
        "publisher": _tex(book.publisher),
        "year": str(book.year or ""),
        "isbn": isbn.hyphenated(book.isbn),
        "language": _tex(book.language or ""),
        "keywords": _tex("; ".join(_keywords(book))),
        "url": _tex(book.links[0].url) if book.links else "",
        "annotation": _tex(book.annotation),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@book{{{key},\n{lines}}}\n"


def _name(author: str) -> str:
    """A name; one that BibTeX would take apart at a comma or an `and` is kept whole by braces."""
    whole = "," in author or re.search(r"\band\b", author, re.IGNORECASE)
    return f"{{{_tex(author)}}}" if whole else _tex(author)


def _tex(value: str) -> str:
    return _LIGATURE.sub(r"\g<0>{}", _line(value).translate(_BIBTEX))


def ris(books: Sequence[BookRow]) -> str:
    """RIS: a tag and a value on each line."""
    return "".join(f"{tag}  - {_line(value)}\r\n" for book in books for tag, value in _tags(book))


def _tags(book: BookRow) -> Iterator[tuple[str, str]]:
    yield "TY", "BOOK"
    yield "TI", whole_title(book)
    yield from (("AU", author) for author in book.authors)
    said = {"PB": book.publisher, "PY": str(book.year or ""), "SN": isbn.hyphenated(book.isbn), "LA": book.language}
    yield from ((tag, value) for tag, value in said.items() if value)
    yield from (("KW", word) for word in _keywords(book))
    yield from (("UR", link.url) for link in book.links)
    yield "N1", book.annotation
    yield "ER", ""


def _keywords(book: BookRow) -> Iterator[str]:
    yield from (ref.title for ref in (*book.topics, *book.audiences))


def _line(value: str) -> str:
    """On one line: a line end would begin another record."""
    return " ".join(value.split())
