"""A store whose values know their own digest, so that what a disk or a person changed in them is not believed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.stores.store import Store


@dataclass(frozen=True, slots=True)
class Sealed:
    """Small values in another store, each after a line with its SHA-256."""

    store: Store

    def read(self, key: str) -> bytes | None:
        """The whole value; None when there is none, or when it is not what was written."""
        return unsealed(self.store.read(key) or b"")

    def write(self, key: str, chunks: Iterable[bytes]) -> None:
        """Set the value, replacing what was there."""
        value = b"".join(chunks)
        self.store.write(key, (_seal(value), b"\n", value))


def unsealed(data: bytes) -> bytes | None:
    """The value in what `Sealed.write` left; None when that is not what it left."""
    seal, _, value = data.partition(b"\n")
    return value if seal == _seal(value) else None


def _seal(value: bytes) -> bytes:
    return hashlib.sha256(value).hexdigest().encode()
