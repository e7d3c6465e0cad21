"""Loudness: what ffmpeg's `ebur128` filter says, read as figures (ITU-R BS.1770, EBU R 128)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

SILENCE = -70.0
"""LUFS at and below which there is nothing to hear: the absolute gate of BS.1770."""

SHORTEST = 0.4
"""Seconds that BS.1770 measures at once: what is shorter has no loudness."""

_NUMBER = r"(-?(?:\d+(?:\.\d+)?|inf)|nan)"
_INTEGRATED = re.compile(rf"^\s+I:\s+{_NUMBER} LUFS\s*$", re.MULTILINE)
_PEAK = re.compile(rf"^\s+(Sample|True) peak:\s+Peak:\s+{_NUMBER} dBFS\s*$", re.MULTILINE)
_SPLIT = re.compile(r"^\[Parsed_ebur128_(\d+) @ [^\]]*\] Summary:\s*$", re.MULTILINE)
_TIME = re.compile(r"^out_time_us=(-?\d+)\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Loudness:
    """Integrated loudness in LUFS, true peak in dBTP, highest sample in dBFS; None where a peak was not measured."""

    integrated: float
    true_peak: float | None = None
    sample_peak: float | None = None

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
    found = parse_all(log)
    return found[-1] if found else None


def parse_all(log: str) -> list[Loudness]:
    """The figures of each meter of a run, in the order in which the sound went through them. It is to be read where
    `parse` is. Version 5.1 sets up a graph more than once: the last summary of each meter counts.
    """
    made = zip(*[iter(_SPLIT.split(log)[1:])] * 2, strict=True)
    last = {int(number): _figures(summary) for number, summary in made}
    return [figures for _, figures in sorted(last.items()) if figures]


def _figures(summary: str) -> Loudness | None:
    integrated = _INTEGRATED.search(summary)
    peaks = {name: float(figure) for name, figure in _PEAK.findall(summary)}
    return Loudness(float(integrated[1]), peaks.get("True"), peaks.get("Sample")) if integrated else None


def true_peaks(lines: Iterable[str]) -> Iterator[tuple[float, float]]:
    """The true peak in dBTP of each tenth of a second, and the second at which that ends, from what a meter tells."""
    for line in lines:
        before, told, behind = line.partition("FTPK:")
        if told:
            levels = behind.partition(" dBFS")[0].split()
            at = before.partition(" t: ")[2].split()
            yield float(at[0]), max(float(level) for level in levels)


def loud_parts(lines: Iterable[str], length: float) -> Iterator[tuple[float, float]]:
    """From where to where a sound of this length is loud, in seconds, from what `silencedetect` says of the rest."""
    begin, loud = 0.0, True
    for line in lines:
        _, start, at = line.partition("silence_start: ")
        if start:
            loud = False
            if (end := float(at)) > begin:
                yield begin, end
        _, stop, at = line.partition("silence_end: ")
        if stop:
            begin, loud = float(at.split()[0]), True
    if loud and length > begin:
        yield begin, length


def seconds(progress: str) -> float:
    """The length of what was put out, in seconds, from the last block of `-progress`."""
    times = _TIME.findall(progress)
    return int(times[-1]) / 1_000_000 if times else 0.0
