"""Pillow: the social card of a page, in the theme's own type."""

from __future__ import annotations

import contextlib
import io
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.cards.card import HEIGHT, LEADING, WIDTH, fit
from pipeline.jobs import Failure, Made, Task

if TYPE_CHECKING:
    from PIL import Image, ImageDraw, ImageFont

MARGIN, TOP, FOOT = 84, 150, 508
SIZES = tuple(range(92, 43, -4))
_WEIGHT, _SMALL = 600, 36
_FULL, _SHADES = 255, 16
_MEASURED_AT, _LOOKED_AT = 200, 16


@dataclass(frozen=True, slots=True)
class Card:
    """Performer `card`: a PNG of 1200 × 630 px as the output `card`.

    Params: `title`, `label` and `library`, the words; `ground`, `text` and `accent`, the colours (`#rrggbb`). Inputs:
    `font 0` and so on, the fonts by preference; none is taken from the machine. Text that they can't draw is left out.
    """

    recipe: int = 1
    durable: bool = False
    batch: int = 16

    @property
    def versions(self) -> Mapping[str, str]:
        from PIL import features

        # What is written from right to left is laid out by the FriBiDi of the machine, where it has one.
        return {"pillow": version("pillow"), "fribidi": features.version("fribidi") or "none"}

    def perform(self, task: Task) -> Made:
        try:
            fonts = tuple(Path(task.inputs[f"font {n}"]).read_bytes() for n in range(len(task.inputs)))
            return Made({"width": WIDTH, "height": HEIGHT}, {"card": _drawn(task.params, _Type(fonts))})
        except (OSError, ValueError) as error:
            raise Failure(f"no card can be drawn: {error}", "mend `theme/card.yml`", tool=True) from error


def _drawn(params: Mapping[str, Any], type_: _Type) -> bytes:
    from PIL import Image, ImageDraw

    text, accent = Image.new("L", (WIDTH, HEIGHT)), Image.new("L", (WIDTH, HEIGHT))
    written, painted = ImageDraw.Draw(text), ImageDraw.Draw(accent)
    painted.rectangle((0, 0, WIDTH, 15), _FULL)
    label, title, name = (_plain(params[word]) for word in ("label", "title", "library"))
    if not type_.has(title):
        title, name = name, ""
    if type_.has(label):
        type_.write(painted, 72, (label,), _SMALL, like=title)
    if type_.has(title):
        size, lines = fit(title, type_.width, WIDTH - 2 * MARGIN, FOOT - TOP, SIZES)
        type_.write(written, TOP, lines, size, like=title)
    if type_.has(name):
        painted.line((MARGIN, FOOT + 24, WIDTH - MARGIN, FOOT + 24), _FULL, width=2)
        _, lines = fit(name, type_.width, WIDTH - 2 * MARGIN, _SMALL * LEADING, (_SMALL,))
        type_.write(written, FOOT + 40, lines, _SMALL, like=title)
    return _inked(text, accent, params)


def _inked(text: Image.Image, accent: Image.Image, params: Mapping[str, Any]) -> bytes:
    """Two layers of ink, which never overlap, on the ground: a PNG of few colours, the three of them exact."""
    from PIL import ImageChops, ImageColor

    ground, *inks = (ImageColor.getrgb(params[name])[:3] for name in ("ground", "text", "accent"))
    card = ImageChops.add(
        text.point([ink * _SHADES // 256 for ink in range(256)]),
        accent.point([ink * _SHADES // 256 and ink * _SHADES // 256 + _SHADES for ink in range(256)]),
    )
    card.putpalette(
        [
            round(under + (over - under) * shade / (_SHADES - 1))
            for ink in inks
            for shade in range(_SHADES)
            for under, over in zip(ground, ink, strict=True)
        ]
    )
    out = io.BytesIO()
    card.save(out, "PNG")
    return out.getvalue()


@dataclass(slots=True)
class _Type:
    """Fonts by preference: the first that has a letter draws it."""

    fonts: tuple[bytes, ...]
    _cut: dict[tuple[int, int, bool], ImageFont.FreeTypeFont] = field(default_factory=dict)
    _known: dict[tuple[int, str], bool] = field(default_factory=dict)

    def has(self, text: str) -> bool:
        """Whether there is a text, and fonts that can draw it all."""
        return bool(text) and bool(self._runs(text))

    def width(self, text: str, size: float) -> float:
        """The width of a text, px. Measured large and scaled, so that few sizes are cut."""
        right = _from_right(text)
        runs = self._runs(text)
        return sum(self._font(n, _MEASURED_AT, right).getlength(run) for n, run in runs) * size / _MEASURED_AT

    def write(self, draw: ImageDraw.ImageDraw, top: int, lines: tuple[str, ...], size: int, like: str) -> None:
        """Lines of text from `top` on, at the side at which the text `like` begins."""
        for number, line in enumerate(lines):
            y = top + number * size * LEADING + size
            x = WIDTH - MARGIN - self.width(line, size) if _begins_right(like) else float(MARGIN)
            right = _from_right(line)
            direction = ("rtl" if _begins_right(line) else "ltr") if right else None
            for index, run in self._runs(line):
                font = self._font(index, size, right)
                draw.text((x, y), run, _FULL, font, anchor="ls", direction=direction)
                x += font.getlength(run)

    def _runs(self, text: str) -> list[tuple[int, str]]:
        """The text in parts, each with the number of its font; none when a letter is in no font. What has letters from
        right to left stays in one part, since its order is not that of its letters.
        """
        all_ = range(len(self.fonts))
        if _from_right(text):
            whole = next((n for n in all_ if all(self._draws(n, c) for c in text)), None)
            return [(whole, text)] if whole is not None and _lays_out() else []
        runs: list[tuple[int, str]] = []
        for letter in text:
            index = next((n for n in all_ if self._draws(n, letter)), None)
            if index is None:
                return []
            if runs and runs[-1][0] == index:
                runs[-1] = (index, runs[-1][1] + letter)
            else:
                runs.append((index, letter))
        return runs

    def _draws(self, index: int, letter: str) -> bool:
        if (index, letter) not in self._known:
            font = self._font(index, _LOOKED_AT, right=False)
            none, drawn = font.getmask("\U0010ffff"), font.getmask(letter)
            self._known[index, letter] = letter == " " or (none.size, bytes(none)) != (drawn.size, bytes(drawn))
        return self._known[index, letter]

    def _font(self, index: int, size: int, right: bool) -> ImageFont.FreeTypeFont:
        from PIL import ImageFont

        if (index, size, right) not in self._cut:
            engine = ImageFont.Layout.RAQM if right else ImageFont.Layout.BASIC
            font = ImageFont.truetype(io.BytesIO(self.fonts[index]), size, layout_engine=engine)
            with contextlib.suppress(OSError):  # a font of one weight
                font.set_variation_by_axes([_WEIGHT])
            self._cut[index, size, right] = font
        return self._cut[index, size, right]


def _plain(text: str) -> str:
    """A text without marks that nobody sees, and with single spaces."""
    seen = (c for c in unicodedata.normalize("NFC", text) if c.isspace() or unicodedata.category(c)[0] != "C")
    return " ".join("".join(seen).split())


def _from_right(text: str) -> bool:
    """Whether some letter is written from right to left."""
    return any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)


def _begins_right(text: str) -> bool:
    """Whether the first letter with a direction is written from right to left."""
    strong = (unicodedata.bidirectional(letter) for letter in text)
    return next((way for way in strong if way in ("L", "R", "AL")), "L") != "L"


def _lays_out() -> bool:
    """Whether this machine can lay out what is written from right to left."""
    from PIL import features

    return bool(features.check("raqm") and features.version("fribidi"))
