"""A directory on this machine: releases beside a link, and the link is switched at one instant.

public -> .public/releases/<id>     what a web server serves
.public/releases/<id>/              the last releases, whole; what did not change is hard-linked
.public/releases/.half-<id>/        one that is being made
.public/spare/                      the release that went last: of its tree the next one is made
.public/state/                      0700: releases/<id>.json, manifests/<digest>.json, current.json, withdrawn.json,
                                    records/, leases/, announced/

No file is written in place: releases share them.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import json
import os
import shutil
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from errno import ENOSYS, EOPNOTSUPP, EPERM
from itertools import chain, repeat
from pathlib import Path
from typing import Any

from pipeline.model.artifact import Action, Artifact, Manifest, Plan, by_path, canonical, carries, sha256
from pipeline.problems import Finding
from pipeline.release.bucket.states import STATE_VERSION, must_know
from pipeline.release.drivers import trees
from pipeline.release.drivers.lease import Lease
from pipeline.release.drivers.ledger import FOLDER, Ledger
from pipeline.release.drivers.records import Records
from pipeline.release.manifest.headers import headers
from pipeline.release.state import history
from pipeline.release.state.cost import Requests
from pipeline.release.state.drift import Drift, Known, Looks
from pipeline.release.state.errors import LostState, TargetError, lost, other_bytes
from pipeline.release.state.history import ReleaseInfo, Retention
from pipeline.release.state.recovery import Kept, Recovery, Remains
from pipeline.release.state.target import Read, Sent, TargetState, must_fit, must_stay_gone, unwatched
from pipeline.release.state.withdrawn import NOTHING, Withdrawn
from pipeline.stores.directory import DirectoryStore, chunks, digest

_FEW = 1_000
"""Files that are flushed one by one."""
PENDING, DONE, WITHDRAWN = "pending", "done", "withdrawn.json"
_OLDER = "Go back to another release (`pipeline releases` lists them), or check out its commit and publish it."


def _nothing(_step: str) -> None: ...


@dataclass(frozen=True, slots=True)
class _Record:
    """What the state remembers of one release, and the digest of its manifest. `times` are those at which the files of
    the manifest, in its order, were last written (nanoseconds), so that what somebody changed is told from what we
    wrote; none where nobody looked.
    """

    release: ReleaseInfo
    manifest: str
    status: str = DONE
    times: tuple[int, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "version": STATE_VERSION,
            "status": self.status,
            "before": self.release.before,
            "release": self.release.to_json(),
            "manifest": self.manifest,
            "times": list(self.times),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> _Record:
        release = replace(ReleaseInfo.from_json(data["release"]), before=data["before"])
        return cls(release, data["manifest"], data["status"], tuple(data.get("times", ())))


@dataclass(frozen=True, slots=True)
class _Standing:
    """What is public: `files` are those that are as we wrote them, each with its inode and time."""

    current: str = ""
    record: _Record | None = None
    state: TargetState = field(default_factory=TargetState)
    files: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def without(self, drifted: Collection[str]) -> _Standing:
        """The same, in which these paths are not there."""
        if not drifted or self.state.manifest is None:
            return self
        held = {path: one for path, one in self.state.manifest.artifacts.items() if path not in drifted}
        state = replace(self.state, manifest=replace(self.state.manifest, artifacts=held))
        return replace(self, state=state, files={path: one for path, one in self.files.items() if path in held})


class DirectoryTarget:
    """Publishes to `path`, which becomes a link to what lies in `home` (beside it, unless that is named). `step` is
    called before each write, so that a test can die there; `sent` after each file.
    """

    def __init__(
        self,
        path: str,
        *,
        state: str = "",
        home: str = "",
        name: str = "public",
        keep: Retention = Retention(),  # noqa: B008 - a value
        step: Callable[[str], None] = _nothing,
        sent: Sent = unwatched,
    ) -> None:
        self.name = name
        self._retention = keep
        self._sent = sent
        self.where = path
        self._link = Path(path).absolute()
        self._home = Path(home).absolute() if home else self._link.parent / f".{self._link.name}"
        self._releases = self._home / "releases"
        self._spare = self._home / "spare"
        self._state_dir = Path(state).absolute() if state else self._home / "state"
        self._store = DirectoryStore(self._state_dir)
        self._records = Records(DirectoryStore(self._state_dir / "records"), lambda: _told(self.where))
        self._step = step
        self._manifests: dict[str, Manifest] = {}
        self._seen: _Standing | None = None

    def state(self) -> TargetState:
        """The link is the truth, the record says what is behind it; what somebody took or changed is not there."""
        with _told(self.where):
            self._seen = self._standing()
            return self._seen.state

    def requests(self, plan: Plan, release: ReleaseInfo) -> Requests:
        return Requests()

    def records(self) -> Records:
        return self._records

    def ledger(self) -> Ledger:
        return Ledger(DirectoryStore(self._state_dir / FOLDER), lambda: _told(self.where))

    def sources(self) -> None:
        return None

    def releases(self) -> tuple[ReleaseInfo, ...]:
        with _told(self.where):
            return history.newest_first(self._kept())

    def contents(self, release: str) -> Manifest | None:
        with _told(self.where):
            record = self._record(release) if release in self._whole() else None
            return self._manifest(record)

    def apply(self, plan: Plan, read: Read, release: ReleaseInfo) -> None:
        with _told(self.where), self._alone():
            standing = self._standing_still()
            must_fit(plan, standing.state)
            standing = standing.without(plan.drifted)
            self._settle(standing.current)
            if standing.current == release.id:
                return
            self._prune(standing.current)
            made = release.after(standing.state.release)
            record = _Record(made, self._know(plan.manifest), PENDING)
            self._put_record(record)
            half = self._releases / f".half-{release.id}"
            try:
                times = self._fill(half, plan, read, standing)
                self._enter(half, release.id)
            except BaseException:
                shutil.rmtree(half, ignore_errors=True)
                raise
            self._switch(release.id)
            self._put_record(replace(record, status=DONE, times=times))
            self._settle(release.id)
            self._prune(release.id)
            for key in self._records.replaced:
                self._step(f"prune {key}")
                self._store.delete(f"records/{key}")

    def rollback(self, to: str = "") -> ReleaseInfo:
        with _told(self.where), self._alone():
            now = self._standing()
            if now.record is None:
                raise TargetError(f"Nothing that we know of is published at `{self.where}`.", "Publish first.")
            meant = history.back(now.record.release, self._kept(), to)
            earlier = self._record(meant.id)
            held = self._manifest(earlier)
            if earlier is None or held is None:
                raise TargetError(f"What release {meant.id} was is no longer known; nothing was changed.", _OLDER)
            files = _files(self._releases / meant.id, held, earlier.times)
            if lacking := [path for path in held.artifacts if path not in files]:
                raise TargetError(
                    f"Of release {meant.id} {len(lacking)} files are no longer as they were, such as `{lacking[0]}`; "
                    "nothing was changed.",
                    _OLDER,
                )
            must_stay_gone(held, now.state.withdrawn)
            back = self._carry(now, now.record.release, earlier, held)
            self._switch(back.id)
            self._settle(back.id)
            return back

    def withdraw(self, digests: Collection[str]) -> None:
        self._note_withdrawn(lambda known: known.and_also(digests))

    def readmit(self, digests: Collection[str]) -> None:
        self._note_withdrawn(lambda known: known.without(digests))

    def _note_withdrawn(self, change: Callable[[Withdrawn], Withdrawn]) -> None:
        with _told(self.where), self._alone():
            known = self._withdrawn()
            if (changed := change(known)) != known:
                self._put_state(WITHDRAWN, {"version": 1, **changed.to_json()})

    def forget(self, records: Collection[str]) -> None:
        """The records of the other releases go first, then those themselves, and last is said that they are gone."""
        with _told(self.where), self._alone():
            now = self._standing()
            self._records.drop(records, self._step)
            if self._releases.is_dir():
                self._prune(now.current, Retention(1))
            if self._spare.exists():
                self._step("spare")
                shutil.rmtree(self._spare)
            self._store.erase(())
            if (known := self._withdrawn()).open:
                self._put_state(WITHDRAWN, {"version": 1, **known.closed().to_json()})

    def verify(self, looks: Looks, known: Known) -> Drift:
        """A file is read where it is looked at, and where its time is not that at which we wrote it."""
        with _told(self.where):
            now = self._standing()
            held = (self._manifest(now.record) or Manifest()).artifacts
            root = self._releases / now.current
            there = trees.walk(root).files if now.current else {}
            looked = [path for path in held if path in now.files and looks(path)]
            other = [path for path in looked if digest(root / path) != held[path].digest]
            changed = {path for path in held if path in there and path not in now.files} | {*other}
            missing, foreign = held.keys() - there.keys(), there.keys() - held.keys()
            return Drift(tuple(sorted(missing)), tuple(sorted(changed)), tuple(sorted(foreign)), len(looked))

    def remains(self) -> Remains:
        with _told(self.where):
            keys = list(self._store.keys("releases/"))
            records = {key: self._record(_name(key)) for key in keys}
            found = [(record, self._manifest(record)) for record in records.values()]
            kept = [Kept(record.release, manifest) for record, manifest in found if record and manifest]
            whole = {*self._whole()}
            public = self._linked() or self._last(kept, whole)
            root = self._releases / public
            return Remains(
                kept=tuple(one for one in kept if one.release.id in {public, *whole}),
                files={path: _artifact(root, path) for path in sorted(trees.walk(root).files)} if public else {},
                broken=tuple(key for key in keys if not self._manifest(records[key])),
                recorded=any(True for _ in self._store.keys("records/")),
                public=public,
                read=lambda path: (root / path).read_bytes(),
            )

    def recover(self, recovery: Recovery) -> None:
        with _told(self.where), self._alone():
            if not self._is_lost():
                raise TargetError(f"The state of `{self.where}` can be read; nothing was written.", "Publish.")
            if recovery.release is None:
                return
            root, manifest = self._releases / recovery.release.id, recovery.manifest
            _folders(self._releases, root)
            files = _files(root, manifest)
            times = tuple(files[path][1] if path in files else 0 for path in manifest.artifacts)
            self._put_record(_Record(recovery.release, self._know(manifest), times=times))
            if self._linked() != root.name:
                self._switch(root.name)
            self._settle(root.name)

    def open(self, artifact: Artifact) -> Iterator[bytes]:
        with _told(self.where):
            root = self._releases / self._current()
        if not _files(root, Manifest({artifact.path: artifact})):
            raise TargetError(
                f"`{artifact.path}` is gone from what is published at `{self.where}`.",
                "Build it again from its source, and publish.",
            )
        return chunks(root / artifact.path)

    def examine(self) -> tuple[Finding, ...]:
        try:
            with _told(self.where), self._alone():
                current = self._standing().current
        except TargetError as error:
            return (Finding(False, self.where, error.message, error.hint),)
        said = f"release {current} is public" if current else "nothing is published yet"
        return (Finding(True, self.where, f"can be written; {said}"),)

    def policy(self) -> str:
        return ""

    # What is there ---------------------------------------------------------------------------------------------------

    def _current(self) -> str:
        """The id of the release that is public; "" when there is none. Refuses what is not ours."""
        try:
            mode = self._link.lstat().st_mode
        except FileNotFoundError:
            return ""
        if not stat.S_ISLNK(mode):
            kind = "directory" if stat.S_ISDIR(mode) else "file"
            raise TargetError(
                f"`{self.where}` is a {kind} that was not made by a publish; nothing was changed.",
                f"Move it away (`mv {self.where} {self.where}.old`) and publish again, or name another `path`.",
            )
        name = self._linked()
        if not name or not ((self._releases / name).is_dir() or self._store.has(_key(name))):
            raise TargetError(
                f"`{self.where}` is a link to `{self._link.readlink()}`, which no publish made; nothing was changed.",
                f"Remove the link (`rm {self.where}`) and publish again, or name another `path`.",
            )
        return name

    def _linked(self) -> str:
        """The name of the release to which the link leads; "" when it leads to none, or is none."""
        leads = self._link.readlink() if self._link.is_symlink() else ""
        goal = Path(os.path.normpath(self._link.parent / leads))
        return goal.name if goal.parent == Path(os.path.normpath(self._releases)) else ""

    def _kept(self) -> Iterator[ReleaseInfo]:
        """The releases that were public, and can be had again."""
        linked = self._linked()
        records = (record for name in self._whole() if (record := self._record(name)))
        return (record.release for record in records if record.status == DONE or record.release.id == linked)

    def _last(self, kept: Iterable[Kept], whole: Collection[str]) -> str:
        """The release that was public where the link is gone: that which the state names, or else the newest."""
        try:
            named = str(json.loads(self._store.read("current.json") or b"")["release"])
        except (ValueError, KeyError, TypeError):
            named = ""
        newest = history.newest_first(one.release for one in kept)
        names = (named, *(one.id for one in newest), *sorted(whole, reverse=True))
        return next((name for name in names if name in whole), next(filter(None, names), ""))

    def _is_lost(self) -> bool:
        try:
            self._standing()
        except LostState:
            return True
        return False

    def _whole(self) -> list[str]:
        """The ids of the releases that are whole on the disk."""
        if not self._releases.is_dir():
            return []
        return sorted(entry.name for entry in self._releases.iterdir() if not entry.name.startswith("."))

    def _record(self, name: str) -> _Record | None:
        """The record of a release; None when it is lost or broken."""
        data = self._store.read(_key(name))
        try:
            plain = json.loads(data or b"")
            must_know(plain)
            if plain["version"] == 1:  # the manifest stood in the record
                plain["manifest"] = self._know(Manifest.from_json(plain["manifest"]))
            return _Record.from_json(plain)
        except (KeyError, TypeError, ValueError, AttributeError):
            return None

    def _know(self, manifest: Manifest) -> str:
        self._manifests[manifest.digest] = manifest
        return manifest.digest

    def _manifest(self, record: _Record | None) -> Manifest | None:
        """What a release holds; None when that is lost or broken."""
        if record and record.manifest not in self._manifests:
            data = self._store.read(f"manifests/{record.manifest}.json") or b""
            if sha256(data) != record.manifest:
                return None
            self._know(Manifest.from_bytes(data))
        return self._manifests[record.manifest] if record else None

    def _withdrawn(self) -> Withdrawn:
        """What must never be public again. Raises `TargetError` where that can't be read: it would be forgotten."""
        data = self._store.read(WITHDRAWN)
        try:
            return Withdrawn.from_json(json.loads(data)) if data is not None else NOTHING
        except (KeyError, TypeError, ValueError):
            raise TargetError(
                f"`{WITHDRAWN}` in the state of `{self.where}` can't be read; nothing was changed.",
                "Restore it from a backup: it says what was taken back and must not be published.",
            ) from None

    def _standing(self) -> _Standing:
        current, withdrawn = self._current(), self._withdrawn()
        if not current:
            if sign := self._sign():
                raise self._lost(f"`{sign}` is in its state, and the link to a release is gone")
            return _Standing(state=TargetState(withdrawn=withdrawn))
        record = self._record(current)
        manifest = self._manifest(record)
        if record is None or manifest is None:
            part = f"manifests/{record.manifest}.json" if record else _key(current)
            raise self._lost(f"`{part}` in its state is gone, or not what was written there")
        if not (self._releases / current).is_dir():
            raise self._lost(f"the files of release {current} are gone")
        files = _files(self._releases / current, manifest, record.times)
        if len(files) < len(manifest.artifacts):
            manifest = replace(manifest, artifacts={path: manifest.artifacts[path] for path in files})
        return _Standing(current, record, TargetState(record.release, manifest, (), withdrawn), files)

    def _standing_still(self) -> _Standing:
        """What `state` saw a moment ago, if nobody published since: then its files are not looked at once more."""
        seen, self._seen = self._seen, None
        current = self._current()
        if seen and seen.current == current and seen.record == (self._record(current) if current else None):
            return replace(seen, state=replace(seen.state, withdrawn=self._withdrawn()))
        return self._standing()

    def _sign(self) -> str:
        """What in the state shows that something was published; "" when nothing does. A first publish that was stopped
        leaves a record of what it was about to do, and durable records.
        """
        if self._store.has("current.json"):
            return "current.json"
        records = ((key, self._record(_name(key))) for key in self._store.keys("releases/"))
        return next((key for key, record in records if record is None or record.status == DONE), "")

    def _lost(self, why: str) -> LostState:
        return lost(self.name, self.where, why)

    # What is written -------------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Directories of the right modes, and the only publisher."""
        self._current()
        _folders(Path(self._home.anchor), self._home.parent)
        _folders(Path(self._link.anchor), self._link.parent)
        for folder, mode in ((self._home, 0o755), (self._releases, 0o755), (self._state_dir, 0o700)):
            self._step(f"folder {folder.name}")
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(mode)
        self._see_that_it_links()
        with Lease(DirectoryStore(self._state_dir / "leases"), self._step):
            yield

    def _see_that_it_links(self) -> None:
        """A stick has no links, nor have drives of Windows: that is told before hours of sound are sent there."""
        if self._link.is_symlink():
            return
        probe = self._home / ".links"
        try:
            with contextlib.suppress(FileExistsError):  # another publisher looks as well, or was killed
                probe.symlink_to(self._releases)
        except OSError as error:
            if error.errno not in (ENOSYS, EOPNOTSUPP, EPERM):
                raise
            raise TargetError(
                f"`{self.where}`: {error.strerror}: its file system has no symbolic links, by one of which all becomes "
                "public at once; what is public is whole.",
                "Give the target a `path` on another disk.",
            ) from error
        probe.unlink(missing_ok=True)

    def _put_record(self, record: _Record) -> None:
        """Write a record, and before it the manifest that it names."""
        key, manifest = f"manifests/{record.manifest}.json", self._manifest(record)
        if manifest and self._store.read(key) != manifest.data:
            self._step(f"state {key}")
            self._store.write(key, [manifest.data])
        self._put_state(_key(record.release.id), record.to_json())

    def _put_state(self, key: str, data: dict[str, Any]) -> None:
        self._step(f"state {key}")
        self._store.write(key, [canonical(data)])

    def _fill(self, half: Path, plan: Plan, read: Read, standing: _Standing) -> tuple[int, ...]:
        """Make the release under its temporary name; the times of its files."""
        self._begin(half)
        sources = _sources(plan.manifest, standing.state.manifest)
        lacking, touched = self._fitted(half, plan.manifest, sources, standing)
        root, fresh = self._releases / standing.current, list[Path]()
        times = {path: standing.files[source][1] for path, source in sources.items()}
        for change in plan.changes:
            if change.path in lacking:
                goal = half / change.path
                self._step(f"file {change.path}")
                if change.path in sources:
                    os.link(root / sources[change.path], goal)
                else:
                    _copied(goal, plan.manifest.artifacts[change.path], read)
                    fresh.append(goal)
                    times[change.path] = goal.lstat().st_mtime_ns
            if change.action is Action.PUT:
                self._sent(plan.manifest.artifacts[change.path], change.size)
        _flush_all(half, (*fresh, *(half / folder for folder in touched)))
        return tuple(times[path] for path in plan.manifest.artifacts)

    def _fitted(
        self, half: Path, manifest: Manifest, sources: Mapping[str, str], standing: _Standing
    ) -> tuple[AbstractSet[str], list[str]]:
        """Take from the tree all that the release has not, and give it the folders that it has: the files that it still
        lacks, and the folders in which something changes. Of what lay there that stays which is public now too: the
        very same file, as its inode says.
        """
        wanted, public = manifest.artifacts.keys(), standing.files
        found, folders = trees.walk(half), trees.above(wanted)
        stay = {p for p, e in found.files.items() if p in sources and e.inode() == public[sources[p]][0]}
        trees.fit(half, found, stay, folders, self._step)
        for folder in folders:
            if stat.S_IMODE(os.lstat(f"{half}/{folder}").st_mode) != 0o755:
                (half / folder).chmod(0o755)
        changed = (found.files.keys() ^ stay) | (wanted ^ stay) | (found.folders ^ folders)
        touched = {path.rpartition("/")[0] for path in changed} & {"", *folders}
        return wanted - stay, sorted(touched)

    def _begin(self, half: Path) -> None:
        """The tree that a release is made in: that of one that went, or an empty one."""
        self._step("half")
        if self._spare.is_dir() and not self._spare.is_symlink():
            self._spare.rename(half)
        else:
            half.mkdir()
        half.chmod(0o755)

    def _enter(self, half: Path, name: str) -> None:
        whole = self._releases / name
        if whole.exists():
            self._step("clear")
            shutil.rmtree(whole)
        self._step("enter")
        half.rename(whole)
        _flush(self._releases)

    def _switch(self, name: str) -> None:
        fresh = self._home / ".switch"
        fresh.unlink(missing_ok=True)
        self._step("link")
        fresh.symlink_to(os.path.relpath(self._releases / name, self._link.parent))
        self._step("switch")
        fresh.replace(self._link)
        _flush(self._link.parent)

    def _settle(self, name: str) -> None:
        """Mark the public release as done, and say last that it is the current one."""
        record = self._record(name) if name else None
        if record and record.status != DONE:
            self._put_record(replace(record, status=DONE))
        if name and self._store.read("current.json") != canonical(_current_json(name)):
            self._put_state("current.json", _current_json(name))

    def _carry(self, now: _Standing, left: ReleaseInfo, earlier: _Record, held: Manifest) -> ReleaseInfo:
        """Keep the hashed files of the release that is left public in the one we go back to: apps hold its feeds."""
        back, public = earlier.release, now.state.manifest.artifacts if now.state.manifest else {}
        extra = {path: a for path, a in public.items() if a.immutable and path not in held.artifacts}
        if not extra:
            return back
        root = self._releases / back.id
        for path in extra:
            goal = root / path
            _folders(root, goal.parent)
            self._step(f"carry {path}")
            if not goal.exists():
                os.link(self._releases / now.current / path, goal)
        since = {path: left.superseded.get(path, left.instant) for path in extra}
        back = replace(back, superseded={**back.superseded, **since})
        manifest = replace(held, artifacts=by_path([*held.artifacts.values(), *extra.values()]))
        times = dict(zip(held.artifacts, earlier.times, strict=False)) | {path: now.files[path][1] for path in extra}
        whole = tuple(times.get(path, 0) for path in manifest.artifacts)
        self._put_record(replace(earlier, release=back, manifest=self._know(manifest), times=whole))
        return back

    def _prune(self, current: str, retention: Retention | None = None) -> None:
        """Remove all releases but those that stay, and what publishes that did not finish have left: first what says
        that they are there. The tree of one stays as a spare.
        """
        public = self._record(current) if current else None
        others = (one for one in self._kept() if one.id != current)
        stay = [public.release, *history.kept(public.release, others, retention or self._retention)] if public else []
        keep = {one.id: record.manifest for one in stay if (record := self._record(one.id))}
        kept = {*map(_key, keep), *(f"manifests/{digest}.json" for digest in keep.values())}
        for key in (*self._store.keys("releases/"), *self._store.keys("manifests/")):
            if key not in kept:
                self._step(f"prune {key}")
                self._store.delete(key)
        for folder in sorted(self._releases.iterdir()):
            if folder.name not in keep:
                self._step(f"prune {folder.name}")
                self._let_go(folder)

    def _let_go(self, folder: Path) -> None:
        if folder.name.startswith(".") or self._spare.exists():
            shutil.rmtree(folder)
        else:
            folder.rename(self._spare)


@contextlib.contextmanager
def _told(where: str) -> Iterator[None]:
    """What the disk refuses, as a TargetError."""
    try:
        yield
    except OSError as error:
        place = f" at `{error.filename}`" if error.filename else ""
        raise TargetError(
            f"`{where}`: {error.strerror or error}{place}; what is public is whole.",
            "See that the disk has room and that you may write there, then publish again.",
        ) from error


def _key(release: str) -> str:
    """Where the state has the record of a release."""
    return f"releases/{release}.json"


def _name(key: str) -> str:
    return key.removeprefix("releases/").removesuffix(".json")


def _artifact(root: Path, path: str) -> Artifact:
    """A file as a publish would tell of it."""
    found = digest(root / path)
    return Artifact(path, found, (root / path).stat().st_size, headers(path, {}, immutable=carries(path, found)))


def _current_json(name: str) -> dict[str, Any]:
    return {"version": 1, "release": name}


def _folder(path: Path) -> None:
    path.mkdir(exist_ok=True)
    path.chmod(0o755)


def _folders(root: Path, path: Path) -> None:
    """The directory at `path` and those between it and `root`, readable for a web server whatever the umask."""
    if path != root and not path.is_dir():
        _folders(root, path.parent)
        _folder(path)


def _files(root: Path, manifest: Manifest, times: Iterable[int] = ()) -> dict[str, tuple[int, int]]:
    """The files of a manifest that stand below `root` as they were published, each with its inode and time. One whose
    time is not that of `times` is told by its bytes.
    """
    found = {}
    for (path, artifact), time in zip(manifest.artifacts.items(), chain(times, repeat(0)), strict=False):
        try:
            facts = os.lstat(f"{root}/{path}")
        except (FileNotFoundError, NotADirectoryError):
            continue
        if not stat.S_ISREG(facts.st_mode) or facts.st_size != artifact.size:
            continue
        if time in (0, facts.st_mtime_ns) or digest(root / path) == artifact.digest:
            found[path] = facts.st_ino, facts.st_mtime_ns
    return found


def _sources(after: Manifest, before: Manifest | None) -> dict[str, str]:
    """Of each file whose bytes are public already, under which path: its own, if it may be."""
    held = before.artifacts if before else {}
    paths = {artifact.digest: path for path, artifact in held.items()}
    found = {}
    for path, artifact in after.artifacts.items():
        same = held.get(path)
        source = path if same and same.digest == artifact.digest else paths.get(artifact.digest)
        if source is not None:
            found[path] = source
    return found


def _copied(goal: Path, artifact: Artifact, read: Read) -> None:
    """Write an artifact's bytes, and see that they are those the manifest promises."""
    digest, size = hashlib.sha256(), 0
    with goal.open("xb") as file:
        for chunk in read(artifact):
            file.write(chunk)
            digest.update(chunk)
            size += len(chunk)
        os.fchmod(file.fileno(), 0o644)
    if (digest.hexdigest(), size) != (artifact.digest, artifact.size):
        raise other_bytes(artifact.path)


def _flush_all(root: Path, paths: Collection[Path]) -> None:
    """See that these files and folders below `root` outlast a failing of the power. Where they are many, the system is
    asked once for its whole file system: one of 10,000 new files would ask it 20,000 times.
    """
    if len(paths) <= _FEW or not _flush_system(root):
        for path in paths:
            _flush(path)


def _flush_system(path: Path) -> bool:
    """Flush all of the file system on which a folder lies; False where there is no such call: only Linux has it."""
    call = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    if call is None:
        return False
    handle = os.open(path, os.O_RDONLY)
    try:
        if call(handle) != 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(path))
    finally:
        os.close(handle)
    return True


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
