"""The place that feeds are made for: one target's address, and whether it is the library's own."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from pipeline.model import urls


@dataclass(frozen=True, slots=True)
class Place:
    """A target: `base_url` ends in `/`; it is canonical when it is the `site.url` of the library."""

    base_url: str
    canonical: bool

    def url(self, path: str) -> str:
        """The absolute address (RFC 3986) of a path from the site's root."""
        return urls.absolute(self.base_url, quote(path, safe="/"))
