"""What a server must say about each file, and the class that decides when it goes out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import IntEnum
from fnmatch import fnmatchcase
from functools import lru_cache

from pipeline.model import urls

IMMUTABLE = "public, max-age=31536000, immutable"
SHORT = "public, max-age=300"

Routes = Mapping[str, str | Mapping[str, str]]
"""Globs of paths → Cache-Control, or headers by name in lower case; an empty value takes one away."""
_CHAPTERS = re.compile(r"\.chapters(-[0-9a-f]{12})?\.json$")
_ARCHIVE = re.compile(r"feed-[0-9]+\.xml")
_FEEDS = {urls.JSON_FEED, urls.ROBOTS}
_SEARCH_ENTRIES = {"pagefind-entry.json"}
_OPEN_TYPES = (
    "audio/",
    "text/vtt",
    "text/calendar",
    "application/json+chapters",
    "application/rss+xml",
    "application/x-subrip",
)
_TRANSCRIPTS = (".transcript.json", ".transcript.html")
_TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "mjs": "text/javascript; charset=utf-8",
    "json": "application/json",
    "map": "application/json",
    "webmanifest": "application/manifest+json",
    "xml": "application/xml",
    "rss": "application/rss+xml; charset=utf-8",
    "opml": "text/x-opml; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "vtt": "text/vtt; charset=utf-8",
    "srt": "application/x-subrip",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "aac": "audio/aac",
    "ogg": "audio/ogg",
    "opus": "audio/ogg",
    "flac": "audio/flac",
    "wav": "audio/wav",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "avif": "image/avif",
    "gif": "image/gif",
    "svg": "image/svg+xml",
    "ico": "image/x-icon",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "epub": "application/epub+zip",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "ttf": "font/ttf",
    "otf": "font/otf",
    "wasm": "application/wasm",
    "zip": "application/zip",
}


class Route(IntEnum):
    """The classes of a publish: what is named goes before what names it. `wave` says in which order they go out."""

    HASHED = 0
    ASSET = 1
    PAGE = 2
    FEED = 3


def route(path: str, *, immutable: bool = False) -> Route:
    """When a path goes out: hashed files, then what pages use, then pages and the entry of the search, then feeds."""
    if immutable:
        return Route.HASHED
    name = path.rpartition("/")[2]
    if name in _FEEDS or urls.is_feed(name) or path.startswith("api/") or path.endswith(".opml"):
        return Route.FEED
    if name.endswith(".html") or name in _SEARCH_ENTRIES:
        return Route.PAGE
    return Route.ASSET


def wave(path: str, *, new: bool, immutable: bool = False) -> tuple[bool, Route, bool]:
    """When a path goes out, more finely: new pages and new feeds go before the pages that were there, which may now
    lead to them, and those before the feeds that were there. The home page leads everywhere from the start.
    """
    kind, was_there = route(path, immutable=immutable), not new or path == urls.INDEX
    return was_there and kind >= Route.PAGE, kind, was_there


def content_type(path: str) -> str:
    """The media type of a path, by its name."""
    name = path.rpartition("/")[2].lower()
    if name == urls.FEED or _ARCHIVE.fullmatch(name):
        return "application/rss+xml; charset=utf-8"
    if name == urls.JSON_FEED:
        return "application/feed+json"
    if ".chapters" in name and _CHAPTERS.search(name):
        return "application/json+chapters"
    return _TYPES.get(name.rpartition(".")[2], "application/octet-stream")


def headers(path: str, routes: Routes, *, immutable: bool = False) -> Mapping[str, str]:
    """The headers of a path, that of an `immutable` one if its name carries the digest of its bytes. What `routes` say
    wins over ours. Paths with equal headers share one object.
    """
    cache, kind = IMMUTABLE if immutable else SHORT, content_type(path)
    shared = route(path) is Route.FEED or kind.startswith(_OPEN_TYPES) or path.endswith(_TRANSCRIPTS)
    return _said(kind, cache, shared, tuple(_routed(path, routes).items()))


def _routed(path: str, routes: Routes) -> Mapping[str, str]:
    """What routes say of a path: of each header the first glob that names it counts."""
    found: dict[str, str] = {}
    for glob, said in routes.items():
        if fnmatchcase(path, glob):
            found = {**({"cache-control": said} if isinstance(said, str) else said), **found}
    return found


@lru_cache
def _said(kind: str, cache: str, shared: bool, routed: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    open_to_all = {"access-control-allow-origin": "*"} if shared else {}
    said = {"content-type": kind, "cache-control": cache, **open_to_all, **dict(routed)}
    return {name: value for name, value in said.items() if value}
