"""The protocol of a store. Keys are paths with `/`; values are bytes, moved in chunks so that size does not matter."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

CHUNK = 1 << 20
TEMPORARY, PACK = ".tmp-", ".pack"
"""How the names of files begin that are no values: those of writers at work, and a pack of many values."""
DAY = 86_400
"""Seconds."""
Warn = Callable[[str], None]


def unheard(_message: str) -> None:
    """A warning that nobody hears."""


class StoreError(Exception):
    """A store refused or failed; what was there before still is. `hint` is the remedy."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.message, self.hint = message, hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


def checked(key: str) -> str:
    """The key itself. Raises ValueError when it is not a path in its one plain spelling below the store's root."""
    parts = key.split("/")
    if "\0" in key or any(part in ("", ".", "..") or part.startswith((TEMPORARY, PACK)) for part in parts):
        raise ValueError(f"not a key: {key!r}")
    return key


class Store(Protocol):
    """Keyed bytes. A value is there whole or not at all: a writer that dies leaves what was before."""

    def read(self, key: str) -> bytes | None:
        """The whole value, or None when there is none."""

    def open(self, key: str) -> Iterator[bytes] | None:
        """The value in chunks, or None when there is none."""

    def write(self, key: str, chunks: Iterable[bytes]) -> None:
        """Set the value, replacing what was there."""

    def create(self, key: str, data: bytes) -> bool:
        """Set the value only when there is none; whether it was set."""

    def has(self, key: str) -> bool:
        """Whether there is a value."""

    def keys(self, prefix: str = "") -> Iterator[str]:
        """All keys that start with the prefix, sorted."""

    def delete(self, key: str) -> None:
        """Remove the value; nothing happens when there is none."""


@dataclass(frozen=True, slots=True)
class Held:
    """A value as it lies in a store: its key, its size in bytes, and the days since it was last used."""

    key: str
    size: int
    age: float


class SharedStore(Store, Protocol):
    """A store that several machines can reach."""

    def held(self, prefix: str = "") -> Iterator[Held]:
        """All values whose keys start with the prefix, sorted by key, by one question for a thousand of them."""


class LocalStore(Store, Protocol):
    """A store on this machine, which knows what has not been used for long."""

    def use(self, key: str) -> bool:
        """Note that a value is used today, if there is one; False when that had been noted before, as far as is known
        without looking. Writing is a use too.
        """

    def locate(self, key: str) -> Path | None:
        """The file that holds a value, for those who can link or copy it; None where it lies in no file of its own."""

    def flush(self) -> None:
        """Let other processes see what was written and used until now: a store may gather before it writes."""

    def held(self, prefix: str = "") -> Iterator[Held]:
        """All values whose keys start with the prefix, sorted by key."""

    def erase(self, keys: Collection[str]) -> None:
        """Remove values, so that no file of this store holds their bytes any more, nor those of what went before."""

    def prune(self, days: float) -> tuple[Held, ...]:
        """Remove what was not used for so many days, and what writers that died have left; the values that went."""
