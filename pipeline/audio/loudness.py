"""Loudness: what ffmpeg's `ebur128` filter says, read as figures (ITU-R BS.1770, EBU R 128)."""

from __future__ import annotations

import re
from dataclasses import dataclass

SILENCE = -70.0
"""LUFS at and below which there is nothing to hear: the absolute gate of BS.1770."""

_NUMBER = r"(-?(?:\d+(?:\.\d+)?|inf)|nan)"
_INTEGRATED = re.compile(rf"^\s+I:\s+{_NUMBER} LUFS\s*$", re.MULTILINE)
_PEAK = re.compile(rf"^\s+Peak:\s+{_NUMBER} dBFS\s*$", re.MULTILINE)
_SPLIT = re.compile(r"^\[Parsed_ebur128_\d+ @ [^\]]*\] Summary:\s*$", re.MULTILINE)
_TIME = re.compile(r"^out_time_us=(-?\d+)\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Loudness:
    """Integrated loudness in LUFS, and true peak in dBTP (None where it was not measured)."""

    integrated: float
    true_peak: float | None = None

    @property
    def silent(self) -> bool:
        return not self.integrated > SILENCE

    def __str__(self) -> str:
        peak = "" if self.true_peak is None else f", true peak {self.true_peak:.1f} dBTP"
        return f"{self.integrated:.1f} LUFS{peak}"


def parse(log: str) -> Loudness | None:
    """The figures behind the last summary in a log, or None when it has none.

    Read it only where ffmpeg's exit code is 0: version 5.1 prints a summary of 0.0 LUFS for a run that failed.
    """
    parts = _SPLIT.split(log)
    if len(parts) < 2:
        return None
    integrated, peak = _INTEGRATED.search(parts[-1]), _PEAK.search(parts[-1])
    if integrated is None:
        return None
    return Loudness(float(integrated[1]), float(peak[1]) if peak else None)


def seconds(progress: str) -> float:
    """The length of what was put out, in seconds, from the last block of `-progress`."""
    times = _TIME.findall(progress)
    return int(times[-1]) / 1_000_000 if times else 0.0
