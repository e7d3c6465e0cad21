"""A store on this machine of which the small values lie in one pack, and the others in files beside it."""

from __future__ import annotations

import weakref
from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from pathlib import Path

from pipeline.stores.directory import DirectoryStore
from pipeline.stores.pack import FILE, Pack
from pipeline.stores.store import Held, Warn, checked, unheard

SMALL = 64 << 10
"""Bytes up to which a value goes into the pack."""


class PackedStore:
    """Values below `root`. Small ones whose keys start with one of `many` are gathered and go into a pack, a second or
    a `flush` later; all others are files, there at once. A file is never there before what was written earlier.

    A process that is killed loses what it gathered, and a machine whose power fails files too: all can be made again.
    Where pack and files have the same key, the pack is believed.
    """

    def __init__(self, root: str | Path, many: tuple[str, ...] = ("",), warn: Warn = unheard) -> None:
        self.root = Path(root)
        self._many = many
        self._files = DirectoryStore(root, passing=True)
        self._pack = Pack(self.root / FILE, warn)
        self._used: set[str] = set()
        weakref.finalize(self, self._pack.close)

    @property
    def is_writable(self) -> bool:
        """Whether values can be written, as far as the folder tells, or that in which it would be made."""
        return self._files.is_writable

    def read(self, key: str) -> bytes | None:
        found = self._pack.read(checked(key)) if key.startswith(self._many) else None
        return self._files.read(key) if found is None else found

    def open(self, key: str) -> Iterator[bytes] | None:
        found = self._pack.read(checked(key)) if key.startswith(self._many) else None
        return self._files.open(key) if found is None else iter((found,))

    def write(self, key: str, chunks: Iterable[bytes]) -> None:
        chunks, head, size = iter(chunks), [], 0
        if checked(key).startswith(self._many):
            for chunk in chunks:
                head.append(chunk)
                size += len(chunk)
                if size > SMALL:
                    break
            else:
                self._pack.write(key, b"".join(head))
                return
        self._pack.flush()
        self._files.write(key, chain(head, chunks))
        self._pack.delete((key,))

    def create(self, key: str, data: bytes) -> bool:
        self.flush()
        return not self._pack.has(checked(key)) and self._files.create(key, data)

    def has(self, key: str) -> bool:
        return self._pack.has(checked(key)) or self._files.has(key)

    def keys(self, prefix: str = "") -> Iterator[str]:
        return (one.key for one in self.held(prefix))

    def delete(self, key: str) -> None:
        self._files.delete(key)
        self._pack.delete((key,))

    def locate(self, key: str) -> Path | None:
        return None if self._pack.has(checked(key)) else self._files.locate(key)

    def use(self, key: str) -> bool:
        if self._pack.is_noted(key):
            return False
        self._used.add(key)
        return True

    def held(self, prefix: str = "") -> Iterator[Held]:
        self.flush()
        found = {one.key: one for one in (*self._files.held(prefix), *self._pack.held(prefix))}
        return iter(sorted(found.values(), key=lambda one: one.key))

    def erase(self, keys: Collection[str]) -> None:
        self.flush()
        self._files.erase(keys)
        self._pack.erase(keys)

    def prune(self, days: float) -> tuple[Held, ...]:
        self.flush()
        gone = {one.key: one for one in (*self._files.prune(days), *self._pack.prune(days))}
        return tuple(sorted(gone.values(), key=lambda one: one.key))

    def flush(self) -> None:
        self._pack.flush()
        used, self._used = self._used, set()
        for key in self._pack.use(used):
            self._files.use(key)
