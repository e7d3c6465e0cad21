"""Records and blobs, apart: a record says what a job gave (digests, facts), a blob is the bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from pipeline.jobs.account import Account
from pipeline.model.artifact import Blob, canonical, sha256
from pipeline.stores import LocalStore
from pipeline.stores.sealed import Sealed
from pipeline.stores.store import Warn, unheard

BLOBS, RECORDS, LATEST, TIDIED = "blobs/", "records/", "latest/", "memory/tidied"
MANY = (BLOBS, RECORDS, LATEST)
"""How the keys begin of which there are thousands."""


@dataclass(frozen=True, slots=True)
class Record:
    """What a job gave: its facts, its outputs by name, and the description that its key was made from."""

    description: Mapping[str, Any]
    facts: Mapping[str, Any] = field(default_factory=dict)
    outputs: Mapping[str, Blob] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        return canonical(
            {
                "version": 1,
                "description": self.description,
                "facts": self.facts,
                "outputs": {name: [blob.digest, blob.size] for name, blob in self.outputs.items()},
            }
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> Record | None:
        """The record, or None when these are not the bytes of one: then the work is done again."""
        try:
            plain = json.loads(data)
            if plain["version"] != 1:
                return None
            outputs = {name: Blob(digest, size) for name, (digest, size) in plain["outputs"].items()}
            return cls(plain["description"], plain["facts"], outputs)
        except (ValueError, KeyError, TypeError, AttributeError):
            return None


class Published(Protocol):
    """What a target keeps of records, to be read."""

    def read(self, key: str) -> bytes | None:
        """The record of a key, or None when there is none."""


class Cache:
    """What this machine kept (`local`), and the durable records that a target keeps (`published`).

    Nothing in it is believed: a blob that fails its digest is thrown away wherever it is met, and `warn` is told; a
    record that fails its seal is none.
    """

    def __init__(self, local: LocalStore, published: Published | None = None, warn: Warn = unheard) -> None:
        self._local = local
        self._sealed = Sealed(local)
        self._published = published
        self._warn = warn

    def record(self, key: str, *, durable: bool = True) -> Record | None:
        """The record of a key, from here or, when it is durable, from the target; then it is kept here too."""
        data = self._sealed.read(record_key(key))
        if data and (record := Record.from_bytes(data)):
            return record
        data = self._published.read(key) if durable and self._published else None
        if data and (record := Record.from_bytes(data)):
            self._sealed.write(record_key(key), (data,))
            return record
        return None

    def use(self, key: str, subject: str, performer: str, record: Record) -> None:
        """Note that a build rests on a record and its blobs, so that they stay. They are noted together, once a day."""
        if self._local.use(record_key(key)):
            for name in (_latest(subject, performer), *map(self.key, record.outputs.values())):
                self._local.use(name)

    def keep(self, key: str, subject: str, performer: str, record: Record) -> None:
        """Keep a record, and remember it as the latest of its subject."""
        self._sealed.write(record_key(key), (record.to_bytes(),))
        self._sealed.write(_latest(subject, performer), (key.encode(),))

    def latest(self, subject: str, performer: str) -> Mapping[str, Any] | None:
        """The description of the last job of this subject, to say what changed since."""
        key = self._sealed.read(_latest(subject, performer))
        record = self.record(key.decode(), durable=False) if key else None
        return record.description if record else None

    def flush(self) -> None:
        """Let other processes find what was kept until now."""
        self._local.flush()

    def account(self, target: str) -> Account:
        """What the last build for a target did; empty when there was none."""
        return Account.from_bytes(self._sealed.read(f"accounts/{target}.json"), self.record)

    def keep_account(self, target: str, account: Account) -> None:
        self._sealed.write(f"accounts/{target}.json", (account.to_bytes(),))

    def memory(self, name: str) -> bytes | None:
        """What the last run noted under a name; None when it is not there, or not what was noted."""
        self._local.use(f"memory/{name}")
        return self._sealed.read(f"memory/{name}")

    def memorise(self, name: str, data: bytes) -> None:
        """Note something for the next run, which can do without."""
        self._sealed.write(f"memory/{name}", (data,))

    def key(self, blob: Blob) -> str:
        """The key under which the local store keeps a blob."""
        return _blob(blob.digest)

    def has(self, blob: Blob) -> bool:
        """Whether there is something under the digest; `is_whole` tells whether it is the blob."""
        return self._local.has(_blob(blob.digest))

    def is_whole(self, blob: Blob) -> bool:
        """Whether the bytes of a blob are here, and are those; all of them are read."""
        return digest_of(self._local.open(_blob(blob.digest)) or ()) == blob.digest or self._spoiled(blob)

    def open(self, blob: Blob) -> Iterator[bytes] | None:
        """The bytes of a blob in chunks, or None when they are not here. They are not looked at: see `is_whole`."""
        return self._local.open(_blob(blob.digest))

    def read(self, blob: Blob) -> bytes | None:
        """The bytes of a blob; None where they are not here."""
        data = self._local.read(_blob(blob.digest))
        if data is not None and sha256(data) != blob.digest:
            self._spoiled(blob)
            return None
        return data

    def put(self, data: bytes) -> Blob:
        """Keep bytes that are in memory."""
        blob = Blob(sha256(data), len(data))
        if self._local.read(_blob(blob.digest)) == data:
            self._local.use(_blob(blob.digest))
        else:
            self._spoiled(blob)
            self._local.write(_blob(blob.digest), (data,))
        return blob

    def restore(self, blob: Blob, chunks: Iterable[bytes]) -> bool:
        """Keep bytes that came from elsewhere, if they are those of the blob; whether they were."""
        try:
            self._local.write(_blob(blob.digest), _verified(blob, chunks))
        except _OtherBytes:
            return False
        return True

    def take(self, chunks: Iterable[bytes], again: Iterable[bytes]) -> Blob:
        """Keep bytes that come in chunks: read once for the digest, `again` for the copy."""
        digest, size = hashlib.sha256(), 0
        for chunk in chunks:
            digest.update(chunk)
            size += len(chunk)
        blob = Blob(digest.hexdigest(), size)
        if self.is_whole(blob):
            self._local.use(_blob(blob.digest))
        else:
            self._local.write(_blob(blob.digest), again)
        return blob

    def tidy(self, days: int, used: Iterable[str] = ()) -> None:
        """Once a day: what no build of so many days used goes. `used` are the digests of the blobs it rests on."""
        if all(done.age >= 1 for done in self._local.held(TIDIED)):
            for digest in used:
                self._local.use(_blob(digest))
            self._local.prune(days)
            self._local.write(TIDIED, (b"",))

    def _spoiled(self, blob: Blob) -> bool:
        """Throw away what lies in the place of a blob and is not the blob, if there is something."""
        if self.has(blob):
            self._local.delete(_blob(blob.digest))
            self._warn(f"`{_blob(blob.digest)}` in the cache is not what was written there: it was thrown away")
        return False


def digest_of(chunks: Iterable[bytes]) -> str:
    """SHA-256 of bytes that come in chunks, in hexadecimal."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()


class _OtherBytes(Exception):
    """These are not the bytes that were asked for."""


def _verified(blob: Blob, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The chunks as they come. Raises `_OtherBytes` at their end, before the store takes the value as whole."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
        yield chunk
    if digest.hexdigest() != blob.digest:
        raise _OtherBytes


def record_key(key: str) -> str:
    """Where a store keeps the record of a key."""
    return f"{RECORDS}{key}.json"


def _latest(subject: str, performer: str) -> str:
    return f"{LATEST}{performer}/{sha256(subject.encode())[:32]}.json"


def _blob(digest: str) -> str:
    return f"{BLOBS}{digest[:2]}/{digest}"
