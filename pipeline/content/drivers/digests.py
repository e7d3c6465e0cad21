"""Digests of files, remembered from one run to the next by what tells that a file was touched."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Protocol

from pipeline.model.artifact import canonical
from pipeline.stores.directory import digest

KEY = "memory/digests.json"
_TICK = 2_000_000_000
"""Nanoseconds within which a file may be written again and keep its time, on the coarsest file systems."""


class Memory(Protocol):
    """Where digests are remembered."""

    def read(self, key: str) -> bytes | None:
        """The whole value, or None when there is none."""

    def write(self, key: str, value: tuple[bytes]) -> None:
        """Set the value."""


class Digests:
    """The digests of files by their names; a file whose size, times and inode are as they were is not read again."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._before = _recalled(memory.read(KEY))
        self._now: dict[str, object] = {}

    def of(self, path: str, name: str, status: os.stat_result) -> str:
        """SHA-256 of the file at `path`, in hexadecimal."""
        mark = [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]
        known = self._before.get(name)
        if isinstance(known, list) and known[:-1] == mark:
            self._now[name] = known
            return str(known[-1])
        found = digest(Path(path))
        # A file as new as this reading may still change and look the same: it is not remembered.
        if time.time_ns() - status.st_mtime_ns > _TICK:
            self._now[name] = [*mark, found]
        return found

    def keep(self) -> None:
        """Remember what was asked since the last time, and forget the rest."""
        if self._now != self._before:
            self._memory.write(KEY, (canonical(self._now),))
        self._before, self._now = self._now, {}


def _recalled(data: bytes | None) -> dict[str, object]:
    try:
        found = json.loads(data or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
