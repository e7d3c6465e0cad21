"""Whether a bucket has what a publish needs: found out by doing it, with one object that goes again."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from pipeline.model import urls
from pipeline.model.artifact import Manifest
from pipeline.problems import Finding
from pipeline.release.drivers.objects import Objects, delete, delete_one
from pipeline.release.drivers.probe import Http
from pipeline.release.drivers.records import Told
from pipeline.release.looking.look import SAMPLE, look
from pipeline.release.state.errors import TargetError
from pipeline.stores import StoreError
from pipeline.stores.refusals import NO_DIRECTORIES, UNCONDITIONAL, client_error, code, reason, refuses_this, told
from pipeline.stores.s3 import Bucket, S3Store

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
        alone = self._try("one publisher at a time", lambda: self._guards(name), "create-only writes are known")
        yield alone
        if self.objects.exact and alone.ok:
            yield from self._pages()
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
        with self._gone_after((objects.bucket, public["Key"]), (self.state.bucket, place["Key"])):
            self._put(public["Key"])
            objects.keep(path, place)
            if self.state.read(name) != MARK:
                raise TargetError("The store gave back other bytes than were put.", "Use another store.")

    def _pages(self) -> Iterator[Finding]:
        """Whether a page can lie under its directory, and something at its address without a slash."""
        page = f"{self.objects.store.prefix}.{uuid4().hex}/"
        file, spoken = f"{page}{urls.INDEX}", page.removesuffix("/")
        leads: list[bool] = []

        def act() -> None:
            with self._gone_after(*((self.objects.bucket, key) for key in (spoken, page, file))):
                self._put(file)
                if said := self._refused(page):
                    raise NO_DIRECTORIES.at(self.objects.bucket, key=page, said=said)
                beside = not self._refused(spoken) and not self._refused(page, put=False)
                leads.append(beside and self.objects.is_listed(file.removeprefix(self.objects.store.prefix)))

        yield self._try("pages under their directories", act, "an object `x/` can hold the page `x/index.html`")
        if leads == [True]:
            yield Finding(True, "addresses without a slash", "an object `x` beside it can lead there")
        elif leads:
            said = "the store keeps no object `x` well beside `x/index.html`: an address without a slash is not found"
            yield Finding(True, "addresses without a slash", said, "let the server before the store lead `x` to `x/`")

    def _put(self, key: str) -> None:
        with told(self.objects.bucket, f"put `{key}`"):
            self.objects.client.put_object(Bucket=self.objects.bucket.name, Key=key, Body=MARK)

    def _refused(self, key: str, *, put: bool = True) -> str:
        """Why the store keeps no object with content under this name, or does no longer; "" when it does."""
        where: Any = {"Bucket": self.objects.bucket.name, "Key": key}
        with told(self.objects.bucket, f"put `{key}`"):
            try:
                if put:
                    self.objects.client.put_object(**where, Body=MARK)
                kept = self.objects.client.get_object(**where)["Body"].read()
            except client_error() as error:
                if not refuses_this(error) and code(error) != "InternalError":
                    raise
                return reason(error)
        return "" if kept == MARK else "it gives back something else than what was put"

    @contextlib.contextmanager
    def _gone_after(self, *places: tuple[Bucket, str]) -> Iterator[None]:
        """Objects of this look go again, whatever it finds; one that stays is told. Raises what the look, or else the
        deletion, was refused.
        """
        wrong: list[TargetError | StoreError] = []
        left: list[str] = []
        try:
            yield
        except (TargetError, StoreError) as error:
            wrong.append(error)
        finally:
            left += [f"`{key}` in `{bucket.name}`" for bucket, key in places if self._stays(bucket, key, wrong)]
        if left:
            wrong.append(TargetError("The store did not delete what it was asked to.", "Use another store."))
            hint = f"{wrong[0].hint} Then delete what this look could not: {', '.join(left)}."
            raise TargetError(f"{wrong[0].message} What this look put there may still be there.", hint)
        if wrong:
            raise wrong[0]

    def _stays(self, bucket: Bucket, key: str, wrong: list[TargetError | StoreError]) -> bool:
        """Delete an object as a publish does, and if that did not do it, by itself; whether it may be there still."""
        client = self.objects.client
        for way in (partial(delete, client, bucket, [key]), partial(delete_one, client, bucket, key)):
            try:
                way()
            except (TargetError, StoreError) as error:
                wrong.append(error)
            if not self._may_be_there(bucket, key):
                return False
        return True

    def _may_be_there(self, bucket: Bucket, key: str) -> bool:
        try:
            self.objects.client.head_object(Bucket=bucket.name, Key=key)
        except client_error() as error:
            return code(error) != "404"
        return True

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
