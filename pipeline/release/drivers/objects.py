"""The public objects of a bucket: how one goes out, comes back and goes away."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipeline.model.artifact import Artifact
from pipeline.release import layout
from pipeline.release.errors import TargetError, other_bytes
from pipeline.release.headers import headers
from pipeline.release.target import Read
from pipeline.stores.refusals import client_error, code, told
from pipeline.stores.s3 import Bucket, S3Store

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client

PART = 8 << 20
"""Bytes of a part; what is larger goes out in parts."""
MOST_PARTS = 10_000
AT_ONCE = 1000
"""Keys in one request to delete."""


def nothing(_step: str = "") -> None:
    """What a test may put its death in the place of."""


class Objects:
    """Objects below the prefix of `store`; with `exact`, pages under their directories too. `step` is called before
    each write.
    """

    def __init__(self, store: S3Store, *, exact: bool, step: Callable[[str], None] = nothing, part: int = PART) -> None:
        self.store = store
        self.exact = exact
        self._step = step
        self._part = part

    @property
    def bucket(self) -> Bucket:
        return self.store.bucket

    @property
    def client(self) -> S3Client:
        return self.store.client

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
        data = _whole(artifact, read(artifact)) if artifact.size <= self._part else None
        for key in self.keys(artifact.path):
            self._step(f"put {key}")
            with told(self.bucket, f"put `{key}`"):
                if data is None:
                    self._send_parts(key, artifact, read, began, alive)
                else:
                    began()
                    self.store.quick.put_object(
                        **self._place(key, artifact), Body=data, ChecksumSHA256=layout.checksum(artifact.digest)
                    )

    def copy(self, source: str, artifact: Artifact, began: Callable[[], None] = nothing) -> None:
        """Put an artifact from another path that holds its bytes, or from itself where only its headers differ."""
        where: Any = {"Bucket": self.bucket.name, "Key": self.keys(source)[0]}
        for key in self.keys(artifact.path):
            self._step(f"put {key}")
            began()
            with told(self.bucket, f"copy `{where['Key']}` to `{key}`"):
                self._copy(where, key, artifact)

    def restore(self, artifact: Artifact, kept: Any, *, is_kept: bool, began: Callable[[], None] = nothing) -> None:
        """Put an artifact again from where it was kept, or else from itself, where only its headers differ."""
        for key in self.keys(artifact.path):
            self._step(f"restore {key}")
            if not is_kept and _digest(self._head(key)) != artifact.digest:
                raise TargetError(
                    f"What `{artifact.path}` was in that release is no longer kept.",
                    "Check out the older commit and publish it.",
                )
            source: Any = kept if is_kept else {"Bucket": self.bucket.name, "Key": key}
            began()
            with told(self.bucket, f"copy `{source['Key']}` to `{key}`"):
                self._copy(source, key, artifact)

    def _copy(self, source: Any, key: str, artifact: Artifact) -> None:
        place = self._place(key, artifact)
        self.store.quick.copy_object(**place, CopySource=source, MetadataDirective="REPLACE")

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

    def delete(self, paths: Iterable[str], began: Callable[[], None] = nothing) -> None:
        """Delete the objects of these paths, all of them below the prefix."""
        names = [key for path in paths for key in self.keys(path)]
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
        self, key: str, artifact: Artifact, read: Read, began: Callable[[], None], alive: Callable[[int], None]
    ) -> None:
        begun = self.client.create_multipart_upload(**self._place(key, artifact), ChecksumAlgorithm="SHA256")
        where: Any = {"Bucket": self.bucket.name, "Key": key, "UploadId": begun["UploadId"]}
        digest, size, parts = hashlib.sha256(), 0, []
        try:
            for number, data in enumerate(_pieces(read(artifact), max(self._part, artifact.size // MOST_PARTS + 1)), 1):
                digest.update(data)
                size += len(data)
                checksum = layout.checksum(hashlib.sha256(data).hexdigest())
                sent = self.client.upload_part(**where, PartNumber=number, Body=data, ChecksumSHA256=checksum)
                parts.append({"PartNumber": number, "ETag": sent["ETag"], "ChecksumSHA256": checksum})
                alive(len(data))
            if (digest.hexdigest(), size) != (artifact.digest, artifact.size):
                raise other_bytes(artifact.path)
            began()
            self._complete(where, parts, artifact)
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
    """Delete keys. Raises `TargetError` when the store refuses some of them inside an answer that says 200."""
    for start in range(0, len(names), AT_ONCE):
        some: Any = [{"Key": name} for name in names[start : start + AT_ONCE]]
        step(f"delete {names[start]}")
        with told(bucket, f"delete `{names[start]}`"):
            answer = client.delete_objects(Bucket=bucket.name, Delete={"Objects": some, "Quiet": True})
        for refused in answer.get("Errors", ()):
            raise TargetError(
                f"The store would not delete `{refused.get('Key', '')}`: {refused.get('Message', '')} "
                f"({refused.get('Code', '')}).",
                "See the rights that `pipeline doctor --target NAME` prints, then publish again.",
            )


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
