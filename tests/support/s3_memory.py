"""What boto3's client says and does, in memory: as much of it as the target and the store ask.

It knows each write by its number, and can be dead from one of them on: that is how a publish is killed at every write.
The suites of stores and targets hold it to what the server does.
"""
# ruff: noqa: N803 - boto3 names its arguments so

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import count
from threading import RLock
from types import SimpleNamespace
from typing import Any, Literal

from botocore.exceptions import ClientError

_KEPT = ("ContentType", "CacheControl", "ContentDisposition", "ContentEncoding", "ContentLanguage")
_NAMES = (*_KEPT, "Metadata", "WebsiteRedirectLocation")


class Dead(BaseException):
    """The publisher is no more: it can neither write nor tidy up."""


@dataclass(frozen=True, slots=True)
class Object:
    """One object: its bytes, and what a client is told of them."""

    data: bytes
    told: Mapping[str, Any]
    written: datetime


@dataclass(frozen=True, slots=True)
class Call:
    """What was asked: the operation as boto3 names it, and the key ("" where it names none). Of a request that deletes
    several each key is a call, since a store does them one by one; all but the first are `more` of the same request.
    """

    name: str
    key: str = ""
    more: bool = False

    @property
    def writes(self) -> bool:
        return not self.name.startswith(("get", "head", "list"))


@dataclass
class MemoryS3:
    """Buckets by name. `dies_at` is the number of the write that is no longer done, nor anything after it. `before`
    may raise in place of an answer; `clock` is the store's own. `lists`: whether it deletes by lists. `slashed`:
    whether it keeps `x/`; `nested`: what it does with `x` beside `x/y` (those on a file system refuse it, MinIO hides
    the second in its lists). `paced`: it takes one write a second to a key, as R2 does.
    """

    buckets: dict[str, dict[str, Object]] = field(default_factory=dict)
    uploads: dict[str, tuple[str, str, dict[int, bytes], dict[str, Any]]] = field(default_factory=dict)
    asked: list[Call] = field(default_factory=list)
    dies_at: int = 0
    before: Callable[[Call], None] = lambda _call: None
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    lists: bool = True
    nested: Literal["kept", "refused", "hidden"] = "kept"
    slashed: bool = True
    paced: bool = False
    meta: Any = field(default_factory=lambda: SimpleNamespace(endpoint_url="memory:", events=_Unheard()))
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _lock: Any = field(default_factory=RLock)

    @property
    def writes(self) -> int:
        return sum(call.writes for call in self.asked)

    def bucket(self) -> str:
        """A new bucket."""
        name = f"library-{next(self._numbers)}"
        self.buckets[name] = {}
        return name

    def objects(self, bucket: str, prefix: str = "") -> dict[str, bytes]:
        """Everything below a prefix, by key without it."""
        held = self.buckets[bucket].items()
        return {key.removeprefix(prefix): one.data for key, one in sorted(held) if key.startswith(prefix)}

    def copy(self) -> MemoryS3:
        """Another store that holds the same, and is well."""
        return MemoryS3({name: dict(held) for name, held in self.buckets.items()}, dict(self.uploads))

    def count(self) -> int:
        """How many requests came since the last count."""
        found = sum(not call.more for call in self.asked)
        self.asked.clear()
        return found

    def _ask(self, name: str, bucket: str, key: str = "", *, more: bool = False) -> dict[str, Object]:
        """Note that something was asked; the bucket, unless the publisher is dead."""
        with self._lock:
            call = Call(name, key, more)
            if self.dies_at and self.writes + call.writes >= self.dies_at:
                raise Dead
            self.asked.append(call)
        self.before(call)
        if bucket not in self.buckets:
            raise refusal("NoSuchBucket", name)
        return self.buckets[bucket]

    def put_object(self, *, Bucket: str, Key: str, Body: bytes, **more: Any) -> Any:
        held = self._ask("put_object", Bucket, Key)
        self._must_keep(held, Key)
        with self._lock:
            if more.get("IfNoneMatch") == "*" and Key in held:
                raise refusal("PreconditionFailed", "PutObject")
            if more.get("ChecksumSHA256", _checksum(Body)) != _checksum(Body):
                raise refusal("BadDigest", "PutObject")
            held[Key] = Object(bytes(Body), _told(more), self.clock())
        return {}

    def _must_keep(self, held: dict[str, Object], key: str) -> None:
        if self.paced and key in held and self.clock() - held[key].written < timedelta(seconds=1):
            raise refusal("TooManyRequests", "PutObject", "Reduce your concurrent request rate.", 429)
        if key.endswith("/") and not self.slashed:
            raise refusal("XMinioInvalidObjectName", "PutObject", "Object name contains unsupported characters.")
        if self.nested == "refused" and any(other.startswith(f"{key}/") for other in held):
            raise refusal("XMinioParentIsObject", "PutObject", "Object-prefix is already an object.")

    def upload_fileobj(self, Fileobj: Any, Bucket: str, Key: str) -> None:
        self.put_object(Bucket=Bucket, Key=Key, Body=Fileobj.read())

    def copy_object(self, *, Bucket: str, Key: str, CopySource: Mapping[str, str], **more: Any) -> Any:
        held = self._ask("copy_object", Bucket, Key)
        self._must_keep(held, Key)
        source = self.buckets[CopySource["Bucket"]].get(CopySource["Key"])
        if source is None:
            raise refusal("NoSuchKey", "CopyObject")
        told = _told(more) if more.get("MetadataDirective") == "REPLACE" else source.told
        held[Key] = Object(source.data, told, self.clock())
        return {}

    def get_object(self, *, Bucket: str, Key: str) -> Any:
        found = self._ask("get_object", Bucket, Key).get(Key)
        if found is None:
            raise refusal("NoSuchKey", "GetObject")
        return {**found.told, "Body": _Body(found.data)}

    def head_object(self, *, Bucket: str, Key: str) -> Any:
        found = self._ask("head_object", Bucket, Key).get(Key)
        if found is None:
            raise refusal("404", "HeadObject")
        head = {"ContentType": "binary/octet-stream", "Metadata": {}, "ContentLength": len(found.data)}
        now = {"HTTPHeaders": {"date": format_datetime(self.clock(), usegmt=True)}}
        return {**head, **found.told, "LastModified": found.written.replace(microsecond=0), "ResponseMetadata": now}

    def delete_object(self, *, Bucket: str, Key: str) -> Any:
        self._ask("delete_object", Bucket, Key).pop(Key, None)
        return {}

    def delete_objects(self, *, Bucket: str, Delete: Any) -> Any:
        """What is refused is told inside an answer that says 200."""
        if not self.lists:
            self._ask("delete_objects", Bucket)
            raise refusal(
                "MissingContentMD5", "DeleteObjects", "Missing required header for this request: Content-Md5."
            )
        errors = []
        for number, one in enumerate(Delete["Objects"]):
            try:
                self._ask("delete_objects", Bucket, one["Key"], more=number > 0).pop(one["Key"], None)
            except ClientError as error:
                errors.append({**one, **error.response["Error"]})
        return {"Errors": errors}

    def create_multipart_upload(self, *, Bucket: str, Key: str, **more: Any) -> Any:
        self._ask("create_multipart_upload", Bucket, Key)
        name = f"upload-{next(self._numbers)}"
        self.uploads[name] = (Bucket, Key, {}, _told(more))
        return {"UploadId": name}

    def upload_part(
        self,
        *,
        Bucket: str,
        Key: str,
        UploadId: str,
        PartNumber: int,
        Body: bytes,
        **_more: Any,
    ) -> Any:
        self._ask("upload_part", Bucket, Key)
        self.uploads[UploadId][2][PartNumber] = bytes(Body)
        return {"ETag": _checksum(Body)}

    def complete_multipart_upload(self, *, Bucket: str, Key: str, UploadId: str, **_more: Any) -> Any:
        held = self._ask("complete_multipart_upload", Bucket, Key)
        _, _, parts, told = self.uploads.pop(UploadId)
        held[Key] = Object(b"".join(data for _, data in sorted(parts.items())), told, self.clock())
        return {}

    def abort_multipart_upload(self, *, Bucket: str, Key: str, UploadId: str) -> Any:
        self._ask("abort_multipart_upload", Bucket, Key)
        self.uploads.pop(UploadId, None)
        return {}

    def get_paginator(self, name: str) -> Any:
        def paginate(*, Bucket: str, Prefix: str = "") -> Iterator[Any]:
            held = self._ask(name, Bucket)
            if name == "list_multipart_uploads":
                begun = [(upload, key) for upload, (bucket, key, _, _) in self.uploads.items() if bucket == Bucket]
                yield {"Uploads": [{"Key": key, "UploadId": one} for one, key in begun if key.startswith(Prefix)]}
                return
            with self._lock:
                found = [(key, one) for key, one in sorted(held.items()) if key.startswith(Prefix)]
            if self.nested == "hidden":
                found = [(key, one) for key, one in found if not (set(_above(key)) & held.keys())]
            yield {"Contents": [{"Key": key, **_listed(one)} for key, one in found]}

        return SimpleNamespace(paginate=paginate)


def _above(key: str) -> Iterator[str]:
    """The keys that are directories of a key, as a file system sees it."""
    parts = key.split("/")
    return ("/".join(parts[:count]) for count in range(1, len(parts)))


class _Unheard:
    """Events of a client that signs nothing."""

    def register(self, _event: str, _handler: Callable[..., None]) -> None:
        pass


class _Body:
    def __init__(self, data: bytes) -> None:
        self._data = data

    def read(self) -> bytes:
        return self._data

    def iter_chunks(self, _size: int) -> Iterator[bytes]:
        yield self._data


def refusal(code: str, operation: str = "PutObject", message: str = "No.", status: int = 400) -> ClientError:
    """How boto3 says that the store said no."""
    answer: Any = {
        "Error": {"Code": code, "Message": message},
        "ResponseMetadata": {"HTTPStatusCode": status, "HTTPHeaders": {"x-amz-request-id": "1"}, "RetryAttempts": 0},
    }
    return ClientError(answer, operation)


def _listed(one: Object) -> dict[str, Any]:
    tag = hashlib.md5(one.data, usedforsecurity=False).hexdigest()
    return {"Size": len(one.data), "ETag": f'"{tag}"', "LastModified": one.written}


def _told(more: Mapping[str, Any]) -> dict[str, Any]:
    return {name: more[name] for name in _NAMES if name in more}


def _checksum(data: bytes) -> str:
    return b64encode(hashlib.sha256(data).digest()).decode()
