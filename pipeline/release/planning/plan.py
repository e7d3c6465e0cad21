"""What a publish changes: complete before the first write."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from pipeline.model.artifact import EXPIRED, HEADERS, NEW, Action, Artifact, Change, Manifest, Plan, by_path
from pipeline.release.manifest.headers import wave
from pipeline.release.state.drift import Drift
from pipeline.release.state.withdrawn import NOTHING, Withdrawn

AS_IT_WAS = Drift()


def plan(  # noqa: PLR0913 - all that decides, by name
    before: Manifest | None,
    after: Manifest,
    *,
    max_delete: int,
    now: datetime,
    ours: Iterable[str] = (),
    superseded: Mapping[str, datetime] | None = None,
    retain_days: int = 30,
    refusals: tuple[str, ...] = (),
    unrecorded: bool = False,
    withdrawn: Withdrawn = NOTHING,
    drift: Drift = AS_IT_WAS,
) -> Plan:
    """From what is public (`before`) to what shall be (`after`).

    `ours` are paths that a publish which never finished may have touched: nothing is known of their bytes, so they are
    put again or deleted. `superseded` says since when a hashed file of `before` has had no name in a release: it stays
    for `retain_days`. The plan's manifest is what the target holds afterwards, retained files included. `refusals` are
    the guard's; ours are added to them. `unrecorded`: no release is known that made `before`. What was `withdrawn` goes
    at once, is never put, and no limit to deletions stands in its way. What `drift` names is put again too, or deleted.
    """
    held = before.artifacts if before else {}
    doubts = dict.fromkeys(ours, "a publish before did not finish") | drift.reasons
    since = {path: when for path, when in (superseded or {}).items() if path in held}
    stays = partial(_stays, since=since, now=now, days=retain_days, withdrawn=withdrawn)
    left = {path: artifact for path, artifact in held.items() if path not in after.artifacts}
    retained = {path: artifact for path, artifact in left.items() if path not in doubts and stays(artifact)}
    lasting = {a.digest for path, a in held.items() if a.immutable and path not in doubts}
    changes = [_change(a, held.get(path), doubts.get(path, ""), lasting) for path, a in after.artifacts.items()]
    changes += [Change(Action.KEEP, p, f"superseded, kept for {retain_days} days", a.size) for p, a in retained.items()]
    gone = [path for path in {*held, *doubts} if path not in after.artifacts and path not in retained]
    changes += [Change(Action.DELETE, path, _why_gone(path, held, withdrawn, drift), 0) for path in gone]
    accidental = _accidental(gone, held, withdrawn)
    recorded = frozenset(before.records if before else ())
    return Plan(
        changes=tuple(sorted(changes, key=lambda change: _order(change, after, held))),
        manifest=_with(after, retained),
        before=before.digest if before else "",
        enclosures_replaced=_replaced(before, after),
        refusals=(*refusals, *_refusals(after, accidental, max_delete), *_taken_back(after, withdrawn)),
        superseded={path: since.get(path, now) for path in retained},
        records=tuple(key for key in after.records if key not in recorded),
        unrecorded=unrecorded,
        drifted=frozenset(drift.reasons),
    )


def _with(after: Manifest, retained: Mapping[str, Artifact]) -> Manifest:
    """The manifest with what stays though it has no name in it; itself when there is nothing."""
    return replace(after, artifacts=by_path([*after.artifacts.values(), *retained.values()])) if retained else after


def _stays(
    artifact: Artifact, *, since: Mapping[str, datetime], now: datetime, days: int, withdrawn: Withdrawn
) -> bool:
    """Whether a file that has no name any more stays public for those who hold its address."""
    young = now - since.get(artifact.path, now) < timedelta(days=days)
    return artifact.immutable and young and withdrawn.stays(artifact)


def _change(artifact: Artifact, old: Artifact | None, doubt: str, lasting: Collection[str]) -> Change:
    """What becomes of one file. Bytes that the target has under a name that lasts, or under this one, are copied."""
    copied = artifact.digest in lasting
    if doubt:
        action, reason = Action.PUT, doubt
    elif old is None:
        action, reason = Action.PUT, NEW
    elif old.digest != artifact.digest:
        action, reason = Action.PUT, "bytes changed"
    elif old.headers != artifact.headers:
        action, reason, copied = Action.PUT, HEADERS, True
    else:
        action, reason = Action.KEEP, "unchanged"
    return Change(action, artifact.path, reason, artifact.size, copied and action is Action.PUT)


def _why_gone(path: str, held: Mapping[str, Artifact], withdrawn: Withdrawn, drift: Drift) -> str:
    if path in drift.reasons:
        return f"superseded, and {drift.reasons[path]}"
    if path not in held:
        return "left by a publish that did not finish"
    if withdrawn.holds(held[path]):
        return "taken back"
    if held[path].immutable and not withdrawn.stays(held[path]):
        return "superseded, and may tell of what is taken back"
    return EXPIRED if held[path].immutable else "no longer made"


def _accidental(gone: Iterable[str], held: Mapping[str, Artifact], withdrawn: Withdrawn) -> int:
    """How many of these deletions might be a mistake: a coding beside a file goes with it, and what is taken back is
    no accident.
    """
    return sum(path not in held or not (held[path].beside or withdrawn.holds(held[path])) for path in gone)


def _order(change: Change, after: Manifest, held: Mapping[str, Artifact]) -> tuple[bool, tuple[bool, int, bool], str]:
    """What goes comes last; in which order does not matter."""
    artifact = after.artifacts.get(change.path)
    immutable = artifact is not None and artifact.immutable
    when = wave(change.path, new=change.path not in held, immutable=immutable)
    return change.action is Action.DELETE, when, change.path


def _replaced(before: Manifest | None, after: Manifest) -> int:
    enclosures = {(e.show, e.guid): e.enclosure for e in (before.episodes if before else ())}
    return sum(enclosures.get((e.show, e.guid), e.enclosure) != e.enclosure for e in after.episodes)


def _refusals(after: Manifest, deletions: int, max_delete: int) -> Iterable[str]:
    if not after.artifacts:
        yield "There is nothing to publish: the manifest is empty, and an empty publish would delete everything."
    if deletions > max_delete:
        yield (
            f"This publish would delete {deletions} files, and `max_delete` of the target allows {max_delete}. "
            "If that is right, raise `max_delete` in `pipeline.toml` for this publish."
        )


def _taken_back(after: Manifest, withdrawn: Withdrawn) -> Iterable[str]:
    for artifact in after.files.values():
        if withdrawn.holds(artifact):
            yield (
                f"`{artifact.path}`, made from `{artifact.source}`, has bytes that were taken back here. Build again; "
                "if it stays, remove that file, or let it be published again: `pipeline purge --readmit`."
            )
