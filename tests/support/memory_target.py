"""A target in memory: the twin for tests of the flow. Its state can be lost, and what is public can be changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field, replace

from pipeline.model.artifact import Action, Artifact, Manifest, Plan, by_path, carries, sha256
from pipeline.problems import Finding
from pipeline.release.drivers.ledger import Ledger
from pipeline.release.drivers.records import Records
from pipeline.release.manifest.headers import headers
from pipeline.release.state import history
from pipeline.release.state.cost import Requests
from pipeline.release.state.drift import Drift, Known, Looks
from pipeline.release.state.errors import TargetError, lost, other_bytes
from pipeline.release.state.history import ReleaseInfo, Retention
from pipeline.release.state.recovery import Kept, Recovery, Remains
from pipeline.release.state.target import Read, TargetState, must_fit, must_stay_gone
from pipeline.release.state.withdrawn import NOTHING, Withdrawn
from tests.support.memory_store import MemoryStore


@dataclass(frozen=True, slots=True)
class _Release:
    info: ReleaseInfo
    manifest: Manifest
    files: dict[str, bytes]


@dataclass(slots=True)
class MemoryTarget:
    """Releases by id; `public` is what people can reach, of the release `current`."""

    name: str = "memory"
    where: str = "memory"
    by_id: dict[str, _Release] = field(default_factory=dict)
    current: str = ""
    public: dict[str, bytes] = field(default_factory=dict)
    retention: Retention = field(default_factory=Retention)
    store: MemoryStore = field(default_factory=MemoryStore)
    announced: MemoryStore = field(default_factory=MemoryStore)
    withdrawn: Withdrawn = NOTHING

    @property
    def kept(self) -> list[_Release]:
        """All that are kept, the public one last."""
        return sorted(self.by_id.values(), key=lambda one: (one.info.id == self.current, one.info.instant))

    @property
    def _now(self) -> _Release | None:
        if self.public and self.current not in self.by_id:
            raise lost(self.name, self.where, "the release that is public has no record")
        return self.by_id.get(self.current)

    def state(self) -> TargetState:
        found = TargetState(self._now.info, self._now.manifest) if self._now else TargetState()
        return replace(found, withdrawn=self.withdrawn)

    def requests(self, plan: Plan, release: ReleaseInfo) -> Requests:
        return Requests()

    def records(self) -> Records:
        return Records(self.store, nullcontext)

    def ledger(self) -> Ledger:
        return Ledger(self.announced, nullcontext)

    def sources(self) -> None:
        return None

    def releases(self) -> tuple[ReleaseInfo, ...]:
        return history.newest_first(one.info for one in self.by_id.values())

    def contents(self, release: str) -> Manifest | None:
        return self.by_id[release].manifest if release in self.by_id else None

    def apply(self, plan: Plan, read: Read, release: ReleaseInfo) -> None:
        state = self.state()
        must_fit(plan, state)
        if state.release and state.release.id == release.id:
            return
        files = {change.path: self.public[change.path] for change in plan.only(Action.KEEP)}
        for change in plan.only(Action.PUT):
            artifact = plan.manifest.artifacts[change.path]
            data = b"".join(read(artifact))
            if (sha256(data), len(data)) != (artifact.digest, artifact.size):
                raise other_bytes(artifact.path)
            files[change.path] = data
        made = release.after(state.release)
        others = (one for one in self.releases() if one.id != made.id)
        stay = {one.id for one in history.kept(made, others, self.retention)}
        self.by_id = {name: one for name, one in self.by_id.items() if name in stay}
        self._show(_Release(made, plan.manifest, files))

    def _show(self, release: _Release) -> None:
        self.by_id[release.info.id], self.current = release, release.info.id
        self.public = dict(release.files)

    def rollback(self, to: str = "") -> ReleaseInfo:
        if self._now is None:
            raise TargetError("Nothing is published here.", "Publish first.")
        left = self._now
        back = self.by_id[history.back(left.info, self.releases(), to).id]
        if lacking := back.manifest.artifacts.keys() - back.files.keys():
            raise TargetError(f"{len(lacking)} files of {back.info.id} are no longer kept.", "Publish its commit.")
        must_stay_gone(back.manifest, self.withdrawn)
        extra = {p: a for p, a in left.manifest.artifacts.items() if a.immutable and p not in back.manifest.artifacts}
        since = {path: left.info.superseded.get(path, left.info.instant) for path in extra}
        info = replace(back.info, superseded={**back.info.superseded, **since})
        manifest = replace(back.manifest, artifacts=by_path([*back.manifest.artifacts.values(), *extra.values()]))
        self._show(_Release(info, manifest, {**back.files, **{path: left.files[path] for path in extra}}))
        return info

    def withdraw(self, digests: Collection[str]) -> None:
        self.withdrawn = self.withdrawn.and_also(digests)

    def readmit(self, digests: Collection[str]) -> None:
        self.withdrawn = self.withdrawn.without(digests)

    def forget(self, records: Collection[str]) -> None:
        self.records().drop(records)
        self.by_id, self.withdrawn = (
            {self.current: self.by_id[self.current]} if self._now else {},
            self.withdrawn.closed(),
        )

    def verify(self, looks: Looks, known: Known) -> Drift:
        held = self._now.manifest.artifacts if self._now else {}
        here = [path for path in sorted(held) if path in self.public]
        sized = {path for path in here if len(self.public[path]) == held[path].size}
        looked = [path for path in here if path in sized and looks(path)]
        other = {path for path in looked if sha256(self.public[path]) != held[path].digest}
        changed = sorted({*here} - sized | other)
        foreign = sorted(self.public.keys() - held.keys())
        return Drift(tuple(sorted(held.keys() - {*here})), tuple(changed), tuple(foreign), len(looked))

    def remains(self) -> Remains:
        files = {path: _artifact(path, data) for path, data in self.public.items()}
        kept = tuple(Kept(one.info, one.manifest) for one in self.by_id.values())
        return Remains(kept, files, recorded=any(True for _ in self.store.keys("")), read=self.public.__getitem__)

    def recover(self, recovery: Recovery) -> None:
        if not self.public or self.current in self.by_id:
            raise TargetError("The state can be read; nothing was written.", "Publish.")
        if recovery.release:
            self._show(_Release(recovery.release, recovery.manifest, dict(self.public)))

    def open(self, artifact: Artifact) -> Iterator[bytes]:
        if artifact.path not in self.public:
            raise TargetError(f"`{artifact.path}` is gone from what is published.", "Publish again.")
        return iter((self.public[artifact.path],))

    def examine(self) -> tuple[Finding, ...]:
        return (Finding(True, self.where, "holds what it is given"),)

    def policy(self) -> str:
        return ""


def _artifact(path: str, data: bytes) -> Artifact:
    found = sha256(data)
    return Artifact(path, found, len(data), headers(path, {}, immutable=carries(path, found)))
