"""What is related to an entry: chosen by an editor first, then what shares most topics and audiences with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import nsmallest
from typing import Any

from pipeline.model.entry import Entry, resolve
from pipeline.model.kinds import KINDS
from pipeline.model.library import Library

MOST = 4
"""Entries named as related, at most, unless an editor chose more."""


def headings_of(entry: Entry[Any]) -> frozenset[str]:
    """The ids of its topics and audiences."""
    return frozenset((*getattr(entry.fields, "topics", ()), *getattr(entry.fields, "audiences", ())))


@dataclass(frozen=True, slots=True)
class Related:
    """The index: which entries stand below each topic and audience. Of a large library few are looked at."""

    library: Library
    _below: dict[str, list[Entry[Any]]] = field(default_factory=dict, init=False)
    _near: dict[frozenset[str], tuple[Entry[Any], ...]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        for entry in self.library.entries:
            if KINDS[entry.kind].news:
                for heading in headings_of(entry):
                    self._below.setdefault(heading, []).append(entry)

    def to(self, entry: Entry[Any]) -> tuple[Entry[Any], ...]:
        """The entries to name beside one, best first."""
        chosen = (self.library.entry(resolve(path, entry.path) or "") for path in getattr(entry.fields, "related", ()))
        found = {other.path: other for other in chosen if other}
        for other in self._nearest(headings_of(entry)):
            if len(found) >= MOST:
                break
            if other is not entry:
                found.setdefault(other.path, other)
        return tuple(found.values())

    def _nearest(self, headings: frozenset[str]) -> Iterable[Entry[Any]]:
        """Those that share most with a set of topics and audiences: as many as can be wanted of them. Worked out once
        for each set, since many entries have few sets.
        """
        if headings not in self._near:
            shared = Counter(entry.path for heading in headings for entry in self._below.get(heading, ()))
            best = nsmallest(2 * MOST + 1, shared.items(), key=lambda one: (-one[1], one[0]))
            near = (self.library.entry(path) for path, _ in best)
            self._near[headings] = tuple(entry for entry in near if entry)
        return self._near[headings]
