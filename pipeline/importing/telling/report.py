"""What an import tells: what became of each item, and of all that has no home here.

`importing/telling/document.py` makes `import-report.json` of it, `importing/telling/table.py` what people read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from pipeline.importing.deciding.losses import Decided
from pipeline.importing.keeping.merge import State
from pipeline.importing.source.loss import Outcome
from pipeline.model.decisions import Mapped
from pipeline.problems import Place, Problem

REPORT: Final = "import-report.json"
_UNWANTED: Final = ("gone", "skipped")


@dataclass(frozen=True, slots=True)
class Reported:
    """What became of one item: its id in the source, where it stands there, its kind and file, what happened to that,
    the fields that changed and those that people keep, and its losses. `state` is that of the file, `skipped` where
    people decided that the item stays where it is, `refused` where nothing could be made of it, and `vanished` where
    the source has it no more: its file stays.
    """

    id: str
    place: Place
    kind: str
    path: str
    state: State | Literal["skipped", "refused", "vanished"]
    updated: tuple[str, ...] = ()
    untouched: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    losses: tuple[Decided, ...] = ()

    @property
    def lost(self) -> tuple[Decided, ...]:
        """Its losses; nothing is lost of an item that nobody wants here."""
        return () if self.state in _UNWANTED else self.losses


@dataclass(frozen=True, slots=True)
class Missing:
    """A picture without words: its file, the entry that shows it, and where it stands in the source."""

    path: str
    shown_by: str
    place: Place


@dataclass(frozen=True, slots=True)
class OfKind:
    """All losses of one kind."""

    kind: str
    counts: Mapping[Outcome, int]
    losses: tuple[Decided, ...]

    @property
    def open(self) -> int:
        """How many wait for somebody to decide."""
        return sum(one.loss.count for one in self.losses if one.open)

    @property
    def verdicts(self) -> tuple[str, ...]:
        """What becomes of them: several, where items have decisions of their own."""
        return tuple(dict.fromkeys(said(one) for one in self.losses if not one.open))

    @property
    def trifle(self) -> bool:
        """Whether all are of a kind that is dropped without a question."""
        return all(one.by == "default" and one.loss.outcome == "dropped" for one in self.losses)

    @property
    def places(self) -> tuple[Place, ...]:
        """Where they stand, each place once."""
        return tuple(dict.fromkeys(one.loss.place for one in self.losses if one.loss.place.path))


@dataclass(frozen=True, slots=True)
class Report:
    """All that an import tells. `terms` are the categories, tags and keywords that nobody mapped yet, each with how
    many items have it and the topic that is likely meant ("": none); `people` are ids new in `people.yml`, each with
    the name in the source; `alt` are pictures without words. `problems`: what `check` says of the files.
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
    def open(self) -> int:
        """How many losses wait for a decision: while there are any, a run ends with status 1."""
        return sum(one.open for one in self.kinds())

    def all_losses(self) -> Iterator[Decided]:
        """Those of the source as a whole, and those of its items."""
        yield from self.losses
        for item in self.items:
            yield from item.lost

    def kinds(self) -> tuple[OfKind, ...]:
        """The losses by their kinds, sorted."""
        by_kind: dict[str, list[Decided]] = {}
        for one in self.all_losses():
            by_kind.setdefault(one.loss.kind, []).append(one)
        return tuple(OfKind(kind, counts(found), tuple(found)) for kind, found in sorted(by_kind.items()))

    def sources(self) -> Mapping[str, Place]:
        """Where in the source the item of each file stands."""
        return {item.path: item.place for item in self.items if item.path and item.place.path}

    def states(self) -> Counter[str]:
        """How many items became what."""
        return Counter(item.state for item in self.items)


def said(one: Decided) -> str:
    """What becomes of a loss, in one word or two; "" where nobody decided yet."""
    return f"map: {one.verdict.map}" if isinstance(one.verdict, Mapped) else one.verdict or ""


def counts(losses: Iterable[Decided]) -> Mapping[Outcome, int]:
    """How many of them were kept, changed and dropped."""
    made: Counter[Outcome] = Counter()
    for one in losses:
        made[one.loss.outcome] += one.loss.count
    return made
