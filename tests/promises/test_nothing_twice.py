"""Cached equals clean: after any edits, a build that keeps what it can gives what a build without a cache gives."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import flow
from pipeline.jobs.cache import Cache
from pipeline.problems import Problem, has_errors
from pipeline.world import World
from tests.promises.edits import EDITS, INSTANTS, NOW, Shelf, whole
from tests.support import twins
from tests.support.memory_store import MemoryStore

BASE = whole()


@dataclass(frozen=True)
class Given:
    """All that a build gives: problems, and of a good library the manifest and the tree."""

    problems: tuple[Problem, ...]
    manifest: bytes = b""
    files: dict[str, bytes] = field(default_factory=dict)


def build(world: World) -> Given:
    problems = flow.check(world).problems
    if has_errors(problems):
        with pytest.raises(flow.ContentProblems) as refused:
            flow.build(world)
        assert refused.value.problems == problems
        return Given(problems)
    built = flow.build(world)
    assert built.problems == problems
    assert isinstance(world.output, twins.MemoryOutput)
    return Given(problems, built.manifest.data, world.output.files)


@dataclass
class Machine:
    """A machine that builds a library again and again, with one cache."""

    cache: Cache = field(default_factory=lambda: Cache(MemoryStore()))
    output: twins.MemoryOutput = field(default_factory=twins.MemoryOutput)

    def build(self, shelf: Shelf, instant: datetime = NOW) -> Given:
        return build(replace(twins.world(shelf, instant, self.cache), output=self.output))


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
    machine, shelf = Machine(), dict(BASE)
    before = machine.build(shelf)
    EDITS[name](shelf)
    assert shelf != BASE
    edited = machine.build(shelf)
    same(edited, build(twins.world(shelf, NOW)))
    assert edited != before or name in UNSEEN
    EDITS[name](shelf)
    assert shelf == BASE
    same(machine.build(shelf), before)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(sorted(EDITS)), st.sampled_from(INSTANTS)), min_size=2, max_size=6))
def test_any_edits_one_after_the_other(edits: list[tuple[str, datetime]]) -> None:
    machine, shelf = Machine(), dict(BASE)
    machine.build(shelf)
    for name, instant in edits:
        EDITS[name](shelf)
        same(machine.build(shelf, instant), build(twins.world(shelf, instant)))
