"""The place that feeds are made for: one target's address, and whether it is the library's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from pipeline.model import urls

_IN_FRAGMENTS: Final = "!$&'()*+,;=:@/?%"  # RFC 3986, 3.5; `%`, for links are written encoded


@dataclass(frozen=True, slots=True)
class Place:
    """A target: `base_url` ends in `/`; it is canonical when it is the `site.url` of the library."""

    base_url: str
    canonical: bool

    def url(self, path: str, fragment: str = "") -> str:
        """The absolute address (RFC 3986) of a path from the site's root."""
        address = urls.absolute(self.base_url, quote(path, safe="/"))
        return f"{address}#{quote(fragment, safe=_IN_FRAGMENTS)}" if fragment else address
