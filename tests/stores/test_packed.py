"""A pack beside files: one file for many values, whole whoever dies, and never an error for whoever builds."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.stores import pack as packing
from pipeline.stores.directory import DirectoryStore
from pipeline.stores.pack import FILE
from pipeline.stores.packed import SMALL, PackedStore
from tests.support import packs

LARGE = bytes(range(256)) * 257
OLD = {f"old/{n}": b"old %d" % n for n in range(40)}
NEW = {f"{'old' if n < 20 else 'new'}/{n}": b"new %d" % n * 99 for n in range(40)}


class Room:
    """A folder in which processes have a store, one after the other."""

    def __init__(self, root: Path) -> None:
        self.root, self.told = root / "store", list[str]()

    def store(self) -> PackedStore:
        return PackedStore(self.root, warn=self.told.append)

    def wrote(self, values: dict[str, bytes]) -> PackedStore:
        store = self.store()
        for key, value in values.items():
            store.write(key, (value,))
        store.flush()
        return store

    def values(self) -> dict[str, bytes | None]:
        store = self.store()
        return {one.key: store.read(one.key) for one in store.held()}

    def files(self) -> list[str]:
        return sorted(path.relative_to(self.root).as_posix() for path in self.root.rglob("*") if path.is_file())

    @property
    def pack(self) -> Path:
        return self.root / FILE


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


# What lies where ------------------------------------------------------------------------------------------------------


def test_small_values_are_one_file_and_large_ones_have_their_own(room: Room) -> None:
    store = room.wrote({**OLD, "some/large": LARGE})
    assert room.files() == [FILE, "some/large"]
    assert store.locate("some/large") == room.root / "some/large"
    assert store.locate("old/1") is None
    assert room.values() == {**OLD, "some/large": LARGE}


def test_a_value_may_grow_and_shrink(room: Room) -> None:
    for value in (b"small", LARGE, b"smaller", LARGE[:SMALL], LARGE[: SMALL + 1]):
        room.wrote({"a": value})
        assert room.values() == {"a": value}
    room.store().delete("a")
    assert room.values() == {}


def test_only_what_there_are_many_of_goes_into_the_pack(room: Room) -> None:
    store = PackedStore(room.root, ("many/",))
    store.write("many/a", (b"1",))
    store.write("one/a", (b"2",))
    assert room.files() == [FILE, "one/a"]
    assert PackedStore(room.root, ("many/",)).read("many/a") == b"1", "a file is not there before what came earlier"
    assert [store.read("many/a"), store.read("one/a")] == [b"1", b"2"]


def test_files_of_before_are_read_on(room: Room) -> None:
    DirectoryStore(room.root).write("old/1", (b"a file",))
    assert room.store().read("old/1") == b"a file"
    assert room.values() == {"old/1": b"a file"}
    room.wrote({"old/1": b"new"})
    assert room.values() == {"old/1": b"new"}
    room.store().delete("old/1")
    assert room.values() == {}


def test_text_takes_less_room_and_what_is_no_text_is_left_alone(room: Room) -> None:
    text, sound = b"<p>The urge passes like a wave.</p>\n" * 300, os.urandom(5000) + b"\0"
    store = room.wrote({"text": text, "sound": b"\0" + sound})
    sizes = {one.key: one.size for one in store.held()}
    assert sizes["text"] < len(text) / 5
    assert sizes["sound"] == len(sound) + 1
    assert room.values() == {"text": text, "sound": b"\0" + sound}


def test_what_is_gathered_is_seen_by_others_after_a_flush(room: Room) -> None:
    room.wrote(OLD)
    store = room.store()
    store.write("first", (b"1",))
    store.write("second", (b"2",))
    assert store.read("second") == b"2"
    assert room.store().read("second") is None
    store.flush()
    assert room.store().read("second") == b"2"


def test_a_process_that_ends_stores_what_it_gathered(room: Room) -> None:
    program = f"from pipeline.stores.packed import PackedStore; s = PackedStore({str(room.root)!r})\n"
    program += "for n in range(3): s.write(f'a/{n}', (b'%d' % n,))"
    subprocess.run([sys.executable, "-c", program], check=True)
    assert room.values() == {"a/0": b"0", "a/1": b"1", "a/2": b"2"}


# Uses -----------------------------------------------------------------------------------------------------------------


def used(room: Room) -> bytes:
    """The file after a build that reads and uses all of it."""
    store = room.store()
    for key in OLD:
        assert store.read(key)
        store.use(key)
    store.use("never there")
    store.flush()
    return room.pack.read_bytes()


def test_a_use_is_noted_once_a_day(room: Room) -> None:
    room.wrote(OLD)
    written = room.pack.read_bytes()
    assert used(room) == written, "writing was a use"
    for key in OLD:
        packs.age(room.root, key, 2)
    aged = room.pack.read_bytes()
    noted = used(room)
    assert noted != aged
    assert {one.age for one in room.store().held()} == {0}
    assert used(room) == noted


def test_who_read_a_value_knows_that_its_use_is_noted(room: Room) -> None:
    room.wrote(OLD)
    packs.age(room.root, "old/2", 2)
    store = room.store()
    assert (store.read("old/1"), store.read("old/2")) == (b"old 1", b"old 2")
    assert [store.use(key) for key in ("old/1", "old/2")] == [False, True]


def test_the_file_shrinks_when_much_of_it_goes(room: Room) -> None:
    store = room.wrote({f"idle/{n}": os.urandom(2000) for n in range(200)} | OLD)
    before = room.pack.stat().st_size
    for n in range(200):
        packs.age(room.root, f"idle/{n}", 31)
    assert len(store.prune(30)) == 200
    assert room.pack.stat().st_size < before / 10
    assert room.values() == OLD


# Several at once ------------------------------------------------------------------------------------------------------

WRITER = """
import sys
from pipeline.stores.packed import PackedStore
store = PackedStore(sys.argv[1], warn=print)
for n in range(150):
    store.write(f"{sys.argv[2]}/{n}", (b"%d" % n * 500,))
    store.write(f"both/{n}", (b"same",))
    store.flush()
    assert store.read(f"both/{n}") == b"same"
"""


def test_two_processes_write_at_once(room: Room) -> None:
    command = [sys.executable, "-c", WRITER, str(room.root)]
    writers = [subprocess.Popen([*command, name], stdout=subprocess.PIPE) for name in ("one", "two")]
    assert [(writer.communicate()[0], writer.returncode) for writer in writers] == [(b"", 0), (b"", 0)]
    values = room.values()
    assert len(values) == 450
    assert all(values[f"{name}/{n}"] == b"%d" % n * 500 for name in ("one", "two") for n in range(150))
    assert is_sound(room)


def test_threads_share_a_store(room: Room) -> None:
    store = room.store()

    def work(n: int) -> bytes | None:
        store.write(f"a/{n % 50}", (b"same",))
        store.use(f"a/{n % 7}")
        return store.read(f"a/{n % 50}")

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(work, range(400))) == {b"same"}
    assert len(room.wrote({}).read("a/1") or b"") in (0, 4)
    store.flush()
    assert len(room.values()) == 50


def is_whole(room: Room) -> bool:
    """Whether SQLite finds nothing wrong."""
    with packs.opened(room.root) as pack:
        return bool(pack.execute("PRAGMA integrity_check").fetchall() == [("ok",)])


def is_sound(room: Room) -> bool:
    """Whether, besides, each value has a name, and each name a value."""
    with packs.opened(room.root) as pack:
        both, names, stored = (
            pack.execute(f"SELECT count(*) FROM {table}").fetchone()
            for table in ("names JOIN stored USING (id)", "names", "stored")
        )
    return is_whole(room) and both == names == stored


# Deaths ---------------------------------------------------------------------------------------------------------------


def killed(room: Room, at: int, act: Callable[[PackedStore], object]) -> bool:
    """Do it in a process that dies at the step number `at` of SQLite's; whether it came to that."""
    if (child := os.fork()) == 0:
        steps = iter(range(1, at))

        def connect(place: str) -> sqlite3.Connection:
            connection = sqlite3.connect(place, isolation_level=None, check_same_thread=False)
            connection.execute("PRAGMA cache_size = 2")  # so that pages reach the file before the end
            connection.set_progress_handler(lambda: os._exit(9) if next(steps, None) is None else 0, 1)
            return connection

        packing._opened, packing.PAUSE = connect, 60
        try:
            act(room.store())
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


def replaced(store: PackedStore) -> None:
    for key, value in NEW.items():
        store.write(key, (value,))
    store.flush()


@pytest.mark.parametrize("act", ["the first", "a later", "a pruning"])
def test_whatever_step_was_the_last_all_of_it_is_there_or_nothing(tmp_path: Path, act: str) -> None:
    start = Room(tmp_path / "start")
    if act != "the first":
        start.wrote(OLD | {f"idle/{n}": os.urandom(3000) for n in range(60)})
    if act == "a pruning":
        for n in range(60):
            packs.age(start.root, f"idle/{n}", 31)
    before, after = start.values() if act != "the first" else {}, Room(tmp_path / "after")
    does: Callable[[PackedStore], object] = replaced if act != "a pruning" else lambda store: store.prune(30)
    if start.root.exists():
        shutil.copytree(start.root, after.root)
    does(after.store())
    outcomes = {frozenset(before.items()), frozenset(after.values().items())}
    for at in range(1, 100_000, 97):
        room = Room(tmp_path / str(at))
        if start.root.exists():
            shutil.copytree(start.root, room.root)
        died = killed(room, at, does)
        assert frozenset(room.values().items()) in outcomes, at
        room.wrote({"next": b"1"})
        assert is_sound(room), at
        assert room.told == []
        if not died:
            break
    assert at > 300


# Damage ---------------------------------------------------------------------------------------------------------------


def survives(room: Room) -> None:
    """Whatever befell the pack: values are right or gone, and after a pruning at the latest all goes its way again."""
    store = room.store()
    found = {key: store.read(key) for key in OLD}
    assert all(value in (None, OLD[key]) for key, value in found.items())
    list(store.held())
    room.wrote({"next": b"1"}).prune(30)
    room.wrote({"next": b"1"})
    assert room.store().read("next") == b"1"
    assert is_whole(room)
    assert len(room.told) <= 1


@pytest.mark.parametrize("left", [0, 1, 16, 99, 100, 4095, 4096, 6000, 8192, -4096, -1])
def test_a_pack_that_was_cut_short(room: Room, left: int) -> None:
    room.wrote(OLD | {f"more/{n}": os.urandom(500) for n in range(60)})
    room.pack.write_bytes(room.pack.read_bytes()[:left])
    survives(room)


def test_a_byte_anywhere_in_a_pack(room: Room) -> None:
    room.wrote(OLD)
    whole = room.pack.read_bytes()
    for place in range(0, len(whole), 61):
        room.told.clear()
        room.pack.write_bytes(whole[:place] + bytes([whole[place] ^ 0x41]) + whole[place + 1 :])
        survives(room)
        shutil.rmtree(room.root)
        room.root.mkdir()


def test_two_names_that_a_disk_led_to_each_other_s_values(room: Room) -> None:
    room.wrote(OLD)
    with packs.opened(room.root) as pack:
        pack.execute("UPDATE names SET id = CASE id WHEN 1 THEN 2 ELSE 1 END WHERE id < 3")
    assert [room.store().read(key) for key in ("old/0", "old/1", "old/2")] == [None, None, b"old 2"]


@pytest.mark.parametrize("what", ["rubbish", "a text", "a database of others"])
def test_a_pack_that_is_none_of_ours_is_set_aside_and_begun_anew(room: Room, what: str) -> None:
    room.root.mkdir()
    if what == "a database of others":
        with closing(sqlite3.connect(room.pack)) as foreign, foreign:
            foreign.execute("CREATE TABLE names (key TEXT)")
    else:
        room.pack.write_bytes(os.urandom(9000) if what == "rubbish" else b"version: 1\n" * 100)
    held = room.pack.read_bytes()
    room.wrote(OLD)
    assert room.values() == OLD
    assert room.told == [f"`{room.pack}` was damaged: it was set aside, and what it held is made again"]
    (aside,) = (path for path in room.root.iterdir() if path != room.pack)
    assert aside.read_bytes() == held
    os.utime(aside, (0, 0))
    room.store().prune(30)
    assert room.files() == [FILE]


def test_what_was_gathered_is_not_lost_when_the_pack_breaks_meanwhile(room: Room) -> None:
    store = room.wrote(OLD)
    store.write("a", (b"1",))
    room.pack.write_bytes(b"rubbish" * 2000)
    store.write("b", (b"2",))
    store.flush()
    assert {key: room.store().read(key) for key in ("a", "b")} == {"a": b"1", "b": b"2"}


# What can't be had ----------------------------------------------------------------------------------------------------


def test_a_pack_that_can_not_be_made_is_done_without(room: Room) -> None:
    room.pack.mkdir(parents=True)
    store = room.wrote(OLD)
    assert {key: store.read(key) for key in OLD} == OLD
    assert [one.key for one in store.held("old/1")][:2] == ["old/1", "old/10"]
    assert len(room.told) == 1
    assert "can't be used" in room.told[0]
    assert "kept for this run alone" in room.told[0]


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "PATIENCE", 0.01)


@pytest.mark.usefixtures("impatient")
def test_whoever_holds_the_pack_for_ever_stops_nobody(room: Room) -> None:
    room.wrote(OLD)
    with packs.opened(room.root) as other:
        other.execute("BEGIN EXCLUSIVE")
        store = room.store()
        assert store.read("old/1") is None
        store.write("old/1", (b"again",))
        store.flush()
        assert store.read("old/1") == b"again"
        other.rollback()
    assert room.told == [
        f"`{room.pack}` can't be used (database is locked): what is made now is kept for this run alone"
    ]
    assert room.values() == OLD


def test_a_full_disk_is_told_and_leaves_what_was_there(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room.wrote(OLD)
    opened = packing._opened

    def full(place: str) -> sqlite3.Connection:
        connection = opened(place)
        connection.execute("PRAGMA max_page_count = 1")
        return connection

    with monkeypatch.context() as disk:
        disk.setattr(packing, "_opened", full)
        with pytest.raises(OSError, match="No space left on device") as caught:
            room.wrote({"large": os.urandom(60_000)})
    assert caught.value.filename == str(room.pack)
    assert room.values() == OLD


def test_a_cache_that_somebody_removes_meanwhile_is_begun_again(room: Room) -> None:
    store = room.wrote(OLD)
    shutil.rmtree(room.root)
    store.write("a", (b"1",))
    store.flush()
    assert room.values() == {"a": b"1"}
    assert room.told == []


def test_looking_makes_no_file(room: Room) -> None:
    store = room.store()
    assert (store.read("a"), store.has("a"), list(store.keys()), store.prune(3)) == (None, False, [], ())
    store.use("a")
    store.delete("a")
    store.flush()
    assert not room.root.exists()


def test_what_is_erased_is_in_no_file_any_more(room: Room) -> None:
    text = bytes(range(32, 127)) * 9
    store = room.wrote({"a": b"first " + text, "b": text[::-1] + b" stays", "large": LARGE})
    room.wrote({"a": b"second " + text})
    store.delete("b")
    store = room.wrote({"b": b"stays"})
    assert text in room.pack.read_bytes()
    store.erase(["a", "large"])
    assert room.values() == {"b": b"stays"}
    assert room.files() == [FILE]
    assert text not in room.pack.read_bytes() and text[::-1] not in room.pack.read_bytes()
