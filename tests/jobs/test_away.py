"""Work on other machines: what travels with jobs, what lies in the store that machines share, and what is refused."""

from __future__ import annotations

import os
import pickle
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pipeline.jobs import Job, Made, Status, Task
from pipeline.jobs.cache import Cache, is_sound
from pipeline.jobs.drivers import workspace as desks
from pipeline.jobs.drivers.folders import OwnFolder
from pipeline.jobs.drivers.workspace import AwayWorkspace, FolderWorkspace, Places
from pipeline.jobs.here import Here
from pipeline.jobs.run import Runner
from pipeline.model.artifact import Blob, sha256
from pipeline.stores import StoreError
from pipeline.stores.depot import Depot
from pipeline.stores.directory import DirectoryStore
from pipeline.stores.packed import PackedStore
from tests.support.library import HOUSE

SOUND = bytes(range(256)) * 2000


@dataclass
class Doubled:
    """What comes out is twice what went in, and so a large or a small result."""

    recipe: int = 1
    durable: bool = False
    versions: Mapping[str, str] = field(default_factory=lambda: {"doubler": "1"})

    def perform(self, task: Task) -> Made:
        data = Path(task.inputs["data"]).read_bytes()
        Path(task.scratch, "twice").write_bytes(data * 2)
        return Made({"size": len(data)}, {"twice": "twice", "thrice": data * 3})


@dataclass
class Elsewhere(Executor):
    """Does work from what can be sent alone; `before` may spoil something first."""

    before: Callable[[], object] = lambda: None
    sent: list[int] = field(default_factory=list)

    def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]  # what it is given is pickled
        parcel = pickle.dumps((fn, args, kwargs))
        self.sent.append(len(parcel))
        self.before()
        work, given, named = pickle.loads(parcel)
        future: Future[object] = Here().submit(work, *given, **named)
        return future


@dataclass
class House:
    """A machine, and a store that it shares with those who do its work."""

    root: Path
    executor: Elsewhere = field(default_factory=Elsewhere)
    store: DirectoryStore = field(init=False)

    def __post_init__(self) -> None:
        self.store = DirectoryStore(self.root / "shared", shared=True)
        self.told: list[str] = []
        self.open("first")

    def open(self, name: str) -> None:
        """Begin a run, on a machine of that name."""
        self.local = PackedStore(self.root / name / "cache", ("blobs/", "records/", "latest/"))
        self.depot = Depot(self.store, self.local, is_sound, 30, self.told.append)
        self.cache = Cache(self.local, None, self.told.append, self.depot)
        places = Places(self._file, self.cache.read)
        performers = {"double": Doubled()}
        here = FolderWorkspace(self.root / name / "work", places, DirectoryStore(self.local.root))
        self.runner = Runner(performers, self.cache, here, lambda: self.executor)
        self.runner.away = AwayWorkspace(performers, self.depot, places)

    def _file(self, blob: Blob) -> Path | None:
        found = (path for path in (self.root / "library").glob("*") if sha256(path.read_bytes()) == blob.digest)
        return next(found, self.local.locate(self.cache.key_here(blob)))

    def job(self, name: str, data: bytes) -> Job:
        """Work on a file of the library."""
        path = self.root / "library" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        return Job("double", name, {"data": Blob(sha256(data), len(data))})

    def blobs(self) -> set[str]:
        return {key.rpartition("/")[2] for key in self.store.keys("blobs/")}


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    own = OwnFolder(tmp_path / "worker")
    monkeypatch.setattr(desks, "_own", lambda: own)
    yield House(tmp_path)
    assert [path for folder in (tmp_path / "worker").glob("*") for path in folder.iterdir() if path.is_dir()] == []
    own.release()


def read(house: House, blobs: Iterable[Blob]) -> list[bytes | None]:
    return [house.cache.read(blob) for blob in blobs]


def test_small_things_travel_and_large_ones_lie_in_the_store(house: House) -> None:
    small, large = house.runner.run([house.job("a.md", b"text"), house.job("b.wav", SOUND)])
    assert max(house.executor.sent) < 10_000
    assert house.blobs() == {sha256(SOUND), sha256(SOUND * 2), sha256(SOUND * 3)}
    assert not house.local.has(house.cache.key(large.outputs["twice"])), "nobody asked for it here"
    assert read(house, small.outputs.values()) == [b"texttext", b"texttexttext"]
    assert read(house, large.outputs.values()) == [SOUND * 2, SOUND * 3]
    assert house.told == []


def test_what_workers_made_is_found_by_the_next_machine(house: House) -> None:
    (made,) = house.runner.run([house.job("b.wav", SOUND)])
    house.cache.share()
    house.open("second")
    (kept,) = house.runner.run([house.job("b.wav", SOUND)])
    assert (kept.status, kept.outputs) == (Status.KEPT, made.outputs)
    assert read(house, [kept.outputs["twice"], kept.outputs["thrice"]]) == [SOUND * 2, SOUND * 3]


def test_the_result_of_a_worker_goes_to_another_without_a_way_round(house: House) -> None:
    (first,) = house.runner.run([house.job("b.wav", SOUND)])
    (second,) = house.runner.run([Job("double", "again", {"data": first.outputs["twice"]})])
    assert not house.local.has(house.cache.key(first.outputs["twice"]))
    assert read(house, [second.outputs["twice"]]) == [SOUND * 4]


def spoil(house: House, digest: str) -> None:
    path = house.store.root / f"blobs/{digest[:2]}/{digest}"
    path.write_bytes(b"#" + path.read_bytes()[1:])


def test_an_input_that_was_spoiled_in_the_store_is_put_there_again(house: House) -> None:
    job = house.job("b.wav", SOUND)

    def once() -> None:
        spoil(house, sha256(SOUND))
        house.executor.before = lambda: None

    house.executor.before = once
    (outcome,) = house.runner.run([job])
    assert outcome.ok, outcome.failure
    assert read(house, outcome.outputs.values()) == [SOUND * 2, SOUND * 3]


def test_a_result_that_was_spoiled_in_the_store_is_made_again_for_who_needs_it(house: House) -> None:
    (first,) = house.runner.run([house.job("b.wav", SOUND)])
    spoil(house, first.outputs["twice"].digest)
    (second,) = house.runner.run([Job("double", "again", {"data": first.outputs["twice"]})])
    assert second.ok, second.failure
    assert read(house, second.outputs.values()) == [SOUND * 4, SOUND * 6]
    spoil(house, first.outputs["thrice"].digest)
    assert house.runner.ensure([first.outputs["thrice"]]) == ()
    assert read(house, [first.outputs["thrice"]]) == [SOUND * 3]


ANOTHER = """
import pickle, sys
work, given, named = pickle.load(sys.stdin.buffer)
sys.stdout.buffer.write(pickle.dumps(work(*given, **named)))
"""


@dataclass
class Checkout(Elsewhere):
    """Does work in a process of another checkout of this program."""

    root: Path = field(default_factory=Path)

    def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]  # as above
        env = {**os.environ, "PYTHONPATH": str(HOUSE), "TMPDIR": str(self.root)}
        command, parcel = [sys.executable, "-c", ANOTHER], pickle.dumps((fn, args, kwargs))
        done = subprocess.run(command, cwd=self.root, env=env, input=parcel, capture_output=True, check=True)
        future: Future[object] = Future()
        future.set_result(pickle.loads(done.stdout))
        return future


@pytest.mark.parametrize("line", ["", "# another line\n"], ids=["the same", "another"])
def test_a_worker_with_another_program_is_named_and_gives_nothing(house: House, tmp_path: Path, line: str) -> None:
    other = tmp_path / "house"
    shutil.copytree(HOUSE / "pipeline", other / "pipeline", ignore=shutil.ignore_patterns("__pycache__"))
    with (other / "pipeline/formats/isbn.py").open("a", encoding="utf-8") as file:
        file.write(line)
    house.executor = Checkout(root=other)
    (outcome,) = house.runner.run([house.job("b.wav", SOUND)])
    assert outcome.ok is not bool(line)
    if line:
        assert outcome.failure is not None
        assert re.fullmatch(r"a worker \(.+\) has `pipeline` \w{12}, and this machine \w{12}", outcome.failure.message)
        assert house.blobs() == {sha256(SOUND)}, "the input alone"


def test_a_store_that_refuses_a_worker_is_told(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise StoreError("The bucket has no room.", "Make some.")

    jobs = [house.job("a.md", b"text"), house.job("b.wav", SOUND)]
    monkeypatch.setattr(DirectoryStore, "write", refuse)
    small, large = house.runner.run(jobs)
    assert small.ok
    assert large.failure is not None
    assert (large.failure.message, large.failure.hint) == ("The bucket has no room.", "Make some.")
