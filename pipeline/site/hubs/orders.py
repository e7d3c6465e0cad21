"""Long lists in another order: from A to Z, and the shortest first.

A page of such a list holds a run: entries that begin alike, by their first letter, or by their minutes. A run that is
too long is parted by what comes next, the second letter or the year, and so on; small ones beside each other are
joined. So a new entry changes the run in which it stands, and at most its neighbours: pages of a fixed number of
entries would all move behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from pipeline.formats import letters
from pipeline.model.artifact import canonical, sha256
from pipeline.model.entry import Entry
from pipeline.model.published import Published
from pipeline.site.hubs import paging
from pipeline.site.hubs.lists import Lists

Key = tuple[str, ...]
"""What a list is ordered by, in the steps in which it is parted: after those of the order come those of the path, so
that no two are alike. That has a `/`, which no other step has.
"""
Keyed = tuple[Key, Entry[Any]]
TITLE, LENGTH = "title", "length"
_LONGEST = 80
"""Letters of the name of a run, at most: it is that of a folder."""


@dataclass(frozen=True, slots=True)
class Run:
    """A page of an ordered list: its entries, how the first and the last of its parts begin, and the name of the page
    in its address, empty for the first of all.
    """

    entries: tuple[Entry[Any], ...]
    first: Key
    last: Key
    name: str = ""


@dataclass(frozen=True, slots=True)
class Ordered:
    """A list in an order: its runs, and where each first step is met: a letter, or a number of minutes."""

    runs: tuple[Run, ...]
    steps: tuple[tuple[str, str], ...]

    def at(self, number: int) -> str | None:
        """The name of a run; None where there is none."""
        return self.runs[number].name if 0 <= number < len(self.runs) else None


class Orders:
    """The lists that can be read in another order: those of kinds that have several pages."""

    def __init__(self, published: Published, lists: Lists) -> None:
        self._published, self._lists = published, lists
        self._ordered: dict[str, dict[str, Ordered]] = {}
        published.answers.facts("orders", lambda name: " ".join(self._ordered.get(name, ())))
        published.answers.facts("run", self._told)

    def add(self, name: str) -> dict[str, Ordered]:
        """The orders of a list; none where it has one page alone."""
        if self._lists.parts(name):
            listed = self._lists.whole(name)
            keyed = {TITLE: from_a_to_z(listed)}
            minutes = [(self._minutes(one), one) for one in listed]
            if any(found for found, _ in minutes):
                keyed[LENGTH] = self._by_length(minutes)
            self._ordered[name] = {order: ordered(each) for order, each in keyed.items()}
        return self._ordered.get(name, {})

    def of(self, name: str) -> Iterable[str]:
        """The orders of a list by their names; noted as asked."""
        self._published.answers.fact("orders", name)
        return self._ordered.get(name, ())

    def run(self, name: str, order: str, run: str) -> tuple[Ordered, int]:
        """A run by its name, with its number; noted as asked."""
        self._published.answers.fact("run", f"{name}, {order}, {run}")
        found = self._ordered[name][order]
        return found, _number(found, run)

    def _told(self, subject: str) -> str:
        """What the page of a run shows of the list. The first names all steps."""
        name, order, run = subject.rsplit(", ", 2)
        found = self._ordered.get(name, {}).get(order)
        number = _number(found, run) if found else -1
        if found is None or number < 0:
            return ""
        one = found.runs[number]
        beside = [found.at(number - 1), found.at(number + 1), *([] if number else found.steps)]
        return sha256(canonical([[entry.path for entry in one.entries], one.first, one.last, beside]))

    def _minutes(self, entry: Entry[Any]) -> int:
        """How long one takes to read, to fill in or to hear; 0 where nothing tells."""
        sound = self._published.media.get(entry.path)
        told = self._published.minutes(entry) or getattr(entry.fields, "minutes", None)
        return told or (max(1, round(sound.seconds / 60)) if sound else 0)

    def _by_length(self, minutes: Iterable[tuple[int, Entry[Any]]]) -> list[Keyed]:
        """The shortest first; of as many minutes those of the newest day."""
        days = [(found, self._day(one), one) for found, one in sorted(minutes, key=lambda each: each[1].path)]
        days.sort(key=lambda each: each[1], reverse=True)
        days.sort(key=lambda each: each[0])
        return [((str(found), *day.split("-"), *one.path), one) for found, day, one in days]

    def _day(self, entry: Entry[Any]) -> str:
        return self._published.day(entry.fields.date) if entry.fields.date else ""


def _number(found: Ordered, run: str) -> int:
    return next((number for number, one in enumerate(found.runs) if one.name == run), -1)


def from_a_to_z(entries: Iterable[Entry[Any]]) -> list[Keyed]:
    """By title; one before all that only begin with it."""

    def alphabetically(one: Keyed) -> tuple[str, str]:
        letters, _, path = "".join(one[0]).partition("/")
        return letters, path

    return sorted(((_by_title(one), one) for one in entries), key=alphabetically)


def _by_title(entry: Entry[Any]) -> Key:
    """The letters of a title as they are sorted, without accents and marks."""
    return (*(letters.sortable(entry.fields.title) or "#"), "/", *entry.path)


def ordered(listed: Sequence[Keyed]) -> Ordered:
    """What is sorted by its keys, in runs."""
    runs: list[Run] = []
    for run in _runs(listed):
        if runs and min(len(runs[-1].entries), len(run.entries)) < paging.FEWEST and _fit(runs[-1], run):
            run = _joined(runs.pop(), run)  # noqa: PLW2901 - what was begun goes on
        runs.append(run)
    named = [replace(run, name=_name(run.first) if number else "") for number, run in enumerate(runs)]
    where = {entry.path: run.name for run in named for entry in run.entries}
    steps = ((step, where[next(alike)[1].path]) for step, alike in groupby(listed, key=lambda one: one[0][0]))
    return Ordered(tuple(named), tuple(steps))


def _runs(listed: Sequence[Keyed], depth: int = 1) -> Iterator[Run]:
    """Sorted entries in runs of those that begin alike, as many steps as it takes; small ones of one beginning are
    joined, so that what moves behind a new entry has the same beginning.
    """
    held: Run | None = None
    for begin, found in groupby(listed, key=lambda one: one[0][:depth]):
        alike = list(found)
        run = Run(tuple(entry for _, entry in alike), begin, begin)
        if held and _fit(held, run):
            held = _joined(held, run)
            continue
        if held:
            yield held
        held = run if len(alike) <= 2 * paging.FEWEST else None
        if held is None:
            yield from _runs(alike, _alike(alike[0][0], alike[-1][0]) + 1)
    if held:
        yield held


def _alike(first: Key, last: Key) -> int:
    """How many steps the keys have in common that lie between these."""
    return next(number for number, (one, other) in enumerate(zip(first, last, strict=False)) if one != other)


def _fit(one: Run, other: Run) -> bool:
    return len(one.entries) + len(other.entries) <= 2 * paging.FEWEST


def _joined(one: Run, other: Run) -> Run:
    return Run((*one.entries, *other.entries), one.first, other.last)


def _name(begin: Key) -> str:
    """How something begins, as a part of an address: letters and digits stay that every client writes alike. Where it
    goes on to the path, or is long, it is named by its digest.
    """
    steps = ("".join(map(_coded, step)) for step in begin)
    name = ("" if all(len(step) == 1 for step in begin) else "-").join(steps)
    return name if len(name) <= _LONGEST and "/" not in begin else sha256(name.encode())[:12]


def _coded(one: str) -> str:
    return one if one.isascii() and one.isalnum() else "_" if one == " " else f"-{ord(one):x}-"
