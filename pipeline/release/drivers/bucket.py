"""A bucket: objects in order of class, so that whatever people can reach is whole and leads only to what is there.

PREFIX/…                        what is public
STATE/current.json.gz           all that `state` needs, in one request; flips last
STATE/releases/<id>.json.gz     what it said of each release that can be had again, and says of one that is being made
STATE/blobs/<digest>            what releases overwrote or deleted, for `rollback`
STATE/records/, STATE/leases/   the durable records; one publisher at a time
STATE/announced/                the ledger of announcements
SOURCES/<digest>.<ending>       recordings that are kept out of git (`layout.sources_place`)
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

from pipeline.model.artifact import Action, Artifact, Manifest, Plan, by_path
from pipeline.problems import Finding
from pipeline.release.bucket import bill, layout
from pipeline.release.bucket.states import CURRENT, Current, arrived, is_same, record
from pipeline.release.drivers.examine import Examination, must_be_private
from pipeline.release.drivers.found import Found
from pipeline.release.drivers.lease import PATIENCE, Lease
from pipeline.release.drivers.ledger import FOLDER, Ledger
from pipeline.release.drivers.objects import Objects, delete, nothing
from pipeline.release.drivers.records import Records
from pipeline.release.drivers.sources import BucketSources
from pipeline.release.manifest.headers import Route, route, wave
from pipeline.release.state import history
from pipeline.release.state.cost import Requests
from pipeline.release.state.drift import Drift, Known, Looks
from pipeline.release.state.errors import LostState, TargetError, lost
from pipeline.release.state.history import ReleaseInfo, Retention
from pipeline.release.state.recovery import Kept, Recovery, Remains
from pipeline.release.state.target import Read, Sent, TargetState, must_fit, must_stay_gone, unwatched
from pipeline.release.state.withdrawn import Withdrawn, union
from pipeline.stores import StoreError
from pipeline.stores.refusals import UNCONDITIONAL
from pipeline.stores.s3 import Bucket, S3Store

THREADS = 8
_OLDER = "Go back to another release (`pipeline releases` lists them), or check out its commit and publish it."


@dataclass(slots=True)
class _Change:
    """From what is public to what shall be. `put` sends one artifact; `began` once anything public may have changed."""

    now: Current
    state: TargetState
    goal: Current
    puts: list[Artifact]
    gone: list[str]
    put: Callable[[Artifact, _Change], None]
    drifted: frozenset[str] = frozenset()
    began: bool = False
    doubtful: frozenset[str] = field(init=False)
    held: Mapping[str, Artifact] = field(init=False)
    _lasting: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.doubtful = self.drifted.union(self.state.ours)
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
        keep: Retention = Retention(),  # noqa: B008 - a value
        step: Callable[[str], None] = nothing,
        sent: Sent = unwatched,
        part: int = layout.PART,
    ) -> None:
        self.name = name
        self._retention = keep
        self._sent = sent
        self.where = f"s3://{bucket.name}/{layout.normal(prefix)}"
        self._public = S3Store(bucket, layout.normal(prefix))
        self._objects = Objects(self._public, exact=exact, step=step, part=part)
        place, below = layout.state_place(bucket.name, prefix, state)
        self._state = self._public.below(below, place)
        self._records = Records(self._state.below("records/"), self._told)
        sources = S3Store(self._state.bucket, layout.sources_place(self._state.prefix), self._state)
        self._sources = BucketSources(sources, self._objects, base_url, self._told, sent)
        self._base_url = base_url
        self._step = step
        self._seen: tuple[Current, TargetState] | None = None

    def state(self) -> TargetState:
        with self._told():
            now = self._current()
            self._seen = now, self._known(now)
            return self._seen[1]

    def requests(self, plan: Plan, release: ReleaseInfo) -> Requests:
        if self._seen is None:
            self.state()
        assert self._seen
        now, known = self._seen
        place = bill.Place(
            prefix=self._public.prefix,
            sort=self._objects.most,
            held=known.manifest.artifacts if known.manifest else {},
            doubtful=plan.drifted.union(known.ours),
            part=self._objects.part,
        )
        made, earlier = self._beside(now, release)
        old = len(now.releases) > len(earlier) + any(one.id == made.id for one in now.releases)
        pruned = Requests(list=1, get=len(earlier), delete=int(old)) if old or now.pending else Requests()
        first = not now.release and not now.pending
        return bill.of(plan, place, first=first, unfinished=len(now.pending), pruned=pruned)

    def _beside(self, now: Current, release: ReleaseInfo) -> tuple[ReleaseInfo, tuple[ReleaseInfo, ...]]:
        """A release as it is noted, and those that stay beside it."""
        made = release.after(now.release)
        return made, history.kept(made, (one for one in now.releases if one.id != made.id), self._retention)

    def records(self) -> Records:
        return self._records

    def ledger(self) -> Ledger:
        return Ledger(self._state.below(FOLDER), self._told)

    def sources(self) -> BucketSources:
        return self._sources

    def releases(self) -> tuple[ReleaseInfo, ...]:
        with self._told():
            return history.newest_first(self._current().releases)

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
            made, earlier = self._beside(now, release)
            change = _Change(
                now=now,
                state=state,
                goal=Current(made, plan.manifest, earlier, exact=self._objects.most),
                puts=[plan.manifest.artifacts[one.path] for one in plan.only(Action.PUT)],
                gone=[one.path for one in plan.only(Action.DELETE)],
                put=lambda artifact, change: self._put(artifact, read, lease, change),
                drifted=plan.drifted,
            )
            self._bring(change, lease)

    def rollback(self, to: str = "") -> ReleaseInfo:
        with self._told(), self._alone() as lease:
            now = self._current()
            state = self._known(now)
            if now.release is None or state.manifest is None:
                raise TargetError(f"Nothing that we know of is published at `{self.where}`.", "Publish first.")
            goal = self._back(now, now.release, to, state.manifest)
            must_stay_gone(goal.manifest, now.withdrawn)
            held, wanted = state.manifest.artifacts, goal.manifest.artifacts if goal.manifest else {}
            places: dict[str, Any] = {}
            change = _Change(
                now=now,
                state=state,
                goal=goal,
                puts=[a for p, a in wanted.items() if p in state.ours or not is_same(held.get(p), a)],
                gone=[path for path in {*held, *state.ours} if path not in wanted],
                put=lambda one, change: self._objects.restore(one, places[one.path], is_kept=True, began=change.begin),
            )
            places |= self._places(change)
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
            kept = self._sources.kept() if now.withdrawn.open else ()
            self._sources.remove([one.name for one in kept if one.digest in now.withdrawn.digests])
            alone = replace(now, earlier=())
            if now.release:
                self._note(record(now.release.id), alone)
                self._note(CURRENT, alone)
                lease.hold()
                self._prune(alone, stopped=True)
            if now.withdrawn.open:
                self._note(CURRENT, replace(alone, withdrawn=now.withdrawn.closed()))

    def verify(self, looks: Looks, known: Known) -> Drift:
        with self._told():
            now = self._current()
            ours = self._known(now).ours
            return Found.of(self._objects).drift(now.manifest or Manifest(), ours, looks, known)

    def remains(self) -> Remains:
        with self._told():
            keys = [CURRENT, *self._state.keys("releases/")]
            said = {key: self._said(key) for key in keys}
            kept = [Kept(s.release, s.manifest) for key in keys[1:] if (s := said[key]) and s.release and s.manifest]
            found = Found.of(self._objects)
            files = found.artifacts(found.paths())
            return Remains(
                kept=tuple(kept),
                files={path: artifact for path, artifact in files.items() if artifact},
                foreign=tuple(path for path, artifact in files.items() if not artifact),
                broken=tuple(key for key in keys if said[key] is None and self._state.has(key)),
                recorded=any(True for _ in self._state.keys("records/")),
                withdrawn=union(one.withdrawn for one in said.values() if one),
                read=lambda path: self._public.read(path) or b"",
            )

    def recover(self, recovery: Recovery) -> None:
        with self._told(), self._alone():
            try:
                self._known(self._current())
            except LostState:
                manifest, sort = recovery.manifest if recovery.release else None, Found.of(self._objects).sort()
                goal = Current(recovery.release, manifest, recovery.earlier, (), sort, recovery.withdrawn)
                if goal.release:
                    self._note(record(goal.release.id), goal)
                self._note(CURRENT, goal)
                return
        raise TargetError(f"The state of `{self.where}` can be read; nothing was written.", "Publish.")

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
        """What the state says is public. Raises `LostState` where it should say something, and can't be read."""
        data = self._state.read(CURRENT)
        found = Current.from_bytes(data) if data is not None else None
        if data is not None and found is None:
            raise self._lost(f"`{CURRENT}` in its state is not what was written there")
        if found:
            self._objects.know(found.exact)
        if found and found.release:
            return found
        if found and found.manifest:  # a former version went on without knowing
            raise self._lost(f"`{CURRENT}` in its state was lost before, and names no release")
        if found and found.pending:
            return found
        if sign := self._sign(lost=found is None):
            raise self._lost(f"{sign}, and its state does not say of which release")
        return found or Current(exact=self._objects.sort)

    def _sign(self, *, lost: bool) -> str:
        """What shows that something was published; "" when nothing does. A first publish writes `CURRENT` before a
        record, and both before what is public. Durable records and the ledger are written without a release, too.
        """
        signs = ("releases/", "blobs/")
        if lost and (key := next((key for key in self._state.keys("") if key.startswith(signs)), "")):
            return f"`{key}` is in its state"
        path = Found.of(self._objects).sign()
        return f"`{path}` was put there by a publish" if path else ""

    def _lost(self, why: str) -> LostState:
        return lost(self.name, self.where, why)

    def _record(self, release_id: str) -> Current | None:
        return self._said(record(release_id))

    def _said(self, key: str) -> Current | None:
        """What the state says there; None when that is gone or broken."""
        data = self._state.read(key)
        return Current.from_bytes(data) if data else None

    def _known(self, current: Current) -> TargetState:
        """The state for a plan. Not known is what publishes that never finished may have touched, and, when `index`
        changed since, every page: it has other keys now.
        """
        known = current.manifest.artifacts if current.manifest else {}
        other = {path for path in known if layout.has_moved(path, current.exact, exact=self._objects.exact)}
        if not current.pending:
            return TargetState(current.release, current.manifest, tuple(sorted(other)), current.withdrawn)
        pending = list(self._stopped(current))
        sizes = dict(self._public.sizes())
        whole = arrived(pending, sizes, current.manifest)
        touched = {path for manifest in pending for path in current.differing(manifest)} - whole.keys()
        manifest = current.manifest
        if whole:
            manifest = replace(manifest or Manifest(), artifacts=by_path([*known.values(), *whole.values()]))
        ours = other | {path for path in touched if path in sizes or path in known}
        return TargetState(current.release, manifest, tuple(sorted(ours)), current.withdrawn)

    def _stopped(self, current: Current) -> Iterator[Manifest]:
        """What publishes that never finished were to bring. A first one that wrote no record had not begun."""
        for name in current.pending:
            found = self._record(name)
            if found and found.manifest:
                yield found.manifest
            elif current.release or self._state.has(record(name)):
                raise self._lost(f"`{record(name)}` in its state, of a publish that never finished, is gone or broken")

    def _back(self, now: Current, left: ReleaseInfo, to: str, held: Manifest) -> Current:
        """Another release as it shall be public: with the hashed files of the one that is left, since apps hold its
        feeds. All that were kept stay so.
        """
        meant = history.back(left, now.earlier, to)
        back = self._record(meant.id)
        if back is None or back.release is None or back.manifest is None:
            raise TargetError(f"What release {meant.id} was is no longer known; nothing was changed.", _OLDER)
        wanted = back.manifest.artifacts
        extra = {p: a for p, a in held.artifacts.items() if a.immutable and p not in wanted}
        since = {path: left.superseded.get(path, left.instant) for path in extra}
        release = replace(back.release, superseded={**back.release.superseded, **since})
        others = (left, *(one for one in now.earlier if one.id != meant.id))
        manifest = replace(back.manifest, artifacts=by_path([*wanted.values(), *extra.values()]))
        return Current(release, manifest, history.ordered(release, others), exact=self._objects.most)

    def _places(self, change: _Change) -> dict[str, Any]:
        """Where the bytes of all that comes back are. Raises `TargetError` when some are nowhere."""
        kept = dict(self._state.sizes("blobs/"))

        def place(artifact: Artifact) -> Any:
            name = _blob(artifact.digest)
            if kept.get(name) == artifact.size:
                return self._state.key(name)
            for path in dict.fromkeys((artifact.path, change.source(artifact) or artifact.path)):
                found = self._objects.artifact(path)
                if found and (found.digest, found.size) == (artifact.digest, artifact.size):
                    return self._public.key(path)
            return None

        with ThreadPoolExecutor(THREADS) as pool:
            found = dict(zip((one.path for one in change.puts), pool.map(place, change.puts), strict=True))
        if lacking := [path for path, where in found.items() if where is None]:
            release = change.goal.release.id if change.goal.release else ""
            raise TargetError(
                f"Of release {release} {len(lacking)} files are no longer kept, such as `{lacking[0]}`; nothing was "
                "changed.",
                _OLDER,
            )
        return found

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
        """Make the goal public: written down first, then class by class, then deletions, then the flip. A state without
        a release is written first of all, so that one which is not there is a lost one.
        """
        now, goal = change.now, replace(change.goal, withdrawn=change.now.withdrawn)
        assert goal.release
        notes = (record(goal.release.id), goal), (CURRENT, replace(now, pending=(*now.pending, goal.release.id)))
        for key, value in notes if now.release else reversed(notes):
            self._note(key, value)
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
        """Keep by digest what is about to go. What a stopped publish replaced, it had kept before; what drifted is not
        what it was.
        """
        old = change.held.get(path)
        if old is None or path in change.drifted or (path in change.doubtful and self._state.has(_blob(old.digest))):
            return
        self._objects.keep(path, self._state.key(_blob(old.digest)))

    def _prune(self, goal: Current, *, stopped: bool) -> None:
        """Drop the records of older releases, the bytes that only they need, the packs that another one holds, and
        parts that were never made one.
        """
        keep = {record(release.id) for release in goal.releases}
        old = [key for key in self._state.keys("releases/") if key not in keep]
        if old or stopped:
            needed = self._needed(goal.earlier)
            old += [key for key in self._state.keys("blobs/") if key not in needed]
        old += [f"records/{key}" for key in self._records.replaced]
        delete(self._state.client, self._state.bucket, [self._state.prefix + key for key in old], self._step)
        if stopped:
            self._objects.abort()

    def _needed(self, releases: Iterable[ReleaseInfo]) -> set[str]:
        """The blobs of these releases."""
        with ThreadPoolExecutor(THREADS) as pool:
            found = pool.map(self._record, [release.id for release in releases])
            manifests = [one.manifest for one in found if one and one.manifest]
        return {_blob(artifact.digest) for manifest in manifests for artifact in manifest.artifacts.values()}

    def examine(self) -> tuple[Finding, ...]:
        place = Examination(self._objects, self._state, self._base_url, self._told)
        return tuple(place.findings(lambda: self.state().manifest))

    def policy(self) -> str:
        public, state = self._public, self._state
        sources = layout.sources_place(state.prefix)
        return layout.policy(self._objects.bucket.name, public.prefix, state.bucket.name, state.prefix, sources)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """What the store or this machine refuses, as a `TargetError`."""
        try:
            yield
        except (StoreError, TargetError) as error:
            hint = error.hint.replace("--target NAME", f"--target {self.name}")
            said = LostState if isinstance(error, LostState) else TargetError
            raise said(error.message, hint) from error
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
