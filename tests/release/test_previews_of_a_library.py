"""A preview of a whole library in memory: what it leads to, what it holds, and what it knows of the live target."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

import pytest

from pipeline import flow, publishing
from pipeline.model.artifact import Artifact
from pipeline.release import Reply, TargetError, TargetState
from pipeline.release.state.target import Read
from pipeline.settings import TargetSettings
from pipeline.world import Preview, World
from tests.journeys.test_twins import files
from tests.support import twins
from tests.support.memory_target import MemoryTarget

LIVE, BASE = "http://127.0.0.1:8000/", "https://previews.example/"
SOUND = "media/talks/first-"


@dataclass
class MemoryPlace:
    """The place of all previews."""

    notes: dict[str, bytes] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)

    def names(self) -> tuple[str, ...]:
        return tuple(sorted(self.notes))

    def noted(self, name: str) -> bytes | None:
        return self.notes.get(name)

    def note(self, name: str, data: bytes) -> None:
        self.notes[name] = data

    def media(self) -> Collection[str]:
        return self.files.keys()

    def put(self, artifacts: Iterable[Artifact], read: Read) -> None:
        self.files |= {artifact.path: b"".join(read(artifact)) for artifact in artifacts}

    def drop(self, paths: Collection[str]) -> None:
        for path in paths:
            del self.files[path]

    def remove(self, name: str) -> int:
        del self.notes[name]
        return 0

    def policy(self) -> str:
        return ""


class Closed(MemoryTarget):
    """A live target whose state is closed to whoever asks, as to a fork's build."""

    def state(self) -> TargetState:
        raise TargetError("Who are you?")


@dataclass
class Public:
    """What anybody gets at the live address."""

    live: MemoryTarget

    def ask(self, url: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> Reply:
        data = self.live.public.get(url.removeprefix(LIVE))
        return Reply(404) if data is None else Reply(200, {}, data)


def published() -> tuple[World, MemoryTarget]:
    """The world in which the library itself was published, and where."""
    world = twins.world(files())
    flow.build(world)
    bring(world)
    assert isinstance(world.target, MemoryTarget)
    return world, world.target


def bring(world: World) -> None:
    planned = publishing.plan(world)
    assert planned
    publishing.sync(world, planned)


def preview(world: World, live: MemoryTarget) -> World:
    """The world of a preview on the same machine."""
    to = TargetSettings(path="previews/pr-1", base_url=f"{BASE}pr-1/", preview=True)
    one = Preview("pr-1", to, MemoryPlace(), BASE, live, LIVE)
    assert isinstance(world.target, MemoryTarget)
    fresh = twins.world(files(), cache=world.cache)
    return replace(fresh, target_name="previews.pr-1", preview=one, client=Public(world.target))


@pytest.mark.parametrize("closed", [False, True], ids=["asked for its state", "known by its catalogue"])
def test_published_sound_is_neither_held_nor_shared(*, closed: bool) -> None:
    world, live = published()
    one = preview(world, Closed(by_id=live.by_id, current=live.current, public=live.public) if closed else live)
    built = flow.build(one).manifest
    (sound,) = (path for path in live.public if path.endswith(".mp3"))
    page = b"".join(one.output.open(built.artifacts["podcasts/talks/first/index.html"])).decode()
    assert f'"{LIVE}{sound}"' in page
    assert sound not in built.artifacts
    assert not [path for path in built.shared if path.endswith(".mp3")]
    assert [path for path in built.artifacts if path.startswith(SOUND)]  # transcripts and chapters are its own
    assert (built.episodes, built.shows, built.records) == ((), (), ())


def test_what_is_shared_goes_to_its_place_and_nothing_to_the_live_target() -> None:
    world, live = published()
    before, records = dict(live.public), list(live.store.keys())
    one = preview(world, live)
    built = flow.build(one).manifest
    bring(one)
    assert one.preview and isinstance(one.preview.place, MemoryPlace) and isinstance(one.target, MemoryTarget)
    assert one.preview.place.files.keys() == built.shared.keys()
    assert {path.rpartition(".")[2] for path in built.shared} == {"pdf"}
    assert one.target.public.keys() == built.artifacts.keys()
    assert (dict(live.public), list(live.store.keys())) == (before, records)
    assert list(one.target.store.keys()) == []


def test_what_was_taken_back_at_the_live_target_comes_back_by_no_preview() -> None:
    world, live = published()
    one = preview(world, live)
    built = flow.build(one).manifest
    pdf = next(iter(built.shared.values()))
    live.withdraw({pdf.digest})
    assert one.preview
    one.preview.seen.clear()  # another run
    planned = publishing.plan(one)
    assert planned
    assert [refusal for refusal in planned.refusals if pdf.path in refusal and "taken back" in refusal]


def test_a_preview_built_by_the_difference_is_that_of_a_clean_build_whatever_the_live_target_did_between() -> None:
    world, live = published()
    empty = MemoryTarget()
    output = preview(world, empty).output
    before = flow.build(replace(preview(world, empty), output=output)).manifest
    assert {path.rpartition(".")[2] for path in before.shared} > {"mp3", "png", "pdf"}
    after = flow.build(replace(preview(world, live), output=output)).manifest
    assert {path.rpartition(".")[2] for path in after.shared} == {"pdf"}
    one = preview(world, live)
    clean = replace(twins.world(files()), target_name=one.target_name, preview=one.preview, client=one.client)
    assert flow.build(clean).manifest.data == after.data
    assert flow.build(replace(preview(world, empty), output=output)).manifest.data == before.data
