"""One publisher at a time, by create-only writes.

Leases are numbered; the highest counts. Whoever finds it given back, or its process dead, creates the next number: of
several, the store lets one win. The last number is never deleted, so that numbers only rise.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable
from pathlib import Path

from pipeline.model.artifact import canonical
from pipeline.release.errors import TargetError
from pipeline.stores import Store


class Lease:
    """A lease held within a `with` block. Raises `TargetError` when somebody else holds it."""

    def __init__(self, store: Store, step: Callable[[str], None]) -> None:
        self._store = store
        self._step = step
        self._key = ""

    def __enter__(self) -> None:
        held = self._keys()
        if held and (pid := _holder(self._store.read(held[-1]))):
            raise _taken(pid)
        key = f"{int(held[-1]) + 1 if held else 1:09d}"
        self._step(f"lease {key}")
        if not self._store.create(key, canonical({"version": 1, "pid": os.getpid(), "started": _started(os.getpid())})):
            raise _taken(0)
        if self._keys()[-1] != key:
            self._store.delete(key)
            raise _taken(0)
        self._key = key
        for old in held:
            self._store.delete(old)

    def __exit__(self, *_error: object) -> None:
        with contextlib.suppress(OSError):  # a full disk: then the lease ends with the process
            self._store.write(self._key, [canonical({"version": 1, "pid": 0, "started": ""})])

    def _keys(self) -> list[str]:
        return [key for key in self._store.keys("") if key.isdecimal()]


def _taken(pid: int) -> TargetError:
    by = f" (process {pid})" if pid else ""
    return TargetError(f"Another publish to this target is under way{by}.", "Wait until it has ended, then try again.")


def _holder(data: bytes | None) -> int:
    """The process that holds a lease; 0 when it was given back or the process is dead."""
    try:
        lease = json.loads(data or b"")
        pid, started = int(lease["pid"]), lease["started"]
    except (KeyError, TypeError, ValueError):
        return 0
    return pid if pid > 0 and _alive(pid) and _started(pid) == started else 0


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _started(pid: int) -> str:
    """When a process began, where the system says so: a number that came back to another process is not its own."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""
