"""TERM in the middle of a build, as a runner gets it that is shut down: nothing of ours is left."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
import wave
from pathlib import Path

import pytest

from pipeline.cli.failures import TERMINATED
from tests.support import library
from tests.support.machine import PATIENCE

LONG = 240
"""Seconds of sound, which are mastered for longer than it takes to notice."""


def tone() -> bytes:
    """A long sound, made quickly: silence would be refused."""
    out = io.BytesIO()
    with wave.open(io.BytesIO(library.tone(2))) as short, wave.open(out, "wb") as long:
        long.setparams(short.getparams())
        long.writeframes(short.readframes(short.getnframes()) * (LONG // 2))
    return out.getvalue()


def children(of: int) -> list[int]:
    """The processes below one, by their numbers."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            parent = int((folder / "stat").read_text().rpartition(") ")[2].split()[1]) if folder.name.isdigit() else 0
        except OSError:  # it has ended
            continue
        if parent == of:
            found += [int(folder.name), *children(int(folder.name))]
    return found


def alive(pid: int) -> bool:
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(") ")[2][0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="it asks the kernel of Linux")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_no_process_and_no_folder_is_left(bare: Path, number: signal.Signals) -> None:
    recording = bare / "content/podcasts/talks/first.wav"
    recording.write_bytes(tone())
    command = [sys.executable, "-m", "pipeline", "build", "--root", str(bare)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        began = wait_for_ffmpeg(process)
        os.kill(process.pid, number)
        _, said = process.communicate(timeout=PATIENCE)
    finally:
        process.kill()
    end = time.monotonic() + PATIENCE
    while any(alive(pid) for pid in began) and time.monotonic() < end:
        time.sleep(0.05)
    assert not [pid for pid in began if alive(pid)]
    if number == signal.SIGTERM:
        assert process.returncode == TERMINATED
        assert said.splitlines()[-1] == "stopped; what was published before is as it was"
        assert not list((bare / ".cache/work").iterdir())


def wait_for_ffmpeg(process: subprocess.Popen[str]) -> list[int]:
    """All processes of a build, once ffmpeg is one of them."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = children(process.pid)
        for pid in found:
            try:
                if b"ffmpeg" in (Path("/proc") / str(pid) / "cmdline").read_bytes().partition(b"\0")[0]:
                    return found
            except OSError:
                continue
        assert process.poll() is None, "it ended before ffmpeg began"
        time.sleep(0.01)
    pytest.fail("ffmpeg did not begin")
