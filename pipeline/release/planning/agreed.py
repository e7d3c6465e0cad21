"""A plan in a file: made and looked at now, applied later, as it was and to nothing else.

The file is JSON, sorted and indented, so that people can read it and two of them can be compared; the same plan always
gives the same bytes. It names what it rests on, and carries a digest of itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from pipeline.model.artifact import Action, Change, Manifest, Plan, canonical, sha256
from pipeline.problems import Problem
from pipeline.release.state.errors import TargetError
from pipeline.release.state.target import TargetState

VERSION: Final = 1
_AGAIN = "Make it again: `pipeline plan --out FILE`."


class NoPlanError(ValueError):
    """A file is no plan at all."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What a plan rests on: a target by its name, its place and its address, the digest of what it remembers, and the
    digest of the manifest that was built.
    """

    target: str
    place: str
    base_url: str
    state: str
    build: str


def digest_of(state: TargetState) -> str:
    """The digest of all of a target's state that a plan can rest on."""
    release = state.release.to_json() if state.release else None
    manifest = state.manifest.digest if state.manifest else ""
    return sha256(canonical([release, manifest, sorted(state.ours), state.withdrawn.to_json()]))


@dataclass(frozen=True, slots=True)
class Agreed:
    """A plan, what it rests on, and the instant for which it was made: that of the release which it becomes."""

    plan: Plan
    basis: Basis
    instant: datetime

    def to_bytes(self) -> bytes:
        """The file."""
        said: dict[str, Any] = {
            "pipeline_plan": VERSION,
            "rests_on": asdict(self.basis),
            "instant": self.instant.isoformat(),
            "plan": _plain(self.plan),
        }
        said["digest"] = sha256(canonical(said))
        return (json.dumps(said, sort_keys=True, indent=1, ensure_ascii=False) + "\n").encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Agreed:
        """What `to_bytes` wrote. Raises `NoPlanError` where it is something else altogether, `TargetError` where
        another version wrote it, or somebody changed it.
        """
        said = _document(data)
        if said["pipeline_plan"] != VERSION:
            known = f"this program knows version {VERSION}"
            raise TargetError(f"This plan is of version {said['pipeline_plan']}; {known}.", _AGAIN)
        digest = said.pop("digest", "")
        if digest != sha256(canonical(said)):
            raise TargetError("This plan was changed after it was made; nothing was written.", _AGAIN)
        try:
            return cls(_plan(said["plan"]), Basis(**said["rests_on"]), datetime.fromisoformat(said["instant"]))
        except (KeyError, TypeError, ValueError):
            raise NoPlanError("it is no plan of this program") from None

    def must_rest_on(self, now: Basis) -> None:
        """Raises `TargetError` where what the plan rests on is not what is there now."""
        was = self.basis
        if (was.target, was.place, was.base_url) != (now.target, now.place, now.base_url):
            raise TargetError(
                f"This plan is for the target `{was.target}` ({was.place}, at {was.base_url}), not for `{now.target}` "
                f"({now.place}, at {now.base_url}); nothing was written.",
                "Name its target with `--target`, or make a plan for this one.",
            )
        if was.build != now.build:
            raise TargetError(
                f"This plan rests on another build than the one in `dist/{now.target}/`; nothing was written.",
                "Apply it where it was made, or build and plan again.",
            )
        if was.state != now.state:
            raise TargetError(
                f"`{now.target}` has changed since this plan was made; nothing was written.",
                "Look at a new one: `pipeline plan --out FILE`.",
            )


def _document(data: bytes) -> dict[str, Any]:
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        raise NoPlanError("it holds no JSON") from None
    if not isinstance(said, dict) or "pipeline_plan" not in said:
        raise NoPlanError("it is no plan of this program")
    return said


def _plain(plan: Plan) -> dict[str, Any]:
    return {
        "changes": [{**asdict(change), "action": str(change.action)} for change in plan.changes],
        "manifest": plan.manifest.to_json(),
        "before": plan.before,
        "release": plan.release,
        "enclosures_replaced": plan.enclosures_replaced,
        "refusals": list(plan.refusals),
        "superseded": {path: when.isoformat() for path, when in plan.superseded.items()},
        "records": list(plan.records),
        "unrecorded": plan.unrecorded,
        "withdrawing": plan.withdrawing,
        "drifted": sorted(plan.drifted),
        "abandoned": [problem.to_row() for problem in plan.abandoned],
    }


def _plan(said: Mapping[str, Any]) -> Plan:
    return Plan(
        changes=tuple(Change(**{**change, "action": Action(change["action"])}) for change in said["changes"]),
        manifest=Manifest.from_json(said["manifest"]),
        before=said["before"],
        release=said["release"],
        enclosures_replaced=said["enclosures_replaced"],
        refusals=tuple(said["refusals"]),
        superseded={path: datetime.fromisoformat(when) for path, when in said["superseded"].items()},
        records=tuple(said["records"]),
        unrecorded=said["unrecorded"],
        withdrawing=said["withdrawing"],
        drifted=frozenset(said["drifted"]),
        abandoned=tuple(map(Problem.from_row, said["abandoned"])),
    )
