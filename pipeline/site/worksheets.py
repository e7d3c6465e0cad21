"""Worksheets: the forms of a handout, which are one on its page, and its PDFs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.model import urls
from pipeline.model.edition import Edition
from pipeline.model.entry import Entry
from pipeline.site.cards import Data, Shelf

PART = "<!-- worksheet -->"
"""Parts the text of a handout before its first form and after its last, for what the template puts there."""
SIZES = "160px"
"""How wide the theme shows a preview: `.editions img`."""


def parted(forms: Sequence[str]) -> list[str]:
    """The forms of a text, with the two marks; none where there is no form."""
    made = list(forms)
    if made:
        made[0] = PART + made[0]
        made[-1] += PART
    return made


def handout(entry: Entry[Any], shelf: Shelf) -> Data:
    """What the template of handouts needs."""
    editions = shelf.printed.get(entry.path, ())
    return {
        "fill_minutes": entry.fields.minutes or 0,
        "part": PART if shelf.renderings[entry.path].forms else "",
        "editions": [_edition(one, entry.address) for one in editions],
        "preview": next((_preview(one, entry.address) for one in editions if one.previews), None),
    }


def _edition(one: Edition, here: str) -> Data:
    return {
        "label": one.label,
        "href": urls.relative(here, one.path),
        "kilobytes": max(1, round(one.blob.size / 1000)),
        "pages": one.pages,
    }


def _preview(one: Edition, here: str) -> Data:
    narrow = one.previews[0]
    copies = [(urls.relative(here, copy.path), copy.width) for copy in one.previews]
    return {
        "href": urls.relative(here, one.path),
        "src": urls.relative(here, narrow.path),
        "srcset": ", ".join(f"{address} {width}w" for address, width in copies),
        "sizes": SIZES,
        "width": narrow.width,
        "height": narrow.height,
    }
