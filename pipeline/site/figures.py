"""Pictures in a text: in the sizes that were made, with width and height, so that nothing moves when one comes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import chain, repeat
from typing import Any
from urllib.parse import unquote

from pipeline.formats import markup
from pipeline.formats.markdown import INTERNAL
from pipeline.model import urls
from pipeline.model.media import Shown
from pipeline.model.uses import TEXT, Use


def _data(one: Shown, alt: str, here: str, use: Use, *, eager: bool) -> dict[str, Any]:
    """What `partials/picture.html` says of a picture, on the page at `here`."""
    copies = [(urls.relative(here, copy.path), copy.width) for copy in one.webp]
    return {
        "src": urls.relative(here, one.fallback.path),
        "alt": alt,
        "width": one.fallback.width,
        "height": one.fallback.height,
        "srcset": ", ".join(f"{address} {width}w" for address, width in copies),
        "sizes": use.sizes,
        "loading": "eager" if eager else "lazy",
    }


def in_text(html: str, made: Callable[[str], Shown | None], here: str, *, eager: bool) -> str:
    """The HTML of a rendering with its pictures in the sizes made; with `eager` the first is loaded at once."""
    if "<img" not in html:
        return html
    waits = chain((not eager,), repeat(True))

    def dressed(match: re.Match[str]) -> str:
        attributes = markup.attributes_of(match[3])
        source = attributes.get("src", "")
        one = made(unquote(source.removeprefix(INTERNAL))) if source.startswith(INTERNAL) else None
        if match[2] != "img" or one is None:
            return match[0]
        shown_as = _data(one, attributes.get("alt", ""), here, TEXT, eager=not next(waits))
        return _element(shown_as, {name: value for name, value in attributes.items() if name != "src"})

    return markup.TAG.sub(dressed, html)


def _element(given: Mapping[str, Any], others: Mapping[str, str]) -> str:
    """`partials/picture.html`, for where no template comes by; `others` are the attributes that the author wrote."""
    source = markup.write_tag("source", {"type": "image/webp", **{n: given[n] for n in ("srcset", "sizes")}})
    own = {name: str(given[name]) for name in ("src", "alt", "width", "height", "loading")}
    return f"<picture>{source}{markup.write_tag('img', {**others, **own, 'decoding': 'async'})}</picture>"
