"""What is related to an entry: chosen by an editor first, then what shares most topics and audiences with it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from pipeline.model.artifact import canonical, sha256
from pipeline.model.entry import Entry, resolve
from pipeline.model.kinds import KINDS
from pipeline.model.kinds.kind import Kind
from pipeline.model.published import Published

MOST = 4
"""Entries named as related, at most, unless an editor chose more."""


def headings_of(entry: Entry[Any]) -> frozenset[str]:
    """The ids of its topics and audiences."""
    return frozenset((*getattr(entry.fields, "topics", ()), *getattr(entry.fields, "audiences", ())))


class Related:
    """The index: which entries stand below each topic and audience, as sets of bits, one bit an entry, by path. With
    them the best of thousands are found in microseconds.
    """

    def __init__(self, published: Published) -> None:
        self._published = published
        self._paths = [entry.path for entry in published.library.entries if _lasts(KINDS[entry.kind])]
        self._below: dict[str, int] = {}
        self._near: dict[frozenset[str], tuple[str, ...]] = {}
        index: list[Any] = []
        for at, path in enumerate(self._paths):
            headings = headings_of(self._entry(path))
            index.append([path, sorted(headings)])
            for heading in headings:
                self._below[heading] = self._below.get(heading, 0) | 1 << at
        mark = sha256(canonical(index))
        published.answers.facts("headings", lambda _: mark)
        published.answers.answers("related", self._related)

    def to(self, entry: Entry[Any]) -> tuple[Entry[Any], ...]:
        """The entries to name beside one, best first."""
        return tuple(self._entry(path) for path in self._published.answers.ask("related", entry.path))

    def _entry(self, path: str) -> Entry[Any]:
        entry = self._published.library.entry(path)
        assert entry is not None, path
        return entry

    def _related(self, path: str) -> tuple[str, ...]:
        self._published.answers.fact("headings")
        entry = self._published.seen(self._entry(path))
        chosen = (resolve(name, path) or "" for name in getattr(entry.fields, "related", ()))
        found = dict.fromkeys(name for name in chosen if self._published.find(name))
        same = {path, *(other.path for other in self._published.translations(entry))}
        for other in self._nearest(headings_of(entry)):
            if len(found) >= MOST:
                break
            if other not in same:
                found.setdefault(other)
        return tuple(found)

    def _nearest(self, headings: frozenset[str]) -> tuple[str, ...]:
        """Those that share most with a set of topics and audiences: as many as can be wanted of them."""
        if headings not in self._near:
            best = islice(_most_shared([self._below.get(heading, 0) for heading in headings]), 2 * MOST + 1)
            self._near[headings] = tuple(self._paths[at] for at in best)
        return self._near[headings]


def _lasts(kind: Kind[Any]) -> bool:
    """Whether entries of a kind are worth reading next, today as in a year."""
    return kind.news and kind.span is None


def _most_shared(sets: list[int]) -> Iterator[int]:
    """The members of sets of bits: those of most sets first, and of those the lowest first."""
    every, planes = 0, list[int]()  # `planes` count, for each bit, the sets it is in: one number for each binary digit
    for members in sets:
        every, carry = every | members, members
        for digit, plane in enumerate(planes):
            planes[digit], carry = plane ^ carry, plane & carry
        planes.append(carry)
    for count in range(len(sets), 0, -1):
        found = every
        for digit, plane in enumerate(planes):
            found &= plane if count >> digit & 1 else ~plane
        while found:
            lowest = found & -found
            found ^= lowest
            yield lowest.bit_length() - 1
