"""The ledger: what was tried for each event and each endpoint, one object an attempt, written create-only.

EVENT/ENDPOINT/1.json       a claim, written before anything is sent; then, by who claimed, what became of it
EVENT/ENDPOINT/2.json       the next attempt

Of two runs that want an attempt the target lets one create it. A claim without an end whose run is not heard of any
more was sent or was not: after `STALE` it counts as an attempt that failed, and the next one says the same again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

from pipeline.model.artifact import canonical
from pipeline.model.entry import utc

ATTEMPTS: Final = 5
"""The most attempts for one event at one endpoint."""
STALE: Final = timedelta(minutes=15)
"""Longer than any delivery takes, and than clocks differ."""


class Ledger(Protocol):
    """Keyed bytes in the state of a target."""

    def read(self, key: str) -> bytes | None:
        """What stands there, or None."""

    def create(self, key: str, data: bytes) -> bool:
        """Write where nothing stands; whether it was written."""

    def write(self, key: str, data: bytes) -> None:
        """Write over what stands there."""


class State(StrEnum):
    """How an event stands at an endpoint."""

    DUE = "due"
    SENT = "sent"
    FAILED = "failed"
    HELD = "held"
    WAITING = "waiting"
    GIVEN_UP = "given up"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt: when it was claimed, and whether it was taken; None as long as nobody knows."""

    claimed: datetime
    taken: bool | None = None
    said: str = ""

    def to_bytes(self) -> bytes:
        return canonical({"version": 1, "claimed": utc(self.claimed), "taken": self.taken, "said": self.said})

    @classmethod
    def from_bytes(cls, data: bytes) -> Attempt:
        """What `to_bytes` wrote. What can't be read is an attempt that failed: it was begun, and never forgotten."""
        try:
            plain = json.loads(data)
            return cls(datetime.fromisoformat(plain["claimed"]), plain["taken"], str(plain["said"]))
        except (KeyError, TypeError, ValueError):
            return cls(datetime.fromisoformat("1990-01-01T00:00:00Z"), taken=False)


def attempts(ledger: Ledger, event: str, endpoint: str) -> tuple[Attempt, ...]:
    """What was tried so far, the first first."""
    return tuple(_attempts(ledger, event, endpoint))


def _attempts(ledger: Ledger, event: str, endpoint: str) -> Iterator[Attempt]:
    for number in range(1, ATTEMPTS + 1):
        data = ledger.read(key(event, endpoint, number))
        if data is None:
            return
        yield Attempt.from_bytes(data)


def key(event: str, endpoint: str, number: int) -> str:
    """Where an attempt stands, counted from 1."""
    return f"{event}/{endpoint}/{number}.json"


def standing(tried: Sequence[Attempt], now: datetime) -> State:
    """What is to be done after these attempts."""
    if any(attempt.taken for attempt in tried):
        return State.SENT
    if tried and tried[-1].taken is None and now - tried[-1].claimed < STALE:
        return State.HELD
    return State.GIVEN_UP if len(tried) >= ATTEMPTS else State.DUE
