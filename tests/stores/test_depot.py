"""What machines share: found by the next one in a handful of objects, never believed, and done without."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pipeline.jobs.cache import Cache, Record, is_sound, record_key
from pipeline.jobs.job import key_of
from pipeline.model.artifact import Blob, sha256
from pipeline.stores import StoreError
from pipeline.stores.depot import MOST, Depot
from pipeline.stores.layer import LAYERS, Layer, Note
from pipeline.stores.packed import PackedStore
from tests.support import traces
from tests.support.memory_store import MemoryStore

PAGES = [f"<p>page {number}</p>".encode() * 200 for number in range(50)]
SOUND = bytes(range(256)) * 1000
ACCOUNT = b'{"files": "%s"}' % (b"x" * 100_000)


@dataclass
class Counted(MemoryStore):
    """A store between machines, which counts what it is asked and may refuse."""

    read_: int = 0
    written: int = 0
    refuses: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def _refuse(self, what: str) -> None:
        if self.refuses and what in self.refuses:
            raise StoreError(f"It would not {what}.", "Ask it.")

    def read(self, key: str) -> bytes | None:
        self._refuse("read")
        self.read_ += 1
        return super().read(key)

    def open(self, key: str) -> Iterator[bytes] | None:
        self._refuse("read")
        self.read_ += 1
        return super().open(key)

    def write(self, key: str, chunks: Iterable[bytes]) -> None:
        self._refuse("write")
        self.written += 1
        super().write(key, chunks)

    def age(self, days: float) -> None:
        """Let days pass, of which each table tells too."""
        self.used = {key: used - days * 86_400 for key, used in self.used.items()}
        for key in [key for key in self.values if key.startswith(LAYERS)]:
            plain = json.loads(gzip.decompress(self.values.pop(key)))
            for row in (*plain["notes"].values(), *plain["places"].values()):
                row[0] -= days
            data = gzip.compress(json.dumps(plain).encode())
            name = f"{key.partition('-')[0]}-{sha256(data)}"
            self.values[name], self.used[name] = data, self.used.pop(key)


@dataclass
class Machine:
    """A machine with a disk of its own, and one run on it after the other."""

    root: Path
    store: Counted
    told: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.local = PackedStore(self.root, ("blobs/", "records/", "latest/"))

    def run(self) -> Cache:
        return Cache(self.local, None, self.told.append, self.depot())

    def depot(self) -> Depot:
        return Depot(self.store, self.local, is_sound, 30, self.told.append)


@pytest.fixture
def store() -> Counted:
    return Counted()


@pytest.fixture
def first(tmp_path: Path, store: Counted) -> Machine:
    return Machine(tmp_path / "first", store)


@pytest.fixture
def second(tmp_path: Path, store: Counted) -> Machine:
    return Machine(tmp_path / "second", store)


def record(name: str) -> tuple[str, Record]:
    found = Record({"performer": "page", "inputs": {"text": name}}, {"links": [name]})
    return key_of(found.description), found


def made(machine: Machine) -> list[Blob]:
    """A run that makes a value of each sort."""
    run = machine.run()
    blobs = [run.put(page) for page in (*PAGES, SOUND)]
    run.keep(record("a")[0], "a.md", "page", record("a")[1])
    run.memorise("built/public.json", ACCOUNT)
    run.share()
    return blobs


def found(machine: Machine, blobs: list[Blob]) -> list[bytes | None]:
    """All of these values, as a run on a machine finds them."""
    run = machine.run()
    kept = run.record(record("a")[0])
    return [kept.to_bytes() if kept else None, run.memory("built/public.json"), *map(run.read, blobs)]


WHOLE = [record("a")[1].to_bytes(), ACCOUNT, *PAGES, SOUND]


def test_what_one_machine_made_another_finds_in_a_handful_of_objects(
    first: Machine, second: Machine, store: Counted
) -> None:
    blobs = made(first)
    assert store.written == 3, "a pack, the sound, and the layer"
    assert found(second, blobs) == WHOLE
    assert store.read_ == 3
    assert found(second, blobs) == WHOLE
    assert store.read_ == 3, "it is here now"
    assert first.told == second.told == []


def test_where_nothing_is_new_nothing_is_asked_or_written(first: Machine, second: Machine, store: Counted) -> None:
    blobs = made(first)
    found(second, blobs)
    before = store.written
    for machine in (first, second):
        run = machine.run()
        run.tidy(30, [blob.digest for blob in blobs])
        run.share()
        made(machine)
    assert store.written == before


def test_what_a_machine_had_before_it_shared_is_put_there_when_it_is_used(first: Machine, second: Machine) -> None:
    alone = Cache(first.local)
    blobs = [alone.put(page) for page in PAGES]
    alone.keep(record("a")[0], "a.md", "page", record("a")[1])
    run = first.run()
    kept = run.record(record("a")[0])
    assert kept
    run.use(record("a")[0], "a.md", "page", kept)
    run.tidy(30, [blob.digest for blob in blobs])
    run.memorise("checked.json", b"{}")
    run.share()
    assert list(map(second.run().read, blobs)) == PAGES
    assert second.run().record(record("a")[0]) == kept
    assert second.run().latest("a.md", "page") == kept.description


def test_many_runs_leave_a_handful_of_objects(first: Machine, second: Machine, store: Counted) -> None:
    blobs = made(first)
    for number in range(3 * MOST):
        run = first.run()
        blobs.append(run.put(b"page of run %d" % number))
        run.memorise("built/public.json", ACCOUNT + b"%d" % number)
        run.share()
        store.used = dict.fromkeys(store.used, 0)  # whatever lies there is older than a day
    assert second.run().memory("built/public.json") == ACCOUNT + b"%d" % (3 * MOST - 1)
    assert list(map(second.run().read, blobs)) == [*PAGES, SOUND, *(b"page of run %d" % n for n in range(3 * MOST))]
    assert len(store.values) <= 2 * MOST + 1
    assert second.told == []


def test_what_no_run_uses_goes_and_what_one_does_stays(first: Machine, second: Machine, store: Counted) -> None:
    blobs = made(first)
    store.write("somebody/else", (b"is here too",))
    for _ in range(3):
        store.age(20)
        run = first.run()
        run.memorise("checked.json", b"%d" % len(store.values))
        run.tidy(30, [blobs[0].digest])
        run.share()
    gone = first.depot().prune(30)
    assert any(held.size == len(SOUND) for held in gone)
    assert store.values["somebody/else"]
    run = second.run()
    assert (run.read(blobs[0]), run.read(blobs[1]), run.read(blobs[-1])) == (PAGES[0], None, None)
    assert run.record(record("a")[0]) is None
    assert len(first.depot().held()) == 2, "the layer, and the pack of the page"


def test_what_was_uploaded_within_the_day_and_is_named_nowhere_yet_stays(first: Machine, store: Counted) -> None:
    made(first)
    store.write(f"packs/{sha256(b'of another run')}", (b"of another run",))
    assert first.depot().prune(30) == ()


def spoil(data: bytes, how: str) -> bytes:
    middle = len(data) // 2
    return {
        "cut": data[:middle],
        "empty": b"",
        "flipped": data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :],
        "another": b"#" * len(data),
        "longer": data + b"\n",
    }[how]


@pytest.mark.parametrize("how", ["cut", "empty", "flipped", "another", "longer"])
def test_a_spoiled_object_is_never_believed(tmp_path: Path, first: Machine, store: Counted, how: str) -> None:
    blobs = made(first)
    whole = dict(store.values)
    for number, key in enumerate(whole):
        store.values = {**whole, key: spoil(whole[key], how)}
        machine = Machine(tmp_path / str(number), store)
        values = found(machine, blobs)
        assert None in values
        assert all(value in (None, right) for value, right in zip(values, WHOLE, strict=True))
        assert len(set(machine.told)) == 1
        assert "is not what was written there" in machine.told[0]
        assert machine.depot().verify() == (key,)
        assert store.values == {name: data for name, data in whole.items() if name != key}


def write_layer(store: Counted, layer: Layer) -> None:
    data = layer.to_bytes()
    store.write(f"{LAYERS}29990101T000000000000-{sha256(data)}", (data,))


def test_a_record_is_taken_under_its_own_key_alone(first: Machine, second: Machine, store: Counted) -> None:
    made(first)
    layer = Layer.from_bytes(next(data for key, data in store.values.items() if key.startswith(LAYERS)))
    other, _ = record("b")
    layer.notes[record_key(other)] = layer.notes[record_key(record("a")[0])]
    write_layer(store, layer)
    assert second.run().record(other) is None
    assert len(second.told) == 1


def test_a_place_that_leads_to_other_bytes_leads_nowhere(first: Machine, second: Machine, store: Counted) -> None:
    one, other = made(first)[:2]
    layer = Layer.from_bytes(next(data for key, data in store.values.items() if key.startswith(LAYERS)))
    layer.places[one.digest] = layer.places[other.digest]
    write_layer(store, layer)
    assert (second.run().read(one), second.run().read(other)) == (None, PAGES[1])


@pytest.mark.parametrize(
    "plain",
    [
        b"",
        b"{",
        b"[]",
        b"[" * 100_000,
        b'{"version": 2}',
        b'{"version": 1, "notes": {"a": [1, 2, ""]}, "places": {}}',
        b'{"version": 1, "notes": {}, "places": {"a": [1, 1, "", 0, 0]}}',
        b'{"version": 1, "notes": {}, "places": {"%s": [1, -1, "", 0, 0]}}' % (b"0" * 64),
        b" " * (257 << 20),
    ],
    ids=["empty", "cut", "a list", "deep", "newer", "a number", "no digest", "less than nothing", "a bomb"],
)
def test_what_is_no_layer_is_none(first: Machine, second: Machine, store: Counted, plain: bytes) -> None:
    blobs, data = made(first), gzip.compress(plain, 1)
    store.write(f"{LAYERS}29990101T000000000000-{sha256(data)}", (data,))
    assert found(second, blobs) == WHOLE
    assert len(set(second.told)) == 1


def test_what_is_not_compressed_is_no_layer(first: Machine, second: Machine, store: Counted) -> None:
    blobs = made(first)
    store.write(f"{LAYERS}29990101T000000000000-{sha256(b'no gzip')}", (b"no gzip",))
    assert found(second, blobs) == WHOLE
    assert len(set(second.told)) == 1


def test_what_a_newer_version_put_there_is_left_alone(first: Machine, store: Counted) -> None:
    made(first)
    newer = gzip.compress(b'{"version": 2}')
    packs = f"packs/{sha256(b'of a newer version')}"
    store.write(f"{LAYERS}29990101T000000000000-{sha256(newer)}", (newer,))
    store.write(packs, (b"of a newer version",))
    store.used = dict.fromkeys(store.used, 0)
    assert first.depot().prune(30) == ()
    assert store.has(packs)


def test_a_store_that_refuses_is_asked_once_and_told_in_a_line(first: Machine, second: Machine, store: Counted) -> None:
    blobs = made(first)
    store.refuses = "read, write"
    assert found(second, blobs) == [None] * len(WHOLE)
    made(second)
    assert len(second.told) == 2, "once a run"
    assert set(second.told) == {"the shared store is done without: It would not read. Ask it."}


def test_a_store_that_can_only_be_read_serves_and_takes_nothing(
    first: Machine, second: Machine, store: Counted
) -> None:
    blobs = made(first)
    store.refuses = "write"
    run = second.run()
    assert run.read(blobs[0]) == PAGES[0]
    run.put(b"a page of a pull request")
    run.memorise("checked.json", b"{}")
    run.share()
    (told,) = second.told
    assert told.startswith("the shared store takes nothing, so others make again what was made here: It would not")


def test_a_large_value_that_breaks_off_is_none(first: Machine, second: Machine, store: Counted) -> None:
    blobs = made(first)
    whole = store.open

    def broken(key: str) -> Iterator[bytes]:
        yield from whole(key) or ()
        raise StoreError("The line is dead.")

    store.open = broken  # type: ignore[method-assign]
    run = second.run()
    assert run.read(blobs[-1]) is None
    assert not second.local.has(run.key(blobs[-1]))
    assert second.told == ["the shared store is done without: The line is dead."]


def job(performer: str, given: bytes, gave: Blob, *, durable: bool) -> tuple[str, Record]:
    tools = {} if durable else {"tool": "1"}
    description = {"performer": performer, "recipe": 1, "tools": tools, "inputs": {"in": sha256(given)}, "params": {}}
    return key_of(description), Record(description, {}, {"out": gave})


SECRET, OTHER = b"what somebody said" * 300, b"what another said" * 300


def told_of(machine: Machine) -> dict[str, tuple[str, Record, bytes]]:
    """A run over two recordings: each is mastered, tagged, and shown on one page; what was made, by its name."""
    run, made_ = machine.run(), dict[str, tuple[str, Record, bytes]]()
    for name, said in (("gone", SECRET), ("kept", OTHER)):
        master, tagged = b"master of " + said, b"tagged " + said * 20
        for performer, given, data in (("encode", said, master), ("tag", master, tagged)):
            made_[f"{name} {performer}"] = *job(performer, given, run.put(data), durable=True), data
    page = b"page with " + SECRET + OTHER
    made_["page"] = *job("page", OTHER, run.put(page), durable=False), page
    for key, one, _ in made_.values():
        run.keep(key, f"{key}.md", one.description["performer"], one)
    run.memorise("built/public.json", b'{"said": "%s"}' % SECRET)
    run.share()
    return made_


def has(machine: Machine, made_: dict[str, tuple[str, Record, bytes]]) -> set[str]:
    run = machine.run()
    blobs = {name: one.outputs["out"] for name, (_, one, _) in made_.items()}
    return {
        name
        for name, (key, _, data) in made_.items()
        if run.record(key, durable=False) and run.read(blobs[name]) == data
    }


def test_what_is_forgotten_is_nowhere_and_what_is_kept_is_what_can_not_be_made_again(
    first: Machine, second: Machine, store: Counted, tmp_path: Path
) -> None:
    made_ = told_of(first)
    assert has(second, made_) == made_.keys() and second.run().memory("built/public.json")
    write_layer(store, Layer({"records/odd.json": Note(1, f"{sha256(b'[]')}\n[]")}))
    first.run().forget({sha256(SECRET)})
    assert has(Machine(tmp_path / "third", store), made_) == has(first, made_) == {"kept encode", "kept tag"}
    left = traces.found({**store.values, **traces.files(first.root)}, [SECRET, made_["gone tag"][2][-50:]])
    assert not any(left.values()), left
    assert second.run().memory("built/public.json"), "this machine has not heard of it"
    before = dict(store.values)
    second.run().forget({sha256(SECRET)})
    assert has(second, made_) == {"kept encode", "kept tag"} and store.values == before
    second.local.write("memory/checked.json", (b"of the next run",))
    second.run().forget({sha256(SECRET)})
    assert second.local.has("memory/checked.json"), "it is done once"


def test_what_a_machine_that_heard_late_gives_again_goes_again(first: Machine, second: Machine, store: Counted) -> None:
    made_ = told_of(first)
    first.run().forget({sha256(SECRET)})
    told_of(second)
    second.run().forget({sha256(SECRET)})
    left = traces.found(store.values, [SECRET])
    assert has(second, made_) == {"kept encode", "kept tag"} and not any(left.values())


def test_a_store_that_takes_nothing_is_asked_again_by_the_next_run(first: Machine, store: Counted) -> None:
    told_of(first)
    store.refuses = "write"
    first.run().forget({sha256(SECRET)})
    (told,) = first.told
    assert told.startswith("the shared store still holds what was taken back; the next run tries again: It would not")
    first.local.write("memory/checked.json", (b"of the next run",))
    store.refuses = ""
    first.run().forget({sha256(SECRET)})
    assert not any(traces.found(store.values, [SECRET]).values())
    assert first.local.has("memory/checked.json"), "here it was done already"
