"""Whether a bucket has what a publish needs: found out by doing it, with one object that goes again."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from pipeline.model.artifact import Manifest
from pipeline.problems import Finding
from pipeline.release.drivers.objects import Objects, delete
from pipeline.release.drivers.probe import Http
from pipeline.release.drivers.records import Told
from pipeline.release.errors import TargetError
from pipeline.release.look import SAMPLE, look
from pipeline.stores import StoreError
from pipeline.stores.refusals import UNCONDITIONAL, told
from pipeline.stores.s3 import S3Store

MARK = b"a look at this place, to be deleted"


@dataclass(frozen=True, slots=True)
class Examination:
    """A look at the bucket, its state and its public address. `told` makes refusals `TargetError`s."""

    objects: Objects
    state: S3Store
    base_url: str
    told: Told

    def findings(self, manifest: Callable[[], Manifest | None]) -> Iterator[Finding]:
        """One after the other, as far as it makes sense to go on. `manifest` is of what is published."""
        name = f"doctor/{uuid4().hex}"
        for subject, act, well in (
            ("the bucket", lambda: next(self.state.keys("leases/"), None), f"{self.objects.bucket} is there"),
            ("rights", lambda: self._rights(name), "put, read, copy, list and delete"),
        ):
            found = self._try(subject, act, well)
            yield found
            if not found.ok:
                return
        yield self._try("one publisher at a time", lambda: self._guards(name), "create-only writes are known")
        yield self._try("privacy of the state", lambda: self._private(name), "nobody can read it without credentials")
        published: list[Manifest | None] = []
        known = self._try("what is published", lambda: published.append(manifest()), "its state can be read")
        yield known
        if published and published[0] and self.base_url:
            yield from look(Http(), self.base_url, published[0], _some(published[0]))

    def _try(self, subject: str, act: Callable[[], object], well: str) -> Finding:
        try:
            with self.told():
                act()
        except TargetError as error:
            return Finding(False, subject, error.message, error.hint)
        return Finding(True, subject, well)

    def _rights(self, name: str) -> None:
        """Everything that a publish does."""
        objects, place = self.objects, self.state.key(name)
        path = f".{name.rpartition('/')[2]}"
        public: Any = objects.store.key(path)
        try:
            with told(objects.bucket, f"put `{public['Key']}`"):
                objects.client.put_object(**public, Body=MARK)
            objects.keep(path, place)
            if self.state.read(name) != MARK:
                raise TargetError("The store gave back other bytes than were put.", "Use another store.")
        finally:
            delete(objects.client, objects.bucket, [public["Key"]])
            delete(objects.client, self.state.bucket, [place["Key"]])

    def _guards(self, name: str) -> None:
        """Whether the store lets one of two publishers win."""
        with self._one(name):
            if self.state.create(name, MARK):
                raise UNCONDITIONAL.at(self.state.bucket)

    def _private(self, name: str) -> None:
        """Whether the state is closed to everybody."""
        with self._one(name):
            must_be_private(self.state, name, MARK, self.objects, self.base_url)

    @contextlib.contextmanager
    def _one(self, name: str) -> Iterator[None]:
        self.state.write(name, [MARK])
        try:
            yield
        finally:
            with contextlib.suppress(StoreError):
                self.state.delete(name)


def must_be_private(state: S3Store, key: str, data: bytes, objects: Objects, base_url: str) -> None:
    """Ask without credentials for an object of the state, at the store and through the public address. Raises
    `TargetError` when anybody gets it.
    """
    name = quote(state.prefix + key)
    addresses = [f"{state.client.meta.endpoint_url}/{state.bucket.name}/{name}"]
    if state.bucket.name == objects.bucket.name and base_url.endswith(f"/{objects.store.prefix}"):
        addresses.append(base_url.removesuffix(objects.store.prefix) + name)
    http = Http()
    for address in addresses:
        reply = http.ask(address)
        if reply.status == 200 and reply.body == data:
            raise TargetError(
                f"Anybody can read the state of this target at {address}; nothing was published.",
                "Let the bucket's policy allow reading below the public prefix only, or name a private bucket in "
                "`state` (`s3://bucket/prefix`).",
            )


def _some(manifest: Manifest) -> Iterable[str]:
    """A few of the paths of a release."""
    paths = list(manifest.artifacts)
    return paths[:: max(1, len(paths) // (4 * SAMPLE))]
