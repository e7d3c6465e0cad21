"""Who brings files: a protocol, so that tests give a twin."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Protocol

from pipeline.importing.fetching.came import Got, Missed
from pipeline.importing.fetching.wanted import Wanted
from pipeline.model.artifact import Blob
from pipeline.web import Sought

SOUGHT = Sought(
    "file",
    "*/*",
    1 << 40,  # what is taken is bounded by its use
    for_anybody="see that the address opens for anybody, then run it again: what has come is kept",
    signed_in="let it open without signing in until it is here",
    inside="say `--allow-private` if it is in your own network",
)
"""What is asked for at the address of a file that goes along."""
Come = Callable[[int], None]
"""Told of bytes that came, from any thread; of fewer than none where what had come has to come again."""


def unheard(_bytes: int) -> None:
    """Nobody watches."""


class NotNow(Exception):
    """Files can't be brought here now: why, and the remedy."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.message, self.hint = message, hint


class NoRoom(NotNow):
    """What is to come does not fit here."""


class Busy(NotNow):
    """Somebody else is at work here."""


class Bringing(Protocol):
    """Brings files, and keeps them until they have their place in the library."""

    def bring(
        self, wanted: Iterable[Wanted], held: Collection[str] = (), come: Come = unheard
    ) -> Iterator[tuple[Wanted, Got | Missed]]:
        """What came of each, as it comes. What has a digest among those `held` is in the library and need not be kept
        here: it comes only if its server has another by now. Whoever stops in between finds what had come the next
        time. Raises `NoRoom`.
        """

    def open(self, blob: Blob) -> Iterator[bytes]:
        """The bytes of a file that was brought, in chunks. Raises `OSError` where they are gone."""

    def let_go(self, blob: Blob) -> None:
        """A file has its place in the library: its bytes are not kept here any longer."""
