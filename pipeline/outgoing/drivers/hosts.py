"""Asking many hosts at a time and each of them seldom: one request at once, with a pause after it, by its own rules."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from time import monotonic
from typing import TypeVar

from pipeline.outgoing import robots
from pipeline.outgoing.asking import Barred, along, origin
from pipeline.outgoing.memory import Seen
from pipeline.outgoing.robots import Rules
from pipeline.outgoing.sounds import FIRST
from pipeline.web import Fetched, Fetcher, Unreachable

T = TypeVar("T")
PAUSE = 1.0
"""Seconds between two requests to one host, unless its rules ask for more."""
TIMEOUT, PATIENCE = 10.0, 20.0
"""Seconds of silence, and seconds in all, after which a request is given up: a reader has left by then."""
WORKER = "looks at pages of others"
"""The name of a thread that asks."""
AT_ONCE = 8
"""Hosts that are asked at a time."""


@dataclass(slots=True)
class _Turn:
    """The turn of one host: who holds the lock asks it, not before `free` (s, monotonic). `rules` are read once."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    free: float = 0.0
    rules: Rules | None = None


class _Stopped(Exception):
    """Nobody waits for the rest."""


class Hosts:
    """Rounds over real hosts. `pages` gives the answer of an address alone, `files` follows where it leads. `sleep`
    lets seconds pass, and says whether somebody ended the round meanwhile.
    """

    def __init__(
        self,
        pages: Fetcher,
        files: Fetcher,
        who: Mapping[str, str],
        *,
        pause: float = PAUSE,
        at_once: int = AT_ONCE,
        sleep: Callable[[float], bool] | None = None,
    ) -> None:
        self._pages, self._files, self._who, self._pause, self._at_once = pages, files, who, pause, at_once
        self._stopped = threading.Event()
        self._sleep = sleep or self._stopped.wait
        self._turns: dict[str, _Turn] = {}
        self._guard = threading.Lock()

    def go(self, queues: Sequence[Iterable[str]]) -> Generator[tuple[str, Seen]]:
        """What is seen at each address, as it comes. Closed, it asks nothing more."""
        waiting: SimpleQueue[Iterable[str]] = SimpleQueue()
        seen: SimpleQueue[tuple[str, Seen] | Exception | None] = SimpleQueue()
        for queue in queues:
            waiting.put(queue)
        workers = min(self._at_once, len(queues))
        for _ in range(workers):  # daemons: who interrupts the command need not wait for a slow server
            threading.Thread(target=self._work, args=(waiting, seen), name=WORKER, daemon=True).start()
        try:
            while workers:
                found = seen.get()
                if isinstance(found, Exception):
                    raise found
                if found is None:
                    workers -= 1
                else:
                    yield found
        except BaseException:
            self._stopped.set()
            raise

    def _work(
        self, waiting: SimpleQueue[Iterable[str]], seen: SimpleQueue[tuple[str, Seen] | Exception | None]
    ) -> None:
        """Ask for what waits, until nothing does."""
        try:
            while True:
                for found in along(waiting.get_nowait(), self):
                    seen.put(found)
        except (Empty, _Stopped):
            seen.put(None)
        except Exception as error:  # noqa: BLE001 - told where somebody waits for it
            seen.put(error)

    def ask(self, url: str, method: str) -> Fetched:
        """What this very address answers, without its body. Raises `Unreachable` and `Barred`."""

        def page() -> Fetched:
            with self._pages.open(url, method, self._who) as answer:
                return Fetched(b"", answer.url, answer.status, answer.headers, answer.led)

        turn = self._turn(url)
        with turn.lock:
            if turn.rules is None:
                turn.rules = self._in_turn(turn, lambda: self._rules(origin(url)))
            if why := turn.rules.bars(url):
                raise Barred(why)
            return self._in_turn(turn, page)

    def part(self, url: str) -> Fetched:
        """The answer to who asks for the first bytes of sound, wherever that leads, without them. Raises
        `Unreachable`.
        """

        def begin() -> Fetched:
            with self._files.open(url, headers={**self._who, **FIRST}) as answer:
                return Fetched(b"", answer.url, answer.status, answer.headers, answer.led)

        turn = self._turn(url)
        with turn.lock:
            return self._in_turn(turn, begin)

    def fetch(self, url: str) -> bytes:
        """All that lies at an address that is there for programs. Raises `Unreachable`."""
        turn = self._turn(url)
        with turn.lock:
            return self._in_turn(turn, lambda: self._files.get(url, self._who).data)

    def wait(self, seconds: float) -> None:
        """Let some time pass."""
        if self._sleep(seconds):
            raise _Stopped

    def _turn(self, url: str) -> _Turn:
        with self._guard:
            return self._turns.setdefault(origin(url), _Turn())

    def _in_turn(self, turn: _Turn, request: Callable[[], T]) -> T:
        """A request to a host, once the pause after the last one is over."""
        if (left := turn.free - monotonic()) > 0:
            self.wait(left)
        try:
            return request()
        finally:
            turn.free = monotonic() + max(self._pause, turn.rules.pause if turn.rules else 0.0)

    def _rules(self, at: str) -> Rules:
        """The rules of a site. Where nothing answers, the page itself will tell why."""
        try:
            with self._files.open(robots.address(at), headers=self._who) as answer:
                data, size = [], 0
                for chunk in answer.chunks:
                    data.append(chunk)
                    size += len(chunk)
                    if size > robots.MOST:
                        break
                return robots.read(answer.status, b"".join(data))
        except Unreachable:
            return Rules()
