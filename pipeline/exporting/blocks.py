"""HTML as the blocks of WordPress' editor: what people would correct there are paragraphs and headings, the rest stays
as it is.

A text without a block gets line breaks wherever it has some; and whatever stands in square brackets may be a shortcode
of some plug-in, so brackets are written as references.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree, html

_HEADINGS: Final = {"h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}


def blocks(text: str) -> str:
    """Safe HTML as blocks, one for each element that stands at the top."""
    made = (_block(tag, one) for tag, one in _parts(text))
    return "\n\n".join(made).replace("[", "&#91;").replace("]", "&#93;")


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """What stands at the top of a text: the name of each element, "" for loose text, and its HTML."""
    for part in html.fragments_fromstring(text) if text.strip() else ():
        if isinstance(part, str):
            loose, tag = part, ""
        else:
            tag = str(part.tag)
            loose, part.tail = part.tail or "", None
            yield tag, etree.tostring(part, encoding="unicode", method="html")
        if loose.strip():
            yield "", _escaped(loose.strip())


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _block(tag: str, inside: str) -> str:
    if tag == "p":
        return f"<!-- wp:paragraph -->\n{inside}\n<!-- /wp:paragraph -->"
    if level := _HEADINGS.get(tag):
        said = "" if level == 2 else f' {{"level":{level}}}'
        return f"<!-- wp:heading{said} -->\n{inside}\n<!-- /wp:heading -->"
    return f"<!-- wp:html -->\n{inside}\n<!-- /wp:html -->"
