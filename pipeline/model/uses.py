"""The ways in which pages show pictures: what the theme asks of those who make them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Use:
    """One way in which pages show pictures: the widths worth making, px, and the `sizes` of HTML (the theme's)."""

    widths: tuple[int, ...]
    sizes: str


TEXT = Use(
    (480, 960, 1600),
    "(min-width: 100em) 830px, (min-width: 76.25em) 690px, (min-width: 60em) calc(100vw - 274px), calc(100vw - 32px)",
)
"""In a text, as wide as its column."""
LEAD = Use((480, 960), "(min-width: 48em) 352px, calc(100vw - 32px)")
"""Beside a title: `.picture` of the theme."""
CARD = Use((320, 640), "(min-width: 48em) 340px, calc(100vw - 32px)")
"""Across a card: `.thumb` of the theme, among `.ways`."""
SMALL = Use((160, 320), "96px")
"""In the corner of a card: `.thumb` and `.cover` of the theme."""
COVER = Use((160, 320), "(min-width: 48em) 160px, 96px")
"""Beside the title of a show: `.show-cover` of the theme."""
PREVIEW = Use((160, 320), "160px")
"""The first page of a PDF: `.editions img` of the theme."""
USES = {"text": TEXT, "lead": LEAD, "card": CARD, "small": SMALL, "cover": COVER, "preview": PREVIEW}
"""By the names with which templates ask for them."""
