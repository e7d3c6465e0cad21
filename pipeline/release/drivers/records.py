"""The durable records in a bucket's state: listed once, so that those who look for a hundred need not ask for each.

`Patient` is for those who only read them, and can do without.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager

from pipeline.release.errors import TargetError
from pipeline.stores import Store

Told = Callable[[], AbstractContextManager[None]]
"""Within it, what a store refuses becomes a `TargetError`."""


class Records:
    """A store of which the keys are known after one list."""

    def __init__(self, store: Store, told: Told) -> None:
        self._store = store
        self._told = told
        self._names: set[str] | None = None

    @property
    def _known(self) -> set[str]:
        if self._names is None:
            with self._told():
                self._names = set(self._store.keys())
        return self._names

    def read(self, key: str) -> bytes | None:
        if key not in self._known:
            return None
        with self._told():
            return self._store.read(key)

    def open(self, key: str) -> Iterator[bytes] | None:
        data = self.read(key)
        return None if data is None else iter((data,))

    def write(self, key: str, chunks: Iterable[bytes]) -> None:
        with self._told():
            self._store.write(key, chunks)
        self._known.add(key)

    def create(self, key: str, data: bytes) -> bool:
        with self._told():
            made = self._store.create(key, data)
        self._known.add(key)
        return made

    def has(self, key: str) -> bool:
        return key in self._known

    def keys(self, prefix: str = "") -> Iterator[str]:
        return iter(sorted(key for key in self._known if key.startswith(prefix)))

    def delete(self, key: str) -> None:
        with self._told():
            self._store.delete(key)
        self._known.discard(key)


class Patient:
    """Records to be read by those who can do without: a store that refuses once counts as empty from then on."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._refused = False

    def read(self, key: str) -> bytes | None:
        if self._refused:
            return None
        try:
            return self._store.read(key)
        except TargetError:
            self._refused = True
            return None
