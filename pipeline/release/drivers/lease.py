"""One publisher at a time, by create-only writes.

Leases are numbered; the highest counts. Whoever finds it given back, or its holder dead, creates the next number: of
several, the store lets one win. The last number is never deleted, so that numbers only rise.

A holder on this system is dead when its process is. Of one elsewhere nothing can be known but when it last wrote its
lease, so it writes it again and again (`renew`), and `counts` says whether that is recent enough.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import subprocess
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Self

from pipeline.model.artifact import canonical
from pipeline.release.state.errors import TargetError
from pipeline.stores import Store, StoreError

PROC = Path("/proc")
PATIENCE = 900.0
"""Seconds after which a lease from elsewhere that was not renewed counts no more."""


def _nowhere(_key: str) -> bool:
    """A directory belongs to one system: a holder elsewhere is one from before the last start."""
    return False


class Lease:
    """A lease held within a `with` block. Raises `TargetError` when somebody else holds it."""

    def __init__(self, store: Store, step: Callable[[str], None], counts: Callable[[str], bool] = _nowhere) -> None:
        self._store = store
        self._step = step
        self._counts = counts
        self._renewing = Lock()
        self._written = 0.0
        self.key = ""
        self.mark = canonical({"version": 1, "pid": os.getpid(), "started": _started(os.getpid()), "system": _system()})

    def __enter__(self) -> Self:
        held = self._keys()
        if held and (holder := self._holder(held[-1])):
            raise _taken(holder)
        key = f"{int(held[-1]) + 1 if held else 1:09d}"
        self._step(f"lease {key}")
        if not self._store.create(key, self.mark):
            raise _taken()
        if self._keys()[-1:] != [key]:
            self._store.delete(key)
            raise _taken()
        self.key, self._written = key, monotonic()
        for old in held:
            self._store.delete(old)
        return self

    def __exit__(self, *_error: object) -> None:
        with contextlib.suppress(OSError, StoreError):  # a full disk, a dead line: then the lease ends with the process
            self._store.write(self.key, [canonical({"version": 1, "pid": 0, "started": "", "system": ""})])

    def renew(self) -> None:
        """Show that we are alive, when it is time to; from any thread."""
        with self._renewing:
            if monotonic() - self._written > PATIENCE / 5:
                self._store.write(self.key, [self.mark])
                self._written = monotonic()

    def hold(self) -> None:
        """See that nobody took over from us. Raises `TargetError` when somebody did."""
        if self._keys()[-1:] != [self.key]:
            raise TargetError(
                "Another publish took over while this one stood still; this one ends.",
                "Wait until the other has ended, then publish again.",
            )

    def _keys(self) -> list[str]:
        return [key for key in self._store.keys("") if key.isdecimal()]

    def _holder(self, key: str) -> str:
        """Who holds a lease, for people; "" when it was given back or its holder is dead."""
        try:
            lease = json.loads(self._store.read(key) or b"")
            pid, started, system = int(lease["pid"]), lease["started"], lease["system"]
        except (KeyError, TypeError, ValueError):
            return ""
        if pid <= 0:
            return ""
        if system == _system():
            return f"process {pid}" if _alive(pid) and _started(pid) == started else ""
        return "on another machine" if self._counts(key) else ""


def _taken(holder: str = "") -> TargetError:
    by, remedy = f" ({holder})" if holder else "", "Wait until it has ended, then try again."
    if holder == "on another machine":
        remedy += f" One that died is forgotten after {PATIENCE / 60:.0f} minutes."
    return TargetError(f"Another publish to this target is under way{by}.", remedy)


def _system() -> str:
    """Within what process numbers mean something: one start of one machine or container; where nothing says that
    (macOS), the machine by its name.
    """
    try:
        boot = (PROC / "sys/kernel/random/boot_id").read_text().strip()
        return f"{boot} {(PROC / 'self/ns/pid').readlink()}"
    except OSError:
        return platform.node()


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _started(pid: int) -> str:
    """When a process began, as the system says it: a number that came back to another process is not its own. "" for
    one that is no more, and where nothing says it.
    """
    if (PROC / "self/stat").exists():
        with contextlib.suppress(OSError, IndexError):
            return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[19]
        return ""
    ask = ["ps", "-o", "lstart=", "-p", str(pid)]
    plain = {"LC_ALL": "C", "TZ": "UTC"}  # the same words for the same instant, whoever asks
    try:
        return subprocess.run(
            ask, capture_output=True, text=True, check=False, env={**os.environ, **plain}
        ).stdout.strip()
    except OSError:
        return ""
