"""Every write of a publish, or of a way back, is tried as the last one that was done: what people reach stays whole."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType

import pytest

from pipeline.jobs import Job, Made, Task
from pipeline.jobs.cache import Cache
from pipeline.jobs.drivers.workspace import FolderWorkspace, Places
from pipeline.jobs.here import Here
from pipeline.jobs.run import Runner
from pipeline.model.artifact import sha256
from pipeline.release.drivers import bucket
from pipeline.release.drivers.bucket import BucketTarget
from pipeline.release.drivers.directory import DirectoryTarget
from pipeline.release.drivers.records import MOST
from pipeline.stores import directory as files
from pipeline.stores import pack as packing
from pipeline.stores.packed import SMALL, PackedStore
from tests.release.place import AUDIO, NOW, VERSIONS, Place, publish, whole
from tests.support.s3_memory import Dead, MemoryS3

KEPT = {AUDIO["one"]: b"one", AUDIO["two"]: b"two"}


ACTS: dict[str, tuple[list[dict[str, bytes]], Callable[[BucketTarget], object]]] = {
    "the first publish": ([], lambda target: publish(target, VERSIONS[0])),
    "the second": (VERSIONS[:1], lambda target: publish(target, VERSIONS[1], 1)),
    "the third": (VERSIONS, lambda target: publish(target, VERSIONS[0], 2)),
    "the fourth": ([*VERSIONS, VERSIONS[0]], lambda target: publish(target, VERSIONS[1], 3)),
    "a rollback": (VERSIONS, BucketTarget.rollback),
}


@pytest.fixture
def somebody() -> int:
    """The number of a process that is no more."""
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return child.pid


@pytest.fixture(autouse=True)
def _in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """One write after the other, in the order that is meant: what may go at once may go in this order too."""
    monkeypatch.setattr(bucket, "THREADS", 1)


def again(place: Place) -> Place:
    """The same bucket in another store, for another future."""
    assert isinstance(place.server, MemoryS3)
    return Place(place.server.copy(), bucket=place.bucket, **place.more)


def killed(place: Place, at: int, act: Callable[[BucketTarget], object], somebody: int) -> bool:
    """Let a process that is no more have done it, up to its write number `at`; whether it came to that."""
    assert isinstance(place.server, MemoryS3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "getpid", lambda: somebody)
        target = place.target()
        place.server.dies_at = at
        try:
            act(target)
        except Dead:
            return True
        finally:
            place.server.dies_at = 0
            place.server.asked.clear()
    return False


@pytest.mark.parametrize("exact", [False, True], ids=["website", "exact"])
@pytest.mark.parametrize("act", ACTS)
def test_whatever_write_was_the_last_what_is_reached_is_whole(act: str, *, exact: bool, somebody: int) -> None:
    before, does = ACTS[act]
    start = Place(MemoryS3(), exact=exact)
    for day, contents in enumerate(before):
        publish(start.target(), contents, day)
    stay = VERSIONS[0].keys() & VERSIONS[1].keys() if before else ()
    for at in range(1, 100):
        place = again(start)
        if not killed(place, at, does, somebody):
            break
        assert whole(place.reached, stay), at
        all_kept(place)
        mended(again(place), *VERSIONS)
        mended(again(place), *reversed(VERSIONS))
        gone_back(again(place))
    assert 10 < at < 99


def all_kept(place: Place) -> None:
    """Each release that is said to be kept can be told and had again."""
    target = place.target()
    for release in target.releases():
        assert target.contents(release.id) is not None


def mended(place: Place, version: dict[str, bytes], other: dict[str, bytes]) -> None:
    """The next publish brings all of it, and the next that changes something has tidied up."""
    sounds = {path: data for path, data in place.public.items() if path in KEPT}
    publish(place.target(), version, 9)
    assert place.public == {**sounds, **version}
    assert whole(place.reached)
    publish(place.target(), other, 10)
    assert whole(place.reached)
    assert place.clean()


def gone_back(place: Place) -> None:
    """Whoever would rather have another release that is kept gets its bytes."""
    public = place.target().state().release
    for release in place.target().releases():
        if public and release.id != public.id:
            had_again(again(place), release.id)


def had_again(place: Place, release: str) -> None:
    target = place.target()
    manifest = target.contents(release)
    assert manifest is not None
    target.rollback(release)
    assert whole(place.reached)
    assert {path: sha256(place.public[path]) for path in manifest.artifacts} == {
        path: artifact.digest for path, artifact in manifest.artifacts.items()
    }
    assert place.clean()


def test_whatever_write_was_the_last_no_record_is_lost(somebody: int) -> None:
    start, old = Place(MemoryS3()), {f"key{number}": b"{}" for number in range(MOST)}
    for key, record in old.items():
        start.target().records().add({key: record})
    publish(start.target(), VERSIONS[0])

    def act(target: BucketTarget) -> None:
        target.records().add({"new": b"{}"})
        publish(target, VERSIONS[1], 1)

    place = start
    for at in range(1, 100):
        place = again(start)
        died = killed(place, at, act, somebody)
        records, (newest, *_) = place.target().records(), place.target().releases()
        assert all(records.read(key) for key in old), at
        assert records.read("new") or newest.instant == NOW, at
        if not died:
            break
    assert 10 < at < 99
    assert len([key for key in place.private if key.startswith("records/")]) == 1


def test_whatever_write_was_the_last_nothing_that_is_forgotten_comes_back(somebody: int) -> None:
    start = Place(MemoryS3())
    for number in range(MOST):
        start.target().records().add({f"key{number}": b"{}"})
    for day, version in enumerate((VERSIONS[0], VERSIONS[1], VERSIONS[0])):
        publish(start.target(), version, day)
    start.target().withdraw({sha256(b"something else")})
    reached, at = start.reached, 0
    for at in range(1, 100):
        place = again(start)
        died = killed(place, at, lambda target: target.forget({"key3"}), somebody)
        assert place.reached == reached
        all_kept(place)
        if place.target().state().withdrawn.open:  # else it came to its end, but for the lease
            assert died
            place.target().forget({"key3"})
        assert place.private.keys() == ends_in(place)
        assert place.target().records().keys() == tuple(sorted(f"key{n}" for n in range(MOST) if n != 3))
        if not died:
            break
    assert 10 < at < 99


def ends_in(place: Place) -> set[str]:
    """What a target keeps whose only release is the one that is public."""
    (release,) = place.target().releases()
    kept = {"current.json.gz", f"releases/{release.id}.json.gz"}
    return kept | {key for key in place.private if key.startswith(("leases/", "records/packs/"))}


# The cache ------------------------------------------------------------------------------------------------------------


LARGE = SMALL + 1


class Doubled:
    """Work whose results lie in the pack and beside it."""

    recipe, durable = 1, True
    versions: Mapping[str, str] = MappingProxyType({})

    def perform(self, task: Task) -> Made:
        data = Path(task.inputs["data"]).read_bytes() if task.inputs else str(task.params["text"]).encode()
        return Made({"size": len(data)}, {"large": data * LARGE, "small": data * 2})


def doubled(root: Path) -> list[bytes | None]:
    """What a machine with this cache makes: three jobs, and three that rest on them."""
    store, inline = PackedStore(root / "cache"), Here()
    cache = Cache(store)
    workspace = FolderWorkspace(
        root / "work",
        Places(lambda blob: store.locate(cache.key(blob)), cache.read),
        files.DirectoryStore(store.root),
    )
    runner = Runner({"doubled": Doubled()}, cache, workspace, lambda: inline)
    first = runner.run([Job("doubled", text, params={"text": text}) for text in "abc"])
    second = runner.run([Job("doubled", one.job.subject, {"data": one.outputs["small"]}) for one in first])
    outputs = [outcome.outputs[name] for outcome in (*first, *second) for name in ("large", "small")]
    assert runner.ensure(outputs) == ()
    return [cache.read(blob) for blob in outputs]


def test_whatever_write_to_the_cache_was_the_last_the_next_run_gives_the_same(tmp_path: Path) -> None:
    expected = [text * size * more for size in (1, 2) for text in (b"a", b"b", b"c") for more in (LARGE, 2)]
    for at in range(1, 100):
        root = tmp_path / str(at)
        died = dies_at_write(root, at)
        assert doubled(root) == expected, at
        if not died:
            break
    assert 15 < at < 99


def dies_at_write(root: Path, at: int) -> bool:
    """Do it in a process that stores each value by itself and dies before its write number `at`."""
    if (child := os.fork()) == 0:
        steps = iter(range(1, at))

        def counted(write: Callable[..., object], *arguments: object, **named: object) -> object:
            return os._exit(9) if next(steps, None) is None else write(*arguments, **named)

        try:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(packing, "PAUSE", -1.0)
                patch.setattr(packing, "_store", partial(counted, packing._store))
                patch.setattr(files, "_fill", partial(counted, files._fill))
                doubled(root)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


# A directory ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", ["publish", "rollback"])
def test_whatever_write_was_the_last_a_directory_keeps_its_releases(tmp_path: Path, act: str) -> None:
    start = tmp_path / "start"
    for day, contents in enumerate((*VERSIONS, *VERSIONS)):
        publish(directory(start), contents, day)
    held = [release.id for release in directory(start).releases()]
    assert len(held) == 3
    for at in range(1, 100):
        root = tmp_path / str(at)
        shutil.copytree(start, root, symlinks=True)
        if not killed_at(root, at, publish_again if act == "publish" else DirectoryTarget.rollback):
            break
        public = (root / "public").readlink().name
        expected = {"publish": (held if public == held[0] else held[:2]), "rollback": held}[act]
        assert {release.id for release in directory(root).releases()} >= {*expected}, at
        assert all(directory(root).contents(release) for release in expected), at
        for release in expected[expected.index(public) + 1 :] if public in expected else expected:
            assert directory(root).rollback().id == release, at
            assert whole(tree(root / "public")), at
    assert 5 < at < 99


def directory(root: Path, step: Callable[[str], None] = lambda _name: None) -> DirectoryTarget:
    return DirectoryTarget(str(root / "public"), step=step)


def publish_again(target: DirectoryTarget) -> object:
    return publish(target, VERSIONS[0], 7)


def killed_at(root: Path, at: int, act: Callable[[DirectoryTarget], object]) -> bool:
    """Do it in a process that dies before its write number `at`; whether it came to that."""
    steps: list[str] = []

    def step(name: str) -> None:
        steps.append(name)
        if len(steps) == at:
            os._exit(9)

    if (child := os.fork()) == 0:
        try:
            act(directory(root, step))
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


def tree(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}
