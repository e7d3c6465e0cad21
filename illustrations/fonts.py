"""Make the fonts of the pages again from those that Fontsource offers: `python -m illustrations.fonts FOLDER`.

A first visit fetches every font that it shows, so each is cut to what a page needs: the letters of English and German
and the marks of a text in one file, other letters in files of their own, which a browser fetches where they occur
(`unicode-range` in `theme/assets/tokens.css`); the weights that are used; no hints, which screens of today leave aside.
And the zero loses its slash, which in a telephone number or a date looks like another sign.
"""

from __future__ import annotations

import sys
from collections.abc import Collection
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import GlyphCoordinates
from fontTools.varLib.instancer import instantiateVariableFont

FONTS = Path(__file__).parent.parent / "theme/assets/fonts"
STYLES = (
    "atkinson-hyperlegible-next-{}-wght-normal.woff2",
    "atkinson-hyperlegible-next-{}-wght-italic.woff2",
    "source-serif-4-{}-600-normal.woff2",
)
WEIGHTS = (400, 700)
FEATURES = ["ccmp", "kern", "liga", "locl", "mark", "mkmk"]
FIRST = frozenset({*range(0x20, 0x7F), *map(ord, "\xa0©«»·×–—‘’‚“”„…›ÄÖÜßàáäçèéêíñóöúü")})  # noqa: RUF001 - signs of a text
"""What nearly every page shows."""


def made(source: Path, letters: Collection[int]) -> TTFont:
    """A font with those of these letters that the source has."""
    font = TTFont(source, recalcTimestamp=False)
    if "fvar" in font and ord("0") in letters:
        unslash(font)
    subsetter = Subsetter(Options(layout_features=FEATURES, hinting=False, name_IDs=[1, 2], notdef_outline=True))
    subsetter.populate(unicodes=letters)
    subsetter.subset(font)
    if "fvar" in font:
        font = instantiateVariableFont(font, {"wght": WEIGHTS})
    font.flavor = "woff2"
    return font


def unslash(font: TTFont) -> None:
    """Join the two halves in the zero of Atkinson Hyperlegible Next, between which its slash runs.

    The last two contours are the lower half, which has its corners at the slash fourth and fifth, and the upper one,
    which has them first and second. What makes the other weights (`gvar`) goes with its points.
    """
    glyph = font["glyf"]["zero"]
    outer, lower, upper = (end + 1 for end in glyph.endPtsOfContours)
    order = [*range(outer + 4), *range(lower + 1, upper), lower, *range(outer + 4, lower)]
    glyph.coordinates = GlyphCoordinates([glyph.coordinates[n] for n in order])
    glyph.flags = bytearray(glyph.flags[n] for n in order)
    glyph.endPtsOfContours, glyph.numberOfContours = [outer - 1, upper - 1], 2
    for change in font["gvar"].variations["zero"]:
        change.coordinates = [*(change.coordinates[n] for n in order), *change.coordinates[upper:]]


def main(folder: Path) -> None:
    """Make all of them from the files in a folder."""
    for style in STYLES:
        latin, beyond = (folder / style.format(part) for part in ("latin", "latin-ext"))
        more, further = set(TTFont(latin).getBestCmap()) - FIRST, set(TTFont(beyond).getBestCmap())
        parts = {"latin": (latin, FIRST), "latin-more": (latin, more), "latin-ext": (beyond, further)}
        for part, (source, letters) in parts.items():
            file = FONTS / style.format(part)
            made(source, letters).save(file)
            print(f"{file.name}: {file.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
