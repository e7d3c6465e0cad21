"""How loud an episode is over time, drawn: loudness and peaks of each second, the target, and the highest true peak."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from pipeline.audio.hearing import power_of
from pipeline.formats import times

WIDTH, HEIGHT = 720, 200
"""Pixels of the drawing; it scales."""
_LEFT, _BOTTOM = 34, 22
_HIGHEST, _LOWEST = 10, -50
"""dB: peaks that the limiter holds lie over 0 before it."""
_COLUMNS = 600
_STEPS = (5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600)
_LABELS = 8
"""Marks of the time that have room beside each other."""

STYLE = """
.trace { min-width: 32rem; }
.trace text { font: 10px system-ui, sans-serif; fill: #555; }
.trace .grid { stroke: #ddd; }
.trace .loud { fill: #4a7fb5; }
.trace .peak { fill: none; stroke: #999; }
.trace .target { stroke: #1b7a3d; stroke-dasharray: 6 3; }
.trace .ceiling { stroke: #b3261e; stroke-dasharray: 2 3; }
.trace .fault { fill: #b3261e; }
@media (prefers-color-scheme: dark) {
  .trace text { fill: #bbb; }
  .trace .grid { stroke: #444; }
  .trace .loud { fill: #6fa3d8; }
  .trace .target { stroke: #5dc586; }
  .trace .ceiling, .trace .fault { stroke: #ff8a80; }
}
"""


@dataclass(frozen=True, slots=True)
class Trace:
    """What is drawn: loudness (LUFS) and peaks (dBFS) of each second, as they are after the gain; the target in LUFS,
    the highest true peak in dBTP, and the seconds in which there is a fault.
    """

    loudness: Sequence[float]
    peaks: Sequence[float]
    target: float
    ceiling: float
    faults: Sequence[int] = ()

    @property
    def seconds(self) -> int:
        return max(1, len(self.loudness))


def svg(trace: Trace, title: str) -> str:
    """The drawing, with `title` for those who don't see it. Its colours are those of `STYLE`."""
    loud = _columns(trace.loudness, _mean)
    peaks = _columns(trace.peaks, max)
    parts = (
        *_grid(trace),
        f'<path class="loud" d="{_area(loud)}"/>',
        f'<polyline class="peak" points="{_line(peaks)}"/>',
        _across("ceiling", trace.ceiling),
        _across("target", trace.target),
        *(f'<circle class="fault" cx="{_x(at / trace.seconds):.0f}" cy="6" r="3"/>' for at in trace.faults),
    )
    opened = f'<svg class="trace" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" xmlns="http://www.w3.org/2000/svg">'
    return f"{opened}<title>{escape(title)}</title>{''.join(parts)}</svg>"


def _columns(levels: Sequence[float], joined: Callable[[Sequence[float]], float]) -> list[float]:
    """The levels of columns, of which there are not more than can be seen."""
    count = min(_COLUMNS, len(levels))
    bounds = (len(levels) * number // count for number in range(count + 1) if count)
    return [joined(levels[begin:end]) for begin, end in pairwise(bounds)]


def _mean(levels: Sequence[float]) -> float:
    return 10 * math.log10(sum(power_of(level) for level in levels) / len(levels))


def _x(part: float) -> float:
    return _LEFT + part * (WIDTH - _LEFT)


def _y(level: float) -> float:
    part = (_HIGHEST - level) / (_HIGHEST - _LOWEST)
    return min(1.0, max(0.0, part)) * (HEIGHT - _BOTTOM)


def _points(levels: Sequence[float]) -> Iterator[str]:
    for number, level in enumerate(levels):
        yield f"{_x((number + 0.5) / len(levels)):.1f},{_y(level):.1f}"


def _line(levels: Sequence[float]) -> str:
    return " ".join(_points(levels))


def _area(levels: Sequence[float]) -> str:
    floor = _y(_LOWEST)
    return f"M{_LEFT},{floor:.1f} L{' L'.join(_points(levels))} L{WIDTH},{floor:.1f} Z" if levels else ""


def _across(name: str, level: float) -> str:
    return f'<line class="{name}" x1="{_LEFT}" x2="{WIDTH}" y1="{_y(level):.1f}" y2="{_y(level):.1f}"/>'


def _grid(trace: Trace) -> Iterator[str]:
    for level in range(0, _LOWEST - 1, -10):
        y = _y(level)
        yield f'<line class="grid" x1="{_LEFT}" x2="{WIDTH}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text x="{_LEFT - 4}" y="{y + 4:.1f}" text-anchor="end">{level}</text>'
    step = next((step for step in _STEPS if trace.seconds / step <= _LABELS), 7_200)
    for at in range(0, trace.seconds, step):
        yield f'<text x="{_x(at / trace.seconds):.1f}" y="{HEIGHT - 6}">{times.clock(at)}</text>'
