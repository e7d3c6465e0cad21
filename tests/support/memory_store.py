"""A store in memory: the twin for tests."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from pipeline.stores.store import DAY, Held, checked


class MemoryStore:
    """A dictionary as a store."""

    def __init__(self, values: dict[str, bytes] | None = None) -> None:
        self.values: dict[str, bytes] = dict(values or {})
        self.used: dict[str, float] = dict.fromkeys(self.values, time.time())

    def read(self, key: str) -> bytes | None:
        return self.values.get(checked(key))

    def open(self, key: str) -> Iterator[bytes] | None:
        value = self.values.get(checked(key))
        return None if value is None else iter((value,))

    def write(self, key: str, chunks: Iterable[bytes]) -> None:
        self.values[checked(key)] = b"".join(chunks)
        self.used[key] = time.time()

    def create(self, key: str, data: bytes) -> bool:
        if checked(key) in self.values:
            return False
        self.write(key, (data,))
        return True

    def has(self, key: str) -> bool:
        return checked(key) in self.values

    def keys(self, prefix: str = "") -> Iterator[str]:
        return iter(sorted(key for key in self.values if key.startswith(prefix)))

    def delete(self, key: str) -> None:
        self.values.pop(checked(key), None)

    def use(self, key: str) -> bool:
        if self.has(key):
            self.used[key] = time.time()
        return True

    def locate(self, key: str) -> Path | None:
        assert checked(key)
        return None

    def flush(self) -> None:
        pass

    def held(self, prefix: str = "") -> Iterator[Held]:
        now = time.time()
        return (Held(key, len(self.values[key]), (now - self.used[key]) / DAY) for key in self.keys(prefix))

    def erase(self, keys: Collection[str]) -> None:
        for key in keys:
            self.delete(key)

    def prune(self, days: float) -> tuple[Held, ...]:
        gone = tuple(one for one in self.held() if one.age > days)
        for one in gone:
            self.delete(one.key)
        return gone
