"""What an import tells: what became of each item, and of all that has no home here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pipeline.importing.losses import Decided
from pipeline.importing.merge import State
from pipeline.problems import Place, Problem

REPORT: Final = "import-report.json"


@dataclass(frozen=True, slots=True)
class Reported:
    """What became of one item: its id in the source, where it stands there, its kind and file, what happened to that,
    the fields that changed and those that people keep, and its losses.
    """

    id: str
    place: Place
    kind: str
    path: str
    state: State
    updated: tuple[str, ...] = ()
    untouched: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    losses: tuple[Decided, ...] = ()


@dataclass(frozen=True, slots=True)
class Missing:
    """A picture without words: its file, the entry that shows it, and where it stands in the source."""

    path: str
    shown_by: str
    place: Place


@dataclass(frozen=True, slots=True)
class Report:
    """All that an import tells. `terms` are the categories, tags and keywords, each with how many items have it and the
    topic that is likely meant; `people` are ids new in `people.yml`, each with the name in the source; `alt` are
    pictures without words. `problems`: what `check` would say, with the line of the source.
    """

    source: str
    items: tuple[Reported, ...] = ()
    losses: tuple[Decided, ...] = ()
    terms: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    alt: tuple[Missing, ...] = ()
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def undecided(self) -> Mapping[str, int]:
        """The kinds of loss of which nobody decided yet, each with how many times it is there."""
        counts: dict[str, int] = {}
        for one in self.all_losses():
            if one.open:
                counts[one.loss.kind] = counts.get(one.loss.kind, 0) + one.loss.count
        return dict(sorted(counts.items()))

    def all_losses(self) -> Sequence[Decided]:
        """Those of the source as a whole, and those of its items."""
        return [*self.losses, *(loss for item in self.items for loss in item.losses)]

    def data(self) -> dict[str, Any]:
        """The report as plain data, `version: 1`: `import-report.json`."""
        return {"version": 1, "source": self.source}

    def lines(self) -> tuple[str, ...]:
        """The report as people read it."""
        return ()
