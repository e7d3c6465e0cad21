"""Recordings in a bucket, beside the state of a target: written once, read by those who have credentials."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from uuid import uuid4

from pipeline.model.artifact import Artifact, Blob
from pipeline.release.drivers.examine import MARK, must_be_private
from pipeline.release.drivers.objects import Objects, delete
from pipeline.release.drivers.records import Told
from pipeline.release.state.errors import TargetError
from pipeline.release.state.sources import Kept
from pipeline.stores.s3 import S3Store


class BucketSources:
    """Objects of a `store`, whose public part is that of `public`, reached at `base_url`. `told` makes refusals
    `TargetError`s, and `sent` is told of each part that is there.
    """

    def __init__(
        self, store: S3Store, public: Objects, base_url: str, told: Told, sent: Callable[[Artifact, int], None]
    ) -> None:
        self._objects = Objects(store, exact=False, part=public.part)
        self._public, self._base_url, self._told, self._sent = public, base_url, told, sent
        self.where = self.url("")

    def url(self, name: str) -> str:
        store = self._objects.store
        return f"s3://{store.bucket.name}/{store.prefix}{name}"

    def add(self, name: str, blob: Blob, chunks: Iterable[bytes]) -> bool:
        artifact = Artifact(name, blob.digest, blob.size)
        with self._told():
            self._must_be_private()
            held = self._objects.artifact(name)
            if held is None and self._created(artifact, chunks):
                return True
            held = held or self._objects.artifact(name)
        if held is None or (held.digest, held.size) != (blob.digest, blob.size):
            message = f"Something else lies at `{self.url(name)}`; nothing was written."
            raise TargetError(message, "See who put it there, and take it away.")
        return False

    def _created(self, artifact: Artifact, chunks: Iterable[bytes]) -> bool:
        try:
            return self._objects.create(artifact, lambda _artifact: chunks, lambda size: self._sent(artifact, size))
        except TargetError as error:  # the bytes are not those of the digest
            message = f"The recording changed while it was sent to `{self.where}`; nothing of it is kept there."
            raise TargetError(message, "Run it again when nobody writes to the file.") from error

    def kept(self) -> tuple[Kept, ...]:
        with self._told():
            held = self._objects.store.held()
            return tuple(Kept(one.key, self.url(one.key), one.size, one.age) for one in held)

    def remove(self, names: Collection[str]) -> None:
        with self._told():
            store = self._objects.store
            delete(store.client, store.bucket, [store.prefix + name for name in sorted(names)])

    def _must_be_private(self) -> None:
        """Ask for a word that was put there, without credentials. Raises `TargetError` when anybody gets it."""
        store, name = self._objects.store, f".{uuid4().hex}"
        store.write(name, [MARK])
        try:
            must_be_private(store, name, MARK, self._public, self._base_url)
        finally:
            store.delete(name)
