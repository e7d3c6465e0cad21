"""The hand and the palette: a few shapes that never come out quite straight, as SVG text.

Points are in the units of the sheet, y downwards. A hand is seeded by the name of its sheet: the same sheet comes out
the same on every machine.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from random import Random

Point = tuple[float, float]

# The theme's teal from ink to haze, its paper, and one warm accent (theme/assets/library.css).
INK, DEEP, TEAL, LAGOON, MIST, HAZE = "#17454a", "#205a5f", "#2f7a80", "#6aa5a7", "#a9cbc8", "#d6e5df"
PAPER, SAND, WOOD = "#f6efdf", "#e6d6b8", "#b98f6a"
CLAY, EMBER, PEACH = "#8a3f1d", "#cb6b3c", "#f2b48f"


class Hand:
    """Draws shapes; each returns one SVG element."""

    def __init__(self, seed: str, tremble: float = 3.0) -> None:
        self._random = Random(seed)
        self._tremble = tremble

    def shape(self, points: Iterable[Point], fill: str) -> str:
        """A soft closed shape through the points."""
        return f'<path d="{_curve(self._shaken(points), closed=True)}" fill="{fill}"/>'

    def disc(self, x: float, y: float, r: float, fill: str, flat: float = 1.0) -> str:
        """A round thing of radius `r`; `flat` below 1 sees it from the side."""
        return f'<path d="{_curve(self._round(x, y, r, flat), closed=True)}" fill="{fill}"/>'

    def ring(self, x: float, y: float, r: float, stroke: str, width: float, flat: float = 1.0) -> str:
        """The outline of a round thing."""
        path = _curve(self._round(x, y, r, flat), closed=True)
        return f'<path d="{path}" fill="none" stroke="{stroke}" stroke-width="{_n(width)}"/>'

    def board(self, points: Sequence[Point], fill: str, corner: float = 12) -> str:
        """A cut shape with sides that are nearly straight and corners that are nearly sharp."""
        corners = self._shaken(points)
        path = f"M{_at(corners[0])}"
        for a, b in pairwise([*corners, corners[0]]):
            middle = self._shaken([((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)])[0]
            path += f"Q{_at(middle)} {_at(b)}"
        edge = f'stroke="{fill}" stroke-width="{_n(corner)}" stroke-linejoin="round"'
        return f'<path d="{path}Z" fill="{fill}" {edge}/>'

    def box(self, x: float, y: float, width: float, height: float, fill: str, corner: float = 12) -> str:
        """A board with right angles, more or less."""
        return self.board([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], fill, corner)

    def line(self, points: Iterable[Point], stroke: str, width: float = 8) -> str:
        """A soft line through the points."""
        path = _curve(self._shaken(points), closed=False)
        return (
            f'<path d="{path}" fill="none" stroke="{stroke}" stroke-width="{_n(width)}" '
            'stroke-linecap="round" stroke-linejoin="round"/>'
        )

    def land(self, crest: Iterable[Point], fill: str, floor: float = 960) -> str:
        """All that lies under a crest: hills, waves, a shore."""
        points = self._shaken(crest)
        down, back = _at((points[-1][0], floor)), _at((points[0][0], floor))
        return f'<path d="{_curve(points, closed=False)}L{down}L{back}Z" fill="{fill}"/>'

    def ribbon(self, middle: Iterable[tuple[float, float, float]], fill: str) -> str:
        """A way or a stream: points of its middle, each with its width there."""
        stops = list(middle)
        left = self._shaken((x - w / 2, y) for x, y, w in stops)
        right = self._shaken((x + w / 2, y) for x, y, w in reversed(stops))
        back = _curve(right, closed=False).replace("M", "L", 1)
        return f'<path d="{_curve(left, closed=False)}{back}Z" fill="{fill}"/>'

    def scatter(self, count: int, left: float, top: float, right: float, bottom: float) -> list[Point]:
        """Points strewn over an area, none too near to the next."""
        found: list[Point] = []
        apart = 0.6 * math.sqrt((right - left) * (bottom - top) / count)
        while len(found) < count:
            point = (self._random.uniform(left, right), self._random.uniform(top, bottom))
            if all(math.dist(point, other) > apart for other in found):
                found.append(point)
            apart *= 0.99
        return found

    def strokes(self, points: Iterable[Point], length: float, stroke: str, width: float = 7, rise: float = 0) -> str:
        """Short lines, one at each point: ripples, blades of grass, rain."""
        lines = []
        for x, y in points:
            long = length * self._random.uniform(0.6, 1.3)
            way = (rise / length) * long if length else 0
            lines.append(self.line([(x - long / 2, y), (x, y - way / 2 - 4), (x + long / 2, y - way)], stroke, width))
        return "".join(lines)

    def _round(self, x: float, y: float, r: float, flat: float) -> list[Point]:
        """Points around a middle, a little oval and a little three-cornered, as a circle drawn without compasses."""
        oval, corners = self._random.uniform(0, math.tau), self._random.uniform(0, math.tau)
        turns = [math.tau * i / 16 for i in range(16)]
        radii = [r * (1 + 0.014 * math.cos(2 * t + oval) + 0.012 * math.cos(3 * t + corners)) for t in turns]
        return [(x + q * math.cos(t), y + q * flat * math.sin(t)) for t, q in zip(turns, radii, strict=True)]

    def _shaken(self, points: Iterable[Point]) -> list[Point]:
        by = self._tremble
        return [(x + self._random.uniform(-by, by), y + self._random.uniform(-by, by)) for x, y in points]


def moved(shapes: Iterable[str], x: float = 0, y: float = 0, turn: float = 0, scale: float = 1) -> str:
    """Shapes drawn around (0, 0), put at a place; `turn` in degrees clockwise."""
    return f'<g transform="translate({_n(x)} {_n(y)}) rotate({_n(turn)}) scale({scale:g})">{"".join(shapes)}</g>'


def sheet(shapes: Iterable[str], width: int, height: int, ground: str) -> str:
    """A whole picture, as an SVG document: one element a line, for those who compare two versions."""
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    lines = "\n".join((f'<rect width="{width}" height="{height}" fill="{ground}"/>', *shapes))
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>\n{lines}\n</svg>\n'


def _curve(points: Sequence[Point], *, closed: bool) -> str:
    """A path through all points: Catmull and Rom's spline as Bézier curves."""
    count = len(points)
    around = [points[-1], *points, *points[:2]] if closed else [points[0], *points, points[-1]]
    path = f"M{_at(points[0])}"
    for i in range(count if closed else count - 1):
        before, start, end, after = around[i : i + 4]
        first = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
        second = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        path += f"C{_at(first)} {_at(second)} {_at(end)}"
    return path + ("Z" if closed else "")


def _at(point: Point) -> str:
    return f"{_n(point[0])} {_n(point[1])}"


def _n(value: float) -> str:
    """A number of the drawing, to the whole unit: a thousandth of its width is nothing to see."""
    return f"{value:.0f}".replace("-0", "0") if abs(value) < 0.5 else f"{value:.0f}"
