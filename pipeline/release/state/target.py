"""A place where a library is published, and what it remembers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from pipeline.model.artifact import Artifact, Manifest, Plan
from pipeline.problems import Finding
from pipeline.release.manifest.assemble import is_path
from pipeline.release.state.cost import Requests
from pipeline.release.state.drift import Drift, Known, Looks
from pipeline.release.state.errors import TargetError
from pipeline.release.state.history import ReleaseInfo
from pipeline.release.state.recovery import Recovery, Remains
from pipeline.release.state.sources import Sources
from pipeline.release.state.withdrawn import NOTHING, Withdrawn

Read = Callable[[Artifact], Iterable[bytes]]
Sent = Callable[[Artifact, int], None]
"""Who watches a publish: so many bytes more of an artifact are where they belong. Called from any thread."""


def unwatched(_artifact: Artifact, _size: int) -> None:
    """A publish that nobody watches."""


@dataclass(frozen=True, slots=True)
class TargetState:
    """What is public now: nothing (both None), a release with its manifest, or, without a release, hashed files that a
    first publish brought before it stopped. `ours` are the paths that a publish which never finished may have touched,
    `withdrawn` is what must never be public again.
    """

    release: ReleaseInfo | None = None
    manifest: Manifest | None = None
    ours: tuple[str, ...] = ()
    withdrawn: Withdrawn = NOTHING

    @property
    def superseded(self) -> Mapping[str, datetime]:
        return self.release.superseded if self.release else {}


def must_fit(plan: Plan, state: TargetState) -> None:
    """What every target asks before its first write. Raises `TargetError` when the plan was refused, was made from
    another state, or names a path outside the site.
    """
    if plan.refusals:
        raise TargetError(f"The plan was refused: {' '.join(plan.refusals)}")
    if (state.manifest.digest if state.manifest else "") != plan.before:
        raise TargetError("Somebody published here since the plan was made; nothing was written.", "Plan again.")
    for path in {*plan.manifest.artifacts, *(change.path for change in plan.changes)}:
        if not is_path(path):
            raise TargetError(f"`{path}` is not a path below the site's root; nothing was written.")
    for artifact in plan.manifest.artifacts.values():
        if state.withdrawn.holds(artifact):
            raise TargetError(
                f"`{artifact.path}` has bytes that were taken back here; nothing was written.", "Build and plan again."
            )


def must_stay_gone(manifest: Manifest | None, withdrawn: Withdrawn) -> None:
    """What every target asks before it goes back. Raises `TargetError` while something is being taken back, and where
    the release to go back to holds what was.
    """
    held = next((a.path for a in (manifest.artifacts.values() if manifest else ()) if withdrawn.holds(a)), "")
    if held or withdrawn.open:
        what = f"that release holds `{held}`, which was taken back" if held else "something is being taken back here"
        raise TargetError(
            f"There is no way back: {what}.", "Finish it with `pipeline purge`, or publish an older commit."
        )


class Records(Protocol):
    """The durable records that a target keeps, by the keys of their jobs. Both may raise `TargetError`."""

    def read(self, key: str) -> bytes | None:
        """The record, or None when there is none."""

    def keys(self) -> tuple[str, ...]:
        """The keys of all that are kept, sorted: of releases too that are long gone."""

    def add(self, records: Mapping[str, bytes]) -> None:
        """Keep these too: all of them, or none."""


class Ledger(Protocol):
    """What a target remembers of announcements and of looks: keyed bytes. All may raise `TargetError`."""

    def read(self, key: str) -> bytes | None:
        """What stands there, or None."""

    def create(self, key: str, data: bytes) -> bool:
        """Write where nothing stands; whether it was written: of several who try, one is told so."""

    def write(self, key: str, data: bytes) -> None:
        """Write over what stands there."""


class Target(Protocol):
    """A place to publish to. Whatever is asked of it, what people can reach is whole at every moment. Every method may
    raise `TargetError`; then the release before is still public.
    """

    @property
    def name(self) -> str:
        """What `pipeline.toml` calls it."""

    @property
    def where(self) -> str:
        """The place, for people."""

    def state(self) -> TargetState:
        """What is public now. Raises `LostState` where the state should say it and can't be read."""

    def apply(self, plan: Plan, read: Read, release: ReleaseInfo) -> None:
        """Do what the plan says. `read` gives the bytes of an artifact; only what is put is read. Raises `LostState`
        like `state`.
        """

    def requests(self, plan: Plan, release: ReleaseInfo) -> Requests:
        """What it would ask of a store to apply a plan as a release, made for the state that was asked for last, as far
        as can be known before; a directory asks none.
        """

    def records(self) -> Records:
        """The durable records: what was encoded once and must never be made in another way."""

    def ledger(self) -> Ledger:
        """The ledger of announcements: no release, no rollback and no clearing up takes anything from it."""

    def sources(self) -> Sources | None:
        """Recordings that are kept out of git; None where no other machine could fetch them, as from a directory."""

    def releases(self) -> tuple[ReleaseInfo, ...]:
        """The releases that can be had again, the newest first."""

    def contents(self, release: str) -> Manifest | None:
        """What the release with this id holds; None when it is not kept."""

    def rollback(self, to: str = "") -> ReleaseInfo:
        """Make the release before the public one public again, or any other that is kept, by its id; and say which it
        is. What is left stays kept. Raises `TargetError` before anything changes where something of it is lacking.
        """

    def verify(self, looks: Looks, known: Known) -> Drift:
        """How what is public differs from what the state says. Sizes are compared of all files, bytes of those that
        `looks` is true of, by what a store tells of them: what is not at hand costs a request.
        """

    def remains(self) -> Remains:
        """What is left of a state that can't be read, and what is public."""

    def recover(self, recovery: Recovery) -> None:
        """Write the state anew. Raises `TargetError` when it can be read."""

    def withdraw(self, digests: Collection[str]) -> None:
        """Note that these bytes were taken back, before anything of them goes: from now on no publish takes them, and
        no way leads back to a release that holds them.
        """

    def readmit(self, digests: Collection[str]) -> None:
        """Note that all that was taken back together with one of these may be published again."""

    def forget(self, records: Collection[str]) -> None:
        """Let go of all that is kept besides what is public: every earlier release with its bytes, and these durable
        records. What was begun with `withdraw` has come to its end then; a call that was cut short is made again.
        """

    def open(self, artifact: Artifact) -> Iterator[bytes]:
        """The bytes that are published under the artifact's path. Raises `TargetError` when they are gone."""

    def examine(self) -> tuple[Finding, ...]:
        """Whether everything is there that a publish needs: a look with real writes and requests, that raises nothing
        and leaves nothing behind.
        """

    def policy(self) -> str:
        """The least rights that a publish needs, as the text that the place's owner pastes; "" where there is none."""
