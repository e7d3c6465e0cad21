"""The pages of all headings, where a reader without a script finds what others search: which entries stand on which.

One page while that is enough; then as many as there are beginnings of titles. A page that grew too long is parted by
one letter more, so that a new entry changes one page, or parts it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipeline.formats import letters
from pipeline.model import urls
from pipeline.model.entry import Entry
from pipeline.model.library import Library

FULL = 100
"""Entries on a page at most, unless more have one title."""
Listed = tuple[Entry[Any], ...]


def headed(library: Library, full: int = FULL) -> Mapping[str, Listed]:
    """The address of each page that lists entries → these, by their titles. Of several, the first page names all."""
    rows = [(letters.sortable(entry.fields.title), entry) for entry in library.entries if entry.address]
    rows.sort(key=lambda row: (row[0], row[1].address, row[1].path))
    listed = tuple(entry for _, entry in rows)
    if len(rows) <= full:
        return {urls.HEADINGS: listed}
    parted = _parted([title for title, _ in rows], 0, 0, len(rows), full)
    return {urls.headings(_named(begin)): listed[first:end] for begin, first, end in parted}


def _parted(titles: Sequence[str], common: int, first: int, end: int, full: int) -> Iterator[tuple[str, int, int]]:
    """How those of some sorted titles begin that stand on one page, with the first and the end of them. So many letters
    are `common` to all.
    """
    while first < end:
        begin = titles[first][: common + 1]
        last = bisect_right(titles, begin, first, end, key=lambda title: title[: common + 1])
        if last - first > full and len(begin) > common:
            yield from _parted(titles, common + 1, first, last, full)
        else:
            yield begin, first, last
        first = last


def _named(begin: str) -> str:
    """The last part of an address for a beginning of titles: letters of the Latin alphabet as they are."""
    letters = (c if c.isascii() and c.isalnum() else f"-{ord(c):x}" for c in begin)
    return "".join(letters) or "-"
