"""Make the fonts of cards again that those of pages don't have: `python -m illustrations.card_fonts FOLDER`.

The folder holds what others offer, all under the SIL Open Font License: `NotoSans-Bold.ttf` (Debian's
`fonts-noto-core`), `Vazirmatn[wght].ttf` (npm's `vazirmatn`) and `Heebo_600SemiBold.ttf` (npm's
`@expo-google-fonts/heebo`). What is written from right to left is drawn in one font, so each has Latin, digits and
signs besides its own letters.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FONTS = Path(__file__).parent.parent / "theme/cards"
WEIGHT = 600
Blocks = tuple[tuple[int, int], ...]
"""From the first to the last letter of each."""
LATIN: Blocks = (
    *((0x20, 0x7E), (0xA0, 0xFF), (0x152, 0x153), (0x2010, 0x2027), (0x2030, 0x2030), (0x2039, 0x203A)),
    *((0x20AA, 0x20AC), (0x2116, 0x2116), (0x2122, 0x2122)),
)
VIETNAMESE: Blocks = (
    *((0x102, 0x103), (0x110, 0x111), (0x128, 0x129), (0x168, 0x169), (0x1A0, 0x1A1), (0x1AF, 0x1B0)),
    *((0x300, 0x309), (0x323, 0x323), (0x1EA0, 0x1EF9)),
)
GREEK: Blocks = ((0x370, 0x3FF), (0x1F00, 0x1FFF))
CYRILLIC: Blocks = ((0x400, 0x45F), (0x490, 0x491), (0x4B0, 0x4B1), (0x4E8, 0x4E9))
ARABIC: Blocks = ((0x600, 0x6FF), (0x750, 0x77F), (0x200C, 0x200D), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC))
HEBREW: Blocks = ((0x591, 0x5F4), (0xFB1D, 0xFB4F))
MADE: dict[str, tuple[str, Blocks]] = {
    "noto-sans-700.woff2": ("NotoSans-Bold.ttf", (*LATIN, *VIETNAMESE, *GREEK, *CYRILLIC)),
    "vazirmatn-600.woff2": ("Vazirmatn[wght].ttf", (*LATIN, *ARABIC)),
    "heebo-600.woff2": ("Heebo_600SemiBold.ttf", (*LATIN, *HEBREW)),
}
"""File → from what, and which letters."""


def made(source: Path, blocks: Iterable[tuple[int, int]]) -> TTFont:
    """A font with those of these letters that the source has, in one weight."""
    font = TTFont(source, recalcTimestamp=False)
    if "fvar" in font:
        font = instantiateVariableFont(font, {"wght": WEIGHT})
    subsetter = Subsetter(Options(layout_features=["*"], hinting=False, name_IDs=[1, 2], notdef_outline=True))
    subsetter.populate(unicodes=[letter for first, last in blocks for letter in range(first, last + 1)])
    subsetter.subset(font)
    font.flavor = "woff2"
    return font


def main(folder: Path) -> None:
    """Make all of them from the files in a folder."""
    for name, (source, blocks) in MADE.items():
        file = FONTS / name
        made(folder / source, blocks).save(file)
        print(f"{name}: {file.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
