"""The durable records of a target: read all at once, told apart from what failed, done without where they may be."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

import pytest

from pipeline.model.artifact import canonical, sha256
from pipeline.release import TargetError
from pipeline.release.drivers.bucket import BucketTarget
from pipeline.release.drivers.records import MOST, Patient, Records
from pipeline.stores import StoreError
from pipeline.stores.s3 import Bucket
from tests.release.place import VERSIONS, Place, publish
from tests.support.memory_store import MemoryStore
from tests.support.s3 import Gate, Server


class Counted(MemoryStore):
    """A store that counts what it is asked, and refuses when it is told to."""

    def __init__(self, values: dict[str, bytes] | None = None) -> None:
        super().__init__(values)
        self.asked: list[str] = []
        self.refuses = False

    def _ask(self, what: str) -> None:
        self.asked.append(what)
        if self.refuses:
            raise StoreError("The store is down.", "Wait.")

    def keys(self, prefix: str = "") -> Iterator[str]:
        self._ask("keys")
        return super().keys(prefix)

    def read(self, key: str) -> bytes | None:
        self._ask(f"read {key}")
        return super().read(key)

    def write(self, key: str, chunks: object) -> None:
        self._ask(f"write {key}")
        super().write(key, chunks)  # type: ignore[arg-type] # as it came


@contextlib.contextmanager
def told() -> Iterator[None]:
    try:
        yield
    except StoreError as error:
        raise TargetError(error.message, error.hint) from error


def record(number: int) -> bytes:
    return canonical({"version": 1, "facts": {"number": number}})


def some(*numbers: int) -> dict[str, bytes]:
    """Records by key."""
    return {f"key{number}": record(number) for number in numbers}


@pytest.fixture
def store() -> Counted:
    return Counted()


def fresh(store: Counted) -> Records:
    """What another process sees."""
    store.asked.clear()
    return Records(store, told)


def test_the_records_of_a_publish_are_one_object_that_is_read_once(store: Counted) -> None:
    fresh(store).add(some(*range(300)))
    assert store.asked == ["keys", f"write {min(store.values)}"]
    records = fresh(store)
    assert {f"key{n}": records.read(f"key{n}") for n in range(300)} == some(*range(300))
    assert records.read("other") is None
    assert store.asked == ["keys", f"read {min(store.values)}"]


def test_what_is_added_lies_beside_what_was_there_and_reads_none_of_it(store: Counted) -> None:
    fresh(store).add(some(1))
    records = fresh(store)
    records.add(some(2))
    assert [what.partition(" ")[0] for what in store.asked] == ["keys", "write"]
    assert [records.read(key) for key in ("key1", "key2")] == [record(1), record(2)]


def test_the_name_of_a_pack_is_its_digest_and_its_text_the_same_on_every_machine(store: Counted) -> None:
    fresh(store).add({"b": b'{"z":1,"a":2}', "a": b"{}"})
    data = b'{"records":{"a":{},"b":{"a":2,"z":1}},"version":1}'
    assert store.values == {f"packs/{sha256(data)}.json": data}


def test_records_of_former_versions_are_read_on_each_when_it_is_asked_for(store: Counted) -> None:
    store.values = {f"records/{key}.json": value for key, value in some(1, 2).items()} | {"records/key3.json": b"{"}
    records = fresh(store)
    assert [records.read(key) for key in ("key1", "key3", "key4", "key1")] == [record(1), None, None, record(1)]
    assert store.asked.count("read records/key1.json") == 1
    assert "read records/key2.json" not in store.asked


def test_many_objects_become_one(store: Counted) -> None:
    store.values = {f"records/{key}.json": value for key, value in some(90, 91).items()}
    for number in range(MOST - 2):
        fresh(store).add(some(number))
    held = {*store.values}
    assert len(held) == MOST
    records = fresh(store)
    records.add(some(50))
    assert {*records.replaced} == held, "they stay until the release is current"
    assert held < {*store.values}
    for key in records.replaced:
        store.delete(key)
    (pack,) = store.values
    records = fresh(store)
    everything = some(*range(MOST - 2), 50, 90, 91)
    assert {key: records.read(key) for key in everything} == everything
    assert store.asked == ["keys", f"read {pack}"]


def test_what_a_publish_that_died_has_left_goes_with_the_next(store: Counted) -> None:
    for number in range(MOST + 1):
        fresh(store).add(some(number))
    assert len(store.values) == MOST + 1, "nobody deleted what the last one replaced"
    records = fresh(store)
    records.add(some(99))
    for key in records.replaced:
        store.delete(key)
    assert len(store.values) == 1
    assert fresh(store).read("key3") == record(3)


def test_the_same_records_once_more_replace_nothing_of_themselves(store: Counted) -> None:
    for number in range(MOST):
        fresh(store).add(some(number))
    fresh(store).add(some(0))
    records = fresh(store)
    records.add(some(0))
    for key in records.replaced:
        store.delete(key)
    records = fresh(store)
    assert {key: records.read(key) for key in some(*range(MOST))} == some(*range(MOST))


class Moving(Counted):
    """A store in which somebody else makes one pack of all, between our list and our reading."""

    def __init__(self, other: Counted) -> None:
        super().__init__(dict(other.values))
        self.other, self.turn = other, threading.Lock()

    def read(self, key: str) -> bytes | None:
        with self.turn:
            if self.other.values:
                records = Records(self.other, told)
                records.add(some(99))
                self.values, self.other.values = dict(self.other.values), {}
                for name in records.replaced:
                    del self.values[name]
        return super().read(key)


def test_packs_that_are_replaced_while_they_are_read_are_looked_for_again(store: Counted) -> None:
    for number in range(MOST):
        fresh(store).add(some(number))
    records = Records(Moving(store), told)
    assert [records.read(key) for key in ("key3", "key99")] == [record(3), record(99)]


def test_a_pack_that_was_changed_is_told_and_never_taken_for_none(store: Counted) -> None:
    fresh(store).add(some(1))
    (name,) = store.values
    store.values[name] = store.values[name][:-1]
    with pytest.raises(TargetError) as caught:
        fresh(store).read("key1")
    assert str(caught.value).startswith(f"`records/{name}` in the state of this target is not what was written there.")
    assert "delete it" in caught.value.hint


def test_a_pack_of_a_newer_version_is_told(store: Counted) -> None:
    data = canonical({"version": 2})
    store.values[f"packs/{sha256(data)}.json"] = data
    with pytest.raises(TargetError, match="newer version"):
        fresh(store).read("key1")


def test_what_the_store_refuses_is_a_failure_of_the_target(store: Counted) -> None:
    fresh(store).add(some(1))
    records = fresh(store)
    store.refuses = True
    with pytest.raises(TargetError, match=r"The store is down\."):
        records.read("key1")
    store.refuses = False
    assert records.read("key1") == record(1), "asked again"
    store.refuses = True
    with pytest.raises(TargetError):
        records.add(some(2))
    assert records.read("key2") is None


def test_who_can_do_without_asks_a_store_that_refuses_only_once(store: Counted) -> None:
    fresh(store).add(some(1))
    patient = Patient(fresh(store))
    assert (patient.read("key1"), patient.read("x")) == (record(1), None)
    patient = Patient(fresh(store))
    store.refuses = True
    assert patient.read("key1") is None
    store.refuses = False
    asked = len(store.asked)
    assert patient.read("key1") is None
    assert len(store.asked) == asked


# At a real store ------------------------------------------------------------------------------------------------------


def test_a_fresh_runner_asks_a_bucket_a_few_times_for_hundreds(s3_server: Server, gate: Gate) -> None:
    bucket = Bucket(s3_server.bucket(), gate.endpoint)
    BucketTarget(bucket, prefix="library").records().add(some(*range(300)))
    gate.asked.clear()
    records = BucketTarget(bucket, prefix="library").records()
    assert {f"key{n}": records.read(f"key{n}") for n in range(300)} == some(*range(300))
    assert gate.count() == 2, "a list, and one object"


def test_what_was_replaced_is_deleted_with_the_release(s3_server: Server) -> None:
    place = Place(s3_server)
    for number in range(MOST + 1):
        target = place.target()
        target.records().add(some(number))
        assert len(packed(place)) == number + 1
        publish(target, VERSIONS[number % 2], number)
    (pack,) = packed(place)
    assert place.target().records().read("key3") == record(3)
    assert place.private[pack].startswith(b'{"records":{"key0":')


def packed(place: Place) -> list[str]:
    return [key for key in place.private if key.startswith("records/")]
