"""What search engines read: `sitemap.xml` and `robots.txt`.

Standards: Sitemaps 0.9 <https://www.sitemaps.org/protocol.html>, Robots Exclusion Protocol (RFC 9309).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree

from pipeline.feeds.place import Place
from pipeline.model import urls
from pipeline.model.artifact import Piece

_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_DEFAULT: Any = {None: _SPACE}  # without a prefix; the stubs know only names


def sitemap(page_dates: Mapping[str, str], place: Place) -> Piece:
    """The pages by address, each with the W3C date of its content (`""`: no date is known)."""
    root = etree.Element(f"{{{_SPACE}}}urlset", nsmap=_DEFAULT)
    root.text = "\n"
    for address, date in sorted(page_dates.items()):
        page = etree.SubElement(root, f"{{{_SPACE}}}url")
        page.tail = "\n"
        etree.SubElement(page, f"{{{_SPACE}}}loc").text = place.url(address)
        if date:
            etree.SubElement(page, f"{{{_SPACE}}}lastmod").text = date
    return Piece(urls.SITEMAP, etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n")


def robots(place: Place) -> Piece:
    """Everything may be read, even where the target is not canonical and names no sitemap.

    The pages of such a target say `noindex`; a crawler that may not read them would never see that they do.
    """
    lines = ["User-agent: *", "Allow: /"]
    if place.canonical:
        lines += ["", f"Sitemap: {place.url(urls.SITEMAP)}"]
    return Piece(urls.ROBOTS, "".join(f"{line}\n" for line in lines).encode())
