"""One round of telling a CDN: what is due is noted before a publish, told after it, and kept when it was not taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from operator import or_
from typing import Final, Protocol

from pipeline.edge.edge import Edge, EdgeError
from pipeline.edge.stale import NOTHING, Stale
from pipeline.model.artifact import sha256

KEY: Final = "cdn.json"
"""Where the ledger of a target keeps what its CDN was not told yet."""


class Ledger(Protocol):
    """Keyed bytes in the state of a target."""

    def read(self, key: str) -> bytes | None:
        """What stands there, or None."""

    def write(self, key: str, data: bytes) -> None:
        """Write over what stands there."""


@dataclass(frozen=True, slots=True)
class Told:
    """What became of it: what the CDN forgets, what it was not told, and why not."""

    label: str
    told: Stale
    left: Stale = NOTHING
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """A round. Its methods raise what the ledger raises."""

    edge: Edge
    ledger: Ledger

    def note(self, stale: Stale) -> None:
        """Keep that this is about to be stale, so that a run that is killed does not leave it in the caches."""
        held = self._due()
        if stale and held | stale != held:
            self.ledger.write(KEY, (held | stale).to_bytes())

    def tell(self, stale: Stale, at: datetime) -> Told | None:
        """Tell this, and what earlier rounds left; None when there is nothing to tell. What is not taken is kept."""
        held = self._due()
        due = (held | stale).bounded()
        if not due:
            return None
        done, left, failure = self._send(tuple(self.edge.parts(due)), at)
        if left != held:
            self.ledger.write(KEY, left.to_bytes())
        return Told(self.edge.label, done, left, failure)

    def _due(self) -> Stale:
        data = self.ledger.read(KEY)
        return NOTHING if data is None else Stale.from_bytes(data)

    def _send(self, parts: Sequence[Stale], at: datetime) -> tuple[Stale, Stale, str]:
        """What was taken, what was not, and why not: who refuses one part is asked for no other."""
        for number, part in enumerate(parts):
            try:
                self.edge.tell(part, reference(part, at))
            except EdgeError as error:
                return _all(parts[:number]), _all(parts[number:]), str(error)
        return _all(parts), NOTHING, ""


def reference(part: Stale, at: datetime) -> str:
    """A name for a request: the instant of the run, and what it asks."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{sha256(part.to_bytes())[:12]}"


def _all(parts: Sequence[Stale]) -> Stale:
    return reduce(or_, parts, NOTHING)
