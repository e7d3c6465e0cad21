"""Ratios, each of two things measured one after the other on this machine, three times, the median quoted.

- master: our mastering of a minute of sound against ffmpeg's plain encode of it at the same bit rate
- unchanged: a publish in which nothing changed against the first one
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import imageio_ffmpeg

from pipeline.audio.drivers.ffmpeg import Encode
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


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        master(Path(folder))
        unchanged(Path(folder))
