"""The pages of all headings, where a reader without a script finds what others search: which entries stand on which.

One page while that is enough; then as many as there are beginnings of titles. A page that grew too long is parted by
one letter more, so that a new entry changes one page, or parts it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.formats import scalars
from pipeline.model import urls
from pipeline.model.entry import Entry
from pipeline.model.library import Library

FULL = 100
"""Entries on a page at most, unless more have one title."""
Listed = tuple[Entry[Any], ...]


def headed(library: Library, full: int = FULL) -> Mapping[str, Listed]:
    """The address of each page that lists entries → these, by their titles. Of several, the first page names all."""
    rows = [(scalars.sortable(entry.fields.title), entry) for entry in library.entries if entry.address]
    rows.sort(key=lambda row: (row[0], row[1].address, row[1].path))
    if len(rows) <= full:
        return {urls.HEADINGS: tuple(entry for _, entry in rows)}
    return {urls.headings(_named(begin)): listed for begin, listed in _parted("", rows, full).items()}


def _parted(begin: str, rows: Iterable[tuple[str, Entry[Any]]], full: int) -> dict[str, Listed]:
    found: dict[str, list[tuple[str, Entry[Any]]]] = {}
    for key, entry in rows:
        found.setdefault(key[: len(begin) + 1], []).append((key, entry))
    made: dict[str, Listed] = {}
    for begins, of in found.items():
        if len(of) > full and begins != begin:
            made |= _parted(begins, of, full)
        else:
            made[begins] = (*made.get(begins, ()), *(entry for _, entry in of))
    return made


def _named(begin: str) -> str:
    """The last part of an address for a beginning of titles: letters of the Latin alphabet as they are."""
    letters = (c if c.isascii() and c.isalnum() else f"-{ord(c):x}" for c in begin)
    return "".join(letters) or "-"
