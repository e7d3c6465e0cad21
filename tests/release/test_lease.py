"""One publisher at a time: who holds the lease, who is dead, and who took over."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.model.artifact import canonical
from pipeline.release import TargetError
from pipeline.release.drivers import lease
from pipeline.release.drivers.lease import PATIENCE, Lease
from tests.support.machine import tool
from tests.support.memory_store import MemoryStore

ELSEWHERE = {"version": 1, "pid": 7, "started": "1", "system": "another"}


def nothing(_step: str) -> None: ...


def left(**changed: object) -> MemoryStore:
    """A store with a lease as we would have written it, but for what is changed."""
    ours = json.loads(Lease(MemoryStore(), nothing).mark)
    return MemoryStore({"000000004": canonical({**ours, **changed})})


def taken(store: MemoryStore) -> str:
    """Take the lease and give it back; what is said against it."""
    try:
        with Lease(store, nothing):
            pass
    except TargetError as error:
        return str(error)
    return ""


@pytest.fixture(params=["proc", "ps"])
def _asked_for_processes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """By /proc as on Linux, and without it as on macOS."""
    if request.param == "ps":
        tool("ps", "procps")
        monkeypatch.setattr(lease, "PROC", tmp_path)
    elif not Path("/proc/self/stat").exists():
        pytest.skip("this system has no /proc")


@pytest.fixture
def other() -> Iterator[subprocess.Popen[bytes]]:
    """Another process, that lives."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        yield process


@pytest.mark.usefixtures("_asked_for_processes")
def test_a_living_holder_is_named_and_a_dead_one_is_forgotten(other: subprocess.Popen[bytes]) -> None:
    store = left(pid=other.pid, started=lease._started(other.pid))
    assert taken(store) == (
        f"Another publish to this target is under way (process {other.pid}). Wait until it has ended, then try again."
    )
    assert list(store.values) == ["000000004"]
    other.communicate(b"\n")
    assert taken(store) == ""
    assert list(store.values) == ["000000005"]


@pytest.mark.usefixtures("_asked_for_processes")
def test_a_number_that_came_back_to_another_process_holds_nothing(other: subprocess.Popen[bytes]) -> None:
    """The one that wrote the lease is dead; its number is now somebody else's, who lives."""
    assert lease._started(other.pid) != ""
    assert taken(left(pid=other.pid, started="long ago")) == ""
    assert taken(left(pid=other.pid, started="")) == ""


def test_where_nothing_tells_when_a_process_began_whoever_has_the_number_holds(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(lease, "PROC", tmp_path)
    monkeypatch.setenv("PATH", "")
    assert lease._started(os.getpid()) == ""
    assert f"process {os.getpid()}" in taken(left())


def test_the_start_of_a_process_is_told_in_the_same_words_to_all(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tool("ps", "procps")
    monkeypatch.setattr(lease, "PROC", tmp_path)
    said = set()
    for zone, language in (("UTC", "C"), ("Asia/Tokyo", "C.UTF-8"), ("America/New_York", "de_DE.UTF-8")):
        monkeypatch.setenv("TZ", zone)
        monkeypatch.setenv("LC_ALL", language)
        said.add(lease._started(os.getpid()))
    assert len(said) == 1


def test_two_machines_without_proc_are_told_apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(lease, "PROC", tmp_path)
    monkeypatch.setattr("platform.node", lambda: "one.local")
    one = lease._system()
    monkeypatch.setattr("platform.node", lambda: "two.local")
    assert lease._system() not in ("", one)


def test_a_process_of_somebody_else_is_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    def kill(_pid: int, _signal: int) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "kill", kill)
    assert f"process {os.getpid()}" in taken(left())


def test_of_a_holder_elsewhere_its_age_decides() -> None:
    store = MemoryStore({"000000004": canonical(ELSEWHERE)})
    with pytest.raises(TargetError) as caught, Lease(store, nothing, lambda key: key == "000000004"):
        pass
    assert str(caught.value) == (
        "Another publish to this target is under way (on another machine). Wait until it has ended, then try again. "
        "One that died is forgotten after 15 minutes."
    )
    with Lease(store, nothing, lambda _key: False) as held:
        assert held.key == "000000005"
    with Lease(MemoryStore({"000000004": canonical(ELSEWHERE)}), nothing):
        pass  # a directory is of one system: that one was before its last start


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"{}", b'{"pid":"x","started":"","system":""}'])
def test_a_lease_that_can_not_be_read_holds_nobody_up(data: bytes) -> None:
    assert taken(MemoryStore({"000000004": data})) == ""


def test_numbers_only_rise_and_the_last_stays() -> None:
    store = MemoryStore({"notes.txt": b"not ours"})
    for number in (1, 2, 3):
        with Lease(store, nothing) as held:
            assert held.key == f"{number:09d}"
            assert json.loads(store.values[held.key])["pid"] == os.getpid()
            assert "under way (process" in taken(store)
        assert sorted(store.values) == [held.key, "notes.txt"]
        assert json.loads(store.values[held.key])["pid"] == 0


def test_of_two_who_come_at_once_one_wins() -> None:
    class Slow(MemoryStore):
        """Somebody else was quicker with the number, or with the next."""

        theirs = "000000001"

        def create(self, key: str, data: bytes) -> bool:
            self.values[self.theirs] = canonical(ELSEWHERE)
            return super().create(key, data)

    store = Slow()
    assert taken(store) == "Another publish to this target is under way. Wait until it has ended, then try again."
    assert store.values == {"000000001": canonical(ELSEWHERE)}
    store = Slow()
    store.theirs = "000000002"
    assert "under way." in taken(store)
    assert store.values == {"000000002": canonical(ELSEWHERE)}


def test_a_store_that_does_not_tell_of_what_was_written_gives_no_lease() -> None:
    class Lagging(MemoryStore):
        def keys(self, prefix: str = "") -> Iterator[str]:
            return iter(sorted(self.values)[:-1])

    store = Lagging()
    assert "under way." in taken(store)
    assert store.values == {}


def test_it_is_written_again_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr(lease, "monotonic", lambda: now[0])
    store = MemoryStore()
    with Lease(store, nothing) as held:
        for later, written in ((PATIENCE / 5 - 1, b""), (2, held.mark), (2, b""), (PATIENCE / 5, held.mark)):
            store.values[held.key] = b""
            now[0] += later
            held.renew()
            assert store.values[held.key] == written


def test_who_was_taken_for_dead_is_told_before_it_goes_on() -> None:
    store = MemoryStore()
    with Lease(store, nothing) as held:
        held.hold()
        store.values["000000002"] = canonical(ELSEWHERE)
        with pytest.raises(TargetError, match="took over while this one stood still"):
            held.hold()


def test_a_disk_that_is_full_does_not_hide_what_went_wrong() -> None:
    class Full(MemoryStore):
        def create(self, key: str, data: bytes) -> bool:
            self.values[key] = data
            return True

        def write(self, key: str, chunks: object) -> None:
            raise OSError(28, "No space left on device")

    with pytest.raises(ValueError, match="the fault"), Lease(Full(), nothing):
        raise ValueError("the fault")


def test_each_write_is_announced() -> None:
    steps: list[str] = []
    with Lease(left(pid=0), steps.append):
        assert steps == ["lease 000000005"]
