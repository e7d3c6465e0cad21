"""One suite for every store."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pipeline.stores import LocalStore, Store
from pipeline.stores.directory import DirectoryStore
from pipeline.stores.packed import PackedStore
from pipeline.stores.s3 import Bucket, S3Store
from pipeline.stores.sealed import Sealed
from tests.support import packs
from tests.support.memory_store import MemoryStore
from tests.support.s3 import Server
from tests.support.s3_memory import MemoryS3

STORES = ("directory", "directory for many", "packed", "memory", "s3 in memory", "s3", "s3 below a prefix")


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param.startswith("directory"):
        return DirectoryStore(tmp_path / "store", shared=request.param == "directory for many")
    if request.param == "packed":
        return PackedStore(tmp_path / "store")
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


def test_a_large_value_comes_in_chunks_and_lies_there_whole_or_not_at_all(store: Store) -> None:
    def dies() -> Iterator[bytes]:
        yield from [b"#" * (1 << 20)] * 20
        raise RuntimeError("dead")

    store.write("a/large", (bytes([number]) * (1 << 20) for number in range(20)))
    with pytest.raises(RuntimeError):
        store.write("a/large", dies())
    data = store.read("a/large")
    assert data is not None
    assert [data[at << 20] for at in range(20)] == list(range(20))
    assert len(data) == 20 << 20


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


@pytest.mark.parametrize(
    "key", ["", "/etc/passwd", "../x", "a/../../x", "a//b", "a/", "./a", "a/.tmp-b", ".pack-1", "a\0b"]
)
def test_keys_can_not_leave_the_store(store: Store, key: str) -> None:
    for use in (store.read, store.open, store.has, store.delete):
        with pytest.raises(ValueError, match="not a key"):
            use(key)
    with pytest.raises(ValueError, match="not a key"):
        store.write(key, [b""])
    with pytest.raises(ValueError, match="not a key"):
        store.create(key, b"")


@pytest.fixture(params=["directory", "packed", "packed, in files", "memory"])
def local(request: pytest.FixtureRequest, tmp_path: Path) -> LocalStore:
    if request.param.startswith("packed"):
        return PackedStore(tmp_path / "store", ("",) if request.param == "packed" else ("other/",))
    return DirectoryStore(tmp_path / "store") if request.param == "directory" else MemoryStore()


def age(store: LocalStore, key: str, days: float) -> None:
    """Let a value be as if nobody had used it for so long."""
    then = time.time() - days * 86_400
    if isinstance(store, PackedStore):
        if path := store.locate(key):
            os.utime(path, (then, then))
        else:
            store.flush()
            packs.age(store.root, key, days)
    elif isinstance(store, DirectoryStore):
        os.utime(store.root / key, (then, then))
    elif isinstance(store, MemoryStore):
        store.used[key] = then


def test_a_local_store_knows_sizes_and_since_when_a_value_was_not_used(local: LocalStore) -> None:
    local.write("a/b", [b"12", b"3"])
    local.write("c", [b""])
    age(local, "a/b", 5)
    (old, new) = local.held()
    assert (old.key, old.size, round(old.age, 2)) == ("a/b", 3, 5)
    assert (new.key, new.size, round(new.age, 2)) == ("c", 0, 0)
    assert [one.key for one in local.held("a/")] == ["a/b"]


def test_what_was_not_used_for_so_long_goes_and_what_was_stays(local: LocalStore) -> None:
    for key in ("idle", "used", "written", "fresh"):
        local.write(key, [b"1"])
    for key in ("idle", "used", "written"):
        age(local, key, 31)
    local.use("used")
    local.use("never there")
    local.write("written", [b"2"])
    assert [one.key for one in local.prune(30)] == ["idle"]
    assert list(local.keys()) == ["fresh", "used", "written"]
    assert local.prune(30) == ()


def test_what_a_writer_that_died_has_left_goes_with_the_next_pruning(tmp_path: Path) -> None:
    store = DirectoryStore(tmp_path)
    for name in (".tmp-dead", ".tmp-alive"):
        (tmp_path / name).write_bytes(b"half")
    os.utime(tmp_path / ".tmp-dead", (0, 0))
    assert store.prune(10_000_000) == ()
    assert [path.name for path in tmp_path.iterdir()] == [".tmp-alive"]


def test_a_seal_is_broken_by_any_byte(local: LocalStore) -> None:
    sealed = Sealed(local)
    sealed.write("a", [b"some\n", b"value"])
    assert sealed.read("a") == b"some\nvalue"
    assert sealed.read("none") is None
    written = local.read("a")
    assert written is not None
    for place in range(len(written)):
        local.write("a", [written[:place], bytes([written[place] ^ 1]), written[place + 1 :]])
        assert sealed.read("a") is None
    local.write("a", [written[:-1]])
    assert sealed.read("a") is None


def test_a_folder_that_can_not_be_one_can_not_be_written(tmp_path: Path) -> None:
    assert DirectoryStore(tmp_path / "not/yet/there").is_writable
    (tmp_path / "file").write_bytes(b"")
    assert not DirectoryStore(tmp_path / "file/store").is_writable
    assert list(tmp_path.iterdir()) == [tmp_path / "file"], "asking writes nothing"
