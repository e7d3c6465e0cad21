"""Names for many things that would have the same: each but the first has a number behind it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count


class Numbered:
    """Gives the first name that is free. What was free once and was given is never free again: each of many that ask
    for one name goes on where the last one found room.
    """

    def __init__(self) -> None:
        self._next: dict[str, int] = {}

    def free(self, name: Callable[[str], str], is_free: Callable[[str], bool]) -> str:
        """`name` makes a name with what tells it from others: nothing, then `-2`, `-3` and so on."""
        plain = name("")
        numbers = count(self._next.get(plain, 1))
        named = ((number, name(f"-{number}") if number > 1 else plain) for number in numbers)
        number, found = next((number, one) for number, one in named if is_free(one))
        self._next[plain] = number + 1
        return found
