"""A target in memory: the twin for tests of the flow."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field, replace

from pipeline.model.artifact import Action, Artifact, Manifest, Plan, by_path, sha256
from pipeline.problems import Finding
from pipeline.release.drivers.ledger import Ledger
from pipeline.release.drivers.records import Records
from pipeline.release.errors import TargetError, other_bytes
from pipeline.release.target import Read, ReleaseInfo, TargetState, must_fit, must_stay_gone
from pipeline.release.withdrawn import NOTHING, Withdrawn
from tests.support.memory_store import MemoryStore


@dataclass(frozen=True, slots=True)
class _Release:
    info: ReleaseInfo
    manifest: Manifest
    files: dict[str, bytes]


@dataclass(slots=True)
class MemoryTarget:
    """Releases in a list, the newest last. `public` is what people could reach."""

    name: str = "memory"
    where: str = "memory"
    kept: list[_Release] = field(default_factory=list)
    store: MemoryStore = field(default_factory=MemoryStore)
    announced: MemoryStore = field(default_factory=MemoryStore)
    withdrawn: Withdrawn = NOTHING

    @property
    def public(self) -> dict[str, bytes]:
        return self.kept[-1].files if self.kept else {}

    def state(self) -> TargetState:
        found = TargetState(self.kept[-1].info, self.kept[-1].manifest) if self.kept else TargetState()
        return replace(found, withdrawn=self.withdrawn)

    def records(self) -> Records:
        return Records(self.store, nullcontext)

    def ledger(self) -> Ledger:
        return Ledger(self.announced, nullcontext)

    def releases(self) -> tuple[ReleaseInfo, ...]:
        return tuple(release.info for release in reversed(self.kept))

    def contents(self, release: str) -> Manifest | None:
        return next((one.manifest for one in self.kept if one.info.id == release), None)

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
        self.kept = [*self.kept[-2:], _Release(release, plan.manifest, files)]

    def rollback(self) -> ReleaseInfo:
        if len(self.kept) < 2:
            raise TargetError("There is no release before this one.", "Check out the older commit and publish it.")
        *others, back, left = self.kept
        must_stay_gone(back.manifest, self.withdrawn)
        extra = {p: a for p, a in left.manifest.artifacts.items() if a.immutable and p not in back.manifest.artifacts}
        since = {path: left.info.superseded.get(path, left.info.instant) for path in extra}
        info = replace(back.info, superseded={**back.info.superseded, **since})
        manifest = replace(back.manifest, artifacts=by_path([*back.manifest.artifacts.values(), *extra.values()]))
        self.kept = [*others, _Release(info, manifest, {**back.files, **{path: left.files[path] for path in extra}})]
        return info

    def withdraw(self, digests: Collection[str]) -> None:
        self.withdrawn = self.withdrawn.and_also(digests)

    def readmit(self, digests: Collection[str]) -> None:
        self.withdrawn = self.withdrawn.without(digests)

    def forget(self, records: Collection[str]) -> None:
        self.records().drop(records)
        self.kept, self.withdrawn = self.kept[-1:], self.withdrawn.closed()

    def open(self, artifact: Artifact) -> Iterator[bytes]:
        if artifact.path not in self.public:
            raise TargetError(f"`{artifact.path}` is gone from what is published.", "Publish again.")
        return iter((self.public[artifact.path],))

    def examine(self) -> tuple[Finding, ...]:
        return (Finding(True, self.where, "holds what it is given"),)

    def policy(self) -> str:
        return ""
