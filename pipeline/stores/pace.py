"""The pace at which one key may be written: some stores take one write a second to it, and refuse the next (429)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Lock


class Pace:
    """Lets `seconds` pass between two writes to one key; none where they are 0. From any thread."""

    def __init__(self, seconds: float, clock: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self._seconds, self._clock, self._sleep = seconds, clock, sleep
        self._written: dict[tuple[str, ...], float] = {}
        self._lock = Lock()

    def wait(self, where: Mapping[str, str]) -> None:
        """Wait as long as it is too early to write there again."""
        with self._lock:
            written = self._written.get(tuple(where.values()))
        if written is not None and (left := written + self._seconds - self._clock()) > 0:
            self._sleep(left)

    def note(self, where: Mapping[str, str]) -> None:
        """Something was written there just now."""
        if self._seconds:
            with self._lock:
                self._written[tuple(where.values())] = self._clock()
