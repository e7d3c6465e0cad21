"""The waveform of an episode: how loud it is from one end to the other, for the player of its page.

Loudness by windows of one length, as root mean square: peaks of mastered speech are all alike, and would draw a bar. An
hour has as many windows as a minute, so that every file is small.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from pipeline.audio.encode import reading

WINDOWS: Final = 400
"""The most that a waveform has: some for each bar that a player draws."""
SHORTEST: Final = 0.02
"""Seconds of a window at least."""
RATE: Final = 8_000
"""Hz at which it is listened to: what is loud in speech is below half of that, and to measure it costs a tenth. The
channels stay apart, for two that are inverted would be silent together.
"""
WHOLE: Final = 255
_KEY: Final = "lavfi.astats.Overall.RMS_level"
_LEVEL: Final = re.compile(rf"^{re.escape(_KEY)}=(-?(?:[0-9.]+|inf|nan))\s*$", re.MULTILINE)


def params(demuxer: str, seconds: float) -> dict[str, Any]:
    """The params of its job: `samples` of one window, in each channel."""
    return {"demuxer": demuxer, "samples": math.ceil(max(seconds / WINDOWS, SHORTEST) * RATE)}


def listening(said: Mapping[str, Any], path: str) -> tuple[str, ...]:
    """Arguments of ffmpeg that write the level of each window to its standard output."""
    measured = "astats=metadata=1:reset=1:measure_perchannel=none:measure_overall=RMS_level"
    windows = f"aresample={RATE},asetnsamples=n={said['samples']}:p=0,{measured},ametadata=mode=print:key={_KEY}:file=-"
    return (*reading(said["demuxer"], path), "-map", "0:a:0", "-af", windows, "-f", "null", "-")


def levels(printed: str) -> list[float]:
    """The windows as ffmpeg printed them: dBFS, -inf for silence."""
    return [-math.inf if found == "nan" else float(found) for found in _LEVEL.findall(printed)]


def to_json(decibels: Iterable[float]) -> bytes:
    """The file: `levels` are amplitudes from 0 to 255, the loudest of which is 255."""
    amplitudes = [10 ** (one / 20) for one in decibels]
    loudest = max(amplitudes, default=0.0)
    scaled = [round(WHOLE * one / loudest) if loudest else 0 for one in amplitudes]
    return json.dumps({"version": 1, "levels": scaled}, separators=(",", ":")).encode()
