"""Looking at what was published as a client does: what to ask, and what a good answer is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: status, headers (names in lower case) and the beginning of the body; status 0 with the reason when
    nothing answered.
    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    failure: str = ""


class Client(Protocol):
    """Asks as anybody can: without credentials, following no redirect. It raises nothing."""

    def ask(self, url: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> Reply:
        """The answer to one request."""
