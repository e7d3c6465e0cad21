"""What a page says of how it can be met by those who don't see, hear or hold it as others do.

Standard: the properties of schema.org for accessibility, with the words of the W3C's vocabulary for them
<https://www.w3.org/2021/a11y-discov-vocab/latest/>.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pipeline.model.access import Access
from pipeline.model.page import Page
from pipeline.model.rows import JsonLd

_DESCRIBED = re.compile(r'<img [^>]*\balt="[^"]')


def said(page: Page, access: Access, *, pictured: bool, say: Callable[[str], str]) -> JsonLd:
    """The properties of a page. `pictured`: whether a picture with words stands at its head."""
    pictured = pictured or _DESCRIBED.search(page.html) is not None
    modes = {"textual": True, "visual": pictured, "auditory": access.heard}
    return {
        "accessMode": [mode for mode, used in modes.items() if used],
        "accessModeSufficient": [{"@type": "ItemList", "itemListElement": [mode]} for mode in _sufficient(access)],
        "accessibilityFeature": list(_features(page, access, pictured=pictured)),
        "accessibilityHazard": ["none"],
        "accessibilitySummary": " ".join(say(f"access.{one}") for one in _summary(access, pictured=pictured)),
    }


def _sufficient(access: Access) -> Iterator[str]:
    """Each of the modes by which alone all of it is had: pictures are described, and sound may be written down."""
    if access.heard:
        yield "auditory"
    if access.written or not access.heard:
        yield "textual"


def _features(page: Page, access: Access, *, pictured: bool) -> Iterator[str]:
    yield from ("structuralNavigation", "displayTransformability")
    if page.toc:
        yield "tableOfContents"
    if pictured:
        yield "alternativeText"
    if access.written:
        yield from ("transcript", "synchronizedAudioText")
    if access.printed:
        yield "taggedPDF"
    if access.large:
        yield "largePrint"


def _summary(access: Access, *, pictured: bool) -> Iterator[str]:
    """The names of sentences, below `access`."""
    yield "text"
    if pictured:
        yield "pictures"
    if access.heard:
        yield "written" if access.written else "heard"
    if access.printed:
        yield "large" if access.large else "printed"
    yield "calm"
