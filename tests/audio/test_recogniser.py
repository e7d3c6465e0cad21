"""Handing sound to a program: what it gets, what of it is read, and when it is ended."""

from __future__ import annotations

import fcntl
import json
import sys
import time
from pathlib import Path
from typing import IO

import pytest

from pipeline.audio.drivers.recogniser import Recogniser, found
from pipeline.audio.transcribing import Called, Sound
from pipeline.jobs.job import Failure
from tests.audio import sound

VTT = "WEBVTT\n\n00:00.000 --> 00:01.000\nHello.\n"


@pytest.fixture(scope="module")
def mp3(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    graph = "sine=d=1,apad=pad_dur=1[a];sine=d=1[b];[a][b]concat=n=2:v=0:a=1"
    return sound.make(tmp_path_factory.mktemp("sound") / "a.mp3", graph=graph, channels=1).read_bytes()


def of(mp3: bytes) -> Sound:
    return Sound("mp3", ".mp3", lambda: [mp3], 0.0, 0.0, 3.0)


def heard(mp3: bytes, body: str, *words: str, seconds: float = 60) -> tuple[str, bytes]:
    program = Called("hear", (sys.executable, "-c", f"import os, sys, time, json\n{body}", *words), "m")
    return Recogniser().transcribe(of(mp3), program, "de", seconds)


def test_it_gets_sound_and_a_folder_and_no_credentials(mp3: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hidden")
    body = (
        "import wave; w = wave.open(sys.argv[1])\n"
        "told = [w.getframerate(), w.getnchannels(), round(w.getnframes() / 16000), sys.argv[3], sorted(os.environ)]\n"
        "json.dump(told, open(sys.argv[2] + '.json', 'w'))"
    )
    name, data = heard(mp3, body, "{audio}", "{out}", "{language}")
    rate, channels, seconds, language, environment = json.loads(data)
    assert (name, rate, channels, seconds, language) == ("result.json", 16_000, 1, 3, "de")
    assert "AWS_SECRET_ACCESS_KEY" not in environment
    assert "PATH" in environment


def test_what_it_prints_is_read_where_it_writes_no_file(mp3: bytes) -> None:
    assert heard(mp3, f"print({VTT!r})")[1].decode().strip() == VTT.strip()
    body = f"open('a.vtt', 'w').write({VTT!r}); open('a.json', 'w').write('[]'); print('50 %')"
    assert heard(mp3, body) == ("a.json", b"[]")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("sys.exit('no such model')", "hear ended with status 1: no such model"),
        ("pass", "hear wrote no transcript"),
        ("os.symlink('/etc/hostname', 'result.vtt')", "hear wrote no transcript"),
    ],
)
def test_what_goes_wrong_is_told(mp3: bytes, body: str, message: str) -> None:
    with pytest.raises(Failure) as caught:
        heard(mp3, body)
    assert caught.value.message == message


def test_it_is_ended_with_all_that_it_started(mp3: bytes, tmp_path: Path) -> None:
    """What it started holds a lock for as long as it lives."""
    lock = tmp_path / "lock"
    child = f"import fcntl, time; f = open({str(lock)!r}, 'w'); fcntl.flock(f, fcntl.LOCK_EX); print(flush=True)"
    started = (
        f"import subprocess; s = subprocess.Popen([sys.executable, '-c', {child!r} + '; time.sleep(60)'], stdout=-1)"
    )
    with pytest.raises(Failure, match=r"hear took longer than 0\.0005 hours"):
        heard(mp3, f"{started}; s.stdout.readline(); s.wait()", seconds=1.8)
    with lock.open() as file:
        assert any(is_free(file) for _ in range(200))


def is_free(file: IO[str]) -> bool:
    """Whether nobody holds a lock; asked a moment later, since the dying take one."""
    time.sleep(0.05)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def test_one_that_is_not_there(mp3: bytes) -> None:
    with pytest.raises(Failure, match="can't be started"):
        Recogniser().transcribe(of(mp3), Called("gone", ("/nonexistent/hear",), ""), "de", 9)
    assert found("no-such-program-anywhere") == ()


def test_pauses_of_real_sound(mp3: bytes) -> None:
    (pause,) = Recogniser().pauses(of(mp3))
    assert [pause.start, pause.end] == pytest.approx([1, 2], abs=0.1)
