"""The text of a page of HTML, in whatever encoding its bytes are."""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

_LABEL = re.compile(rb"""charset[ \t]{0,3}=[ \t]{0,3}["']?([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_FIRST = 4096
"""The bytes of a page among which its encoding must be named."""


def charset(data: bytes, content_type: str = "") -> str:
    """The encoding of a page, as its server says it, or its head."""
    match = _LABEL.search(content_type.encode("ascii", "ignore")) or _LABEL.search(data[:_FIRST])
    return match[1].decode() if match else ""


def parsed(text: str) -> HtmlElement | None:
    """The page as browsers read it; None where nothing is in it. No entity and nothing outside is ever loaded."""
    parser = HTMLParser(encoding="utf-8", huge_tree=True, no_network=True, remove_pis=True)
    try:
        found = document_fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return found if isinstance(found, HtmlElement) else None
