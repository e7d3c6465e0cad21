"""A CDN before a target, and what it says when it can't or must not do what was asked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from pipeline.edge.stale import Stale
from pipeline.problems import Finding


class EdgeError(Exception):
    """The CDN refused, failed or did not answer. `hint` is the remedy; neither holds a secret."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.message, self.hint = message, hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class Edge(Protocol):
    """A CDN. It is asked after a publish, and nothing that it answers makes the publish fail."""

    @property
    def label(self) -> str:
        """What people call it."""

    def parts(self, stale: Stale) -> Iterable[Stale]:
        """The same in parts, each of which one request tells."""

    def tell(self, part: Stale, reference: str) -> None:
        """Let its caches forget a part. Who is told twice with the same `reference` does it once, if it knows how.
        Raises `EdgeError`.
        """

    def examine(self) -> tuple[Finding, ...]:
        """Whether it can be told: a look that changes nothing and raises nothing."""
