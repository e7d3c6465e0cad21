"""The host that feeds are made for: the address of one target, and whether it is the library's own."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from pipeline.model import urls


@dataclass(frozen=True, slots=True)
class Host:
    """A target: `base_url` ends in `/`, as does `site_url`, the library's own address."""

    base_url: str
    site_url: str

    @property
    def canonical(self) -> bool:
        """Whether the target is the library's own address."""
        return self.base_url == self.site_url

    def url(self, path: str) -> str:
        """The absolute address (RFC 3986) of a path from the site's root."""
        return urls.absolute(self.base_url, quote(path, safe="/"))

    def canonical_url(self, path: str) -> str:
        """The same below the library's own address, whatever the target."""
        return urls.absolute(self.site_url, quote(path, safe="/"))
