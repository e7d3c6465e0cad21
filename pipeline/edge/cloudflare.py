"""What Cloudflare is told: the bodies of requests to purge, as its API takes them.

Pages are named by their addresses. Other files are named as prefixes of which they are the only address: a cache keeps
a copy of its own for each site from which a player asks (`Origin`), and only a prefix means all of them.

<https://developers.cloudflare.com/cache/how-to/purge-cache/>
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import quote, urlsplit

from pipeline.edge.stale import Stale
from pipeline.model import urls

MOST: Final = 30
"""Addresses, or prefixes, in one request, whatever somebody pays."""
_PAGES: Final = MOST // 3


def parts(stale: Stale) -> Iterator[Stale]:
    """The same in parts, each of which is one request: pages, then files and folders."""
    pages = sorted(path for path in stale.files if urls.is_page_file(path))
    others = sorted(stale.files.difference(pages))
    for start in range(0, len(pages), _PAGES):
        yield Stale(frozenset(pages[start : start + _PAGES]))
    for start in range(0, len(others), MOST):
        yield Stale(frozenset(others[start : start + MOST]))
    folders = sorted(stale.folders)
    for start in range(0, len(folders), MOST):
        yield Stale(folders=frozenset(folders[start : start + MOST]))


def body(part: Stale, base_url: str) -> dict[str, Any]:
    """The body of one request."""
    pages = [urls.absolute(base_url, quote(address)) for address in part.addresses()]
    if part.files and all(map(urls.is_page_file, part.files)):
        return {"files": pages}
    place = urlsplit(base_url)
    root = f"{place.netloc}{place.path}".rstrip("/")
    return {"prefixes": sorted(f"{root}/{quote(path)}".rstrip("/") for path in (*part.files, *part.folders))}
