"""What was seen at addresses, remembered between runs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from pipeline.model.artifact import canonical
from pipeline.model.entry import utc

VERSION = 1
State = Literal["there", "moved", "gone", "silent", "unsure", "barred"]
"""A page is there, or at another address for good, or nowhere; nobody answers now; the server answers programs
otherwise than readers; or its rules ask programs to stay away.
"""
LASTING = frozenset({"there", "moved", "unsure", "barred"})
"""What is believed for some days. What is wrong is asked for again by each run: somebody may just have mended it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen at an address: why that counts as what it does, in words; the status of the last answer (0: there
    was none); where the page has moved `to`; an archived `copy` of it and its day; of sound its `length`
    in bytes (0: not told), its media `type` and whether its server gives `parts` of it; and the instant (UTC, ISO
    8601), for what is wrong with that `since` which it was so each time.
    """

    state: State
    why: str = ""
    status: int = 0
    to: str = ""
    copy: str = ""
    copied: str = ""
    length: int = 0
    type: str = ""
    parts: bool = False
    at: str = ""
    since: str = ""

    @property
    def wrong(self) -> bool:
        """Whether there was no page."""
        return self.state in ("gone", "silent")


@dataclass(frozen=True, slots=True)
class Memory:
    """What was seen, by address."""

    seen: Mapping[str, Seen] = field(default_factory=dict)

    @classmethod
    def from_bytes(cls, data: bytes | None) -> Memory:
        """From what `to_bytes` made; nothing is known where it is anything else."""
        try:
            plain = json.loads(data or b"{}")
            if plain["version"] == VERSION:
                return cls(TypeAdapter(dict[str, Seen]).validate_python(plain["seen"]))
        except (ValueError, RecursionError, KeyError, TypeError, ValidationError):
            pass
        return cls()

    def to_bytes(self) -> bytes:
        """For the next run."""
        return canonical({"version": VERSION, "seen": {url: asdict(one) for url, one in self.seen.items()}})

    def holding(self, urls: Iterable[str], now: datetime, days: int) -> Memory:
        """What is known of these addresses and still believed: seen in the last so many days."""
        oldest, newest = utc(now - timedelta(days=days)), utc(now)
        known = {url: self.seen[url] for url in urls if url in self.seen}
        return Memory({u: one for u, one in known.items() if one.state in LASTING and oldest < one.at <= newest})

    def noted(self, url: str, seen: Seen, now: datetime) -> Seen:
        """What is seen at an instant, with what is known of earlier ones."""
        before, instant = self.seen.get(url), utc(now)
        since = (before.since if before and before.wrong else instant) if seen.wrong else ""
        return replace(seen, at=instant, since=since)
