"""The addresses that a site names in its sitemaps (sitemaps.org): XML, packed or not, indexes of them, plain lists."""

from __future__ import annotations

import zlib
from collections import deque
from collections.abc import Iterator
from urllib.parse import urljoin

from pipeline.importing.source.faults import Faults
from pipeline.importing.source.origin import Origin
from pipeline.importing.source.xml import parts, pieces
from pipeline.web import Unreachable

_USUAL = ("/sitemap.xml", "/sitemap_index.xml", "/wp-sitemap.xml", "/sitemap-index.xml")
MOST_FILES, MOST, LARGEST = 200, 50_000, 64 << 20
"""Sitemaps that are read, addresses that are taken of them, and bytes of one, as the protocol has them."""


def sitemaps(origin: Origin, start: str, named: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Each address, with the day on which its page changed last (as it is written; "" where none is): of the sitemaps
    that are `named`, or else of the first that lies where they usually do.
    """
    for first in (named,) if named else ((one,) for one in _USUAL):
        found = False
        for one in _all(origin, start, first):
            found = True
            yield one
        if found:
            return


def _all(origin: Origin, start: str, named: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The addresses in some sitemaps, and in those to which they lead."""
    waiting, seen, count = deque(urljoin(start, one) for one in named), set[str](), 0
    while waiting and len(seen) < MOST_FILES:
        url = waiting.popleft()
        if url in seen:
            continue
        seen.add(url)
        try:
            data = _unpacked(origin.read(url).data)
        except (Unreachable, zlib.error):
            continue
        for sort, where, day in _read(data):
            if sort == "sitemap":
                waiting.append(urljoin(url, where))
            elif count < MOST:
                count += 1
                yield urljoin(url, where), day


def _unpacked(data: bytes) -> bytes:
    """Raises `zlib.error`."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    return zlib.decompressobj(wbits=31).decompress(data, LARGEST)


def _read(data: bytes) -> Iterator[tuple[str, str, str]]:
    """What a file names: `sitemap` or `url`, the address, and a day."""
    if data.lstrip()[:1] != b"<":
        lines = data[:LARGEST].decode("utf-8", errors="replace").split()
        yield from (("url", line, "") for line in lines if line.startswith(("http://", "https://")))
        return
    for one in parts(pieces(data), Faults("")):
        where = one.first("loc")
        if one.name in ("sitemap", "url") and where is not None and where.words:
            day = one.first("lastmod")
            yield one.name, where.words.strip(), day.words.strip() if day is not None else ""
