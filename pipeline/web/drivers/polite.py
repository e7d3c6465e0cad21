"""Asking a host for much, as its keeper would like it: by few lines at once, with a pause between two requests, later
where it asks for that, again where it may answer then, and no more where it answers to nothing.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar
from urllib.parse import urlsplit

from pipeline.web.answer import Answer, Fetched, Fetcher, Unreachable
from pipeline.web.drivers.fetch import PASSING
from pipeline.web.later import later

LINES, PAUSE = 3, 0.1
"""Lines to one host at once, and seconds between two requests to it."""
ATTEMPTS, LONGEST = 4, 120.0
"""How often an address is asked, and the most seconds that a host can let us wait for it."""
DEAD = 4
"""Addresses in a row to which a host gave no answer, after which it is asked for no other."""
_Answered = TypeVar("_Answered", Answer, Fetched)


@dataclass(slots=True)
class _Host:
    """One host: its lines, the instant (s, monotonic) before which it is asked nothing, and how many addresses in a row
    it did not answer.
    """

    lines: threading.Semaphore
    lock: threading.Lock = field(default_factory=threading.Lock)
    free: float = 0.0
    silent: int = 0


class Polite:
    """A `Fetcher` over another one. `who` are the headers that say who asks, `sleep` lets seconds pass."""

    def __init__(
        self,
        fetcher: Fetcher,
        who: Mapping[str, str],
        *,
        lines: int = LINES,
        pause: float = PAUSE,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._fetcher, self._who, self._lines, self._pause, self._sleep = fetcher, who, lines, pause, sleep
        self._hosts: dict[str, _Host] = {}
        self._guard = threading.Lock()

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Fetched:
        """All of what lies there. Raises `Unreachable`, also for any other status than 200."""
        said = {**self._who, **(headers or {})}
        return self._asked(url, lambda: self._fetcher.get(url, said))

    def ask(self, url: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> Fetched:
        """Its answer, whatever its status, with the whole body. Raises `Unreachable`."""
        said = {**self._who, **(headers or {})}
        return self._asked(url, lambda: self._fetcher.ask(url, method, said))

    @contextmanager
    def open(self, url: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> Iterator[Answer]:
        """Its answer, whatever its status; what fails while the body is read is not asked for again here."""
        said = {**self._who, **(headers or {})}
        with self._host(url).lines, ExitStack() as held:

            def begin() -> Answer:
                held.close()
                return held.enter_context(self._fetcher.open(url, method, said))

            yield self._again(self._host(url), begin)

    def _asked(self, url: str, request: Callable[[], Fetched]) -> Fetched:
        host = self._host(url)
        with host.lines:
            return self._again(host, request)

    def _again(self, host: _Host, request: Callable[[], _Answered]) -> _Answered:
        """What a request gives, made again where it may give more then. Raises `Unreachable`."""
        for attempt in range(1, ATTEMPTS + 1):
            self._wait(host)
            try:
                answer = request()
            except Unreachable as error:
                if attempt == ATTEMPTS or not error.passing or error.later > LONGEST:
                    host.silent += error.host
                    raise
                self._let_be(host, error.later or 2.0**attempt)
                continue
            host.silent = 0
            wait = later(answer.headers.get("retry-after", ""), datetime.now(UTC))
            if attempt == ATTEMPTS or answer.status not in PASSING or wait > LONGEST:
                return answer
            self._let_be(host, wait or 2.0**attempt)
        raise AssertionError("the last attempt returns or raises")

    def _wait(self, host: _Host) -> None:
        """Let the pause pass. Raises `Unreachable` for a host that answers to nothing."""
        if host.silent >= DEAD:
            hint = "run it again when it answers: what has come is kept"
            raise Unreachable(f"its host gave no answer to the last {DEAD} addresses that were asked for", hint)
        with host.lock:
            left = host.free - time.monotonic()
            host.free = max(host.free, time.monotonic()) + self._pause
        if left > 0:
            self._sleep(left)

    def _let_be(self, host: _Host, seconds: float) -> None:
        """Ask nothing of a host for some time."""
        with host.lock:
            host.free = max(host.free, time.monotonic() + min(seconds, LONGEST))

    def _host(self, url: str) -> _Host:
        try:
            name = urlsplit(url).netloc.lower()
        except ValueError:
            name = ""
        with self._guard:
            return self._hosts.setdefault(name, _Host(threading.Semaphore(self._lines)))
