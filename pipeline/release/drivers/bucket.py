"""A bucket: objects in order of class, so that whatever people can reach is whole and leads only to what is there.

PREFIX/…                        what is public
STATE/current.json.gz           all that `state` needs, in one request; flips last
STATE/releases/<id>.json.gz     what it says of each release that can be had again, and of one that is being made
STATE/blobs/<digest>            what releases overwrote or deleted, for `rollback`
STATE/records/, STATE/leases/   the durable records; one publisher at a time
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from uuid import uuid4

from pipeline.model.artifact import Action, Artifact, Manifest, Plan, by_path
from pipeline.problems import Finding
from pipeline.release import keys
from pipeline.release.current import CURRENT, Current, arrived, is_same, record
from pipeline.release.drivers.lease import PATIENCE, Lease
from pipeline.release.drivers.probe import Http
from pipeline.release.errors import TargetError, other_bytes
from pipeline.release.headers import Route, headers, is_hashed, wave
from pipeline.release.look import SAMPLE, look
from pipeline.release.target import Read, ReleaseInfo, TargetState, must_fit
from pipeline.stores import Store, StoreError
from pipeline.stores.refusals import UNCONDITIONAL, client_error, code, told
from pipeline.stores.s3 import Bucket, S3Store

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client

THREADS = 8
PART = 8 << 20
"""Bytes of a part; what is larger goes out in parts."""
MOST_PARTS = 10_000
AT_ONCE = 1000
"""Keys in one request to delete."""


def _nothing(_step: str) -> None: ...


@dataclass(slots=True)
class _Change:
    """From what is public to what shall be. `put` sends one artifact; `began` once anything public may have changed."""

    now: Current
    state: TargetState
    goal: Current
    puts: list[Artifact]
    gone: list[str]
    put: Callable[[Artifact, _Change], None]
    began: bool = False
    doubtful: frozenset[str] = field(init=False)
    held: Mapping[str, Artifact] = field(init=False)

    def __post_init__(self) -> None:
        self.doubtful = frozenset(self.state.ours)
        self.held = self.state.manifest.artifacts if self.state.manifest else {}

    def waves(self) -> Iterator[Iterable[Artifact]]:
        """What is put, in the order in which one part must be there before the next begins."""

        def when(artifact: Artifact) -> tuple[Route, bool]:
            return wave(artifact.path, new=artifact.path not in self.held)

        return (artifacts for _wave, artifacts in groupby(sorted(self.puts, key=when), key=when))


class BucketTarget:
    """Publishes below `prefix`; `state` is described at `keys.state_place`. `exact` is for stores that know no index
    documents. `step` is called before each write, so that a test can die there.
    """

    def __init__(  # noqa: PLR0913 - all that a bucket needs, by name
        self,
        bucket: Bucket,
        *,
        prefix: str = "",
        state: str = "",
        exact: bool = False,
        base_url: str = "",
        name: str = "public",
        step: Callable[[str], None] = _nothing,
        part: int = PART,
    ) -> None:
        self.name = name
        self.where = f"s3://{bucket.name}/{keys.normal(prefix)}"
        self._bucket = bucket
        self._prefix = keys.normal(prefix)
        self._public = S3Store(bucket, self._prefix)
        place, below = keys.state_place(bucket.name, prefix, state)
        self._state = self._public.below(below, place)
        self._exact = exact
        self._base_url = base_url
        self._step = step
        self._part = part

    @property
    def _client(self) -> S3Client:
        return self._public.client

    def state(self) -> TargetState:
        with self._told():
            return self._known(self._current())

    def records(self) -> Store:
        return _Records(self._state.below("records/"), self._told)

    def releases(self) -> tuple[ReleaseInfo, ...]:
        with self._told():
            now = self._current()
        return (now.release, *now.earlier) if now.release else now.earlier

    def contents(self, release: str) -> Manifest | None:
        with self._told():
            now = self._current()
            if now.release and now.release.id == release:
                return now.manifest
            held = self._record(release) if release in {one.id for one in now.earlier} else None
        return held.manifest if held else None

    def apply(self, plan: Plan, read: Read, release: ReleaseInfo) -> None:
        with self._told(), self._alone() as lease:
            now = self._current()
            state = self._known(now)
            must_fit(plan, state)
            if now.release and now.release.id == release.id and not now.pending:
                return
            earlier = tuple(one for one in now.before() if one.id != release.id)
            change = _Change(
                now=now,
                state=state,
                goal=Current(release, plan.manifest, earlier),
                puts=[plan.manifest.artifacts[one.path] for one in plan.only(Action.PUT)],
                gone=[one.path for one in plan.only(Action.DELETE)],
                put=lambda artifact, change: self._send(artifact, read, lease, change),
            )
            self._bring(change, lease)

    def rollback(self) -> ReleaseInfo:
        with self._told(), self._alone() as lease:
            now = self._current()
            state = self._known(now)
            if now.release is None or state.manifest is None:
                raise TargetError(f"Nothing that we know of is published at `{self.where}`.", "Publish first.")
            goal = self._earlier(now, now.release, state.manifest)
            held, wanted = state.manifest.artifacts, goal.manifest.artifacts if goal.manifest else {}
            changed = [a for p, a in wanted.items() if p in state.ours or not is_same(held.get(p), a)]
            change = _Change(
                now=now,
                state=state,
                goal=goal,
                puts=changed,
                gone=sorted(path for path in {*held, *state.ours} if path not in wanted),
                put=self._restore,
            )
            self._bring(change, lease)
            assert goal.release
            return goal.release

    def open(self, artifact: Artifact) -> Iterator[bytes]:
        with self._told():
            chunks = self._public.open(artifact.path)
        if chunks is None:
            raise TargetError(
                f"`{artifact.path}` is gone from what is published at `{self.where}`.",
                "Build it again from its source, and publish.",
            )
        return self._read(chunks)

    def _read(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        with self._told():
            yield from chunks

    # What is there ---------------------------------------------------------------------------------------------------

    def _current(self) -> Current:
        """What the state says is public. Where it says nothing, what a list of the objects tells."""
        data = self._state.read(CURRENT)
        found = Current.from_bytes(data) if data else None
        return found or Current(manifest=self._listed())

    def _record(self, release_id: str) -> Current | None:
        data = self._state.read(record(release_id))
        return Current.from_bytes(data) if data else None

    def _known(self, current: Current) -> TargetState:
        """The state for a plan: what publishes that never finished may have touched is not known."""
        if not current.pending:
            return TargetState(current.release, current.manifest)
        records = [self._record(name) for name in current.pending]
        pending = [found.manifest for found in records if found and found.manifest]
        sizes = dict(self._public.sizes())
        whole = arrived(pending, sizes, current.manifest)
        known = current.manifest.artifacts if current.manifest else {}
        touched = {path for manifest in pending for path in current.differing(manifest)} - whole.keys()
        manifest = current.manifest
        if whole:
            manifest = replace(manifest or Manifest(), artifacts=by_path([*known.values(), *whole.values()]))
        ours = sorted(path for path in touched if path in sizes or path in known)
        return TargetState(current.release, manifest, tuple(ours))

    def _listed(self) -> Manifest | None:
        """What can be said of objects whose state is lost: the hashed files of ours, so that they are carried on."""
        paths = [path for path, _size in self._public.sizes()]
        if not paths:
            return None
        with ThreadPoolExecutor(THREADS) as pool:
            found = [artifact for artifact in pool.map(self._headed, filter(is_hashed, paths)) if artifact]
        return Manifest(by_path(found))

    def _headed(self, path: str) -> Artifact | None:
        """An object as an artifact; None when no publish made it."""
        head = self._head(self._prefix + path)
        if head is None or not (digest := head["Metadata"].get("sha256", "")):
            return None
        said = {"content-type": head["ContentType"], "cache-control": head.get("CacheControl", "")}
        return Artifact(path, digest, head["ContentLength"], {**headers(path, {}), **said})

    def _head(self, key: str) -> Any:
        with told(self._bucket, f"look at `{key}`"):
            try:
                return self._client.head_object(Bucket=self._bucket.name, Key=key)
            except client_error() as error:
                if code(error) == "404":
                    return None
                raise

    def _earlier(self, now: Current, left: ReleaseInfo, held: Manifest) -> Current:
        """The release before this one as it shall be public: with the hashed files of the one that is left, since apps
        hold its feeds.
        """
        back = self._record(now.earlier[0].id) if now.earlier else None
        if back is None or back.release is None or back.manifest is None:
            raise TargetError(f"There is no release before {left.id}.", "Check out the older commit and publish it.")
        wanted = back.manifest.artifacts
        extra = {p: a for p, a in held.artifacts.items() if is_hashed(p) and p not in wanted}
        since = {path: left.superseded.get(path, left.instant) for path in extra}
        return Current(
            replace(back.release, superseded={**back.release.superseded, **since}),
            replace(back.manifest, artifacts=by_path([*wanted.values(), *extra.values()])),
            now.earlier[1:],
        )

    # What is written -------------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def _alone(self) -> Iterator[Lease]:
        """The only publisher; on a store that can't promise it, or shows the state to everybody, none."""
        leases = self._state.below("leases/")
        with Lease(leases, self._step, lambda key: (leases.age(key) or PATIENCE) < PATIENCE) as lease:
            if leases.create(lease.key, lease.mark):
                raise UNCONDITIONAL.at(self._state.bucket)
            if address := self._exposed(f"leases/{lease.key}", lease.mark):
                raise _shown(address)
            yield lease

    def _bring(self, change: _Change, lease: Lease) -> None:
        """Make the goal public: written down first, then class by class, then deletions, then the flip."""
        now, goal = change.now, change.goal
        assert goal.release
        self._note(record(goal.release.id), goal)
        self._note(CURRENT, replace(now, pending=(*now.pending, goal.release.id)))
        try:
            for artifacts in change.waves():
                self._all(lambda artifact: self._replace(artifact, change), artifacts, lease)
            lease.hold()
            self._all(lambda path: self._keep(path, change), change.gone, lease)
            self._delete(change)
        except Exception as error:
            if change.began:
                raise _halfway(error) from error
            with contextlib.suppress(StoreError):  # then the next publish looks after it
                self._note(CURRENT, now)
            raise
        self._note(CURRENT, goal)
        self._prune(goal, stopped=bool(now.pending))

    def _note(self, key: str, value: Current) -> None:
        self._step(f"state {key}")
        self._state.write(key, [value.to_bytes()])

    def _all(self, do: Callable[[Any], None], items: Iterable[Any], lease: Lease) -> None:
        """Do it for all, some at once; what fails lets those end that began, and no other begin."""
        with ThreadPoolExecutor(THREADS) as pool:
            running: list[Future[None]] = [pool.submit(do, item) for item in items]
            try:
                for future in as_completed(running):
                    future.result()
                    lease.renew()
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    def _replace(self, artifact: Artifact, change: _Change) -> None:
        old = change.held.get(artifact.path)
        if old and old.digest != artifact.digest:
            self._keep(artifact.path, change)
        change.put(artifact, change)

    def _keep(self, path: str, change: _Change) -> None:
        """Keep by digest what is about to go. What a stopped publish replaced, it had kept before."""
        old = change.held.get(path)
        if old is None or (path in change.doubtful and self._state.has(_blob(old.digest))):
            return
        self._step(f"keep {path}")
        self._copy(self._prefix + path, self._state, _blob(old.digest))

    def _copy(self, source: str, goal: S3Store, key: str) -> None:
        """Copy a public object inside the store; nothing happens when it is gone."""
        with told(self._bucket, f"copy `{source}`"):
            try:
                self._client.copy_object(CopySource={"Bucket": self._bucket.name, "Key": source}, **goal.key(key))
            except client_error() as error:
                if code(error) != "NoSuchKey":
                    raise

    def _send(self, artifact: Artifact, read: Read, lease: Lease, change: _Change) -> None:
        """Put an artifact under its keys; its bytes are seen to be those the manifest promises before they appear. What
        the bucket holds already is copied there: a media file whose headers or name change is not asked for.
        """
        if source := self._source(artifact, change):
            self._copy_here(source, artifact, change)
            return
        data = _whole(artifact, read(artifact)) if artifact.size <= self._part else None
        for key in self._keys(artifact.path):
            self._step(f"put {key}")
            change.began = change.began or data is not None
            with told(self._bucket, f"put `{key}`"):
                if data is None:
                    self._send_parts(key, artifact, read, lease, change)
                else:
                    self._client.put_object(
                        **self._place(key, artifact), Body=data, ChecksumSHA256=keys.checksum(artifact.digest)
                    )

    def _source(self, artifact: Artifact, change: _Change) -> str:
        """A path that holds these bytes and keeps them during this publish; "" when there is none."""
        sure = (a for p, a in change.held.items() if p not in change.doubtful and (is_hashed(p) or p == artifact.path))
        return next((held.path for held in sure if held.digest == artifact.digest), "")

    def _copy_here(self, source: str, artifact: Artifact, change: _Change) -> None:
        """Copy an artifact from another path, or from itself where only its headers differ."""
        where: Any = {"Bucket": self._bucket.name, "Key": self._keys(source)[0]}
        for key in self._keys(artifact.path):
            self._step(f"put {key}")
            change.began = True
            with told(self._bucket, f"copy `{where['Key']}` to `{key}`"):
                self._client.copy_object(**self._place(key, artifact), CopySource=where, MetadataDirective="REPLACE")

    def _send_parts(self, key: str, artifact: Artifact, read: Read, lease: Lease, change: _Change) -> None:
        where: Any = {"Bucket": self._bucket.name, "Key": key}
        begun = self._client.create_multipart_upload(**self._place(key, artifact), ChecksumAlgorithm="SHA256")
        where["UploadId"] = begun["UploadId"]
        digest, size, parts = hashlib.sha256(), 0, []
        try:
            for number, data in enumerate(_pieces(read(artifact), max(self._part, artifact.size // MOST_PARTS + 1)), 1):
                digest.update(data)
                size += len(data)
                checksum = keys.checksum(hashlib.sha256(data).hexdigest())
                sent = self._client.upload_part(**where, PartNumber=number, Body=data, ChecksumSHA256=checksum)
                parts.append({"PartNumber": number, "ETag": sent["ETag"], "ChecksumSHA256": checksum})
                lease.renew()
            if (digest.hexdigest(), size) != (artifact.digest, artifact.size):
                raise other_bytes(artifact.path)
            change.began = True
            self._complete(where, parts, artifact)
        except BaseException:
            with contextlib.suppress(Exception):
                self._client.abort_multipart_upload(**where)
            raise

    def _complete(self, where: Any, parts: list[Any], artifact: Artifact) -> None:
        """Make one object of the parts. When the answer of an attempt got lost, the next finds the parts gone."""
        try:
            self._client.complete_multipart_upload(**where, MultipartUpload={"Parts": parts})
        except client_error() as error:
            head = self._head(where["Key"]) if code(error) == "NoSuchUpload" else None
            if head is None or head["Metadata"].get("sha256") != artifact.digest:
                raise

    def _restore(self, artifact: Artifact, change: _Change) -> None:
        """Put an artifact again from what was kept, or from itself where only its headers differ."""
        kept: Any = self._state.key(_blob(artifact.digest))
        for key in self._keys(artifact.path):
            self._step(f"restore {key}")
            source = kept
            if not self._state.has(_blob(artifact.digest)):
                head = self._head(key)
                if head is None or head["Metadata"].get("sha256") != artifact.digest:
                    raise TargetError(
                        f"What `{artifact.path}` was in that release is no longer kept.",
                        "Check out the older commit and publish it.",
                    )
                source = {"Bucket": self._bucket.name, "Key": key}
            change.began = True
            with told(self._bucket, f"copy `{source['Key']}` to `{key}`"):
                self._client.copy_object(**self._place(key, artifact), CopySource=source, MetadataDirective="REPLACE")

    def _delete(self, change: _Change) -> None:
        names = [key for path in change.gone for key in self._keys(path)]
        assert all(name.startswith(self._prefix) for name in names)
        for start in range(0, len(names), AT_ONCE):
            some = names[start : start + AT_ONCE]
            self._step(f"delete {some[0]}")
            change.began = True
            self._delete_keys(self._bucket, some)

    def _delete_keys(self, bucket: Bucket, names: list[str]) -> None:
        with told(bucket, f"delete `{names[0]}`"):
            answer = self._client.delete_objects(
                Bucket=bucket.name, Delete={"Objects": [{"Key": name} for name in names], "Quiet": True}
            )
        for refused in answer.get("Errors", ()):
            raise TargetError(
                f"The store would not delete `{refused.get('Key', '')}`: {refused.get('Message', '')} "
                f"({refused.get('Code', '')}).",
                f"See the rights that `pipeline doctor --target {self.name}` prints, then publish again.",
            )

    def _prune(self, goal: Current, *, stopped: bool) -> None:
        """Drop the records of older releases, the bytes that only they need, and parts that were never made one."""
        assert goal.release
        keep = {record(release.id) for release in (goal.release, *goal.earlier)}
        old = [key for key in self._state.keys("releases/") if key not in keep]
        needed = [self._record(release.id) for release in goal.earlier]
        manifests = [found.manifest for found in needed if found and found.manifest]
        blobs = {_blob(artifact.digest) for manifest in manifests for artifact in manifest.artifacts.values()}
        old += [key for key in self._state.keys("blobs/") if key not in blobs]
        for start in range(0, len(old), AT_ONCE):
            some = [self._state.prefix + key for key in old[start : start + AT_ONCE]]
            self._step(f"prune {some[0]}")
            self._delete_keys(self._state.bucket, some)
        if stopped:
            self._abort()

    def _abort(self) -> None:
        """Let go of parts that a stopped publish left."""
        with told(self._bucket, "list unfinished uploads"):
            pages = self._client.get_paginator("list_multipart_uploads")
            for page in pages.paginate(Bucket=self._bucket.name, Prefix=self._prefix):
                for upload in page.get("Uploads", ()):
                    self._client.abort_multipart_upload(
                        Bucket=self._bucket.name, Key=upload["Key"], UploadId=upload["UploadId"]
                    )

    # A look ----------------------------------------------------------------------------------------------------------

    def examine(self) -> tuple[Finding, ...]:
        there = self._try("the bucket", lambda: next(self._state.keys("leases/"), None), f"{self._bucket} is there")
        if not there.ok:
            return (there,)
        name, mark = f"doctor/{uuid4().hex}", b"a look at this place, to be deleted"
        found = [there, self._try("rights", lambda: self._tried(name, mark), "put, read, copy, list and delete")]
        if not found[-1].ok:
            return tuple(found)
        found += [self._guards(name, mark), self._private(name, mark)]
        now = self._try("what is published", self.state, "its state can be read")
        manifest = self.state().manifest if now.ok else None
        if manifest is None or not self._base_url:
            return (*found, replace(now, message="nothing yet, so nobody looked at it as a reader") if now.ok else now)
        return (*found, *look(Http(), self._base_url, manifest, _some(manifest)))

    def _try(self, subject: str, act: Callable[[], object], well: str) -> Finding:
        try:
            with self._told():
                act()
        except TargetError as error:
            return Finding(False, subject, error.message, error.hint)
        return Finding(True, subject, well)

    def _tried(self, name: str, mark: bytes) -> None:
        """Everything that a publish does, with one object that goes again."""
        key = f"{self._prefix}.{name.rpartition('/')[2]}"
        self._state.write(name, [mark])
        try:
            with told(self._bucket, f"put `{key}`"):
                self._client.put_object(Bucket=self._bucket.name, Key=key, Body=mark)
            self._copy(key, self._state, name)
            self._read_back(name, mark)
        finally:
            self._delete_keys(self._bucket, [key])
            self._delete_keys(self._state.bucket, [self._state.prefix + name])

    def _read_back(self, name: str, mark: bytes) -> None:
        if self._state.read(name) != mark:
            raise TargetError("The store gave back other bytes than were put.", "Use another store.")

    def _guards(self, name: str, mark: bytes) -> Finding:
        """Whether the store lets one of two publishers win."""
        try:
            with self._told():
                self._state.create(name, mark)
                if self._state.create(name, mark):
                    raise UNCONDITIONAL.at(self._state.bucket)
        except TargetError as error:
            return Finding(False, "one publisher at a time", error.message, error.hint)
        finally:
            with contextlib.suppress(StoreError):
                self._state.delete(name)
        return Finding(True, "one publisher at a time", "create-only writes are known")

    def _private(self, name: str, mark: bytes) -> Finding:
        """Whether the state is closed to everybody."""
        subject = "privacy of the state"
        try:
            with self._told():
                self._state.write(name, [mark])
                address = self._exposed(name, mark)
                self._state.delete(name)
        except TargetError as error:
            return Finding(False, subject, error.message, error.hint)
        if address:
            shown = _shown(address)
            return Finding(False, subject, shown.message, shown.hint)
        return Finding(True, subject, "nobody can read it without credentials")

    def policy(self) -> str:
        return keys.policy(self._bucket.name, self._prefix, self._state.bucket.name, self._state.prefix)

    # Names -----------------------------------------------------------------------------------------------------------

    def _keys(self, path: str) -> tuple[str, ...]:
        return keys.keys(self._prefix, path, exact=self._exact)

    def _place(self, key: str, artifact: Artifact) -> Any:
        """Where an artifact goes, and what the store is told of it."""
        given = keys.arguments(artifact, website=not self._exact)
        return {"Bucket": self._bucket.name, "Key": key, **given}

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """What the store or this machine refuses, as a `TargetError`."""
        try:
            yield
        except StoreError as error:
            hint = error.hint.replace("--target NAME", f"--target {self.name}")
            raise TargetError(error.message, hint) from error
        except OSError as error:
            place = f"`{error.filename}`: " if error.filename else ""
            raise TargetError(f"{place}{error.strerror or error}; what is public is whole.", "Build again.") from error

    def _exposed(self, key: str, data: bytes) -> str:
        """The address at which everybody can read an object of the state; "" when there is none."""
        name = quote(self._state.prefix + key)
        addresses = [f"{self._client.meta.endpoint_url}/{self._state.bucket.name}/{name}"]
        if self._state.bucket.name == self._bucket.name and self._base_url.endswith(f"/{self._prefix}"):
            addresses.append(self._base_url.removesuffix(self._prefix) + name)
        http = Http()
        found = ((address, http.ask(address)) for address in addresses)
        return next((address for address, reply in found if reply.status == 200 and reply.body == data), "")


class _Records:
    """The durable records. They are listed once, so that those who look for a hundred need not ask for each."""

    def __init__(self, store: S3Store, told: Callable[[], contextlib.AbstractContextManager[None]]) -> None:
        self._store = store
        self._told = told
        self._names: set[str] | None = None

    @property
    def _known(self) -> set[str]:
        if self._names is None:
            with self._told():
                self._names = set(self._store.keys())
        return self._names

    def read(self, key: str) -> bytes | None:
        if key not in self._known:
            return None
        with self._told():
            return self._store.read(key)

    def open(self, key: str) -> Iterator[bytes] | None:
        data = self.read(key)
        return None if data is None else iter((data,))

    def write(self, key: str, chunks: Iterable[bytes]) -> None:
        with self._told():
            self._store.write(key, chunks)
        self._known.add(key)

    def create(self, key: str, data: bytes) -> bool:
        with self._told():
            made = self._store.create(key, data)
        self._known.add(key)
        return made

    def has(self, key: str) -> bool:
        return key in self._known

    def keys(self, prefix: str = "") -> Iterator[str]:
        return iter(sorted(key for key in self._known if key.startswith(prefix)))

    def delete(self, key: str) -> None:
        with self._told():
            self._store.delete(key)
        self._known.discard(key)


def _blob(digest: str) -> str:
    return f"blobs/{digest}"


def _some(manifest: Manifest) -> Iterable[str]:
    """A few of the paths of a release."""
    paths = list(manifest.artifacts)
    return paths[:: max(1, len(paths) // (4 * SAMPLE))]


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


def _shown(address: str) -> TargetError:
    return TargetError(
        f"Anybody can read the state of this target at {address}; nothing was published.",
        "Let the bucket's policy allow reading below the public prefix only, or name a private bucket in `state` "
        "(`s3://bucket/prefix`).",
    )


def _halfway(error: Exception) -> Exception:
    """The same failure, once something of the new release was there."""
    if not isinstance(error, (TargetError, StoreError)):
        return error
    message = f"{error.message} What people can reach is whole; the next publish goes on from here."
    return TargetError(message, error.hint) if isinstance(error, TargetError) else StoreError(message, error.hint)
