"""Releases, as a target keeps them: which was public before which, which stay, and which one a way back means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from pipeline.model.artifact import Plan
from pipeline.release.state.errors import TargetError

KEPT_RELEASES = 3


def release_id(instant: datetime, manifest: str) -> str:
    """`20261124T183000Z-0123456789ab`: the instant, and the digest of the manifest."""
    return f"{instant.astimezone(UTC):%Y%m%dT%H%M%SZ}-{manifest[:12]}"


@dataclass(frozen=True, slots=True)
class ReleaseInfo:
    """One publish: its instant, the digest of the manifest it brought, the commit it came from, since when each
    superseded file that it carries has had no name, and the id of the release that was public `before` ("": none, or
    not known).
    """

    id: str
    instant: datetime
    manifest: str
    commit: str = ""
    superseded: Mapping[str, datetime] = field(default_factory=dict)
    before: str = ""

    @classmethod
    def of(cls, plan: Plan, instant: datetime, commit: str = "") -> ReleaseInfo:
        """The release that applying a plan makes."""
        digest = plan.manifest.digest
        return cls(release_id(instant, digest), instant, digest, commit, plan.superseded)

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "instant": self.instant.isoformat(),
            "manifest": self.manifest,
            "commit": self.commit,
            "superseded": {path: when.isoformat() for path, when in self.superseded.items()},
            "before": self.before,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ReleaseInfo:
        """What `to_json` wrote. Raises KeyError, TypeError or ValueError on anything else."""
        return cls(
            id=data["id"],
            instant=datetime.fromisoformat(data["instant"]),
            manifest=data["manifest"],
            commit=data["commit"],
            superseded={path: datetime.fromisoformat(when) for path, when in data["superseded"].items()},
            before=data.get("before", ""),
        )

    def after(self, public: ReleaseInfo | None) -> ReleaseInfo:
        """The same, as it follows the release that is public."""
        again = public is not None and public.id == self.id
        return replace(self, before=(public.before if again else public.id) if public else "")


@dataclass(frozen=True, slots=True)
class Retention:
    """How many releases stay, the public one too; those that were public within so many days stay as well."""

    releases: int = KEPT_RELEASES
    days: int = 0


def newest_first(releases: Iterable[ReleaseInfo]) -> tuple[ReleaseInfo, ...]:
    """Releases by the instants at which they were made."""
    return tuple(sorted(releases, key=_made, reverse=True))


def line(release: ReleaseInfo, others: Iterable[ReleaseInfo]) -> tuple[ReleaseInfo, ...]:
    """The releases behind this one, each the one that was public before; where nobody knows, the next older one."""
    left, found, at = {one.id: one for one in others if one.id != release.id}, list[ReleaseInfo](), release
    while True:
        older = (one for one in left.values() if _made(one) < _made(at))
        before = left.get(at.before) or max(older, key=_made, default=None)
        if before is None:
            return tuple(found)
        found.append(left.pop(before.id))
        at = before


def ordered(release: ReleaseInfo, others: Iterable[ReleaseInfo]) -> tuple[ReleaseInfo, ...]:
    """The others as they are kept: those behind the release, then those that ways back have left, newest first."""
    others = tuple(others)
    behind = line(release, others)
    return (*behind, *newest_first(one for one in others if one not in behind and one.id != release.id))


def kept(release: ReleaseInfo, others: Iterable[ReleaseInfo], retention: Retention) -> tuple[ReleaseInfo, ...]:
    """Which of the others stay beside a new release, in that order."""
    others = tuple(others)
    behind = line(release, others)
    until = {one.id: after.instant for one, after in zip(behind, (release, *behind), strict=False)}

    def is_recent(one: ReleaseInfo) -> bool:
        last = max(one.instant, until.get(one.id, one.instant))
        return release.instant - last < timedelta(days=retention.days)

    some = enumerate(ordered(release, others), 2)
    return tuple(one for number, one in some if number <= retention.releases or (retention.days and is_recent(one)))


def back(release: ReleaseInfo, others: Iterable[ReleaseInfo], to: str = "") -> ReleaseInfo:
    """The release that a way back from the public one means: that before it, or the one with the id `to`. Raises
    `TargetError` when there is none.
    """
    others = tuple(others)
    if not to:
        behind = line(release, others)
        if not behind:
            raise TargetError(f"There is no release before {release.id}.", "Check out the older commit and publish it.")
        return behind[0]
    if to == release.id:
        raise TargetError(f"The release {to} is public.", "`pipeline releases` lists those that are kept.")
    for one in others:
        if one.id == to:
            return one
    raise TargetError(f"No release {to} is kept.", "`pipeline releases` lists those that are.")


def _made(release: ReleaseInfo) -> tuple[datetime, str]:
    return release.instant, release.id
