"""Real sound for these tests: made by the wheel's ffmpeg, measured by a program that did not make it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import imageio_ffmpeg
import pytest

from pipeline.audio import loudness
from pipeline.audio.loudness import Loudness
from pipeline.jobs.job import Task

PROGRAM = str(imageio_ffmpeg.get_ffmpeg_exe())
SPEECH = "anoisesrc=d={seconds}:c=pink:r=44100:a=0.5:seed=1,tremolo=f=3:d=0.95,tremolo=f=0.5:d=0.8"
"""Noise in the rhythm of speech: bursts at three a second, in breaths of two seconds."""

NAMES = (
    *("a.wav", "a.flac", "a.mp3", "a.m4a", "a.ogg", "a.opus", "a.oga", "a.aiff", "a.w64", "a.caf", "a.au", "a.aac"),
    *("a.wma", "a.mka", "a.webm"),
)
"""One of each container that is read; of Ogg with each of its codecs."""
_CODECS = {"oga": ("-c:a", "flac"), "opus": ("-ar", "48000"), "webm": ("-ar", "48000")}

LIMITS = {"seconds": 60, "bytes": 100_000_000}


def make(path: Path, *, graph: str = SPEECH, seconds: float = 6, channels: int = 2, args: tuple[str, ...] = ()) -> Path:
    """Write the sound of a filter graph; the ending of the name chooses container and codec. Of no `channels` it has
    its own.
    """
    layout = {1: "mono", 2: "stereo", 6: "5.1"}.get(channels)
    shaped = graph.format(seconds=seconds) + (f",aformat=channel_layouts={layout}" if layout else "")
    codec = _CODECS.get(path.name.rpartition(".")[2], ())
    command = [PROGRAM, "-v", "error", "-nostdin", "-y", "-f", "lavfi", "-i", shaped, *args, *codec, str(path)]
    subprocess.run(command, check=True)
    return path


def task(path: Path, scratch: Path, params: dict[str, object] | None = None) -> Task:
    """A task over one file, with a scratch folder of its own."""
    folder = scratch / f"scratch-{path.name}"
    folder.mkdir(exist_ok=True)
    return Task(params or LIMITS, {"audio": str(path)}, str(folder))


def other_ffmpeg() -> str:
    """A second ffmpeg, of another build than the wheel's."""
    program = shutil.which("ffmpeg")
    if program is None:
        reason = "another ffmpeg than the wheel's is missing: apt-get install ffmpeg"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return program


def measured(path: Path) -> tuple[Loudness, float]:
    """Loudness and decoded seconds, by the second ffmpeg."""
    args = ["-hide_banner", "-nostdin", "-nostats", "-progress", "pipe:1", "-i", str(path), "-map", "0:a:0"]
    command = [other_ffmpeg(), *args, "-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    level = loudness.parse(done.stderr)
    assert level is not None
    return level, loudness.seconds(done.stdout)
