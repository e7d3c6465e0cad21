"""How many stand on a page of a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

FEWEST = 24
"""Entries on a page of a list that has several, at least; no page has more than twice as many."""


def older(listed: int) -> int:
    """How many of those listed do not stand on the page of the list itself, which has the newest."""
    return FEWEST * max(0, listed // FEWEST - 1)


def parts(listed: int) -> int:
    """How many pages a list has besides its own; 0 where that is enough."""
    return -(-older(listed) // (2 * FEWEST))


def part(listed: Sequence[Any], number: int) -> Sequence[Any]:
    """What stands on such a page of a list, newest first; 0: on that of the list itself. They are numbered from the
    oldest, and all but the last are full: a new entry changes none, and each 24th makes or fills one.
    """
    first = len(listed) - older(len(listed))
    if not number:
        return listed[:first]
    end = len(listed) - 2 * FEWEST * (number - 1)
    return listed[max(first, end - 2 * FEWEST) : end]


def in_order(listed: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """The pages of what keeps an order of its own, in which new ones come last; so does the page that grows."""
    pages = max(1, len(listed) // FEWEST) if listed else 0
    for number in range(1, pages + 1):
        yield listed[FEWEST * (number - 1) : FEWEST * number if number < pages else None]
