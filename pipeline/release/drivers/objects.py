"""The public objects of a bucket: how one goes out, comes back and goes away."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pipeline.model import urls
from pipeline.model.artifact import Artifact
from pipeline.release.bucket import layout
from pipeline.release.bucket.layout import AT_ONCE, MOST_PARTS, PART
from pipeline.release.manifest.headers import headers
from pipeline.release.state.errors import TargetError, other_bytes
from pipeline.release.state.target import Read
from pipeline.stores import StoreError
from pipeline.stores.refusals import NO_DIRECTORIES, UNCONDITIONAL, client_error, code, reason, refuses_this, told
from pipeline.stores.s3 import MET, UNKNOWN, Bucket, S3Store

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client

_PASSING = frozenset({"InternalError", "SlowDown", "ServiceUnavailable", "OperationAborted"})
"""What a store says inside an answer to such a request of keys that it may delete a moment later."""


def nothing(_step: str = "") -> None:
    """What a test may put its death in the place of."""


class Objects:
    """Objects below the prefix of `store`; with `exact`, pages under their directories too, and at their addresses
    without a slash pages that lead there, where the store keeps `x` beside `x/`. `step` is called before each write.
    """

    def __init__(self, store: S3Store, *, exact: bool, step: Callable[[str], None] = nothing, part: int = PART) -> None:
        self.store = store
        self.exact = exact
        self.sort = int(layout.Keys.SLASHED if exact else layout.Keys.PLAIN)
        self._step = step
        self.part = part
        self._settling = Lock()

    @property
    def bucket(self) -> Bucket:
        return self.store.bucket

    @property
    def client(self) -> S3Client:
        return self.store.client

    @property
    def most(self) -> int:
        """All the keys that pages may come to have."""
        return self.sort | layout.Keys.LED if self.exact and not self._settled else self.sort

    @property
    def _settled(self) -> bool:
        return bool(self.sort & layout.Keys.SETTLED)

    def know(self, sort: int) -> None:
        """What a release before has found out about the store."""
        if self.exact and sort & layout.Keys.SETTLED:
            self.sort = sort

    def keys(self, path: str) -> tuple[str, ...]:
        return layout.keys(self.store.prefix, path, exact=self.exact)

    def artifact(self, path: str) -> Artifact | None:
        """An object as an artifact; None when no publish made it."""
        head = self._head(self.store.prefix + path)
        if head is None or not (digest := _digest(head)):
            return None
        said = {"content-type": head["ContentType"], "cache-control": head.get("CacheControl", "")}
        artifact = Artifact(path, digest, head["ContentLength"])
        return replace(artifact, headers={**headers(path, {}, immutable=artifact.immutable), **said})

    def send(
        self,
        artifact: Artifact,
        read: Read,
        began: Callable[[], None] = nothing,
        alive: Callable[[int], None] = lambda _size: None,
    ) -> None:
        """Put an artifact under its keys. Its bytes are seen to be those the manifest promises before they appear:
        until `began` is called nothing public has changed. `alive` is called after each part of a large one, with its
        size.
        """
        data = _whole(artifact, read(artifact)) if artifact.size <= self.part else None
        for key in self.keys(artifact.path):
            self._step(f"put {key}")
            with told(self.bucket, f"put `{key}`"), self._named(key):
                if data is None:
                    self._send_parts(key, artifact, read, began, alive)
                else:
                    began()
                    self._put(key, artifact, data)
        self._lead(artifact)

    def create(self, artifact: Artifact, read: Read, alive: Callable[[int], None] = lambda _size: None) -> bool:
        """Put an artifact where nothing lies; whether it was put. Raises `StoreError` where the store can't do it."""
        key = self.store.prefix + artifact.path
        self._step(f"put {key}")
        with told(self.bucket, f"put `{key}`"):
            try:
                if artifact.size <= self.part:
                    data, checksum = _whole(artifact, read(artifact)), layout.checksum(artifact.digest)
                    where = self._place(key, artifact)
                    self.client.put_object(**where, Body=data, ChecksumSHA256=checksum, IfNoneMatch="*")
                    alive(artifact.size)
                else:
                    self._send_parts(key, artifact, read, nothing, alive, {"IfNoneMatch": "*"})
            except client_error() as error:
                if code(error) in UNKNOWN:
                    raise UNCONDITIONAL.at(self.bucket) from error
                if code(error) not in MET:
                    raise
                return False
        return True

    def copy(self, source: str, artifact: Artifact, began: Callable[[], None] = nothing) -> None:
        """Put an artifact from another path that holds its bytes, or from itself where only its headers differ."""
        self._copy_all("put", self._at(self.keys(source)[0]), artifact, began)

    def restore(self, artifact: Artifact, kept: Any, *, is_kept: bool, began: Callable[[], None] = nothing) -> None:
        """Put an artifact again from where it was kept, or else from itself, where only its headers differ."""
        own = self.keys(artifact.path)[0]
        if not is_kept and _digest(self._head(own)) != artifact.digest:
            raise TargetError(
                f"What `{artifact.path}` was in that release is no longer kept.",
                "Check out the older commit and publish it.",
            )
        self._copy_all("restore", kept if is_kept else self._at(own), artifact, began)

    def _copy_all(self, what: str, source: Any, artifact: Artifact, began: Callable[[], None]) -> None:
        for key in self.keys(artifact.path):
            self._step(f"{what} {key}")
            began()
            with told(self.bucket, f"copy `{source['Key']}` to `{key}`"), self._named(key):
                place = self._place(key, artifact)
                self.store.quick.copy_object(**place, CopySource=source, MetadataDirective="REPLACE")
        self._lead(artifact)

    def _lead(self, artifact: Artifact) -> None:
        """Let the address of a page without its slash lead to it, where the store keeps `x` beside `x/index.html`:
        those on a file system refuse it, or hide in their lists what lies below `x`. The first page finds it out.
        """
        key = layout.spoken(self.store.prefix, artifact.path)
        if not key or not self.exact:
            return
        with self._settling:
            if not self._settled:
                self.sort |= layout.Keys.SETTLED | (layout.Keys.LED if self._is_kept(key, artifact) else 0)
                return
        if self.sort & layout.Keys.LED:
            self._put_lead(key, artifact)

    def _is_kept(self, key: str, page: Artifact) -> bool:
        """Put what leads to a page; whether the store keeps it beside that, and tells of both."""
        try:
            self._put_lead(key, page)
        except StoreError as error:
            if isinstance(error.__cause__, client_error()) and refuses_this(error.__cause__):
                return False
            raise
        if self.is_listed(page.path):
            return True
        self._step(f"delete {key}")
        delete_one(self.client, self.bucket, key)
        return False

    def is_listed(self, path: str) -> bool:
        """Whether a page stands in the list of all that begins as its address does."""
        start = path.removesuffix(f"/{urls.INDEX}")
        return any(found == path for found, _size in self.store.sizes(start))

    def _put_lead(self, key: str, page: Artifact) -> None:
        lead, data = layout.lead(page)
        self._step(f"put {key}")
        with told(self.bucket, f"put `{key}`"):
            self._put(key, lead, data)

    def _put(self, key: str, artifact: Artifact, data: bytes) -> None:
        checksum = layout.checksum(artifact.digest)
        self.store.quick.put_object(**self._place(key, artifact), Body=data, ChecksumSHA256=checksum)

    def _at(self, key: str) -> Any:
        return {"Bucket": self.bucket.name, "Key": key}

    @contextlib.contextmanager
    def _named(self, key: str) -> Iterator[None]:
        """A store that refuses the name of a directory is no store for `exact`."""
        try:
            yield
        except client_error() as error:
            if key.endswith("/") and refuses_this(error):
                raise NO_DIRECTORIES.at(self.bucket, key=key, said=reason(error)) from error
            raise

    def keep(self, path: str, goal: Any) -> None:
        """Copy what is public under a path to a place of the state; nothing happens when it is gone."""
        source = self.store.prefix + path
        self._step(f"keep {source}")
        with told(self.bucket, f"copy `{source}`"):
            try:
                self.store.quick.copy_object(CopySource={"Bucket": self.bucket.name, "Key": source}, **goal)
            except client_error() as error:
                if code(error) != "NoSuchKey":
                    raise

    def delete(self, paths: Iterable[str], began: Callable[[], None] = nothing, sort: int = 0) -> None:
        """Delete the objects of these paths, all of them below the prefix: those of a `sort` of keys that pages had
        once, too. What leads to a page goes before it.
        """
        sort |= self.sort
        self._delete((key for path in paths for key in reversed(layout.every(self.store.prefix, path, sort))), began)

    def fit(self, paths: Iterable[str], sort: int, began: Callable[[], None] = nothing) -> None:
        """Delete the keys that pages had under another `sort` of keys and no longer have."""
        prefix = self.store.prefix
        if sort & ~self.sort & (layout.Keys.SLASHED | layout.Keys.LED):
            ours = ((layout.every(prefix, path, sort), layout.every(prefix, path, self.sort)) for path in paths)
            self._delete((key for all_, kept in ours for key in reversed(all_) if key not in kept), began)

    def _delete(self, keys: Iterable[str], began: Callable[[], None]) -> None:
        names = list(keys)
        assert all(name.startswith(self.store.prefix) for name in names)
        if names:
            began()
        delete(self.client, self.bucket, names, self._step)

    def abort(self) -> None:
        """Let go of parts that a stopped publish left."""
        with told(self.bucket, "list unfinished uploads"):
            pages = self.client.get_paginator("list_multipart_uploads")
            for page in pages.paginate(Bucket=self.bucket.name, Prefix=self.store.prefix):
                for upload in page.get("Uploads", ()):
                    where: Any = {"Key": upload["Key"], "UploadId": upload["UploadId"]}
                    self.client.abort_multipart_upload(Bucket=self.bucket.name, **where)

    def _place(self, key: str, artifact: Artifact) -> Any:
        """Where an artifact goes, and what the store is told of it."""
        return {"Bucket": self.bucket.name, "Key": key, **layout.arguments(artifact, website=not self.exact)}

    def _head(self, key: str) -> Any:
        with told(self.bucket, f"look at `{key}`"):
            try:
                return self.client.head_object(Bucket=self.bucket.name, Key=key)
            except client_error() as error:
                if code(error) == "404":
                    return None
                raise

    def _send_parts(
        self,
        key: str,
        artifact: Artifact,
        read: Read,
        began: Callable[[], None],
        alive: Callable[[int], None],
        only: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """In parts, each with its digest; `only` is the condition on which they become one object."""
        begun = self.client.create_multipart_upload(**self._place(key, artifact), ChecksumAlgorithm="SHA256")
        where: Any = {"Bucket": self.bucket.name, "Key": key, "UploadId": begun["UploadId"]}
        digest, size, parts = hashlib.sha256(), 0, []
        try:
            for number, data in enumerate(_pieces(read(artifact), max(self.part, artifact.size // MOST_PARTS + 1)), 1):
                digest.update(data)
                size += len(data)
                checksum = layout.checksum(hashlib.sha256(data).hexdigest())
                sent = self.client.upload_part(**where, PartNumber=number, Body=data, ChecksumSHA256=checksum)
                parts.append({"PartNumber": number, "ETag": sent["ETag"], "ChecksumSHA256": checksum})
                alive(len(data))
            if (digest.hexdigest(), size) != (artifact.digest, artifact.size):
                raise other_bytes(artifact.path)
            began()
            self._complete(where | only, parts, artifact)
        except BaseException:
            with contextlib.suppress(Exception):
                self.client.abort_multipart_upload(**where)
            raise

    def _complete(self, where: Any, parts: list[Any], artifact: Artifact) -> None:
        """Make one object of the parts. When the answer of an attempt got lost, the next finds the parts gone."""
        try:
            self.client.complete_multipart_upload(**where, MultipartUpload={"Parts": parts})
        except client_error() as error:
            if code(error) != "NoSuchUpload" or _digest(self._head(where["Key"])) != artifact.digest:
                raise


def delete(client: S3Client, bucket: Bucket, names: list[str], step: Callable[[str], None] = nothing) -> None:
    """Delete keys: a thousand at once, and one by one where a store takes no lists. Raises `TargetError` when the store
    refuses some of them inside an answer that says 200.
    """
    for start in range(0, len(names), AT_ONCE):
        some = names[start : start + AT_ONCE]
        step(f"delete {some[0]}")
        for name in _delete_list(client, bucket, some):
            step(f"delete {name}")
            delete_one(client, bucket, name)


def delete_one(client: S3Client, bucket: Bucket, name: str) -> None:
    """Delete one key."""
    with told(bucket, f"delete `{name}`"):
        client.delete_object(Bucket=bucket.name, Key=name)


def _delete_list(client: S3Client, bucket: Bucket, names: list[str]) -> list[str]:
    """Delete keys by one request; those that are left to be deleted one by one."""
    some: Any = [{"Key": name} for name in names]
    with told(bucket, f"delete `{names[0]}`"):
        try:
            answer = client.delete_objects(Bucket=bucket.name, Delete={"Objects": some, "Quiet": True})
        except client_error() as error:
            if refuses_this(error):
                return names
            raise
    refused = answer.get("Errors", ())
    for one in refused:
        if one.get("Code") not in _PASSING:
            raise TargetError(
                f"The store would not delete `{one.get('Key', '')}`: {one.get('Message', '')} ({one.get('Code', '')}).",
                "See the rights that `pipeline doctor --target NAME` prints, then publish again.",
            )
    return [one["Key"] for one in refused if "Key" in one]


def _digest(head: Any) -> str:
    """The digest that we wrote beside an object; "" when there is no object, or none of ours."""
    return str(head["Metadata"].get("sha256", "")) if head else ""


def _whole(artifact: Artifact, chunks: Iterable[bytes]) -> bytes:
    """The bytes of an artifact, when they are those that the manifest promises."""
    found = bytearray()
    for chunk in chunks:
        found += chunk
        if len(found) > artifact.size:
            break
    if (hashlib.sha256(found).hexdigest(), len(found)) != (artifact.digest, artifact.size):
        raise other_bytes(artifact.path)
    return bytes(found)


def _pieces(chunks: Iterable[bytes], size: int) -> Iterator[bytes]:
    """The same bytes in pieces of one size, but for the last."""
    held = bytearray()
    for chunk in chunks:
        held += chunk
        while len(held) >= size:
            yield bytes(held[:size])
            del held[:size]
    if held:
        yield bytes(held)
