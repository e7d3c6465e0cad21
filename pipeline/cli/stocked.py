"""What the cache holds, in words and as data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.cli.amounts import size_in_words
from pipeline.cli.report import harmless
from pipeline.jobs.stock import Part


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
