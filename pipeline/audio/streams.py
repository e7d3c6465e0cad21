"""What ffmpeg says of a file that it opens: which streams are in it, and how much sound came out."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Streams:
    """How many sounds a file holds, of which the first is published, and whether moving pictures are in it."""

    sounds: int
    video: bool


def parse(log: str) -> Streams:
    """The streams of the first input in a log of level `info`; covers are no moving pictures."""
    told = [line for line in _of_input(log) if line.lstrip().startswith("Stream #0:")]
    videos = (line for line in told if ": Video:" in line)
    return Streams(sum(": Audio:" in line for line in told), any(not _is_still(line) for line in videos))


def seconds(log: str, channels: int, sample_rate: int) -> float | None:
    """The length of the samples that came out, whatever their times, of a run that wrote them as 16 bits to nowhere; to
    a hundredth of a second. None where nothing is said of it.
    """
    told = re.findall(r"\baudio:([0-9]{1,15})(?:KiB|kB)", log)
    return int(told[-1]) * 1024 / (2 * channels * sample_rate) if told and channels and sample_rate else None


def _of_input(log: str) -> list[str]:
    """The lines up to what is said of the way through, or of the output."""
    lines = log.splitlines()
    ends = (number for number, line in enumerate(lines) if line.startswith(("Stream mapping:", "Output #")))
    return lines[: next(ends, len(lines))]


def _is_still(line: str) -> bool:
    """Whether a stream of pictures is a cover, or the pictures of chapters."""
    sort = line.partition(": Video:")[2].split(maxsplit=1)[:1]
    return "(attached pic)" in line or "(still image" in line or sort in (["mjpeg"], ["png"], ["bmp"], ["gif"])
