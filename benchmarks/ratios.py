"""Ratios, each of two things measured one after the other on this machine, three times, the median quoted.

- master: our mastering of a minute of sound against ffmpeg's plain encode of it at the same bit rate
- unchanged: a publish in which nothing changed against the first one
- start: CPU seconds until a command has begun, against a Python that does nothing; each is the least of its rounds
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import imageio_ffmpeg

from pipeline.audio.drivers.encode import Encode
from pipeline.jobs import Task
from tests.support import library

ROUNDS = 3


def seconds(work: Callable[[], object]) -> float:
    """Wall seconds of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ratio(name: str, ours: Callable[[], object], peer: Callable[[], object]) -> None:
    """Print the median of the ratios of pairs."""
    ratios = [seconds(ours) / seconds(peer) for _ in range(ROUNDS)]
    print(f"{name}: {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})")


def master(home: Path) -> None:
    """Mastering against a plain encode."""
    wav = home / "sound.wav"
    wav.write_bytes(library.tone(60))
    params = {
        "demuxer": "wav",
        "channels": 1,
        "sample_rate": 44100,
        "bitrate": 64,
        "loudness": -19.0,
        "true_peak": -1.0,
        "sting": False,
    }
    plain = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-i", str(wav), "-b:a", "64k", str(home / "p.mp3")]

    def ours() -> None:
        with tempfile.TemporaryDirectory() as scratch:
            Encode().perform(Task(params, {"audio": str(wav)}, scratch))

    ratio("master / plain encode of ffmpeg", ours, lambda: subprocess.run(plain, check=True))


def unchanged(home: Path) -> None:
    """A publish in which nothing changed against the first."""
    ratios = []
    for number in range(ROUNDS):
        root = library.write(home / f"library-{number}")
        publish = [sys.executable, "-m", "pipeline", "publish", "-q", "--root", str(root)]
        first = seconds(lambda command=publish: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))  # type: ignore[misc]  # bound now
        again = seconds(lambda command=publish: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))  # type: ignore[misc]  # bound now
        ratios.append(again / first)
    print(f"unchanged / first publish: {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})")


def start(home: Path) -> None:
    """How long commands take to begin."""
    root = library.write(home / "begun")
    bare = cpu_seconds("-c", "pass")
    print(f"a bare Python: {bare:.2f} CPU s")
    for command in (["--help"], ["releases"], ["new", "--help"], ["plan"], ["check"]):
        where = [] if "--help" in command else ["--root", str(root)]
        used = cpu_seconds("-m", "pipeline", *command, *where)
        print(f"start / bare Python: {used / bare:.0f} ({used:.2f} CPU s): pipeline {' '.join(command)}")


def cpu_seconds(*arguments: str) -> float:
    """CPU seconds, the least of the rounds, of a Python and its children; whatever it says and however it ends."""
    found = []
    for _ in range(ROUNDS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *arguments], check=False, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        found.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(found)
