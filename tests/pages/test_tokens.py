"""The colours of theme/assets/tokens.css are far enough from each other, light and dark; fonts have what they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

TOKENS = Path(__file__).parents[2] / "theme/assets/tokens.css"
TEXT, CONTROL = 4.5, 3.0  # WCAG 2.2: 1.4.3 of text, 1.4.11 of what can be pressed or written in

PAIRS = [
    *((ink, paper, TEXT) for ink in ("ink", "quiet", "accent", "danger") for paper in ("paper", "raised", "sunken")),
    ("ink", "accent-soft", TEXT),
    ("ink", "mark", TEXT),
    ("on-accent", "accent", TEXT),
    ("on-danger", "danger", TEXT),
    ("on-deep", "deep", TEXT),
    *(("edge", paper, CONTROL) for paper in ("paper", "raised", "sunken")),
    *(("accent", paper, CONTROL) for paper in ("paper", "raised", "sunken", "accent-soft")),  # the ring of the focus
]


def colours(scheme: str) -> dict[str, str]:
    """The colours by name; what the dark scheme does not name is as in the light one."""
    text = TOKENS.read_text(encoding="utf-8")
    light, dark = text.split("@media (prefers-color-scheme: dark)")
    dark = dark[: dark.index("}")]
    named = [re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", part) for part in (light, dark)]
    return dict(named[0]) | (dict(named[1]) if scheme == "dark" else {})


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    shares = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#fff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_colour_is_seen_on_its_ground(scheme: str) -> None:
    named = colours(scheme)
    found = {f"{ink} on {paper}": (contrast(named[ink], named[paper]), least) for ink, paper, least in PAIRS}
    assert {pair: round(ratio, 2) for pair, (ratio, least) in found.items() if ratio < least} == {}


def fonts() -> dict[str, list[tuple[set[int], set[int]]]]:
    """Each font → its files in their order: the letters for which a browser fetches one, and those it has."""
    found: dict[str, list[tuple[set[int], set[int]]]] = {}
    for face in re.findall(r"@font-face \{([^}]*woff2[^}]*)\}", TOKENS.read_text(encoding="utf-8")):
        named = dict(re.findall(r"([\w-]+): ([^;]*);", face))
        file = TOKENS.parent / re.findall(r'"(.*?)"', named["src"])[0]
        asked = re.findall(r"U\+(\w+)(?:-(\w+))?", named.get("unicode-range", "U+0-10FFFF"))
        letters = {n for first, last in asked for n in range(int(first, 16), int(last or first, 16) + 1)}
        found.setdefault(named["font-family"] + named.get("font-style", ""), []).append((letters, has(file)))
    return found


def has(file: Path) -> set[int]:
    with TTFont(file) as font:
        return set(font.getBestCmap())


def test_a_letter_is_fetched_from_the_file_that_has_it_and_english_and_german_from_one() -> None:
    assert len(fonts()) == 3
    for font, files in fonts().items():
        asked = {
            n: next(has for wanted, has in files[::-1] if n in wanted) for n in set().union(*(h for _, h in files))
        }
        lost = {chr(n) for n, there in asked.items() if n not in there}
        assert not {one for one in lost if one.isalnum()}, font
        common = {*range(0x20, 0x7F), *map(ord, "\xa0ÄÖÜßäöüé–„“”‚‘’…›")}  # noqa: RUF001 - marks of texts
        assert all(asked[n] is files[0][1] for n in common), font
