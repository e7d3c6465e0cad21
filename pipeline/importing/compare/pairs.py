"""Which episode of the old feed is which of the new one, by whatever they have in common."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeAlias

from pipeline.importing.compare.feeds import Told

Pair: TypeAlias = tuple[Told, Told]
"""An episode as the old feed tells it, and as the new one does."""


def paired(old: Sequence[Told], new: Sequence[Told]) -> tuple[Pair, ...]:
    """The pairs in the order of the old feed. The surest goes first: what is known by one thing is not sought by
    another.
    """
    left, right, pairs = list(old), list(new), list[Pair]()
    for of in _EVIDENCE:
        there = _unique(right, of)
        found = [(one, two) for key, one in _unique(left, of).items() if (two := there.get(key)) is not None]
        taken = {id(one) for pair in found for one in pair}
        left, right = ([one for one in some if id(one) not in taken] for some in (left, right))
        pairs += found
    places = {id(one): place for place, one in enumerate(old)}
    return tuple(sorted(pairs, key=lambda pair: places[id(pair[0])]))


def in_order(pairs: Iterable[Pair], new: Sequence[Told]) -> Pair | None:
    """The first pair that stands elsewhere in the new feed, as apps put them: by date, and of one instant as they stand
    in the feed; None where all stand as before.
    """
    places = {id(one): place for place, one in enumerate(new)}
    dated = [pair for pair in pairs if pair[0].at and pair[1].at]
    before = sorted(dated, key=lambda pair: _late(pair[0]))
    after = sorted(sorted(dated, key=lambda pair: places[id(pair[1])]), key=lambda pair: _late(pair[1]))
    return next((one for one, other in zip(before, after, strict=True) if one is not other), None)


def _late(told: Told) -> float:
    return -told.at.timestamp() if told.at else 0.0


def _guid(told: Told) -> str | None:
    return (told.guid or "").strip() or None


def _file(told: Told) -> Hashable | None:
    """Title and the name of the file: many are called `audio.mp3`."""
    name = told.sound.url.partition("?")[0].rpartition("/")[2] if told.sound else ""
    return (told.title.casefold(), name) if name else None


_EVIDENCE: tuple[Callable[[Told], Hashable | None], ...] = (
    lambda told: told.guid,
    _guid,
    lambda told: (_guid(told) or "").casefold() or None,
    lambda told: _guid(told) or told.link or None,  # what had no GUID may have its link, or its file, for one now
    lambda told: _guid(told) or (told.sound.url if told.sound else None),
    lambda told: (told.at, told.title.casefold()) if told.at else None,
    _file,
    lambda told: told.at,
    lambda told: told.title.casefold() or None,
)


def _unique(some: Iterable[Told], of: Callable[[Told], Hashable | None]) -> dict[Hashable, Told]:
    """Those that alone have something, by it."""
    found: dict[Hashable, list[Told]] = {}
    for one in some:
        if (key := of(one)) is not None:
            found.setdefault(key, []).append(one)
    return {key: ones[0] for key, ones in found.items() if len(ones) == 1}
