"""Pages that a program makes of others: lists by tag, by author, by month; searches; what stands where nothing is."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

_LISTING = re.compile(
    r"/(?:tags?|categor(?:y|ies)|authors?|archives?|kategorien?|schlagwort)/(?:[^/]+/?)?(?:page/\d+/?)?$|/page/\d+/?$|"
    r"/(?:\d{4}/(?:\d{1,2}/(?:\d{1,2}/)?)?)$|/(?:404|search|sitemap|feed|login|wp-login|cart|checkout|my-account)(?:\.\w+|/)?$"
)


def is_listing(url: str) -> bool:
    """Whether an address is that of a page which a program makes of others: a tag, a month, a search."""
    parts = urlsplit(url)
    return _LISTING.search(unquote(parts.path).lower().removesuffix("index.html")) is not None
