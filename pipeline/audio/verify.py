"""Holding an encoded file against what was promised: its loudness, its peaks, and where these are.

True peaks cost more than all else that is measured. So they are measured where the sound is loud: there alone does a
codec make peaks that are too high, and where it does so elsewhere, its samples show it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.audio import encode, frames
from pipeline.audio.encode import Master
from pipeline.audio.loudness import Loudness

Span = tuple[float, float]
Spans = tuple[Span, ...]
"""From where to where, in seconds."""

ALL: Spans = ()
"""Where true peaks are measured when they may be anywhere."""

SOFTENED = 3
"""How often peaks are taken down in an encoded file."""

FEW = 0.02
"""Part of an episode in which peaks are taken down at most; where there are more, the ceiling is too high."""

INTERPOLATED = 0.15
"""dB that a sample may be above the true peak that is measured there, between samples."""

NEAR = 1.0
"""dB that the true peak may be above the highest sample."""

MOST_GAPS = 1_000
"""How many stretches that are not loud are left out where true peaks are measured: each costs words of a command."""


def measuring(rate: int, path: str, seconds: float, loud: Spans) -> tuple[str, ...]:
    """Arguments that measure an MP3 (Hz, seconds) as it is heard: its loudness and its highest sample, and where it is
    `loud` the true peak of each tenth of a second. Of what is measured only the end is let through, to tell the length.
    """
    tenths = f"asetnsamples=n={rate // 10}:p=0,{encode.none_but(_in_tenths(_turns(loud)))}"
    whole = f"{encode.meter(peak='sample')},{encode.none_but(f'gt(t,{max(0.0, seconds - 1):.3f})')}"
    parts = f"{tenths},{encode.meter(peak='true', told=True)},anullsink"
    graph = f"[0:a:0]asplit[all][some];[all]{whole}[whole];[some]{parts}"
    return (*encode.reading("mp3", path), "-filter_complex", graph, "-map", "[whole]", "-f", "null", "-")


def verified(meters: Sequence[Loudness]) -> Loudness:
    """What the two meters of `measuring` say: of the whole, and of what is loud."""
    whole, loud = meters
    return replace(loud, integrated=whole.integrated)


def is_elsewhere(master: Master, meters: Sequence[Loudness]) -> bool:
    """Whether a sample near the highest true peak is not where it is loud: the codec made it, unexpected."""
    whole, loud = meters
    highest = _peak(whole.sample_peak)
    return highest > max(_peak(loud.true_peak) + INTERPOLATED, master.true_peak - NEAR)


def _peak(level: float | None) -> float:
    return -math.inf if level is None else level


def _turns(loud: Spans) -> list[int]:
    """The tenths of a second at which an episode becomes loud, and no longer is, by turns. Where there are many, the
    shortest of the gaps are left out; where nothing is loud, all of it is measured.
    """
    spans = [(max(0, math.floor(10 * begin - 0.2)), math.ceil(10 * end + 0.2)) for begin, end in loud]
    gaps = sorted(after[0] - before[1] for before, after in pairwise(spans))
    left_out = max(0, gaps[-MOST_GAPS]) if len(gaps) >= MOST_GAPS else 0
    turns: list[int] = []
    for begin, end in spans:
        if turns and begin - turns[-1] <= left_out:
            turns[-1] = max(turns[-1], end)
        else:
            turns += (begin, end)
    return turns or [0]


def _in_tenths(turns: Sequence[int], *, loud: bool = False) -> str:
    """An expression that is 1 for each number `n` of a tenth that is loud: few steps lead to it, however many there
    are.
    """
    if not turns:
        return str(int(loud))
    middle = len(turns) // 2
    before, after = turns[:middle], turns[middle + 1 :]
    early, late = _in_tenths(before, loud=loud), _in_tenths(after, loud=loud ^ (middle % 2 == 0))
    return f"if(lt(n,{turns[middle]}),{early},{late})"


def peaks(master: Master, tenths: Iterable[tuple[float, float]]) -> list[Span]:
    """From where to where an encoded file is too loud: `tenths` are what the meter told (its second, dBTP)."""
    return [(at - 0.15, at + 0.05) for at, peak in tenths if encode.over(master, peak) > 0]


def few(stretches: Sequence[Span], seconds: float) -> bool:
    """Whether peaks can be taken down where they are."""
    return 0 < len(stretches) * 0.2 <= max(1.0, FEW * seconds)


def steps(master: Master, encoded: Loudness) -> int:
    """By how many steps frames are made quieter so that the highest peak is not too high any more."""
    return 0 if encoded.true_peak is None else math.ceil((encode.over(master, encoded.true_peak) + 0.1) / frames.STEP)
