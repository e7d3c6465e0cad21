"""Looking at recordings: `Probe` as a whole, `Marks` for the chapters inside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.audio import container as containers
from pipeline.audio import encode, heard, hearing, loudness, streams
from pipeline.audio.container import Container, Headers, NotAudio, Window
from pipeline.audio.drivers import opening
from pipeline.audio.drivers.ffmpeg import EXPORT, Ffmpeg, Run
from pipeline.audio.drivers.opening import opened, window
from pipeline.audio.heard import Measured
from pipeline.audio.loudness import Loudness
from pipeline.audio.streams import Streams
from pipeline.formats.chapter_files import parse_metadata
from pipeline.jobs.job import Failure, Made, Task

_SHORT = {"flac": 0.01, "mp3": 0.06, "matroska": 0.5, "asf": 0.5, "caf": 0.2}
"""Seconds by which decoded sound may miss what its header promises."""
_SLOWEST, _FASTEST = 1_000, 1_000_000
"""Hz of the sample rates that there are; filters take memory by what a header says."""
_WIDEST = 16
"""Channels for which ffmpeg knows how they become two."""
_GAP = 0.5
"""Seconds that may be missing between the samples of a container with a clock, and nobody hears it."""


@dataclass(frozen=True, slots=True)
class Probe:
    """Looks at a recording as a whole: every sample is decoded, once.

    Params: `seconds` and `bytes`, the limits. Input: `audio`. Facts: `format`, `seconds`, `channels`, `sample_rate`
    (Hz), `loudness` (LUFS), `heard` (what `model.heard.Heard` holds); where it is so, how many `sounds` are in it, that
    it has a `video`, and that it is `torn`: an MP3 that ends in the middle of a frame, and the seconds of its `gaps`,
    where its clock ran on without sound. Refused with `Failure`: what is no sound or not whole, silence, and what is
    too long.
    """

    program: str | None = None
    recipe: int = 2
    durable: bool = True

    @property
    def versions(self) -> Mapping[str, str]:
        return {"ffmpeg": Ffmpeg(self.program).version()}

    def perform(self, task: Task) -> Made:
        """Raises `Failure`; its message continues the name of the file ("is cut short: …")."""
        path, limit = Path(task.inputs["audio"]), float(task.params["seconds"])
        hint = "send FLAC instead of WAV, or raise `limits.audio_bytes`"
        size = opening.size(path, task.params["bytes"], hint)
        with path.open("rb") as file:
            container, headers = _recognise(window(file), size)
        ffmpeg = Ffmpeg(self.program)
        recording = opened(container.demuxer, str(path), task.scratch)
        channels, sample_rate, held = self._shape(ffmpeg, container, recording, task.scratch)
        figures = Path(task.scratch, "tenths"), Path(task.scratch, "seconds")
        strict = ("-reinit_filter", "0", *encode.reading(container.demuxer, recording))
        listening = ("-filter_complex", hearing.graph(channels, sample_rate, *map(str, figures)), "-map", "[heard]")
        bounded = (*listening, "-t", f"{limit + 1:.3f}", "-f", "null", "-")
        run = ffmpeg.run((*strict, *bounded), task.scratch, 60 + limit / 5)
        if run.code:
            raise _damaged(run)
        measured = _judge(run.seconds, limit, container, headers.seconds, loudness.parse(run.log))
        gaps = run.seconds - (streams.seconds(run.log, channels, max(sample_rate, hearing.LEAST)) or run.seconds)
        if gaps < -_GAP:
            raise Failure("has a clock that runs backwards: parts of it lie over each other", EXPORT, "bad-audio")
        facts = {"format": container.name, "seconds": round(run.seconds, 3), "channels": channels}
        faults = _heard(figures, run.seconds, measured, exact=container.name in heard.EXACT)
        facts |= {"sample_rate": sample_rate, "loudness": measured.integrated, "heard": faults}
        return Made({**facts, **_aside(held, headers, gaps)})

    @staticmethod
    def _shape(ffmpeg: Ffmpeg, container: Container, path: str, scratch: str) -> tuple[int, int, Streams]:
        """Channels and Hz, and what else is in the file."""
        run = ffmpeg.run((*encode.reading(container.demuxer, path), *opening.FIRST), scratch, 60, progress=False)
        shape = opening.shape(run)
        if shape is None:
            raise _damaged(run)
        channels, hertz = shape
        if not _SLOWEST <= hertz <= _FASTEST:
            message = f"says that it has {hertz:,} samples a second, which no recording has"
            raise Failure(message, EXPORT, "bad-audio")
        if channels > _WIDEST:
            message = f"has {channels} channels, and no more than {_WIDEST} are mixed down"
            raise Failure(message, "mix it down to two, and export those", "bad-audio")
        return channels, hertz, streams.parse(run.log)


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


def _damaged(run: Run) -> Failure:
    """What ffmpeg says of a recording at which it ended."""
    if "Changing audio frame properties on the fly" in run.log:
        return Failure("changes its sample rate or its channels on the way", "export it again as one", "bad-audio")
    if "matches no streams" in run.log:
        return Failure("holds no sound", EXPORT, "bad-audio")
    return Failure(f"is damaged: {run.complaint}", EXPORT, "bad-audio")


def _aside(held: Streams, headers: Headers, gaps: float) -> dict[str, Any]:
    """What is told of a recording besides, where there is something to tell."""
    sounds, missing = held.sounds if held.sounds > 1 else 0, round(gaps, 1) if gaps > _GAP else 0
    told = {"sounds": sounds, "video": held.video, "torn": headers.torn, "gaps": missing}
    return {name: value for name, value in told.items() if value}


def _recognise(window: Window, size: int) -> tuple[Container, Headers]:
    """The container and what its headers say. Raises `Failure` for what can't be a whole recording."""
    container = containers.sniff(window, size)
    if isinstance(container, NotAudio):
        if size == 0:
            raise Failure("is empty", EXPORT, "bad-audio")
        raise Failure(f"is not audio: its first bytes {container.why}", EXPORT, "bad-audio")
    headers = containers.headers(container, window, size)
    if headers.flaw:
        locked = "send a recording of your own, without DRM" if "DRM" in headers.flaw else EXPORT
        raise Failure(headers.flaw, locked, "bad-audio")
    return container, headers


def _heard(figures: tuple[Path, Path], length: float, measured: Loudness, *, exact: bool) -> dict[str, Any] | None:
    """What the figures say that the filters wrote; None of what is too short for any."""
    with figures[0].open(encoding="ascii") as tenths, figures[1].open(encoding="ascii") as seconds:
        moments, slices = hearing.moments(tenths), list(hearing.slices(seconds))
    if not moments or not slices:
        return None
    peak = measured.sample_peak or 0.0
    return heard.heard(moments, slices, Measured(length, measured.integrated, peak, exact)).to_json()


def _judge(
    decoded: float, limit: float, container: Container, promised: float | None, measured: Loudness | None
) -> Loudness:
    """Its loudness. Raises `Failure` for too long, cut short, empty, or silent."""
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
    if measured.silent and decoded < loudness.SHORTEST:
        message = f"lasts {decoded:.2f} seconds, and what is shorter than {loudness.SHORTEST} can't be measured"
        raise Failure(message, "export it with some silence behind it", "bad-audio")
    if measured.silent:
        message = f"is silent: nothing in it is above {loudness.SILENCE:.0f} LUFS"
        raise Failure(message, "check the microphone or the export", "bad-audio")
    return measured
