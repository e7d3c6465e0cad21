"""What the cache holds, in words and as data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from pipeline.cli.amounts import size_in_words
from pipeline.cli.report import harmless
from pipeline.jobs.stock import Part
from pipeline.stores import Held


def in_words(parts: Sequence[Part], days: int, pruned: Part | None, spoiled: Sequence[str] | None) -> str:
    """What was done, then a line for each sort of work, and the sum."""
    return "\n".join(harmless(line) for line in (*_done(days, pruned, spoiled), *_table(parts, days)))


def _done(days: int, pruned: Part | None, spoiled: Sequence[str] | None) -> Iterator[str]:
    for key in spoiled or ():
        yield f"removed    {key}: it is not what was written there"
    if spoiled is not None:
        again = f"{len(spoiled)} were not what was written there: the next build makes again what it needs"
        yield f"Verified: {again if spoiled else 'every file is what was written there'}."
    if pruned is not None:
        yield f"Pruned: {pruned.count} files ({size_in_words(pruned.size)}) that no build used for {days} days."


def _table(parts: Sequence[Part], days: int) -> Iterator[str]:
    whole = Part("in all", *(sum(getattr(part, of) for part in parts) for of in ("count", "size", "idle")))
    yield f"{'work':18}  {'files':>7}  {'size':>9}  unused for {days} days"
    for part in (*parts, whole):
        yield f"{part.work:18}  {part.count:7}  {size_in_words(part.size):>9}  {size_in_words(part.idle):>9}"


def as_data(parts: Sequence[Part], days: int, pruned: Part | None, spoiled: Sequence[str] | None) -> dict[str, Any]:
    """The same as JSON data; sizes are bytes."""
    listed = [{"work": one.work, "files": one.count, "size": one.size, "idle": one.idle} for one in parts]
    return {
        "keep_days": days,
        "parts": listed,
        "pruned": None if pruned is None else {"files": pruned.count, "size": pruned.size},
        "spoiled": None if spoiled is None else list(spoiled),
    }


class Objects(Protocol):
    """A store that machines share."""

    def held(self) -> tuple[Held, ...]: ...

    def prune(self, days: int) -> tuple[Held, ...]: ...

    def verify(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Shared:
    """A shared store: its objects, and what was done there."""

    held: tuple[Held, ...]
    days: int
    pruned: tuple[Held, ...] | None = None
    spoiled: tuple[str, ...] | None = None

    def in_words(self) -> str:
        """A line for each thing that was done, and one for what it holds."""
        lines = [
            f"removed    {key} of the shared store: it is not what was written there" for key in self.spoiled or ()
        ]
        if self.spoiled is not None:
            lines.append(f"Verified the shared store: {len(self.spoiled)} objects were not what was written there.")
        if self.pruned is not None:
            gone = f"{len(self.pruned)} objects ({size_in_words(_size(self.pruned))})"
            lines.append(f"Pruned the shared store: {gone} that no build used for {self.days} days.")
        lines.append(f"{'shared store':18}  {len(self.held):7}  {size_in_words(_size(self.held)):>9}")
        return "\n".join(map(harmless, lines))

    def as_data(self) -> dict[str, Any]:
        """The same as JSON data; sizes are bytes."""
        return {
            "keep_days": self.days,
            "objects": len(self.held),
            "size": _size(self.held),
            "pruned": None if self.pruned is None else {"objects": len(self.pruned), "size": _size(self.pruned)},
            "spoiled": None if self.spoiled is None else list(self.spoiled),
        }


def shared(store: Objects, days: int, *, prune: bool, verify: bool) -> Shared:
    """What a shared store holds, once it was verified and pruned as asked."""
    spoiled = store.verify() if verify else None
    pruned = store.prune(days) if prune else None
    return Shared(store.held(), days, pruned, spoiled)


def _size(held: tuple[Held, ...]) -> int:
    return sum(one.size for one in held)
