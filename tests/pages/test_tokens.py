"""The colours of theme/assets/tokens.css are far enough from each other, light and dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

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
