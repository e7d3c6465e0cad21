"""Looking at recordings: `Probe` as a whole, `Marks` for the chapters inside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pipeline.audio import container as containers
from pipeline.audio import encode, loudness
from pipeline.audio.container import Container, NotAudio, Window
from pipeline.audio.drivers.ffmpeg import EXPORT, Ffmpeg
from pipeline.audio.loudness import Loudness
from pipeline.formats.chapter_files import parse_metadata
from pipeline.jobs.job import Failure, Made, Task

_SHORT = {"flac": 0.01, "mp3": 0.06}
"""Seconds by which decoded sound may miss what its header promises."""


def _window(file: BinaryIO) -> Window:
    def window(at: int, count: int) -> bytes:
        file.seek(at)
        return file.read(count)

    return window


@dataclass(frozen=True, slots=True)
class Probe:
    """Looks at a recording as a whole: every sample is decoded, once.

    Params: `seconds` and `bytes`, the limits. Input: `audio`. Facts: `format`, `seconds`, `channels`, `sample_rate`
    (Hz), `loudness` (LUFS). Refused with `Failure`: what is no sound or not whole, silence, and what is too long.
    """

    program: str | None = None
    recipe: int = 1
    durable: bool = True

    @property
    def versions(self) -> Mapping[str, str]:
        return {"ffmpeg": Ffmpeg(self.program).version()}

    def perform(self, task: Task) -> Made:
        """Raises `Failure`; its message continues the name of the file ("is cut short: …")."""
        path, limit = Path(task.inputs["audio"]), float(task.params["seconds"])
        size = path.stat().st_size
        if size > task.params["bytes"]:
            message = f"is {size:,} bytes; the limit is {task.params['bytes']:,}"
            raise Failure(message, "send FLAC instead of WAV, or raise `limits.audio_bytes`", "too-large")
        with path.open("rb") as file:
            container, promised = _recognise(_window(file), size)
        ffmpeg = Ffmpeg(self.program)
        channels, sample_rate = self._shape(ffmpeg, container, task)
        strict = encode.reading(container.demuxer, str(path))
        bounded = ("-map", "0:a:0", "-t", f"{limit + 1:.3f}", "-af", encode.meter(peak=False), "-f", "null", "-")
        run = ffmpeg.run((*strict, *bounded), task.scratch, 60 + limit / 5)
        if run.code:
            raise Failure(f"is damaged: {run.complaint}", EXPORT, "bad-audio")
        measured = loudness.parse(run.log)
        _judge(run.seconds, limit, container, promised, measured)
        facts = {"format": container.name, "seconds": round(run.seconds, 3), "channels": channels}
        level = measured.integrated if measured else None
        return Made({**facts, "sample_rate": sample_rate, "loudness": level})

    @staticmethod
    def _shape(ffmpeg: Ffmpeg, container: Container, task: Task) -> tuple[int, int]:
        """Channels and Hz, from the WAV header that ffmpeg writes for the first frame: all versions write it alike."""
        one = ("-map", "0:a:0", "-frames:a", "1", "-c:a", "pcm_s16le", "-f", "wav", "pipe:1")
        args = (*encode.reading(container.demuxer, task.inputs["audio"]), *one)
        run = ffmpeg.run(args, task.scratch, 60, progress=False)
        if run.code or len(run.out) < 44:
            raise Failure(f"is damaged: {run.complaint}", EXPORT, "bad-audio")
        return int.from_bytes(run.out[22:24], "little"), int.from_bytes(run.out[24:28], "little")


@dataclass(frozen=True, slots=True)
class Marks:
    """Reads the chapters inside a recording.

    Params: `demuxer`, ffmpeg's for it. Input: `audio`. Fact: `marks`, a list of start and end in seconds, and title.
    Durable: a runner that has a pointer in place of the recording knows them, too.
    """

    program: str | None = None
    recipe: int = 1
    durable: bool = True

    @property
    def versions(self) -> Mapping[str, str]:
        return {"ffmpeg": Ffmpeg(self.program).version()}

    def perform(self, task: Task) -> Made:
        """Raises `Failure`; its message continues the name of the file."""
        opened = encode.reading(task.params["demuxer"], task.inputs["audio"])
        run = Ffmpeg(self.program).run((*opened, "-f", "ffmetadata", "pipe:1"), task.scratch, 60, progress=False)
        if run.code:
            raise Failure(f"is damaged: {run.complaint}", EXPORT, "bad-audio")
        return Made({"marks": [list(mark) for mark in parse_metadata(run.out.decode("utf-8", "replace"))]})


def _recognise(window: Window, size: int) -> tuple[Container, float | None]:
    """The container and the seconds its header promises. Raises `Failure` for what can't be a whole recording."""
    container = containers.sniff(window, size)
    if isinstance(container, NotAudio):
        if size == 0:
            raise Failure("is empty", EXPORT, "bad-audio")
        raise Failure(f"is not audio: its first bytes {container.why}", EXPORT, "bad-audio")
    flaw = containers.flaw(container, window, size)
    if flaw:
        locked = "send a recording of your own, without DRM" if "DRM" in flaw else EXPORT
        raise Failure(flaw, locked, "bad-audio")
    return container, containers.promised_seconds(container, window)


def _judge(
    decoded: float, limit: float, container: Container, promised: float | None, measured: Loudness | None
) -> None:
    """Raises `Failure` for too long, cut short, empty, or silent."""
    if decoded > limit:
        hint = "split it, or raise `limits.audio_seconds` in `pipeline.toml`"
        raise Failure(f"is longer than {limit:,.0f} seconds", hint, "too-large")
    if decoded <= 0:
        raise Failure("is empty: it holds no sound", EXPORT, "bad-audio")
    if promised is not None and promised - decoded > _SHORT.get(container.name, 0.05):
        message = f"is cut short: its header promises {promised:.1f} seconds, {decoded:.1f} are there"
        raise Failure(message, EXPORT, "bad-audio")
    if measured is None:
        raise Failure("can't be measured: ffmpeg gave no figures", "report this as an error of ours", tool=True)
    if measured.silent:
        message = f"is silent: nothing in it is above {loudness.SILENCE:.0f} LUFS"
        raise Failure(message, "check the microphone or the export", "bad-audio")
