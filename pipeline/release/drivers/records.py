"""The durable records in a target's state. Those of a publish are one object, so that who needs all asks a few times.

packs/<digest>.json     the records of a publish, or of all before it: canonical JSON, named by its digest
records/<key>.json      one record, as former versions wrote it

`Patient` is for those who only read them, and can do without.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import Any

from pipeline.model.artifact import canonical, sha256
from pipeline.release.state import target
from pipeline.release.state.errors import TargetError
from pipeline.stores import Store

Told = Callable[[], AbstractContextManager[None]]
"""Within it, what a store refuses becomes a `TargetError`."""

PACKS = "packs/"
MOST = 16
"""Objects, from which on a publish makes one of all."""
THREADS = 8
LOOKS = 3


class Records:
    """Records in a store, which is listed once and then asked for its packs. `replaced` are the keys in the store of
    what another object holds too since something was added: to be deleted once the release is current.
    """

    def __init__(self, store: Store, told: Told) -> None:
        self._store, self._told = store, told
        self._names: frozenset[str] | None = None
        self._records: dict[str, Any] = {}
        self.replaced: tuple[str, ...] = ()

    def read(self, key: str) -> bytes | None:
        with self._told():
            names = self._looked() if self._names is None else self._names
            if key not in self._records and (alone := f"records/{key}.json") in names:
                self._records |= self._fetched((alone,))
        return canonical(self._records[key]) if key in self._records else None

    def add(self, records: Mapping[str, bytes]) -> None:
        held = {key: json.loads(record) for key, record in records.items()}
        with self._told():
            names = tuple(self._store.keys())
            replaced = self._looked() if len(names) >= MOST else frozenset[str]()
            alone = self._fetched([name for name in replaced if not name.startswith(PACKS)])
            before = {**alone, **self._records} if replaced else {}
            data = canonical({"version": 1, "records": {**before, **held}})
            name = f"{PACKS}{sha256(data)}.json"
            self._store.write(name, (data,))
        self.replaced = tuple(sorted(replaced - {name}))
        self._names = None

    def keys(self) -> tuple[str, ...]:
        with self._told():
            names = self._looked()
        alone = (name.removeprefix("records/").removesuffix(".json") for name in names if not name.startswith(PACKS))
        return tuple(sorted({*self._records, *alone}))

    def drop(self, keys: Collection[str], step: Callable[[str], None] = lambda _: None) -> None:
        """Keep all but these: what is left goes into one object, and then the others go. `step` is told of each write
        before it.
        """
        with self._told():
            names = self._looked()
            held = {**self._fetched([name for name in names if not name.startswith(PACKS)]), **self._records}
            if held.keys().isdisjoint(keys):
                return
            left = {key: record for key, record in held.items() if key not in keys}
            data = canonical({"version": 1, "records": left})
            name = f"{PACKS}{sha256(data)}.json"
            step(f"state records/{name}")
            self._store.write(name, (data,))
            for old in sorted(names - {name}):
                step(f"drop records/{old}")
                self._store.delete(old)
        self._names, self.replaced = None, ()

    def _looked(self) -> frozenset[str]:
        """The keys of the store, once all its packs were read. One that went since the list is in another by now."""
        for _ in range(LOOKS):
            names = frozenset(self._store.keys())
            try:
                self._records = self._fetched(sorted(name for name in names if name.startswith(PACKS)))
            except _GoneError:
                continue
            self._names = names
            return names
        raise TargetError("The records of this target change while they are read.", "Try again in a few minutes.")

    def _fetched(self, names: Collection[str]) -> dict[str, Any]:
        """The records in these objects, by key."""
        with ThreadPoolExecutor(THREADS) as pool:
            found = zip(names, pool.map(self._store.read, names), strict=True)
            return {key: record for name, data in found for key, record in _records(name, data).items()}


class _GoneError(Exception):
    """A pack was listed, and is no more."""


def _records(name: str, data: bytes | None) -> Mapping[str, Any]:
    """The records in one object, by key. One by itself that can't be read is none, and made again; to take a pack for
    empty would make sound again that people have. Raises `TargetError` then.
    """
    if not name.startswith(PACKS):
        try:
            return {name.removeprefix("records/").removesuffix(".json"): json.loads(data or b"")}
        except ValueError:
            return {}
    if data is None:
        raise _GoneError
    if name != f"{PACKS}{sha256(data)}.json":
        raise TargetError(
            f"`records/{name}` in the state of this target is not what was written there.",
            "Restore it from a backup or an older version; or delete it: what it recorded is made anew, and may get "
            "other addresses.",
        )
    plain = json.loads(data)
    if plain["version"] != 1:
        raise TargetError(
            "A newer version of this program published here last; its records can't be read.",
            "Use that version, or bring this one up to date.",
        )
    return dict(plain["records"])


class Patient:
    """Records to be read by those who can do without: a target that refuses once counts as empty from then on."""

    def __init__(self, records: target.Records) -> None:
        self._records = records
        self._refused = False

    def read(self, key: str) -> bytes | None:
        if self._refused:
            return None
        try:
            return self._records.read(key)
        except TargetError:
            self._refused = True
            return None
