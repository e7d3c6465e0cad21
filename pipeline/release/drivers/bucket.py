"""A bucket: objects in order of class, so that whatever people can reach is whole and leads only to what is there.

PREFIX/…                        what is public
STATE/current.json.gz           all that `state` needs, in one request; flips last
STATE/releases/<id>.json.gz     what it says of each release that can be had again, and of one that is being made
STATE/blobs/<digest>            what releases overwrote or deleted, for `rollback`
STATE/records/, STATE/leases/   the durable records; one publisher at a time
STATE/announced/                the ledger of announcements
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import groupby
from operator import or_
from typing import Any

from pipeline.model.artifact import Action, Artifact, Manifest, Plan, by_path, looks_hashed
from pipeline.problems import Finding
from pipeline.release import layout
from pipeline.release.drivers.examine import Examination, must_be_private
from pipeline.release.drivers.lease import PATIENCE, Lease
from pipeline.release.drivers.ledger import FOLDER, Ledger
from pipeline.release.drivers.objects import PART, Objects, delete, nothing
from pipeline.release.drivers.records import Records
from pipeline.release.errors import TargetError
from pipeline.release.headers import Route, route, wave
from pipeline.release.states import CURRENT, Current, arrived, is_same, record
from pipeline.release.target import Read, ReleaseInfo, Sent, TargetState, must_fit, must_stay_gone, unwatched
from pipeline.release.withdrawn import Withdrawn
from pipeline.stores import StoreError
from pipeline.stores.refusals import UNCONDITIONAL
from pipeline.stores.s3 import Bucket, S3Store

THREADS = 8


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
    _lasting: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.doubtful = frozenset(self.state.ours)
        self.held = self.state.manifest.artifacts if self.state.manifest else {}
        sure = (artifact for path, artifact in self.held.items() if path not in self.doubtful and artifact.immutable)
        self._lasting = {artifact.digest: artifact.path for artifact in sure}

    def begin(self) -> None:
        self.began = True

    def source(self, artifact: Artifact) -> str:
        """A path that holds these bytes and keeps them during this publish; "" when there is none."""
        old = self.held.get(artifact.path)
        if old and old.digest == artifact.digest and old.path not in self.doubtful:
            return old.path
        return self._lasting.get(artifact.digest, "")

    def waves(self) -> Iterator[Iterable[Artifact]]:
        """What is put, in the order in which one part must be there before the next begins."""

        def when(artifact: Artifact) -> tuple[bool, Route, bool]:
            return wave(artifact.path, new=artifact.path not in self.held, immutable=artifact.immutable)

        return (artifacts for _wave, artifacts in groupby(sorted(self.puts, key=when), key=when))

    def leaving(self) -> list[str]:
        """What is deleted: what leads on goes before what it leads to."""

        def when(path: str) -> tuple[int, str]:
            old = self.held.get(path)
            return -route(path, immutable=old is not None and old.immutable), path

        return sorted(self.gone, key=when)


class BucketTarget:
    """Publishes below `prefix`; `state` is described at `layout.state_place`. `exact` is for stores that know no index
    documents. `step` is called before each write, so that a test can die there; `sent` after each file, and each part
    of a large one.
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
        step: Callable[[str], None] = nothing,
        sent: Sent = unwatched,
        part: int = PART,
    ) -> None:
        self.name = name
        self._sent = sent
        self.where = f"s3://{bucket.name}/{layout.normal(prefix)}"
        self._public = S3Store(bucket, layout.normal(prefix))
        self._objects = Objects(self._public, exact=exact, step=step, part=part)
        place, below = layout.state_place(bucket.name, prefix, state)
        self._state = self._public.below(below, place)
        self._records = Records(self._state.below("records/"), self._told)
        self._base_url = base_url
        self._step = step

    def state(self) -> TargetState:
        with self._told():
            return self._known(self._current())

    def records(self) -> Records:
        return self._records

    def ledger(self) -> Ledger:
        return Ledger(self._state.below(FOLDER), self._told)

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
                goal=Current(release, plan.manifest, earlier, exact=self._objects.most),
                puts=[plan.manifest.artifacts[one.path] for one in plan.only(Action.PUT)],
                gone=[one.path for one in plan.only(Action.DELETE)],
                put=lambda artifact, change: self._put(artifact, read, lease, change),
            )
            self._bring(change, lease)

    def rollback(self) -> ReleaseInfo:
        with self._told(), self._alone() as lease:
            now = self._current()
            state = self._known(now)
            if now.release is None or state.manifest is None:
                raise TargetError(f"Nothing that we know of is published at `{self.where}`.", "Publish first.")
            goal = self._earlier(now, now.release, state.manifest)
            must_stay_gone(goal.manifest, now.withdrawn)
            held, wanted = state.manifest.artifacts, goal.manifest.artifacts if goal.manifest else {}
            changed = [a for p, a in wanted.items() if p in state.ours or not is_same(held.get(p), a)]
            kept = frozenset(self._state.keys("blobs/"))
            change = _Change(
                now=now,
                state=state,
                goal=goal,
                puts=changed,
                gone=sorted(path for path in {*held, *state.ours} if path not in wanted),
                put=lambda artifact, change: self._restore(artifact, change, kept),
            )
            self._bring(change, lease)
            assert goal.release
            return goal.release

    def withdraw(self, digests: Collection[str]) -> None:
        self._note_withdrawn(lambda known: known.and_also(digests))

    def readmit(self, digests: Collection[str]) -> None:
        self._note_withdrawn(lambda known: known.without(digests))

    def _note_withdrawn(self, change: Callable[[Withdrawn], Withdrawn]) -> None:
        with self._told(), self._alone():
            now = self._current()
            changed = replace(now, withdrawn=change(now.withdrawn))
            if changed != now:
                self._note(CURRENT, changed)

    def forget(self, records: Collection[str]) -> None:
        """The state says first that the release is alone, then what it had beside it goes, and last it says so."""
        with self._told(), self._alone() as lease:
            now = self._current()
            if now.pending:
                raise TargetError("A publish that did not finish has left files here.", "Publish, then do this again.")
            self._records.drop(records, self._step)
            alone = replace(now, earlier=())
            if now.release:
                self._note(record(now.release.id), alone)
                self._note(CURRENT, alone)
                lease.hold()
                self._prune(alone, stopped=True)
            if now.withdrawn.open:
                self._note(CURRENT, replace(alone, withdrawn=now.withdrawn.closed()))

    def _put(self, artifact: Artifact, read: Read, lease: Lease, change: _Change) -> None:
        """What the bucket has already is copied there: sound whose headers or address change is not asked for."""
        parts = []

        def alive(size: int) -> None:
            lease.renew()
            parts.append(size)
            self._sent(artifact, size)

        if source := change.source(artifact):
            self._objects.copy(source, artifact, change.begin)
        else:
            self._objects.send(artifact, read, change.begin, alive)
        self._sent(artifact, artifact.size - sum(parts))

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
        if found:
            self._objects.know(found.exact)
        return found or Current(manifest=self._listed(), exact=self._objects.sort)

    def _record(self, release_id: str) -> Current | None:
        data = self._state.read(record(release_id))
        return Current.from_bytes(data) if data else None

    def _known(self, current: Current) -> TargetState:
        """The state for a plan. Not known is what publishes that never finished may have touched, and, when `index`
        changed since, every page: it has other keys now.
        """
        known = current.manifest.artifacts if current.manifest else {}
        other = {path for path in known if layout.has_moved(path, current.exact, exact=self._objects.exact)}
        if not current.pending:
            return TargetState(current.release, current.manifest, tuple(sorted(other)), current.withdrawn)
        records = [self._record(name) for name in current.pending]
        pending = [found.manifest for found in records if found and found.manifest]
        sizes = dict(self._public.sizes())
        whole = arrived(pending, sizes, current.manifest)
        touched = {path for manifest in pending for path in current.differing(manifest)} - whole.keys()
        manifest = current.manifest
        if whole:
            manifest = replace(manifest or Manifest(), artifacts=by_path([*known.values(), *whole.values()]))
        ours = other | {path for path in touched if path in sizes or path in known}
        return TargetState(current.release, manifest, tuple(sorted(ours)), current.withdrawn)

    def _listed(self) -> Manifest | None:
        """What can be said of objects whose state is lost: the hashed files of ours, so that they are carried on."""
        paths = [path for path, _size in self._public.sizes()]
        if not paths:
            return None
        with ThreadPoolExecutor(THREADS) as pool:
            found = pool.map(self._objects.artifact, filter(looks_hashed, paths))
            return Manifest(by_path(artifact for artifact in found if artifact and artifact.immutable))

    def _earlier(self, now: Current, left: ReleaseInfo, held: Manifest) -> Current:
        """The release before this one as it shall be public: with the hashed files of the one that is left, since apps
        hold its feeds.
        """
        back = self._record(now.earlier[0].id) if now.earlier else None
        if back is None or back.release is None or back.manifest is None:
            raise TargetError(f"There is no release before {left.id}.", "Check out the older commit and publish it.")
        wanted = back.manifest.artifacts
        extra = {p: a for p, a in held.artifacts.items() if a.immutable and p not in wanted}
        since = {path: left.superseded.get(path, left.instant) for path in extra}
        return Current(
            replace(back.release, superseded={**back.release.superseded, **since}),
            replace(back.manifest, artifacts=by_path([*wanted.values(), *extra.values()])),
            now.earlier[1:],
            exact=self._objects.most,
        )

    # What is written -------------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def _alone(self) -> Iterator[Lease]:
        """The only publisher; on a store that can't promise it, or shows the state to everybody, none."""
        leases = self._state.below("leases/")

        def recent(key: str) -> bool:
            age = leases.age(key)
            return age is not None and age < PATIENCE

        with Lease(leases, self._step, recent) as lease:
            if leases.create(lease.key, lease.mark):
                raise UNCONDITIONAL.at(self._state.bucket)
            must_be_private(leases, lease.key, lease.mark, self._objects, self._base_url)
            yield lease

    def _bring(self, change: _Change, lease: Lease) -> None:
        """Make the goal public: written down first, then class by class, then deletions, then the flip."""
        now, goal = change.now, replace(change.goal, withdrawn=change.now.withdrawn)
        assert goal.release
        self._note(record(goal.release.id), goal)
        self._note(CURRENT, replace(now, pending=(*now.pending, goal.release.id)))
        try:
            for artifacts in change.waves():
                self._all(lambda artifact: self._replace(artifact, change), artifacts, lease)
            lease.hold()
            leaving, sort = change.leaving(), self._sort(now)
            self._all(lambda path: self._keep(path, change), leaving, lease)
            self._objects.delete(leaving, change.begin, sort)
            self._objects.fit(goal.manifest.artifacts if goal.manifest else (), sort, change.begin)
        except Exception as error:
            if change.began:
                raise _halfway(error) from error
            with contextlib.suppress(StoreError):  # then the next publish looks after it
                self._note(CURRENT, now)
            raise
        goal = replace(goal, exact=self._objects.sort)
        self._note(CURRENT, goal)
        self._prune(goal, stopped=bool(now.pending))

    def _sort(self, now: Current) -> int:
        """The sort of keys that has all that pages were given by releases that are public, or were under way."""
        records = filter(None, map(self._record, now.pending))
        return reduce(or_, (found.exact for found in records), now.exact)

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
        self._objects.keep(path, self._state.key(_blob(old.digest)))

    def _restore(self, artifact: Artifact, change: _Change, kept: frozenset[str]) -> None:
        """Put an artifact again from what was kept before the rollback began."""
        name = _blob(artifact.digest)
        self._objects.restore(artifact, self._state.key(name), is_kept=name in kept, began=change.begin)

    def _prune(self, goal: Current, *, stopped: bool) -> None:
        """Drop the records of older releases, the bytes that only they need, the packs that another one holds, and
        parts that were never made one.
        """
        assert goal.release
        keep = {record(release.id) for release in (goal.release, *goal.earlier)}
        old = [key for key in self._state.keys("releases/") if key not in keep]
        needed = [self._record(release.id) for release in goal.earlier]
        manifests = [found.manifest for found in needed if found and found.manifest]
        blobs = {_blob(artifact.digest) for manifest in manifests for artifact in manifest.artifacts.values()}
        old += [key for key in self._state.keys("blobs/") if key not in blobs]
        old += [f"records/{key}" for key in self._records.replaced]
        delete(self._state.client, self._state.bucket, [self._state.prefix + key for key in old], self._step)
        if stopped:
            self._objects.abort()

    def examine(self) -> tuple[Finding, ...]:
        place = Examination(self._objects, self._state, self._base_url, self._told)
        return tuple(place.findings(lambda: self.state().manifest))

    def policy(self) -> str:
        public, state = self._public, self._state
        return layout.policy(self._objects.bucket.name, public.prefix, state.bucket.name, state.prefix)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """What the store or this machine refuses, as a `TargetError`."""
        try:
            yield
        except (StoreError, TargetError) as error:
            hint = error.hint.replace("--target NAME", f"--target {self.name}")
            raise TargetError(error.message, hint) from error
        except OSError as error:
            place = f"`{error.filename}`: " if error.filename else ""
            raise TargetError(f"{place}{error.strerror or error}; what is public is whole.", "Build again.") from error


def _blob(digest: str) -> str:
    return f"blobs/{digest}"


def _halfway(error: Exception) -> Exception:
    """The same failure, once something of the new release was there."""
    if not isinstance(error, (TargetError, StoreError)):
        return error
    message = f"{error.message} What people can reach is whole; the next publish goes on from here."
    return TargetError(message, error.hint) if isinstance(error, TargetError) else StoreError(message, error.hint)
