"""Short sounds before and behind an episode, made with pydub and held in memory: the sting, two soft tones; and clips
of the organisation's own, which fade.
"""

from __future__ import annotations

import io
import warnings
import wave
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.audio import encode
from pipeline.audio import loudness as loudness_of
from pipeline.audio.drivers.ffmpeg import EXPORT, Ffmpeg
from pipeline.audio.drivers.opening import opened
from pipeline.audio.encode import Clip, Master
from pipeline.jobs.job import Failure, Task

NOTES = ((392.00, 0), (587.33, 450))
"""Hz (G4, D5) and the millisecond at which each begins."""

LENGTH = 2_000
"""Milliseconds, of which the last 400 are a breath before the first word. Whole seconds, so that chapters at whole
seconds stay there: players exist that read nothing else."""

_PIECE = 65_536
"""Frames that are copied at a time."""
_PATIENCE = 600
"""Seconds that a clip may take, of two minutes at most."""
_NOTE, _FADE_IN, _FADE_OUT = 1_150, 60, 900
_LOUDNESS_OF_FULL_SCALE = -11.3
"""LUFS of the sting in mono before its gain; two channels have 3 LU more (ITU-R BS.1770). Measured; a test holds it."""


def sting(sample_rate: int, channels: int, loudness: float) -> tuple[bytes, float]:
    """A WAV file (16 bits) and its length in seconds: Hz, 1 or 2 channels, LUFS. The same bytes on every run."""
    segment, sine = _pydub()
    whole = segment.silent(duration=LENGTH, frame_rate=sample_rate)
    for hertz, at in NOTES:
        tone = sine(hertz, sample_rate=sample_rate).to_audio_segment(duration=_NOTE, volume=-6.0)
        whole = whole.overlay(tone.fade_in(_FADE_IN).fade_out(_FADE_OUT), position=at)
    gain = loudness - _LOUDNESS_OF_FULL_SCALE - (3.01 if channels == 2 else 0.0)
    whole = whole.set_channels(channels).apply_gain(gain)
    file = io.BytesIO()
    whole.export(file, format="wav")
    return file.getvalue(), whole.frame_count() / sample_rate


def _pydub() -> tuple[Any, Any]:
    """pydub's segment and sine. It warns when it is imported (of ffmpeg, which we don't need here, and of its own
    regular expressions); none of that is for editors.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pydub import AudioSegment
        from pydub.generators import Sine
    return AudioSegment, Sine


@dataclass(frozen=True, slots=True)
class Ends:
    """What stands before and behind a recording: paths of WAV files, "" for none, and their lengths in seconds."""

    before: str
    after: str
    seconds: tuple[float, float]

    def lead(self, master: Master) -> float:
        """The second at which the recording begins."""
        return self.seconds[0] - master.overlaps[0]

    def longer(self, master: Master) -> float:
        """Seconds that they add to the recording."""
        return sum(self.seconds) - sum(master.overlaps)


def ends(ffmpeg: Ffmpeg, master: Master, task: Task) -> Ends:
    """Write the intro, or the sting where one is wanted, and the outro, as they will be heard. Raises `Failure`."""
    before, lead = "", 0.0
    if master.intro:
        before, lead = _clip(ffmpeg, master, master.intro, task, "intro")
    elif master.sting:
        data, lead = sting(master.sample_rate, master.channels, master.loudness - encode.STING_BELOW)
        before = str(Path(task.scratch, "sting.wav"))
        Path(before).write_bytes(data)
    after, closed = _clip(ffmpeg, master, master.outro, task, "outro") if master.outro else ("", 0.0)
    return Ends(before, after, (lead, closed))


def _clip(ffmpeg: Ffmpeg, master: Master, clip: Clip, task: Task, name: str) -> tuple[str, float]:
    """A clip as WAV, as loud as the recording will be, faded where it meets that; and its length in seconds."""
    own = Path(task.scratch, name)
    own.mkdir()
    path, raw = opened(clip.demuxer, task.inputs[name], str(own)), own / "samples"
    run = ffmpeg.run(encode.measuring_clip(master, clip, path), task.scratch, _PATIENCE)
    level = None if run.code else loudness_of.parse(run.log)
    if level is None or level.silent:
        why = f"can't be measured: {run.complaint}" if level is None else "is silent"
        raise Failure(f"its {name} {why}", EXPORT, "bad-audio")
    run = ffmpeg.run(encode.taking_clip(master, clip, level, path, str(raw)), task.scratch, _PATIENCE)
    if run.code:
        raise Failure(f"its {name} can't be decoded: {run.complaint}", EXPORT, "bad-audio")
    met = max(encode.CLICK, clip.crossfade)
    out = own / "clip.wav"
    return str(out), _faded(raw, master, (encode.CLICK, met) if name == "intro" else (met, encode.CLICK), out)


def _faded(raw: Path, master: Master, fades: tuple[float, float], out: Path) -> float:
    """Write samples (16 bits) as WAV, which come and go within so many seconds at their two ends; the length of all.
    Only what fades is held in memory.
    """
    segment, _ = _pydub()
    shape = {"sample_width": 2, "frame_rate": master.sample_rate, "channels": master.channels}
    frame = 2 * master.channels
    count = raw.stat().st_size // frame
    first, last = (round(seconds * master.sample_rate) for seconds in fades)
    come = min(first, max(0, count - last))
    go = min(last, count - come)
    with raw.open("rb") as samples, wave.open(str(out), "wb") as file:
        file.setparams((master.channels, 2, master.sample_rate, count, "NONE", ""))
        head = segment(data=samples.read(come * frame), **shape)
        file.writeframesraw((head.fade_in(len(head)) if len(head) else head).raw_data)
        for at in range(come, count - go, _PIECE):
            file.writeframesraw(samples.read(min(_PIECE, count - go - at) * frame))
        tail = segment(data=samples.read(go * frame), **shape)
        file.writeframesraw((tail.fade_out(len(tail)) if len(tail) else tail).raw_data)
        return file.tell() / master.sample_rate
