"""The durable records of a target: listed once, told apart from what failed, and done without where they may be."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest

from pipeline.release import TargetError
from pipeline.release.drivers.records import Patient, Records
from pipeline.stores import StoreError
from tests.support.memory_store import MemoryStore


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

    def create(self, key: str, data: bytes) -> bool:
        self._ask(f"create {key}")
        return super().create(key, data)

    def delete(self, key: str) -> None:
        self._ask(f"delete {key}")
        super().delete(key)


@contextlib.contextmanager
def told() -> Iterator[None]:
    try:
        yield
    except StoreError as error:
        raise TargetError(error.message, error.hint) from error


@pytest.fixture
def store() -> Counted:
    return Counted({"a/1": b"one", "a/2": b"two", "b/1": b"three"})


@pytest.fixture
def records(store: Counted) -> Records:
    return Records(store, told)


def test_one_list_tells_which_are_there(records: Records, store: Counted) -> None:
    assert [records.has(key) for key in ("a/1", "a/3", "x")] == [True, False, False]
    assert [records.read(key) for key in ("a/3", "x")] == [None, None]
    assert records.open("x") is None
    assert store.asked == ["keys"]
    assert records.read("a/1") == b"one"
    assert b"".join(records.open("a/2") or ()) == b"two"
    assert store.asked == ["keys", "read a/1", "read a/2"]


def test_keys_are_sorted_below_a_prefix(records: Records) -> None:
    assert list(records.keys()) == ["a/1", "a/2", "b/1"]
    assert list(records.keys("a/")) == ["a/1", "a/2"]


def test_what_is_written_is_known_without_another_list(records: Records, store: Counted) -> None:
    records.write("c", [b"fo", b"ur"])
    assert records.create("d", b"five")
    assert not records.create("a/1", b"other")
    records.delete("a/2")
    assert list(records.keys()) == ["a/1", "b/1", "c", "d"]
    assert [records.read(key) for key in ("a/1", "a/2", "c", "d")] == [b"one", None, b"four", b"five"]
    assert store.asked.count("keys") == 1
    assert store.values == {"a/1": b"one", "b/1": b"three", "c": b"four", "d": b"five"}


def test_what_the_store_refuses_is_a_failure_of_the_target(records: Records, store: Counted) -> None:
    store.refuses = True
    with pytest.raises(TargetError, match=r"The store is down\."):
        records.has("a/1")
    store.refuses = False
    assert records.has("a/1"), "asked again"
    store.refuses = True
    for act in (
        lambda: records.read("a/1"),
        lambda: records.open("a/1"),
        lambda: records.write("c", [b""]),
        lambda: records.create("c", b""),
        lambda: records.delete("a/1"),
    ):
        with pytest.raises(TargetError):
            act()
    assert not records.has("c")
    assert records.has("a/1")


def test_who_can_do_without_asks_a_store_that_refuses_only_once(records: Records, store: Counted) -> None:
    patient = Patient(records)
    assert (patient.read("a/1"), patient.read("x")) == (b"one", None)
    store.refuses = True
    assert patient.read("a/1") is None
    store.refuses = False
    asked = len(store.asked)
    assert patient.read("a/1") is None
    assert len(store.asked) == asked
