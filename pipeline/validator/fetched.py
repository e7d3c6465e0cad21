"""A feed as it came from its address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Fetched:
    """The bytes of a feed, the address that gave them after redirects, and what its server said that they are."""

    data: bytes
    url: str
    content_type: str = ""


class Unreachable(Exception):
    """An address gave no feed: why, and the remedy."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.message, self.hint = message, hint


class Fetcher(Protocol):
    """Fetches what lies at an address of the web."""

    def get(self, url: str) -> Fetched:
        """What lies there. Raises `Unreachable`."""
