"""Cached equals clean: after any edits, a build that keeps what it can gives what a build without a cache gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache, lru_cache

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipeline import flow
from pipeline.feeds import rss
from pipeline.jobs import Failure, Made, Task
from pipeline.jobs.cache import Cache, is_sound
from pipeline.jobs.outcome import Status
from pipeline.problems import Problem
from pipeline.site.hubs import paging
from pipeline.stores.depot import Depot
from pipeline.world import World
from tests.promises.edits import EDITS, INSTANTS, NOW, SETTINGS, WAVES, Shelf, whole
from tests.support import twins
from tests.support.memory_store import MemoryStore

BASE = whole()


@pytest.fixture(scope="module", autouse=True)
def long_lists() -> Iterator[None]:
    """What has two entries is too long for a page: so lists are parted, narrowed and ordered in all ways."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paging, "FEWEST", 1)
        yield


@dataclass(frozen=True)
class Given:
    """All that a build gives: problems, and of a good library the manifest and the tree."""

    problems: tuple[Problem, ...]
    manifest: bytes = b""
    files: dict[str, bytes] = field(default_factory=dict)


def build(world: World) -> Given:
    try:
        built = flow.build(world)
    except flow.ContentProblems as refused:
        return Given(refused.problems)
    assert isinstance(world.output, twins.MemoryOutput)
    return Given(built.problems, built.manifest.data, world.output.files)


def clean(shelf: Shelf, instant: datetime = NOW) -> Given:
    """What a build without a cache gives; of a library that was met before, what it gave then."""
    return _clean(frozenset(shelf.items()), instant)


@lru_cache(maxsize=32)
def _clean(texts: frozenset[tuple[str, bytes]], instant: datetime) -> Given:
    return build(twins.world(dict(sorted(texts)), instant))


@dataclass
class Machine:
    """A machine that builds a library again and again, with one cache."""

    store: MemoryStore = field(default_factory=MemoryStore)
    output: twins.MemoryOutput = field(default_factory=twins.MemoryOutput)

    def world(self, shelf: Shelf, instant: datetime = NOW, target: str = "public") -> World:
        return replace(twins.world(shelf, instant, Cache(self.store)), output=self.output, target_name=target)

    def build(self, shelf: Shelf, instant: datetime = NOW) -> Given:
        return build(self.world(shelf, instant))

    def lose(self, prefix: str) -> None:
        for key in self.store.keys(prefix):
            self.store.delete(key)


@dataclass
class Fresh(Machine):
    """Machines with an empty disk, a new one for each build, that share a store."""

    shared: MemoryStore = field(default_factory=MemoryStore)

    def world(self, shelf: Shelf, instant: datetime = NOW, target: str = "public") -> World:
        self.store, self.output = MemoryStore(), twins.MemoryOutput()
        cache = Cache(self.store, shared=Depot(self.shared, self.store, is_sound, 30))
        return replace(twins.world(shelf, instant, cache), output=self.output, target_name=target)

    def spoil(self, number: int) -> None:
        """Let an object of the store be cut short."""
        key = sorted(self.shared.values)[number % len(self.shared.values)]
        self.shared.values[key] = self.shared.values[key][:-9]


@cache
def built() -> tuple[Machine, Given]:
    """A machine that built the library once, and what that gave."""
    machine = Machine()
    return machine, machine.build(dict(BASE))


def experienced() -> Machine:
    """Another like it."""
    machine, _ = built()
    output = twins.MemoryOutput(machine.output.made, dict(machine.output.files))
    return Machine(MemoryStore(machine.store.values), output)


def same(cached: Given, clean: Given) -> None:
    """Fails with what differs, and not with two whole libraries."""
    assert cached.problems == clean.problems
    assert sorted(cached.files) == sorted(clean.files)
    assert [path for path in clean.files if cached.files[path] != clean.files[path]] == []
    assert cached.manifest == clean.manifest


UNSEEN = {"a German word"}
"""Edits that change nothing that is public."""


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_made_and_taken_back(name: str) -> None:
    machine, shelf = experienced(), dict(BASE)
    _, before = built()
    EDITS[name](shelf)
    assert shelf != BASE
    edited = machine.build(shelf)
    same(edited, clean(shelf))
    assert edited != before or name in UNSEEN
    EDITS[name](shelf)
    assert shelf == BASE
    same(machine.build(shelf), before)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(sorted(EDITS)), st.sampled_from(INSTANTS)), min_size=2, max_size=6))
def test_any_edits_one_after_the_other(edits: list[tuple[str, datetime]]) -> None:
    machine, shelf = experienced(), dict(BASE)
    for name, instant in edits:
        EDITS[name](shelf)
        same(machine.build(shelf, instant), clean(shelf, instant))


STEPS = st.tuples(st.sampled_from(sorted(EDITS)), st.sampled_from(INSTANTS), st.none() | st.integers(0, 9))


@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@example([("a German word", NOW, 1), ("the bytes of mkdocs.yml", NOW, None)])
@given(st.lists(STEPS, min_size=2, max_size=4))
def test_any_edits_each_on_a_fresh_machine(edits: list[tuple[str, datetime, int | None]]) -> None:
    machine, shelf = Fresh(), dict(BASE)
    machine.build(shelf)
    for name, instant, spoiled in edits:
        if spoiled is not None:
            machine.spoil(spoiled)
        EDITS[name](shelf)
        same(machine.build(shelf, instant), clean(shelf, instant))


def test_a_fresh_machine_does_what_an_experienced_one_does() -> None:
    fresh, other, shelf = Fresh(), experienced(), dict(BASE)
    fresh.build(shelf)
    for name in ("a word", "a title", "a topic"):
        EDITS[name](shelf)
        assert done(fresh.world(shelf)) == done(other.world(shelf))


def test_what_is_meant_by_a_wrong_link_changes_with_the_entries_that_can_be_read() -> None:
    machine, shelf = Machine(), dict(BASE)
    for name in ("a broken link", "bad YAML"):
        EDITS[name](shelf)
        same(machine.build(shelf), clean(shelf))


def done(world: World) -> dict[str, int]:
    """How many jobs of each performer a build does; what was kept is not among them."""
    flow.build(world)
    return dict(Counter(one.job.performer for one in world.runner.outcomes if one.status is Status.BUILT))


# What a machine lost


@pytest.mark.parametrize("gone", ["blobs/", "records/", "memory/", "memory/parsed", "memory/checked", "memory/built"])
@pytest.mark.parametrize("name", ["a word", "a title", "a page", "the bytes of mkdocs.yml"])
def test_what_a_cache_lost_is_made_again(name: str, gone: str) -> None:
    machine, shelf = experienced(), dict(BASE)
    machine.lose(gone)
    EDITS[name](shelf)
    same(machine.build(shelf), clean(shelf))


class Killed(BaseException):
    """What ends a process."""


class Mortal(MemoryStore):
    """A store that takes so many writes, and no more."""

    left = 1_000_000

    def write(self, key: str, chunks: Iterable[bytes]) -> None:
        if not self.left:
            raise Killed
        self.left -= 1
        super().write(key, chunks)


def test_a_build_that_dies_at_any_write_leaves_the_next_one_as_it_would_have_been() -> None:
    machine, shelf = experienced(), dict(BASE)
    for name in ("a title", "a page", "an article"):
        EDITS[name](shelf)
    expected = clean(shelf)
    writes, dead = 0, True
    while dead:
        store = Mortal(machine.store.values)
        again = Machine(store, twins.MemoryOutput(machine.output.made, machine.output.files))
        store.left = writes
        try:
            again.build(shelf)
        except Killed:
            store.left = Mortal.left
            same(again.build(shelf), expected)
        else:
            dead = False
        writes += 7
    assert writes > 70


@pytest.mark.parametrize("name", ["parsed.json", "checked.json", "built/public.json"])
@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b'{"version":0}', b'{"version":1}', b"\xff"])
def test_a_memory_that_is_none_is_done_without(name: str, data: bytes) -> None:
    machine, shelf = experienced(), dict(BASE)
    for key in machine.store.keys(f"memory/{name}"):
        machine.store.values[key] = machine.store.values[key][:-9]
    same(machine.build(shelf), clean(shelf))
    Cache(machine.store).memorise(name, data)
    EDITS["a title"](shelf)
    same(machine.build(shelf), clean(shelf))


def test_another_version_of_what_writes_feeds_writes_them_again(monkeypatch: pytest.MonkeyPatch) -> None:
    machine, shelf = experienced(), dict(BASE)
    write = rss.write
    monkeypatch.setattr("pipeline.feeds.library_feeds.write", lambda channel: write(channel) + b"<!-- another -->")
    world = machine.world(shelf)
    world.runner.libraries = lambda: {"feedgen": "another"}
    same(build(world), build(twins.world(shelf)))


TWO = b"""[targets.checked]
path = "checked"
base_url = "https://checked.example/below/"

[targets"""


def test_targets_share_a_cache_and_no_memory() -> None:
    machine, shelf = Machine(), {**BASE, SETTINGS: BASE[SETTINGS].replace(b"[targets", TWO, 1)}
    machine.build(shelf)
    store = machine.store
    store.values["memory/built/checked.json"] = store.values["memory/built/public.json"]
    expected = build(replace(twins.world(shelf), target_name="checked"))
    for _ in range(2):
        same(build(machine.world(shelf, target="checked")), expected)
    assert done(machine.world(shelf, target="checked")) == {}


def busy(world: World, path: str) -> World:
    """A world whose machine is too busy to render the text at a path."""
    text = world.runner.performers["text"]

    def work(task: Task) -> Made:
        if task.params["path"] == path:
            raise Failure("this text takes longer than 20 s", "make it simpler", "too-complex")
        return text.perform(task)

    world.runner.performers = {**world.runner.performers, "text": twins.Twin(work)}
    return world


def test_a_text_that_was_refused_by_a_busy_machine_is_whole_the_next_time() -> None:
    machine, shelf = Machine(), dict(BASE)
    with pytest.raises(flow.ContentProblems):
        flow.build(busy(machine.world(shelf), WAVES))
    same(machine.build(shelf), clean(shelf))


def test_no_page_goes_out_without_its_text() -> None:
    machine, shelf = experienced(), dict(BASE)
    machine.lose("records/")
    EDITS["a topic"](shelf)
    with pytest.raises(flow.ContentProblems, match="takes longer"):
        flow.build(busy(machine.world(shelf), WAVES))
    same(machine.build(shelf), clean(shelf))
