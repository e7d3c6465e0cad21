"""What is chosen of all entries: a topic, an audience, a kind, or several of them at once; and the list of that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.model import urls
from pipeline.model.entry import Entry
from pipeline.model.kinds import KINDS

FACETS = ("topic", "audience", "kind")
"""What a list can be narrowed by. The first that is chosen has the hub, the others stand below it."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Some facets with what is chosen of each, in the order of `FACETS`."""

    facets: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        """The list of it: `topic sleep, kind article`."""
        return ", ".join(f"{facet} {one}" for facet, one in self.facets)

    @property
    def hub(self) -> Chosen:
        """The facet that has the hub, alone."""
        return Chosen(self.facets[:1])

    @property
    def address(self) -> str:
        """Where the list stands: `topics/sleep/kind/article/`."""
        at = _hub(*self.facets[0])
        for facet, one in self.facets[1:]:
            at = urls.narrowed(at, facet, one)
        return at

    def has(self, facet: str) -> bool:
        return any(facet == other for other, _ in self.facets)

    def besides(self, facet: str, one: str) -> Chosen:
        """The same, narrowed further."""
        return Chosen(tuple(sorted((*self.facets, (facet, one)), key=lambda each: FACETS.index(each[0]))))

    def without(self, facet: str) -> Chosen:
        """The same without one of several facets."""
        return Chosen(tuple(each for each in self.facets if each[0] != facet))

    def wider(self) -> Iterator[Chosen]:
        """The same without one of its facets, each in turn; nothing where there is one alone."""
        if len(self.facets) > 1:
            yield from (self.without(facet) for facet, _ in self.facets)


def of(entry: Entry[Any], facet: str) -> tuple[str, ...]:
    """What an entry has of a facet."""
    if facet == "kind":
        return (entry.kind,)
    return tuple(dict.fromkeys(getattr(entry.fields, f"{facet}s", ())))


def _hub(facet: str, one: str) -> str:
    if facet == "kind":
        return (KINDS[one].above or KINDS[one]).root  # what belongs to others stands on the hub of those
    return urls.topic(one) if facet == "topic" else urls.audience(one)
