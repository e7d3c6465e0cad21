"""What a publish asks of a store, request by request, and what that costs."""

from __future__ import annotations

from dataclasses import dataclass, fields
from math import ceil
from typing import Final

from pipeline.settings.prices import Prices

GB: Final = 1_000_000_000
"""Bytes."""


@dataclass(frozen=True, slots=True)
class Requests:
    """How many requests of which class, and bytes: what goes out (`sent`), what of the store's own is kept for a way
    back (`kept`), and what is `public` afterwards. Parts of a large file, and where one begins and ends, are puts;
    questions without an answer's body are gets.
    """

    put: int = 0
    copy: int = 0
    list: int = 0
    get: int = 0
    delete: int = 0
    sent: int = 0
    kept: int = 0
    public: int = 0

    def __add__(self, other: Requests) -> Requests:
        return Requests(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    @property
    def class_a(self) -> int:
        """Those that most price lists call class A, or tier 1."""
        return self.put + self.copy + self.list

    def price(self, prices: Prices) -> float:
        """What they cost once."""
        asked = ((self.class_a, prices.class_a), (self.get, prices.class_b), (self.delete, prices.delete))
        return sum(count * price for count, price in asked) / 1000

    def a_month(self, prices: Prices) -> float:
        """What it costs a month that there is what is public."""
        return self.public / GB * prices.stored


def sent(size: int, keys: int, *, part: int, most: int) -> Requests:
    """A file that goes out under so many keys: as a whole, or in parts of `part` bytes, at most so many of them."""
    if size <= part:
        return Requests(put=keys, sent=keys * size)
    parts = ceil(size / max(part, size // most + 1))
    return Requests(put=keys * (parts + 2), sent=keys * size)
