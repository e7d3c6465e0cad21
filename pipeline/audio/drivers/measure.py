"""Measuring finished recordings, which are published as they came."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.audio import container as containers
from pipeline.audio import encode, loudness, streams
from pipeline.audio.container import Container, Headers, NotAudio, Window
from pipeline.audio.drivers import opening
from pipeline.audio.drivers.ffmpeg import Ffmpeg, Run
from pipeline.audio.drivers.opening import opened, window
from pipeline.audio.loudness import Loudness
from pipeline.jobs.job import Failure, Made, Task

_MASTERED = "leave `master: never` out: then it is mastered, from anything that is read"
_SHORT = 0.06
"""Seconds by which decoded sound may miss what its header promises."""
_SEND = "send the file that subscribers have"
_SKIPPED = re.compile(r"^(?:\[[^\]\n]*\] ?){0,3}Error (?:while decoding|submitting packet)", re.MULTILINE)
"""What ffmpeg 5 and later say of a frame. What a tag says stands indented in the log."""
_PLACE = re.compile(r"^ +(?:location|com\.apple\.quicktime\.location)\S* +: *\S", re.MULTILINE)
"""What telephones write into a file of where they were."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Measures a finished recording as a whole: it is decoded once, as players do, which go on behind an odd frame.

    Params: `seconds` and `bytes`, the limits. Input: `audio`. Facts: `format`, `size` (bytes), `seconds` as listeners
    hear it, `channels`, `sample_rate` (Hz), `bitrate` (kb/s), `loudness` (LUFS), `true_peak` (dBTP, null in silence),
    `place` (whether its tags say where it was recorded), `flaw` (what is wrong with it, in words, or ""), and `lead`,
    which is none. Nothing is made: the recording itself is
    published. Refused with `Failure`: what is neither MP3 nor M4A, what no player can play, and what is too large.
    """

    program: str | None = None
    recipe: int = 1
    durable: bool = True

    @property
    def versions(self) -> Mapping[str, str]:
        return {"ffmpeg": Ffmpeg(self.program).version()}

    def perform(self, task: Task) -> Made:
        """Raises `Failure`; its message continues the name of the file."""
        path, limit = Path(task.inputs["audio"]), float(task.params["seconds"])
        size = opening.size(path, task.params["bytes"], "raise `limits.audio_bytes`")
        with path.open("rb") as file:
            container, headers = _recognised(window(file), size)
            begins = containers.after_id3(window(file))
        ffmpeg, recording = Ffmpeg(self.program), _open(container, task)
        channels, sample_rate, log = _shape(ffmpeg, recording, task.scratch)
        run = _decoded(ffmpeg, recording, task.scratch, limit)
        level = loudness.parse(run.log) or Loudness(loudness.SILENCE)
        facts = {
            "format": container.name,
            "size": size,
            "seconds": round(run.seconds, 3),
            "channels": channels,
            "sample_rate": sample_rate,
            "bitrate": round((size - begins) * 8 / run.seconds / 1000),
            "loudness": max(level.integrated, loudness.SILENCE),
            "true_peak": level.true_peak if level.true_peak is not None and level.true_peak > -200 else None,
            "lead": 0.0,
            "place": bool(_PLACE.search(log)),
            "flaw": headers.flaw or _of_decoding(run, headers.seconds),
        }
        return Made(facts)


def _recognised(window: Window, size: int) -> tuple[Container, Headers]:
    """The container, if it is one that is published as it came, and what its headers say. Raises `Failure`, also where
    they show that nobody could play it.
    """
    container = containers.sniff(window, size)
    if isinstance(container, NotAudio):
        why = "is empty" if size == 0 else f"is not audio: its first bytes {container.why}"
        raise Failure(why, _SEND, "bad-audio")
    if container not in (containers.MP3, containers.MP4):
        raise Failure(f"is {container.label}, and only MP3 and M4A are published as they came", _MASTERED, "bad-audio")
    headers = containers.headers(container, window, size)
    if headers.flaw and "DRM" in headers.flaw:
        raise Failure(headers.flaw, "send a recording of your own, without DRM", "bad-audio")
    return container, headers


def _open(container: Container, task: Task) -> tuple[str, ...]:
    """Arguments that open it as players do: no guess at its format, no other file or host."""
    path = opened(container.demuxer, task.inputs["audio"], task.scratch)
    return ("-protocol_whitelist", "file,pipe", "-f", container.demuxer, "-i", f"file:{path}")


def _shape(ffmpeg: Ffmpeg, recording: tuple[str, ...], scratch: str) -> tuple[int, int, str]:
    """Channels and Hz, and what ffmpeg says of the file. Raises `Failure`, also for a film: it would be published as
    one.
    """
    run = ffmpeg.run((*recording, *opening.FIRST), scratch, 60, progress=False)
    shape = opening.shape(run)
    if shape is None:
        raise _unplayable(run)
    if streams.parse(run.log).video:
        raise Failure("holds moving pictures, and only sound is published as it came", _MASTERED, "bad-audio")
    return (*shape, run.log)


def _decoded(ffmpeg: Ffmpeg, recording: tuple[str, ...], scratch: str, limit: float) -> Run:
    """All of it, measured. Raises `Failure`."""
    measured = ("-map", "0:a:0", "-t", f"{limit + 1:.3f}", "-af", encode.meter(peak="true"), "-f", "null", "-")
    run = ffmpeg.run((*recording, *measured), scratch, 60 + limit / 2)
    if run.code or run.seconds <= 0:
        raise _unplayable(run)
    if run.seconds > limit:
        hint = "raise `limits.audio_seconds` in `pipeline.toml`"
        raise Failure(f"is longer than {limit:,.0f} seconds", hint, "too-large")
    return run


def _unplayable(run: Run) -> Failure:
    return Failure(f"can't be played: {run.complaint}", _SEND, "bad-audio")


def _of_decoding(run: Run, promised: float | None) -> str:
    """What decoding showed to be wrong, in words."""
    if promised is not None and promised - run.seconds > _SHORT:
        return f"is cut short: its header promises {promised:.1f} seconds, {run.seconds:.1f} are there"
    return "holds frames that can't be decoded: players skip them" if _SKIPPED.search(run.log) else ""
