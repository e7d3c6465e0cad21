"""Pillow: the social card of a page, in the theme's own type."""

from __future__ import annotations

import contextlib
import io
import re
import unicodedata
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.cards.card import HEIGHT, LEADING, WIDTH, fit
from pipeline.formats.letters import composed
from pipeline.jobs import Failure, Made, Task
from pipeline.jobs.packages import version

if TYPE_CHECKING:
    from PIL import ImageDraw, ImageFont

MARGIN, TOP, FOOT = 84, 150, 508
SIZES = tuple(range(92, 43, -4))
_WEIGHT, _SMALL = 600, 36
_SHADES = 8
"""Of an ink on the ground, with both. Two inks make sixteen colours, so that a byte of the PNG holds two pixels."""
_TEXT, _ACCENT = range(_SHADES), range(_SHADES, 2 * _SHADES)
"""The numbers of their colours, from ground to ink: an ink that is drawn on the ground of its own makes these alone."""
_BAND = 130
"""From here down, px, the ground is that of the text; above it that of the accent. No letter stands on both."""
_MEASURED_AT = 200
_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
_WORDS = re.compile(" |[^ ]+")


@dataclass(frozen=True, slots=True)
class Card:
    """Performer `card`: a PNG of 1200 × 630 px as the output `card`.

    Params: `title`, `label` and `library`, the words; `ground`, `text` and `accent`, the colours (`#rrggbb`). Inputs:
    `font 0` and so on, the fonts by preference; none is taken from the machine. Text that they can't draw is left out.
    """

    recipe: int = 1
    durable: bool = False
    batch: int = 16
    here: int = 4

    @property
    def versions(self) -> Mapping[str, str]:
        from PIL import features

        # What is written from right to left is laid out by the FriBiDi of the machine, where it has one.
        return {"pillow": version("pillow"), "fribidi": features.version("fribidi") or "none"}

    def perform(self, task: Task) -> Made:
        try:
            fonts = tuple(Path(task.inputs[f"font {n}"]).read_bytes() for n in range(len(task.inputs)))
            return Made({"width": WIDTH, "height": HEIGHT}, {"card": _drawn(task.params, _type(fonts))})
        except (OSError, ValueError) as error:
            raise Failure(f"no card can be drawn: {error}", "mend `theme/card.yml`", tool=True) from error


def _drawn(params: Mapping[str, Any], type_: _Type) -> bytes:
    from PIL import Image, ImageDraw

    card = Image.new("L", (WIDTH, HEIGHT), _TEXT.start)
    draw = ImageDraw.Draw(card)
    draw.rectangle((0, 0, WIDTH, _BAND - 1), _ACCENT.start)
    draw.rectangle((0, 0, WIDTH, 15), _ACCENT[-1])
    label, title, name = (_plain(params[word]) for word in ("label", "title", "library"))
    if not type_.has(title):
        title, name = name, ""
    if type_.has(label):
        type_.write(draw, 72, (label,), _SMALL, _ACCENT[-1], like=title)
    if type_.has(title):
        size, lines = fit(title, type_.width, WIDTH - 2 * MARGIN, FOOT - TOP, SIZES)
        type_.write(draw, TOP, lines, size, _TEXT[-1], like=title)
    if type_.has(name):
        draw.line((MARGIN, FOOT + 24, WIDTH - MARGIN, FOOT + 24), _ACCENT[-1], width=2)
        _, lines = fit(name, type_.width, WIDTH - 2 * MARGIN, _SMALL * LEADING, (_SMALL,))
        type_.write(draw, FOOT + 40, lines, _SMALL, _TEXT[-1], like=title)
    card.putpalette(_palette(params))
    out = io.BytesIO()
    # Most of a card are runs of one colour: to count them makes it as small as to search it, in half the time.
    card.save(out, "PNG", compress_type=zlib.Z_RLE)
    return out.getvalue()


def _palette(params: Mapping[str, Any]) -> list[int]:
    """The colours of `_TEXT` and `_ACCENT`: from the ground to each ink, both ends exact."""
    from PIL import ImageColor

    ground, *inks = (ImageColor.getrgb(params[name])[:3] for name in ("ground", "text", "accent"))
    return [
        round(under + (over - under) * shade / (_SHADES - 1))
        for ink in inks
        for shade in range(_SHADES)
        for under, over in zip(ground, ink, strict=True)
    ]


class _Type:
    """Fonts by preference: the first that has a letter draws it. What one card asked of them, all know."""

    def __init__(self, fonts: tuple[bytes, ...]) -> None:
        self._fonts = fonts
        self._font = cache(self._opened)
        self._draws = cache(self._looked)
        self._first = cache(self._preferred)
        self._length = lru_cache(4096)(self._measured)

    def has(self, text: str) -> bool:
        """Whether there is a text, and fonts that can draw it all."""
        return bool(text) and bool(self._runs(text))

    def width(self, text: str, size: float) -> float:
        """The width of a text, px. Measured large and scaled, so that few sizes are cut, and word by word, since most
        words of a title stand in others.
        """
        joined = _is_joined(text)
        words = ((n, word) for n, run in self._runs(text) for word in _WORDS.findall(run))
        return sum(self._length(n, joined, word) for n, word in words) * size / _MEASURED_AT

    def write(
        self, draw: ImageDraw.ImageDraw, top: int, lines: tuple[str, ...], size: int, ink: int, *, like: str
    ) -> None:
        """Lines of text from `top` on, at the side at which the text `like` begins."""
        for number, line in enumerate(lines):
            y = top + number * size * LEADING + size
            x = WIDTH - MARGIN - self.width(line, size) if _begins_right(like) else float(MARGIN)
            joined = _is_joined(line)
            direction = ("rtl" if _begins_right(line) else "ltr") if joined else None
            for index, run in self._runs(line):
                font = self._font(index, size, joined)
                draw.text((x, y), run, ink, font, anchor="ls", direction=direction)
                x += font.getlength(run)

    def _runs(self, text: str) -> list[tuple[int, str]]:
        """The text in parts, each with the number of its font; none when a letter is in no font. What has letters from
        right to left, or marks that go round others, stays in one part: its order is not that of its letters. All else
        does where a font has it all that comes no later than the last of those that would draw it in parts.
        """
        whole = next((n for n in range(len(self._fonts)) if all(self._draws(n, c) for c in text)), None)
        if _is_joined(text):
            return [(whole, text)] if whole is not None and _lays_out() else []
        runs = [(index, "".join(letters)) for index, letters in groupby(text, self._first)]
        parts = [(index, part) for index, part in runs if index is not None]
        if len(parts) < len(runs):
            return []
        last = max((index for index, _ in parts), default=-1)
        return [(whole, text)] if whole is not None and whole <= last else parts

    def _preferred(self, letter: str) -> int | None:
        """The number of the first font that has a letter."""
        return next((n for n in range(len(self._fonts)) if self._draws(n, letter)), None)

    def _looked(self, index: int, letter: str) -> bool:
        """Whether a font has a letter: it draws another picture than for one that does not exist."""
        font = self._font(index, _SMALL, False)
        none, drawn = font.getmask("\U0010ffff"), font.getmask(letter)
        return letter == " " or (none.size, bytes(none)) != (drawn.size, bytes(drawn))

    def _measured(self, index: int, joined: bool, word: str) -> float:
        return self._font(index, _MEASURED_AT, joined).getlength(word)

    def _opened(self, index: int, size: int, joined: bool) -> ImageFont.FreeTypeFont:
        from PIL import ImageFont

        engine = ImageFont.Layout.RAQM if joined else ImageFont.Layout.BASIC
        font = ImageFont.truetype(io.BytesIO(self._fonts[index]), size, layout_engine=engine)
        with contextlib.suppress(OSError):  # a font of one weight
            font.set_variation_by_axes([_WEIGHT])
        return font


@lru_cache(maxsize=1)
def _type(fonts: tuple[bytes, ...]) -> _Type:
    """The type of the last card, which is that of the next."""
    return _Type(fonts)


def _plain(text: str) -> str:
    """A text with single spaces, and without marks that nobody sees, but for those that part letters which join."""
    text = composed(text)
    kept = _JOINERS if _is_joined(text) else ""
    seen = (c for c in text if c.isspace() or c in kept or unicodedata.category(c)[0] != "C")
    return " ".join("".join(seen).split())


def _is_joined(text: str) -> bool:
    """Whether some letter is written from right to left, or stands over, below or around another."""
    return not text.isascii() and any(
        unicodedata.bidirectional(letter) in ("R", "AL") or unicodedata.category(letter) in ("Mn", "Mc")
        for letter in text
    )


def _begins_right(text: str) -> bool:
    """Whether the first letter with a direction is written from right to left."""
    strong = (unicodedata.bidirectional(letter) for letter in text)
    return next((way for way in strong if way in ("L", "R", "AL")), "L") != "L"


def _lays_out() -> bool:
    """Whether this machine can lay out what is written from right to left, or in syllables."""
    from PIL import features

    return bool(features.check("raqm") and features.version("fribidi"))
