"""A store in a bucket: one object a key, below a prefix. Any S3 API that knows create-only writes serves.

Credentials come by boto3's own chain (environment, profile, role) and by nothing else.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from itertools import chain
from threading import RLock
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import uuid4

from pipeline.stores import replies
from pipeline.stores.pace import Pace
from pipeline.stores.quick import Quick
from pipeline.stores.refusals import CHANGED, UNCONDITIONAL, client_error, code, cut, date, told
from pipeline.stores.store import CHUNK, DAY, Held, checked

if TYPE_CHECKING:
    from boto3.session import Session
    from botocore.loaders import Loader
    from mypy_boto3_s3.client import S3Client

ATTEMPTS = 4
AT_ONCE = 16 << 20
"""Bytes that one request writes."""
CONNECTIONS = 16
ONE_A_SECOND = (".r2.cloudflarestorage.com",)
"""Hosts of stores that take one write a second to a key, and answer 429 to the next."""
_MAKING = RLock()
_ABSENT = frozenset({"404", "NoSuchKey", "NotFound"})
MET = frozenset({"412", "PreconditionFailed"})
UNKNOWN = frozenset({"501", "NotImplemented"})


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bucket, and how it is reached. Without an endpoint it is AWS's own. Who can do without it is `hurried`: where
    nothing answers, it is given up soon.
    """

    name: str
    endpoint: str = ""
    region: str = ""
    profile: str = ""
    hurried: bool = False

    def __str__(self) -> str:
        return f"`{self.name}`" + (f" at {self.endpoint}" if self.endpoint else "")

    @property
    def attempts(self) -> int:
        """How many times something is asked at most."""
        return 2 if self.hurried else ATTEMPTS

    @property
    def pace(self) -> float:
        """Seconds that must pass between two writes to one key."""
        return 1.0 if (urlsplit(self.endpoint).hostname or "").endswith(ONE_A_SECOND) else 0.0

    def connect(self) -> S3Client:
        """A client, safe for threads. Raises `StoreError` when the profile is not known."""
        from botocore.config import Config

        with told(self):
            client = _session(self.profile, self.region or (self.endpoint and "us-east-1")).client(
                "s3",
                endpoint_url=self.endpoint or None,
                config=Config(
                    retries={"mode": "standard", "total_max_attempts": self.attempts},
                    connect_timeout=3 if self.hurried else 10,
                    read_timeout=60,
                    max_pool_connections=CONNECTIONS,
                    request_checksum_calculation="when_required",  # ours carry SHA-256; not all stores know CRC32
                    response_checksum_validation="when_required",
                    s3={"addressing_style": "path" if self.endpoint else "auto"},
                ),
            )
            replies.attend(client, self.attempts)
            return client


def _session(profile: str, region: str) -> Session:
    """A session of its own, with credentials of its own, that knows services as others of this process do."""
    import boto3
    import botocore.session

    core = botocore.session.get_session()
    core.register_component("data_loader", _services())
    return boto3.session.Session(botocore_session=core, profile_name=profile or None, region_name=region or None)


@cache
def _services() -> Loader:
    """What boto3 knows of services: to read that takes it five times as long as all else of a client."""
    import botocore.session

    found: Loader = botocore.session.get_session().get_component("data_loader")
    return found


@dataclass(slots=True)
class S3Store:
    """Objects below `prefix` ("" or with its `/`). The client is made at the first use: it takes a while. Another
    process gets the same store, and finds credentials of its own.
    """

    bucket: Bucket
    prefix: str = ""
    _above: S3Store | None = field(default=None, repr=False)
    _client: S3Client | None = field(default=None, repr=False)
    _quick: Quick | None = field(default=None, repr=False)
    _pace: Pace | None = field(default=None, repr=False)

    def __reduce__(self) -> tuple[Any, ...]:
        return _here, (self.bucket, self.prefix)

    @property
    def quick(self) -> Quick:
        """What puts and copies objects of which there are many."""
        with _MAKING:
            if self._quick is None:
                self._quick = self._above.quick if self._above else Quick(self.client)
            return self._quick

    @property
    def pace(self) -> Pace:
        """What lets time pass between two writes to one key, where the store wants it."""
        with _MAKING:
            if self._pace is None:
                self._pace = self._above.pace if self._above else Pace(self.bucket.pace, monotonic, sleep)
            return self._pace

    @property
    def client(self) -> S3Client:
        if self._client is None:
            self._client = self._above.client if self._above else self.bucket.connect()
        return self._client

    def below(self, prefix: str, bucket: str = "") -> S3Store:
        """The part of this store below a prefix (or another bucket there), over the same connections."""
        if bucket:
            return S3Store(replace(self.bucket, name=bucket), prefix, self)
        return S3Store(self.bucket, self.prefix + prefix, self)

    def key(self, key: str) -> Any:
        """A key as every call names it."""
        return {"Bucket": self.bucket.name, "Key": self.prefix + checked(key)}

    def read(self, key: str) -> bytes | None:
        chunks = self.open(key)
        return None if chunks is None else b"".join(chunks)

    def open(self, key: str) -> Iterator[bytes] | None:
        where = self.key(key)
        with told(self.bucket, f"read `{where['Key']}`"):
            try:
                answer = self.client.get_object(**where)
            except client_error() as error:
                if code(error) == "NoSuchKey":  # a bare 404 comes from something else than a store
                    return None
                raise
        return self._chunks(where, answer)

    def _chunks(self, where: Any, answer: Any) -> Iterator[bytes]:
        """The body of an answer; where the line is cut, the rest of it by another question."""
        tag, at = answer.get("ETag"), 0
        with told(self.bucket, f"read `{where['Key']}`"):
            for attempt in range(1, self.bucket.attempts + 1):
                try:
                    for chunk in answer["Body"].iter_chunks(CHUNK):
                        at += len(chunk)
                        yield chunk
                except cut():
                    if attempt == self.bucket.attempts:
                        raise
                else:
                    return
                sleep(replies.pause(attempt))
                answer = self.client.get_object(**where, Range=f"bytes={at}-")
                if answer.get("ETag") != tag or not answer.get("ContentRange", "").startswith(f"bytes {at}-"):
                    raise CHANGED.at(self.bucket, doing=f"read `{where['Key']}`")

    def write(self, key: str, chunks: Iterable[bytes]) -> None:
        """What is larger than `AT_ONCE` goes out in parts, so that it need not fit into memory."""
        where = self.key(key)
        chunks, head = iter(chunks), bytearray()
        for chunk in chunks:
            head += chunk
            if len(head) > AT_ONCE:
                break
        with told(self.bucket, f"write `{where['Key']}`"):
            self.pace.wait(where)
            if len(head) > AT_ONCE:
                self.client.upload_fileobj(io.BufferedReader(_Chunks(chain((bytes(head),), chunks))), **where)
            else:
                self.client.put_object(**where, Body=bytes(head))
            self.pace.note(where)

    def create(self, key: str, data: bytes) -> bool:
        """Set the value only when there is none. An answer that got lost does not deceive: each call writes a word of
        its own beside the value. Raises `StoreError` when the store can't do it.
        """
        where = self.key(key)
        ours = uuid4().hex
        with told(self.bucket, f"write `{where['Key']}`"):
            for pause in (0.1, 0.2, 0.4, 0.8, None):
                try:
                    self.pace.wait(where)
                    self.client.put_object(**where, Body=data, IfNoneMatch="*", Metadata={"creator": ours})
                    self.pace.note(where)
                except client_error() as error:
                    if code(error) in MET:
                        return _creator(self.client, where) == ours
                    if code(error) in UNKNOWN:
                        raise UNCONDITIONAL.at(self.bucket) from error
                    if code(error) not in ("409", "ConditionalRequestConflict") or pause is None:
                        raise
                    sleep(pause)
                else:
                    return True
        raise AssertionError("the last attempt returns or raises")

    def has(self, key: str) -> bool:
        return self.age(key) is not None

    def age(self, key: str) -> float | None:
        """Seconds since the value was written, by the store's own clock; None when there is none."""
        where = self.key(key)
        with told(self.bucket, f"look at `{where['Key']}`"):
            try:
                head = self.client.head_object(**where)
            except client_error() as error:
                if code(error) in _ABSENT:
                    return None
                raise
        return _since(head["LastModified"], date(head))

    def keys(self, prefix: str = "") -> Iterator[str]:
        return (one.key for one in self.held(prefix))

    def sizes(self, prefix: str = "") -> Iterator[tuple[str, int]]:
        """All keys that start with the prefix, sorted, each with its size in bytes."""
        return ((one.key, one.size) for one in self.held(prefix))

    def held(self, prefix: str = "") -> Iterator[Held]:
        """All objects whose keys start with the prefix, sorted. Their age is that by the store's own clock."""
        found: list[Held] = []
        with told(self.bucket, f"list `{self.prefix}{prefix}`"):
            pages = self.client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self.bucket.name, Prefix=self.prefix + prefix):
                now = date(page)
                for item in page.get("Contents", ()):
                    age = _since(item["LastModified"], now) / DAY
                    found.append(Held(item["Key"].removeprefix(self.prefix), item["Size"], age))
        return iter(sorted(found, key=lambda one: one.key))

    def delete(self, key: str) -> None:
        where = self.key(key)
        with told(self.bucket, f"delete `{where['Key']}`"):
            self.client.delete_object(**where)


@cache
def _here(bucket: Bucket, prefix: str) -> S3Store:
    """The store in a process to which it was sent, over and over."""
    return S3Store(bucket, prefix)


class _Chunks(io.RawIOBase):
    """Bytes that come in chunks, as a file to be read once."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks, self._left = filter(None, chunks), b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._left = self._left or next(self._chunks, b"")
        size = min(len(buffer), len(self._left))
        buffer[:size], self._left = self._left[:size], self._left[size:]
        return size


def _since(written: datetime, now: datetime) -> float:
    """Seconds since something was written. A store says its own time in whole seconds, and that of an object in parts
    of one: nothing was written later than now.
    """
    return max(0.0, (now - written).total_seconds())


def _creator(client: S3Client, where: Any) -> str:
    try:
        return client.head_object(**where)["Metadata"].get("creator", "")
    except client_error() as error:
        if code(error) in _ABSENT:
            return ""
        raise
