"""What is remembered of the last look at what is public, where every machine finds it: in the target's ledger.

A publish may end before it looked, and a look may find something; so it is remembered which release was looked at and
what was wrong. Whoever publishes next looks again until all is well.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

from pipeline.model.artifact import canonical
from pipeline.model.entry import utc
from pipeline.problems import Finding

KEY: Final = "look.json"
"""Where it stands in a ledger."""


@dataclass(frozen=True, slots=True)
class Looked:
    """The last look: the id of the release that was looked at ("": none was), the instant of that run, and what was
    wrong.
    """

    release: str = ""
    instant: str = ""
    wrong: tuple[Finding, ...] = ()

    @classmethod
    def of(cls, release: str, instant: datetime, findings: tuple[Finding, ...]) -> Looked:
        """What a look found."""
        return cls(release, utc(instant), tuple(finding for finding in findings if not finding.ok))

    def was_well(self, release: str) -> bool:
        """Whether it was at this release, and found nothing wrong."""
        return self.release == release and not self.wrong

    def to_json(self) -> dict[str, Any]:
        wrong = [{"subject": one.subject, "message": one.message, "hint": one.hint} for one in self.wrong]
        return {"release": self.release, "instant": self.instant, "wrong": wrong}

    def to_bytes(self) -> bytes:
        return canonical({"version": 1, **self.to_json()})

    @classmethod
    def from_bytes(cls, data: bytes | None) -> Looked:
        """What `to_bytes` wrote; of anything else that nothing was looked at, so that it is looked at again."""
        try:
            plain: Mapping[str, Any] = json.loads(data or b"")
            wrong = (Finding(False, one["subject"], one["message"], one["hint"]) for one in plain["wrong"])
            return cls(plain["release"], plain["instant"], tuple(wrong)) if plain["version"] == 1 else cls()
        except (KeyError, TypeError, ValueError):
            return cls()


@dataclass(frozen=True, slots=True)
class Due:
    """A look that is to be made: at which release, whether all of it is new to who looks, and at which addresses
    something was wrong the last time.
    """

    release: str
    everything: bool
    again: tuple[str, ...] = ()


class Ledger(Protocol):
    """Keyed bytes in the state of a target; all may raise `TargetError`."""

    def read(self, key: str) -> bytes | None:
        """What stands there, or None."""

    def write(self, key: str, data: bytes) -> None:
        """Write over what stands there."""


def last_look(ledger: Ledger) -> Looked:
    """The last look of any machine."""
    return Looked.from_bytes(ledger.read(KEY))


def remember(ledger: Ledger, seen: Looked) -> None:
    """Let every machine know."""
    ledger.write(KEY, seen.to_bytes())


def due(last: Looked, before: str, after: str) -> Due | None:
    """What is to be looked at, when the release `after` is public in place of `before`, or is the same."""
    if last.was_well(after):
        return None
    return Due(after, last.release != before or not before, tuple(one.subject for one in last.wrong))
