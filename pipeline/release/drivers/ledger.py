"""The ledger of announcements in a target's state: written create-only, so that two runs announce once."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.release.drivers.records import Told
from pipeline.stores import Store

FOLDER = "announced/"


@dataclass(frozen=True, slots=True)
class Ledger:
    """The ledger in a store."""

    store: Store
    told: Told

    def read(self, key: str) -> bytes | None:
        with self.told():
            return self.store.read(key)

    def create(self, key: str, data: bytes) -> bool:
        with self.told():
            return self.store.create(key, data)

    def write(self, key: str, data: bytes) -> None:
        with self.told():
            self.store.write(key, (data,))
