"""Records and blobs, apart: a record says what a job gave (digests, facts), a blob is the bytes."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol

from pipeline.jobs.account import Account
from pipeline.jobs.descent import come_of, is_durable, touches
from pipeline.jobs.job import key_of
from pipeline.model.artifact import Blob, canonical, sha256
from pipeline.stores import Held, LocalStore
from pipeline.stores.sealed import Sealed, unsealed
from pipeline.stores.store import Warn, unheard

_KEY = re.compile(rb"[0-9a-f]{64}")
BLOBS, RECORDS, LATEST, TIDIED = "blobs/", "records/", "latest/", "memory/tidied"
MANY = (BLOBS, RECORDS, LATEST)
"""How the keys begin of which there are thousands."""
FORGOTTEN, FORGOTTEN_THERE = "memory/forgotten", "memory/forgotten-there"
"""Of which bytes all is gone, here and from what machines share."""
Staying = Callable[[Iterable[tuple[str, bytes]]], Collection[str]]
"""The keys of what stays, from the keys and values of notes."""


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
            if plain["version"] != 1 or not isinstance(plain["description"], dict):
                return None
            outputs = {name: Blob(digest, size) for name, (digest, size) in plain["outputs"].items()}
            return cls(plain["description"], plain["facts"], outputs)
        except (ValueError, KeyError, TypeError, AttributeError):
            return None


class Published(Protocol):
    """What a target keeps of records, to be read."""

    def read(self, key: str) -> bytes | None:
        """The record of a key, or None when there is none."""


class Elsewhere(Protocol):
    """What machines share: see `stores.depot`. Keys are those of the local store."""

    def has(self, key: str) -> bool:
        """Whether there seems to be a value; `bring` tells whether it can be had."""

    def bring(self, key: str) -> bool:
        """Copy a value to the local store, if it is there and sound; whether it was."""

    def bring_all(self, keys: Iterable[str]) -> None:
        """The same for many."""

    def keep(self, written: Collection[str], used: Iterable[str]) -> None:
        """Take from the local store what others would miss."""

    def sift(self, digests: Collection[str], staying: Staying, *, anew: bool) -> bool:
        """Where it holds one of these, or `anew`, let go of all but what stays; False when it could not."""


class Cache:
    """What this machine kept (`local`), the durable records that a target keeps (`published`), and what others have
    made (`shared`), which is brought here when it is asked for.

    Nothing in it is believed: a blob that fails its digest is thrown away wherever it is met, and `warn` is told; a
    record that fails its seal is none.
    """

    def __init__(
        self,
        local: LocalStore,
        published: Published | None = None,
        warn: Warn = unheard,
        shared: Elsewhere | None = None,
    ) -> None:
        self._local = local
        self._sealed = Sealed(local)
        self._published = published
        self._warn = warn
        self._shared = shared
        self._written: set[str] = set()
        self._used: set[str] = set()

    def record(self, key: str, *, durable: bool = True) -> Record | None:
        """The record of a key: from here, when it is durable from the target, which has the last word, or from what
        others made; then it is kept here too.
        """
        data = self._sealed.read(record_key(key))
        if data and (record := Record.from_bytes(data)):
            return record
        data = self._published.read(key) if durable and self._published else None
        if data and (record := Record.from_bytes(data)):
            self._sealed.write(record_key(key), (data,))
            return record
        return Record.from_bytes(self._brought(record_key(key)) or b"")

    def use(self, key: str, subject: str, performer: str, record: Record) -> None:
        """Note that a build rests on a record and its blobs, so that they stay. They are noted together, once a day."""
        fresh = self._local.use(record_key(key))
        if fresh or self._shared:
            names = (_latest(subject, performer), *map(self.key, record.outputs.values()))
            self._rest_on(record_key(key), *names)
            for name in names if fresh else ():
                self._local.use(name)

    def keep(self, key: str, subject: str, performer: str, record: Record) -> None:
        """Keep a record, and remember it as the latest of its subject."""
        self._write(record_key(key), record.to_bytes())
        self._write(_latest(subject, performer), key.encode())
        self._rest_on(*map(self.key, record.outputs.values()))

    def share(self) -> None:
        """At the end of a run: let other machines find what it wrote and used."""
        if self._shared:
            self._local.flush()
            self._shared.keep(self._written, self._used)
            self._written, self._used = set(), set()

    def _rest_on(self, *keys: str) -> None:
        """Remember that this run rests on values, where others might want them."""
        if self._shared:
            self._used.update(keys)

    def _write(self, key: str, data: bytes) -> None:
        """Write a note."""
        self._sealed.write(key, (data,))
        self._written.add(key)

    def _noted(self, key: str) -> bytes | None:
        """A note, from here or from what others made."""
        data = self._sealed.read(key)
        return self._brought(key) if data is None else data

    def _brought(self, key: str) -> bytes | None:
        return self._sealed.read(key) if self._shared and self._shared.bring(key) else None

    def latest(self, subject: str, performer: str) -> Mapping[str, Any] | None:
        """The description of the last job of this subject, to say what changed since."""
        key = self._noted(_latest(subject, performer)) or b""
        record = self.record(key.decode(), durable=False) if _KEY.fullmatch(key) else None  # others noted other things
        return record.description if record else None

    def flush(self) -> None:
        """Let other processes find what was kept until now."""
        self._local.flush()

    def account(self, target: str) -> Account:
        """What the last build for a target did; empty when there was none."""
        return Account.from_bytes(self._noted(f"accounts/{target}.json"), self.record)

    def keep_account(self, target: str, account: Account) -> None:
        self._write(f"accounts/{target}.json", account.to_bytes())

    def memory(self, name: str) -> bytes | None:
        """What the last run noted under a name; None when it is not there, or not what was noted."""
        self._local.use(f"memory/{name}")
        self._rest_on(f"memory/{name}")
        return self._noted(f"memory/{name}")

    def memorise(self, name: str, data: bytes) -> None:
        """Note something for the next run, which can do without."""
        self._write(f"memory/{name}", data)

    def key(self, blob: Blob) -> str:
        """The key under which the local store keeps a blob."""
        return blob_key(blob)

    def key_here(self, blob: Blob) -> str:
        """The same, once its bytes were brought if they are elsewhere."""
        self.has(blob)
        return blob_key(blob)

    def has(self, blob: Blob) -> bool:
        """Whether there is something under the digest, which is brought if it is elsewhere; `is_whole` tells whether it
        is the blob.
        """
        return self._local.has(blob_key(blob)) or self._fetch(blob)

    def is_here(self, blob: Blob) -> bool:
        """Whether the bytes of a blob are on this machine, and are those; all of them are read."""
        return digest_of(self._local.open(blob_key(blob)) or ()) == blob.digest or self._spoiled(blob)

    def is_whole(self, blob: Blob) -> bool:
        """Whether the bytes of a blob are here, or could be brought; all of them are read."""
        return self.is_here(blob) or self._fetch(blob)

    def is_at_hand(self, blob: Blob) -> bool:
        """Whether the bytes of a blob are here, or known to be elsewhere; none are brought."""
        return self.is_here(blob) or bool(self._shared and self._shared.has(blob_key(blob)))

    def bring(self, blobs: Iterable[Blob]) -> None:
        """Bring what others made of these, some at a time."""
        if self._shared:
            self._shared.bring_all(blob_key(blob) for blob in blobs)

    def _fetch(self, blob: Blob) -> bool:
        """Whether a blob that is not here could be brought."""
        return self._shared is not None and self._shared.bring(blob_key(blob))

    def open(self, blob: Blob) -> Iterator[bytes] | None:
        """The bytes of a blob in chunks, or None when they are not here. They are not looked at: see `is_whole`."""
        return self._local.open(blob_key(blob))

    def locate(self, blob: Blob) -> str | None:
        """The file that holds the bytes of a blob, if they have one of their own here. They are not looked at."""
        found = self._local.locate(blob_key(blob))
        return str(found) if found else None

    def read(self, blob: Blob) -> bytes | None:
        """The bytes of a blob; None where they can't be had."""
        data = self._local.read(blob_key(blob))
        if data is None and self._fetch(blob):
            data = self._local.read(blob_key(blob))
        if data is not None and sha256(data) != blob.digest:
            self._spoiled(blob)
            return None
        return data

    def put(self, data: bytes) -> Blob:
        """Keep bytes that are in memory."""
        blob = Blob(sha256(data), len(data))
        self._rest_on(blob_key(blob))
        if self._local.read(blob_key(blob)) == data:
            self._local.use(blob_key(blob))
        else:
            self._spoiled(blob)
            self._local.write(blob_key(blob), (data,))
        return blob

    def restore(self, blob: Blob, chunks: Iterable[bytes]) -> bool:
        """Keep bytes that came from elsewhere, if they are those of the blob; whether they were."""
        try:
            self._local.write(blob_key(blob), _verified(blob, chunks))
        except _OtherBytes:
            return False
        return True

    def tidy(self, days: int, used: Iterable[str] = ()) -> None:
        """Once a day: what no build of so many days used goes. `used` are the digests of the blobs it rests on."""
        due = all(done.age >= 1 for done in self._local.held(TIDIED))
        keys = tuple(map(_blob, used)) if due or self._shared else ()
        self._rest_on(*keys)
        if due:
            for key in keys:
                self._local.use(key)
            self._local.prune(days)
            self._local.write(TIDIED, (b"",))

    def made_of(self, digests: Iterable[str]) -> frozenset[str]:
        """These digests, and those of all that this machine knows to be made with them."""
        return come_of(digests, self._records())

    def telling(self, keys: Iterable[str], digests: Collection[str]) -> frozenset[str]:
        """Those of the keys whose records, here or at the target, tell of these bytes or of what was made with them."""
        records = {key: record for key in keys if (record := self.record(key))}
        gone = come_of(digests, records.values())
        return frozenset(key for key, record in records.items() if touches(record, gone))

    def naming(self, keys: Iterable[str], names: Callable[[object], bool]) -> frozenset[str]:
        """What was made with a name in its parameters, as tags are, by the records of these keys."""
        records = (record for key in keys if (record := self.record(key)))
        named = (one for one in records if names(one.description["params"]))
        return frozenset(blob.digest for one in named for blob in one.outputs.values())

    def made_with(self, keys: Iterable[str], name: str) -> frozenset[str]:
        """What was made with an input of this name, by the records of these keys."""
        records = (record for key in keys if (record := self.record(key)))
        made = (one for one in records if name in one.description["inputs"])
        return frozenset(blob.digest for one in made for blob in one.outputs.values())

    def holdings(self, digests: Collection[str]) -> tuple[Held, ...]:
        """What this machine has of these bytes, and the records that tell of them."""
        named = {record_key(key_of(one.description)) for one in self._records() if touches(one, digests)}
        found = (held for prefix in (BLOBS, RECORDS) for held in self._local.held(prefix))
        return tuple(one for one in found if one.key in named or one.key.rpartition("/")[2] in digests)

    def forget(self, digests: Collection[str], *, anew: bool = False, for_good: bool = True) -> None:
        """Let go of these bytes, of all that was made with them, and of all that may tell of them: pages, lists, what
        is remembered of texts. What stays is durable work that does not come of them. That is done here and in what
        machines share, and once for a set of digests, unless `anew`; where a library still has the files it is not
        `for_good`, and done again next time. A shared store that refuses is asked again by the next run.
        """
        mark, staying = sha256(canonical(sorted(digests))).encode(), partial(_staying, frozenset(digests))
        if not digests:
            return
        there = self._shared if anew or self._remembered(FORGOTTEN_THERE) != mark else None
        if there and there.sift(digests, staying, anew=anew):
            self._sealed.write(FORGOTTEN_THERE, (mark,))
        if anew or self._remembered(FORGOTTEN) != mark:
            self._local.flush()
            notes = ((key, self._sealed.read(key) or b"") for key in self._local.keys(RECORDS))
            stay = {FORGOTTEN_THERE, *staying(notes)}
            self._local.erase([held.key for held in self._local.held() if held.key not in stay])
            self._written, self._used = set(), set()
            self._sealed.write(FORGOTTEN, (mark,))
        for key in () if for_good else (FORGOTTEN, FORGOTTEN_THERE):
            self._local.delete(key)

    def _remembered(self, key: str) -> bytes | None:
        """What this machine noted for itself alone."""
        self._local.use(key)
        return self._sealed.read(key)

    def _records(self) -> Iterator[Record]:
        for key in self._local.keys(RECORDS):
            if record := Record.from_bytes(self._sealed.read(key) or b""):
                yield record

    def _spoiled(self, blob: Blob) -> bool:
        """Throw away what lies in the place of a blob and is not the blob, if there is something."""
        if self._local.has(blob_key(blob)):
            self._local.delete(blob_key(blob))
            self._warn(f"`{blob_key(blob)}` in the cache is not what was written there: it was thrown away")
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


def _staying(digests: Collection[str], notes: Iterable[tuple[str, bytes]]) -> frozenset[str]:
    """The keys of the durable records, and of their bytes, that do not come of these digests."""
    records = {key: found for key, data in notes if (found := Record.from_bytes(data))}
    gone = come_of(digests, records.values())
    stay = {key: one for key, one in records.items() if is_durable(one) and not touches(one, gone)}
    return frozenset((*stay, *(blob_key(blob) for one in stay.values() for blob in one.outputs.values())))


def is_sound(key: str, value: bytes) -> bool:
    """Whether a value can be that of its key: a blob by its digest; of notes each by its seal, and a record by what its
    key was made from.
    """
    if key.startswith(BLOBS):
        return sha256(value) == key.rpartition("/")[2]
    data = unsealed(value)
    if data is None or not key.startswith(RECORDS):
        return data is not None
    record = Record.from_bytes(data)
    return record is not None and record_key(key_of(record.description)) == key


def record_key(key: str) -> str:
    """Where a store keeps the record of a key."""
    return f"{RECORDS}{key}.json"


def _latest(subject: str, performer: str) -> str:
    return f"{LATEST}{performer}/{sha256(subject.encode())[:32]}.json"


def blob_key(blob: Blob) -> str:
    """Where a store keeps a blob."""
    return _blob(blob.digest)


def _blob(digest: str) -> str:
    return f"{BLOBS}{digest[:2]}/{digest}"
