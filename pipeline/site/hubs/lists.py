"""Which entries stand on which list, newest first; on which page of a list that is too long for one; and what such a
list can be narrowed to.

Pages are numbered from the oldest, so that a new entry changes the newest alone: the others stay as they are, byte for
byte. A list is narrowed as long as it has several pages, by each facet that parts it, to lists that are narrowed in
turn: so on how many an entry stands follows from its topics and audiences, however many entries there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any

from pipeline.model.artifact import canonical, sha256
from pipeline.model.entry import Entry
from pipeline.model.kinds import KINDS
from pipeline.model.library import Library, newest_first
from pipeline.model.published import Published
from pipeline.model.rows import Data
from pipeline.site.hubs import chosen as choices
from pipeline.site.hubs import paging
from pipeline.site.hubs.chosen import FACETS, Chosen

NEWS = "newest"
"""The list of what is new, of all kinds that have no section of their own on the first page."""


class Lists:
    """The lists of what is published, by name: `kind article`, `topic sleep, audience family`, `person ann`; and
    `front news`, what is not over, as its day comes.
    """

    def __init__(self, published: Published) -> None:
        self._published = published
        self._lists: dict[str, list[Entry[Any]]] = {}
        self._chosen: dict[str, Chosen] = {}
        self._narrower: dict[str, list[Chosen]] = {}
        entries = sorted(published.library.entries, key=newest_first, reverse=True)
        for entry in entries:
            for name in _others(entry, published):
                self._lists.setdefault(name, []).append(entry)
        for kind in (kind for kind in KINDS.values() if kind.span):
            self._lists.get(f"front {kind.name}", []).sort(key=partial(_ahead, published.library))
        self._narrow(entries)
        answers = published.answers
        answers.facts("listed", lambda name: _mark(self._lists.get(name, ())))
        answers.facts("listed on", self._on)
        answers.facts("narrower", lambda name: self._told(self._narrower.get(name, ())))
        answers.facts("wider", lambda name: " ".join(to for _, to in self._without(name)))

    def of(self, name: str) -> list[Entry[Any]]:
        """The entries of a list, newest first; noted as asked."""
        self._published.answers.fact("listed", name)
        return self._lists.get(name, [])

    def whole(self, name: str) -> list[Entry[Any]]:
        """The same, for those who note what they make of it."""
        return self._lists.get(name, [])

    # Pages

    def parts(self, name: str) -> int:
        """How many pages a list has besides its own; 0 where that is enough."""
        return paging.parts(len(self._lists.get(name, ())))

    def part(self, name: str, number: int) -> list[Entry[Any]]:
        """The entries on such a page, newest first; 0: on that of the list itself, which has the newest. Noted is what
        stands there, and whether it leads to the page of the list.
        """
        self._published.answers.fact("listed on", f"{name}, page {number}")
        return list(paging.part(self._lists.get(name, []), number))

    def _on(self, page: str) -> str:
        name, _, number = page.rpartition(", page ")
        parts = self.parts(name)
        return (
            f"{_mark(paging.part(self._lists.get(name, []), int(number)))} {parts if int(number) in (0, parts) else ''}"
        )

    # Narrower lists

    def narrower(self, wide: Chosen) -> list[Chosen]:
        """What a list can be narrowed to, in no order; noted as asked, with how many entries each has, and where it
        stands.
        """
        self._published.answers.fact("narrower", wide.name)
        return self._narrower.get(wide.name, [])

    def wider(self, one: Chosen) -> list[tuple[tuple[str, str], str]]:
        """What was chosen of several facets, each with the address of the list without it; noted as asked."""
        self._published.answers.fact("wider", one.name)
        return list(self._without(one.name))

    def _without(self, name: str) -> Iterator[tuple[tuple[str, str], str]]:
        one = self._chosen.get(name)
        for less, each in zip(one.wider(), one.facets, strict=False) if one else ():
            there = next(wider for wider in (less, *less.wider()) if wider.name in self._lists)
            yield each, self.home(there).address

    def size(self, one: Chosen) -> int:
        """How many entries a list has that something can be narrowed to."""
        return len(self._lists[one.name])

    def views(self) -> Iterator[Chosen]:
        """The narrower lists that have a page of their own."""
        found = dict.fromkeys(one for narrower in self._narrower.values() for one in narrower)
        return (one for one in found if self.home(one) == one)

    def home(self, one: Chosen) -> Chosen:
        """The list that shows the same with less chosen, if there is one: all that is there on sleep are articles."""
        size = len(self._lists[one.name])
        for wider in one.wider():
            if _has_a_page(wider) and len(self._lists.get(wider.name, ())) == size:
                return self.home(wider)
        return one

    def _narrow(self, entries: Iterable[Entry[Any]]) -> None:
        """The lists of all that can be chosen, and of each that has several pages narrower ones."""
        wide = [self._add(Chosen(((facet, one),)), less) for facet in FACETS for one, less in _parted(entries, facet)]
        for one in wide:  # which grows
            if not self.parts(one.name) or not _has_a_page(one):
                continue
            listed = self._lists[one.name]
            for facet in (facet for facet in FACETS if not one.has(facet)):
                for value, less in _parted(listed, facet):
                    if len(less) < len(listed):
                        narrower = one.besides(facet, value)
                        self._narrower.setdefault(one.name, []).append(narrower)
                        if narrower.name not in self._lists:
                            wide.append(self._add(narrower, less))

    def _add(self, one: Chosen, listed: list[Entry[Any]]) -> Chosen:
        self._lists[one.name], self._chosen[one.name] = listed, one
        return one

    def _told(self, narrower: Iterable[Chosen]) -> str:
        told = sorted((one.name, self.home(one).name, len(self._lists[one.name])) for one in narrower)
        return sha256(canonical(told))

    def cards(self, entries: Iterable[Entry[Any]]) -> list[Data]:
        """Entries as lists show them."""
        return [self._published.card(entry) for entry in entries]


def _others(entry: Entry[Any], published: Published) -> Iterator[str]:
    """The lists on which an entry stands besides those of what can be chosen."""
    kind = KINDS[entry.kind]
    if entry.path not in published.library.over:
        if kind.span or kind.front.section != NEWS:
            yield f"front {kind.name}"
        if kind.news and kind.front.section == NEWS:
            yield NEWS
    yield from (f"person {one}" for one in published.involved(entry))


def _ahead(library: Library, entry: Entry[Any]) -> tuple[bool, datetime]:
    """The key by which what is not over is sorted: what is ahead, as its day comes; then the rest, as it stood."""
    span = library.span(entry)
    begins = span.begins if span else None
    return begins is None, begins or datetime.min.replace(tzinfo=UTC)


def _parted(listed: Iterable[Entry[Any]], facet: str) -> Iterable[tuple[str, list[Entry[Any]]]]:
    """Entries by what they have of a facet."""
    found: dict[str, list[Entry[Any]]] = {}
    for entry in listed:
        for one in choices.of(entry, facet):
            found.setdefault(one, []).append(entry)
    return found.items()


def _has_a_page(one: Chosen) -> bool:
    """Whether a list is one that a hub shows: of kinds those whose hub lists entries as all hubs do."""
    facet, name = one.facets[0]
    if len(one.facets) > 1 or facet != "kind":
        return True
    kind = KINDS[name]
    above = kind.above.hub if kind.above else None
    hub = kind.hub or (above if above and above.groups == "kind" else None)
    return hub is not None and not hub.template


def _mark(listed: Iterable[Entry[Any]]) -> str:
    lines = ("\t".join((entry.path, *getattr(entry.fields, "topics", ()))) for entry in listed)
    return sha256("\n".join(lines).encode())
