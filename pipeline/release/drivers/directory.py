"""A directory on this machine: releases beside a link, and the link is switched at one instant.

public -> .public/releases/<id>     what a web server serves
.public/releases/<id>/              the last releases, whole; what did not change is hard-linked
.public/releases/.half-<id>/        one that is being made
.public/state/                      0700: releases/<id>.json, current.json, records/, leases/
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.model.artifact import Action, Artifact, Manifest, Plan, by_path, canonical, looks_hashed
from pipeline.problems import Finding
from pipeline.release.drivers.lease import Lease
from pipeline.release.drivers.records import Records
from pipeline.release.errors import TargetError, other_bytes
from pipeline.release.states import KEPT_RELEASES, must_know
from pipeline.release.target import Read, ReleaseInfo, Sent, TargetState, must_fit, unwatched
from pipeline.stores.directory import DirectoryStore, chunks

PENDING, DONE = "pending", "done"


def _nothing(_step: str) -> None: ...


@dataclass(frozen=True, slots=True)
class _Record:
    """What the state remembers of one release; `before` is the id of the one that was public then."""

    release: ReleaseInfo
    manifest: Manifest
    before: str
    status: str = DONE

    def to_json(self) -> dict[str, Any]:
        return {
            "version": 1,
            "status": self.status,
            "before": self.before,
            "release": self.release.to_json(),
            "manifest": self.manifest.to_json(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> _Record:
        release, manifest = ReleaseInfo.from_json(data["release"]), Manifest.from_json(data["manifest"])
        return cls(release, manifest, data["before"], data["status"])


class DirectoryTarget:
    """Publishes to `path`, which becomes a link. `step` is called before each write, so that a test can die there;
    `sent` after each file.
    """

    def __init__(
        self,
        path: str,
        *,
        state: str = "",
        name: str = "public",
        step: Callable[[str], None] = _nothing,
        sent: Sent = unwatched,
    ) -> None:
        self.name = name
        self._sent = sent
        self.where = path
        self._link = Path(path).absolute()
        self._home = self._link.parent / f".{self._link.name}"
        self._releases = self._home / "releases"
        self._state_dir = Path(state).absolute() if state else self._home / "state"
        self._store = DirectoryStore(self._state_dir)
        self._records = Records(DirectoryStore(self._state_dir / "records"), lambda: _told(self.where))
        self._step = step

    def state(self) -> TargetState:
        """The link is the truth, the record says what is behind it; what somebody took or cut is not there."""
        with _told(self.where):
            current = self._current()
            if not current:
                return TargetState()
            record = self._record(current)
            if record is None:
                return TargetState(None, self._listed(current))
            there = [a for a in record.manifest.artifacts.values() if _is_there(self._releases / current, a)]
            return TargetState(record.release, replace(record.manifest, artifacts=by_path(there)))

    def records(self) -> Records:
        return self._records

    def releases(self) -> tuple[ReleaseInfo, ...]:
        with _told(self.where):
            found = [record.release for name in self._whole() if (record := self._record(name))]
        return tuple(sorted(found, key=lambda info: (info.instant, info.id), reverse=True))

    def contents(self, release: str) -> Manifest | None:
        with _told(self.where):
            record = self._record(release) if release in self._whole() else None
        return record.manifest if record else None

    def apply(self, plan: Plan, read: Read, release: ReleaseInfo) -> None:
        with _told(self.where), self._alone():
            state = self.state()
            must_fit(plan, state)
            current = self._current()
            self._settle(current)
            if current == release.id:
                return
            self._prune(current)
            self._put_record(_Record(release, plan.manifest, current, PENDING))
            half = self._releases / f".half-{release.id}"
            try:
                self._fill(half, plan, read, state.manifest, current)
                self._enter(half, release.id)
            except BaseException:
                shutil.rmtree(half, ignore_errors=True)
                raise
            self._switch(release.id)
            self._settle(release.id)
            self._prune(release.id)
            for key in self._records.replaced:
                self._step(f"prune {key}")
                self._store.delete(f"records/{key}")

    def rollback(self) -> ReleaseInfo:
        with _told(self.where), self._alone():
            current = self._current()
            now = self._record(current) if current else None
            if now is None:
                raise TargetError(f"Nothing that we know of is published at `{self.where}`.", "Publish first.")
            earlier = self._record(now.before) if now.before in self._whole() else None
            if earlier is None:
                raise TargetError(
                    f"There is no release before {current}.", "Check out the older commit and publish it."
                )
            back = self._carry(now, earlier)
            self._switch(back.id)
            self._settle(back.id)
            return back

    def open(self, artifact: Artifact) -> Iterator[bytes]:
        with _told(self.where):
            root = self._releases / self._current()
        if not _is_there(root, artifact):
            raise TargetError(
                f"`{artifact.path}` is gone from what is published at `{self.where}`.",
                "Build it again from its source, and publish.",
            )
        return chunks(root / artifact.path)

    def examine(self) -> tuple[Finding, ...]:
        try:
            with _told(self.where), self._alone():
                current = self._current()
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
        goal = self._link.parent / self._link.readlink()
        if goal.parent != self._releases or not goal.is_dir():
            raise TargetError(
                f"`{self.where}` is a link to `{self._link.readlink()}`, which no publish made; nothing was changed.",
                f"Remove the link (`rm {self.where}`) and publish again, or name another `path`.",
            )
        return goal.name

    def _whole(self) -> list[str]:
        """The ids of the releases that are whole on the disk."""
        if not self._releases.is_dir():
            return []
        return sorted(entry.name for entry in self._releases.iterdir() if not entry.name.startswith("."))

    def _record(self, name: str) -> _Record | None:
        """The record of a release; None when it is lost or broken."""
        data = self._store.read(f"releases/{name}.json")
        try:
            plain = json.loads(data or b"")
            must_know(plain)
            return _Record.from_json(plain)
        except (KeyError, TypeError, ValueError):
            return None

    def _listed(self, current: str) -> Manifest:
        """What can be said of a release whose record is lost: its hashed files, so that they are carried on."""
        root = self._releases / current
        files = (path for path in root.rglob("*") if path.is_file() and looks_hashed(path.name))
        found = []
        for path in files:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            found.append(Artifact(path.relative_to(root).as_posix(), digest, path.stat().st_size))
        return Manifest(by_path(artifact for artifact in found if artifact.immutable))

    # What is written -------------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Directories of the right modes, and the only publisher."""
        self._current()
        for folder, mode in ((self._home, 0o755), (self._releases, 0o755), (self._state_dir, 0o700)):
            self._step(f"folder {folder.name}")
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(mode)
        with Lease(DirectoryStore(self._state_dir / "leases"), self._step):
            yield

    def _put_record(self, record: _Record) -> None:
        self._put_state(f"releases/{record.release.id}.json", record.to_json())

    def _put_state(self, key: str, data: dict[str, Any]) -> None:
        self._step(f"state {key}")
        self._store.write(key, [canonical(data)])

    def _fill(self, half: Path, plan: Plan, read: Read, before: Manifest | None, current: str) -> None:
        """Make the release under its temporary name."""
        self._step("half")
        _folder(half)
        root = self._releases / current
        held = {artifact.digest: artifact.path for artifact in before.artifacts.values()} if before else {}
        fresh = []
        for change in plan.changes:
            if change.action is Action.DELETE:
                continue
            artifact = plan.manifest.artifacts[change.path]
            goal = half / artifact.path
            _folders(half, goal.parent)
            self._step(f"file {artifact.path}")
            if artifact.digest in held:
                os.link(root / held[artifact.digest], goal)
            else:
                _copied(goal, artifact, read)
                fresh.append(goal)
            if change.action is Action.PUT:
                self._sent(artifact, artifact.size)
        for path in fresh:
            _flush(path)

    def _enter(self, half: Path, name: str) -> None:
        for folder, _folders_below, _files in os.walk(half):
            _flush(Path(folder))
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

    def _carry(self, now: _Record, earlier: _Record) -> ReleaseInfo:
        """Keep the hashed files of the release that is left public in the one we go back to: apps hold its feeds."""
        held = earlier.manifest.artifacts
        left, back = now.release, earlier.release
        public = (a for a in now.manifest.artifacts.values() if _is_there(self._releases / left.id, a))
        extra = {a.path: a for a in public if a.immutable and a.path not in held}
        if not extra:
            return back
        root = self._releases / back.id
        for path in extra:
            goal = root / path
            _folders(root, goal.parent)
            self._step(f"carry {path}")
            if not goal.exists():
                os.link(self._releases / left.id / path, goal)
        since = {path: left.superseded.get(path, left.instant) for path in extra}
        back = replace(back, superseded={**back.superseded, **since})
        manifest = replace(earlier.manifest, artifacts=by_path([*held.values(), *extra.values()]))
        self._put_record(replace(earlier, release=back, manifest=manifest))
        return back

    def _prune(self, current: str) -> None:
        """Remove all but the last releases, and what publishes that did not finish have left."""
        keep: list[str] = []
        name = current
        while name and len(keep) < KEPT_RELEASES and name not in keep:
            keep.append(name)
            name = record.before if (record := self._record(name)) else ""
        for folder in sorted(self._releases.iterdir()):
            if folder.name not in keep:
                self._step(f"prune {folder.name}")
                shutil.rmtree(folder)
        for key in list(self._store.keys("releases/")):
            if key.removeprefix("releases/").removesuffix(".json") not in keep:
                self._step(f"prune {key}")
                self._store.delete(key)


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


def _is_there(root: Path, artifact: Artifact) -> bool:
    """Whether a release holds an artifact, as far as its size tells."""
    try:
        facts = (root / artifact.path).lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return stat.S_ISREG(facts.st_mode) and facts.st_size == artifact.size


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


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
