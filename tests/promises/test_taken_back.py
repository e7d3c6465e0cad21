"""Whatever was the last step of a purge: what is public is whole, and the next purge, or the next publish, ends it."""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from pipeline import flow, publishing, purge
from pipeline.jobs.cache import Cache
from pipeline.purge import Asked
from pipeline.world import World
from tests.support import traces, twins
from tests.support.memory_store import MemoryStore
from tests.support.memory_target import MemoryTarget
from tests.withdrawal.test_taken import EPISODE, GUID, files

STEPS = ("withdraw", "apply", "forget", "remove", "write")


class Dead(BaseException):
    """The process is no more."""


@dataclass
class Clock:
    """Counts steps, and is the end before one of them."""

    dies_at: int = 0
    steps: int = 0

    def step(self) -> None:
        self.steps += 1
        if self.steps == self.dies_at:
            raise Dead


class Watched:
    """Something whose steps are counted."""

    def __init__(self, of: Any, clock: Clock, *steps: str) -> None:
        self._of, self._clock, self._steps = of, clock, steps

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._of, name)
        return self._counted(found) if name in self._steps else found

    def _counted(self, act: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **more: Any) -> Any:
            self._clock.step()
            return act(*arguments, **more)

        return counted


@dataclass
class Place:
    """A library with its cache and its target, which outlive a process."""

    source: dict[str, bytes]
    cache: MemoryStore
    target: MemoryTarget

    def world(self, clock: Clock | None = None) -> World:
        """A process."""
        clock = clock or Clock()
        local: Any = Watched(self.cache, clock, "erase")
        world = twins.world(self.source, cache=Cache(local, self.target.records()))
        kept: Any = world.source
        kept.files = self.source
        source: Any = Watched(kept, clock, *STEPS)
        target: Any = Watched(self.target, clock, *STEPS)
        return replace(world, source=source, target=target)

    @property
    def left(self) -> dict[str, bytes]:
        """All bytes that are kept anywhere."""
        kept = {f"{one.info.id}/{path}": data for one in self.target.kept for path, data in one.files.items()}
        manifests = {f"{one.info.id}.json": one.manifest.data for one in self.target.kept}
        stores = {**self.cache.values, **self.target.store.values, **self.target.announced.values}
        return {**self.source, **kept, **manifests, **stores}


def publish(world: World) -> None:
    flow.build(world)
    planned = publishing.plan(world)
    assert planned is not None and not planned.refusals
    publishing.sync(world, planned)
    if planned.withdrawing:
        purge.forget(world)


def purged(world: World, what: str) -> None:
    """As the command does it; nothing where nothing is called so any more."""
    try:
        seen = purge.outlook(world, Asked(what))
    except purge.UnknownName:
        return
    assert seen.possible, (seen.problems, seen.plan and seen.plan.refusals)
    world = purge.begin(world, seen)
    flow.build(world, sweep=False)
    planned = publishing.plan(world)
    assert planned is not None and not planned.refusals
    publishing.sync(world, planned)
    purge.forget(world)


@pytest.fixture(scope="module")
def published() -> Place:
    place = Place(files(), MemoryStore(), MemoryTarget())
    for text in (b"A first talk, in", b"A talk, in", b"A talk again, in"):
        place.source[EPISODE] = place.source[EPISODE].replace(b"A first talk, in", text)
        publish(place.world())
    return place


WORDS = {"sam": (b"Sam", b"people/sam"), GUID: (GUID.encode(), b"The first talk")}


@pytest.mark.parametrize(("what", "publishes"), [(GUID, False), ("sam", True)], ids=["purge", "publish"])
def test_whatever_was_the_last_step_the_next_run_ends_it(published: Place, what: str, *, publishes: bool) -> None:
    words = WORDS[what]
    assert all(traces.found(published.left, words).values())
    at = 0
    for at, place in killed(published, what):
        if publishes:  # as a nightly does, which refuses as long as it still has the files
            with contextlib.suppress(flow.ContentProblems):
                publish(place.world())
        purged(place.world(), what)
        left = traces.found(place.left, words)
        assert not any(left.values()), (at, left)
        assert len(place.target.kept) == 1 and not place.target.withdrawn.open
        publish(place.world())
    assert at > 6


def killed(start: Place, what: str) -> Iterator[tuple[int, Place]]:
    """The place after each step at which a purge can end."""
    clock = Clock()
    while True:
        place, clock = copy.deepcopy(start), Clock(clock.dies_at + 1)
        before = place.target.public
        try:
            purged(place.world(clock), what)
        except Dead:
            assert place.target.public == before or "people/alex/index.html" in place.target.public
            yield clock.dies_at, place
        else:
            return
