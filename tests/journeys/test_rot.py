"""A byte that somebody or a disk changed: whatever file it is in, the next publish succeeds with the same bytes."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from errno import ENOSPC

import pytest

from pipeline import flow, publishing
from pipeline.jobs.cache import Cache
from pipeline.jobs.run import Runner
from pipeline.model.artifact import Action
from pipeline.world import World
from tests.journeys.test_twins import files
from tests.support import twins
from tests.support.memory_store import MemoryStore
from tests.support.memory_target import MemoryTarget


class Full(MemoryStore):
    """A store on a disk that is full from the write number `room` on."""

    room = 1_000_000

    def write(self, key: str, chunks: Iterable[bytes]) -> None:
        if not self.room:
            raise OSError(ENOSPC, "No space left on device", key)
        self.room -= 1
        super().write(key, chunks)


class Shelf:
    """A library that is published again and again, each time by another process: only stores live on."""

    def __init__(self) -> None:
        self.store = Full()
        self.target = MemoryTarget()
        self.told: list[str] = []

    def world(self) -> World:
        made = twins.world(files())
        cache = Cache(self.store, warn=self.told.append)
        workspace = made.runner.workspace
        assert isinstance(workspace, twins.MemoryWorkspace)
        workspace.read = lambda blob: made.source.read(blob) or cache.read(blob)  # type: ignore[attr-defined]  # a twin
        runner = Runner(made.runner.performers, cache, workspace, made.runner.executor)
        return dataclasses.replace(made, cache=cache, runner=runner, target=self.target)

    def publish(self) -> World:
        """A publish by a machine that has its cache, and no `dist/`."""
        world = self.world()
        flow.build(world)
        planned = publishing.plan(world)
        assert planned is not None
        publishing.sync(world, planned)
        return world


def public(world: World) -> dict[str, bytes]:
    manifest = world.target.state().manifest
    assert manifest is not None
    return {path: b"".join(world.target.open(artifact)) for path, artifact in manifest.artifacts.items()}


def flipped(data: bytes) -> bytes:
    return bytes([data[0] ^ 1]) + data[1:]


def blobs(store: MemoryStore) -> Iterator[str]:
    yield from (key for key in list(store.keys("blobs/")) if store.values[key])


def test_a_byte_in_any_blob() -> None:
    shelf = Shelf()
    before = public(shelf.publish())
    whole = dict(shelf.store.values)
    met = 0
    for key in blobs(shelf.store):
        shelf.told.clear()
        shelf.target = MemoryTarget()  # where nothing is public all bytes are read
        shelf.store.values[key] = flipped(whole[key])
        assert public(shelf.publish()) == before, key
        if shelf.store.values.get(key) != flipped(whole[key]):  # met: it is made again, unless the library has it
            assert shelf.store.values.get(key, whole[key]) == whole[key]
            met += 1
            assert shelf.told == [f"`{key}` in the cache is not what was written there: it was thrown away"]
        shelf.store.values[key] = whole[key]
    assert met >= len(set(before.values())), "all that is published was met"


def test_a_byte_in_any_record_or_memory() -> None:
    shelf = Shelf()
    before = public(shelf.publish())
    whole = dict(shelf.store.values)
    for key in list(whole):
        if key.startswith("blobs/") or not whole[key]:
            continue
        data, place = whole[key], len(whole[key]) // 2
        shelf.store.values[key] = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        assert public(shelf.publish()) == before, key
        shelf.store.values[key] = whole[key]


def test_a_disk_that_is_full_at_any_write_loses_nothing() -> None:
    shelf = Shelf()
    clean = public(shelf.publish())
    writes = Full.room - shelf.store.room
    assert writes > len(set(clean.values()))
    for room in range(0, writes, 7):
        shelf = Shelf()
        shelf.store.room = room
        with pytest.raises(OSError, match="No space left on device"):
            shelf.publish()
        assert shelf.target.public == {}
        shelf.store.room = Full.room
        assert public(shelf.publish()) == clean


def test_a_byte_in_any_file_of_dist_when_it_is_sent() -> None:
    shelf = Shelf()
    before = public(shelf.publish())
    for path in before:
        shelf.target = MemoryTarget()
        world = shelf.world()
        flow.build(world)
        planned = publishing.plan(world)
        assert planned is not None
        assert path in {change.path for change in planned.only(Action.PUT)}
        output = world.output
        assert isinstance(output, twins.MemoryOutput)
        output.files[path] = flipped(output.files[path])
        publishing.sync(world, planned)
        assert public(world) == before
