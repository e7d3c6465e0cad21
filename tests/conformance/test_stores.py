"""One suite for every store."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pipeline.stores import Store
from pipeline.stores.directory import DirectoryStore
from pipeline.stores.memory import MemoryStore
from pipeline.stores.s3 import Bucket, S3Store
from tests.support.s3 import Server
from tests.support.s3_memory import MemoryS3

STORES = ("directory", "memory", "s3 in memory", "s3", "s3 below a prefix")


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "directory":
        return DirectoryStore(tmp_path / "store")
    if request.param == "memory":
        return MemoryStore()
    if request.param == "s3 in memory":
        twin = MemoryS3()
        return S3Store(Bucket(twin.bucket()), "some/where/", _client=twin)  # type: ignore[arg-type] # as much as is asked
    server: Server = request.getfixturevalue("s3_server")
    bucket = Bucket(server.bucket(), server.endpoint)
    return S3Store(bucket, "" if request.param == "s3" else "some/where/")


def test_an_empty_store_has_nothing(store: Store) -> None:
    assert (store.read("a"), store.open("a"), store.has("a"), list(store.keys())) == (None, None, False, [])
    store.delete("a")


def test_what_is_written_is_read_and_replaced(store: Store) -> None:
    store.write("a/b", [b"on", b"e"])
    store.write("a/b", [b"two"])
    chunks = store.open("a/b")
    assert store.read("a/b") == b"two"
    assert chunks is not None
    assert b"".join(chunks) == b"two"
    assert store.has("a/b")


def test_only_whole_values_are_there(store: Store) -> None:
    def dies() -> Iterator[bytes]:
        yield b"new"
        raise RuntimeError("dead")

    store.write("a", [b"old"])
    for key in ("a", "b"):
        with pytest.raises(RuntimeError):
            store.write(key, dies())
    assert store.read("a") == b"old"
    assert list(store.keys()) == ["a"]


def test_create_sets_only_what_is_not_there(store: Store) -> None:
    data = b""
    assert store.create("lock", data)
    assert not store.create("lock", data)
    assert not store.create("lock", b"other")
    assert store.read("lock") == b""


def test_of_many_creators_one_wins(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(lambda n: store.create("lock", b"%d" % n), range(32)))
    assert sum(won) == 1
    assert store.read("lock") == b"%d" % won.index(True)


def test_keys_are_sorted_and_a_prefix_is_text(store: Store) -> None:
    for key in ("b", "a/y", "a/x/z", "ab", "a-b/c"):
        store.write(key, [b""])
    assert list(store.keys()) == ["a-b/c", "a/x/z", "a/y", "ab", "b"]
    assert list(store.keys("a/")) == ["a/x/z", "a/y"]
    assert list(store.keys("a/x")) == ["a/x/z"]
    assert list(store.keys("a")) == ["a-b/c", "a/x/z", "a/y", "ab"]
    assert list(store.keys("none/")) == []


def test_deleting_takes_one_key_only(store: Store) -> None:
    for key in ("a/b", "a/c"):
        store.write(key, [b"1"])
    store.delete("a")
    store.delete("a/b")
    store.delete("a/b/c")
    assert list(store.keys()) == ["a/c"]


@pytest.mark.parametrize("key", ["", "/etc/passwd", "../x", "a/../../x", "a//b", "a/", "./a", "a/.tmp-b", "a\0b"])
def test_keys_can_not_leave_the_store(store: Store, key: str) -> None:
    for use in (store.read, store.open, store.has, store.delete):
        with pytest.raises(ValueError, match="not a key"):
            use(key)
    with pytest.raises(ValueError, match="not a key"):
        store.write(key, [b""])
    with pytest.raises(ValueError, match="not a key"):
        store.create(key, b"")
