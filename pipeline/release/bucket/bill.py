"""What a publish to a bucket asks of the store: file by file as the plan says, and what each publish needs besides.

It is counted beside the code that asks (`bucket.py`, `objects.py` and `lease.py` of the drivers), and the tests
hold it against what a store was really asked. Not counted: what is asked again after a failure, the question without
credentials whether anybody can read the state, and, as nobody knows before, what a state of thousands of objects takes
to be listed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from math import ceil

from pipeline.model.artifact import Action, Artifact, Change, Plan
from pipeline.release.bucket import layout
from pipeline.release.state.cost import Requests, sent

LEASE = Requests(put=3, list=3, get=2, delete=1)
"""To be the only publisher: see who was the last one, take a lease, try whether the store gave it to one alone, let the
last one go, look once more before anything is deleted, and give it back.
"""
STATE = Requests(put=3, list=1, get=1)
"""Read the state, write down what is about to be done and that it was done, and see which records there are."""
FIRST = replace(LEASE + STATE, get=2, list=6, delete=0)
"""There is no lease to let go; lists of state and files show that no state was lost."""
RECORDS = Requests(put=1, list=1)
"""Add to the durable records."""


@dataclass(frozen=True, slots=True)
class Place:
    """How files lie in a bucket: below `prefix`, pages under a `sort` of keys, large files in parts; and what is there:
    files, of which nothing sure is known of the `doubtful`.
    """

    prefix: str
    sort: int
    held: Mapping[str, Artifact]
    doubtful: Collection[str]
    part: int


def of(plan: Plan, place: Place, *, first: bool, unfinished: int, pruned: Requests) -> Requests:
    """What a publish asks: the `first` finds no lease of another, one after `unfinished` ones looks what these left;
    `pruned` is what it takes to let go of what is too old.
    """
    begun = FIRST if first else LEASE + STATE
    records = RECORDS if plan.records else Requests()
    left = Requests(get=2 * unfinished, list=2 * bool(unfinished))
    return _files(plan, place) + _settling(plan, place) + begun + left + records + pruned


def _settling(plan: Plan, place: Place) -> Requests:
    """The first page finds out whether the store keeps what leads to it. If it does not, fewer are put than counted."""
    unsettled = place.sort & layout.Keys.SPOKEN and not place.sort & layout.Keys.SETTLED
    pages = any(layout.spoken(place.prefix, change.path) for change in plan.only(Action.PUT))
    return Requests(list=int(bool(unsettled) and pages))


def _files(plan: Plan, place: Place) -> Requests:
    """What the changes of a plan ask."""
    found = Requests()
    for change in plan.only(Action.PUT):
        found += _kept(change, plan, place) + _put(plan.manifest.artifacts[change.path], place, copied=change.copied)
    gone = plan.only(Action.DELETE)
    for change in gone:
        found += _kept(change, plan, place)
    keys = sum(len(layout.every(place.prefix, change.path, place.sort)) for change in gone)
    public = sum(one.size * len(_holding(one, place)) for one in plan.manifest.artifacts.values())
    return found + Requests(delete=ceil(keys / layout.AT_ONCE), public=public)


def _holding(artifact: Artifact, place: Place) -> tuple[str, ...]:
    """The keys that hold its bytes."""
    return layout.keys(place.prefix, artifact.path, exact=bool(place.sort))


def _put(artifact: Artifact, place: Place, *, copied: bool) -> Requests:
    keys = len(_holding(artifact, place))
    lead = Requests(put=len(layout.every(place.prefix, artifact.path, place.sort)) - keys)
    if copied:
        return lead + Requests(copy=keys)
    return lead + sent(artifact.size, keys, part=place.part, most=layout.MOST_PARTS)


def _kept(change: Change, plan: Plan, place: Place) -> Requests:
    """What is kept for a way back. Of what is doubtful it is asked first whether it was kept before; what drifted is
    not what it was.
    """
    old, new = place.held.get(change.path), plan.manifest.artifacts.get(change.path)
    if old is None or change.path in plan.drifted or (change.action is Action.PUT and new and new.digest == old.digest):
        return Requests()
    return Requests(copy=1, get=int(change.path in place.doubtful), kept=old.size)
