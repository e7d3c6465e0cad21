"""What search engines read: `sitemap.xml` and `robots.txt`.

Standards: Sitemaps 0.9 <https://www.sitemaps.org/protocol.html>, Robots Exclusion Protocol (RFC 9309).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from lxml import etree

from pipeline.feeds.host import Host
from pipeline.model import urls
from pipeline.model.artifact import Piece

MOST: Final = 50_000
"""The most addresses that one file may hold."""
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_DEFAULT: Any = {None: _SPACE}  # without a prefix; the stubs know only names


def sitemaps(page_dates: Mapping[str, str], host: Host, most: int = MOST) -> Iterator[Piece]:
    """The canonical addresses, each with the W3C date of its content (`""`: no date is known).

    One file, or, where it would hold more than `most` addresses, an index of several under the same name.
    """
    pages = [(host.canonical_url(address), date) for address, date in sorted(page_dates.items())]
    if len(pages) <= most:
        yield _file(urls.SITEMAP, "urlset", "url", pages)
        return
    parts = [pages[start : start + most] for start in range(0, len(pages), most)]
    names = [urls.sitemap_part(number) for number in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        yield _file(name, "urlset", "url", part)
    dates = (max(date for _, date in part) for part in parts)
    listed = [(host.canonical_url(name), date) for name, date in zip(names, dates, strict=True)]
    yield _file(urls.SITEMAP, "sitemapindex", "sitemap", listed)


def _file(path: str, whole: str, one: str, dated: Iterable[tuple[str, str]]) -> Piece:
    root = etree.Element(f"{{{_SPACE}}}{whole}", nsmap=_DEFAULT)
    root.text = "\n"
    for url, date in dated:
        page = etree.SubElement(root, f"{{{_SPACE}}}{one}")
        page.tail = "\n"
        etree.SubElement(page, f"{{{_SPACE}}}loc").text = url
        if date:
            etree.SubElement(page, f"{{{_SPACE}}}lastmod").text = date
    return Piece(path, etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n")


def robots(host: Host) -> Piece:
    """Everything may be read, even where the target is not canonical and names no sitemap.

    The pages of such a target say `noindex`; a crawler that may not read them would never see that they do. A preview
    asks to be left alone altogether: its file lies below its name, where only those find it who look further than the
    standard's one place.
    """
    lines = ["User-agent: *", "Disallow: /" if host.preview else "Allow: /"]
    if host.canonical:
        lines += ["", f"Sitemap: {host.url(urls.SITEMAP)}"]
    return Piece(urls.ROBOTS, "".join(f"{line}\n" for line in lines).encode())
