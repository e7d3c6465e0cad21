"""What came from an address of the web, or why nothing came."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answers: status and headers (names in lower case), and the body as it comes, in chunks.

    `url` is the address that answered, after the redirects whose statuses are in `led`.
    """

    status: int
    url: str
    headers: Mapping[str, str]
    chunks: Iterator[bytes]
    led: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer with the whole of its body."""

    data: bytes
    url: str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    led: tuple[int, ...] = ()

    @property
    def content_type(self) -> str:
        """What the server said that it is."""
        return self.headers.get("content-type", "")


class Unreachable(Exception):
    """An address did not give what was sought: why, and the remedy.

    `status` is that of its answer, 0 where there was none; `passing`: it may well answer when it is asked again;
    `host`: that is of its host, so that no other of its addresses would; `unknown`: nobody here knows that host, as
    where there is no line; `later`: the seconds for which it asks to be let be (`Retry-After`).
    """

    def __init__(
        self,
        message: str,
        hint: str = "",
        *,
        status: int = 0,
        passing: bool = False,
        host: bool = False,
        unknown: bool = False,
        later: float = 0.0,
    ) -> None:
        super().__init__(message, hint)
        self.message, self.hint = message, hint
        self.status, self.passing, self.host, self.unknown, self.later = status, passing, host, unknown, later


class Fetcher(Protocol):
    """Asks addresses of the web, and follows where they lead. May be called from many threads at once.

    `headers` go to every address on the way: nothing secret belongs there.
    """

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Fetched:
        """All of what lies there. Raises `Unreachable`, also for any other status than 200."""

    def ask(self, url: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> Fetched:
        """Its answer, whatever its status, with the whole body; that of a `HEAD` is empty. Raises `Unreachable`."""

    def open(
        self, url: str, method: str = "GET", headers: Mapping[str, str] | None = None
    ) -> AbstractContextManager[Answer]:
        """Its answer, whatever its status; the body is read only as far as somebody wants it.

        Raises `Unreachable`, also while the body is read.
        """
