"""The host that feeds are made for: the address of one target, and whether it is the library's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from pipeline.model import urls


@dataclass(frozen=True, slots=True)
class Host:
    """A target: `base_url` ends in `/`, as does `site_url`, the library's own address. `preview` is the name of the
    preview that it is; what lies `elsewhere` has the whole of its address there, by its path.

    The feeds of a preview are of other podcasts than those of the library: no app and no directory that meets one takes
    it for a show that people have, nor its episodes for theirs.
    """

    base_url: str
    site_url: str
    preview: str = ""
    elsewhere: Mapping[str, str] = field(default_factory=dict)

    @property
    def canonical(self) -> bool:
        """Whether the target is the library's own address."""
        return self.base_url == self.site_url

    def url(self, path: str) -> str:
        """The absolute address (RFC 3986) of a path from the site's root."""
        return self.elsewhere.get(path) or urls.absolute(self.base_url, quote(path, safe="/"))

    def canonical_url(self, path: str) -> str:
        """The same below the library's own address, whatever the target."""
        return urls.absolute(self.site_url, quote(path, safe="/"))

    def podcast_guid(self, guid: str, path: str) -> str:
        """The `podcast:guid` of the feed at a path: its own, or in a preview that which follows from its address."""
        return urls.podcast_guid(self.url(path)) if self.preview else guid

    def guid(self, guid: str) -> str:
        """The GUID of an episode: its own, or in a preview a marked one."""
        return f"preview:{self.preview}:{guid}" if self.preview else guid

    def identity(self, path: str) -> str:
        """The identity of what is at an address: the library's own address, or in a preview that of the preview."""
        return self.url(path) if self.preview else self.canonical_url(path)

    def title(self, title: str) -> str:
        """The title of a feed, which in a preview says that it is one."""
        return f"[{self.preview}] {title}" if self.preview else title
