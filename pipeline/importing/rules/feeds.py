"""The addresses by which one feed is known, and what its old host is told."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

_NAMES = (".xml", ".rss", ".atom", ".rdf")
_PARTS = frozenset({"feed", "rss", "atom", "feed.xml"})


def is_feed(url: str) -> bool:
    """Whether an address, of a site of whatever program, is that of a feed and no page."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    segments = [part.lower() for part in parts.path.split("/") if part]
    by_query = any(part.partition("=")[0] == "feed" for part in parts.query.split("&"))
    return by_query or bool(_PARTS.intersection(segments)) or bool(segments and segments[-1].endswith(_NAMES))


def forms(url: str) -> tuple[str, ...]:
    """An address of a feed in the forms in which the same site answers to it: WordPress takes `/feed/podcast/` and
    `/?feed=podcast` for one, and Seriously Simple Podcasting names a series behind either.
    """
    return tuple(dict.fromkeys((url, *_by_query(url), *_by_path(url))))


def _by_query(url: str) -> Iterator[str]:
    parts = urlsplit(url)
    segments = [part for part in parts.path.split("/") if part]
    if parts.query or "feed" not in segments:
        return
    at = segments.index("feed")
    home, told = "/".join(("", *segments[:at], "")), segments[at + 1 :]
    if len(told) <= 1:
        yield urlunsplit((parts.scheme, parts.netloc, home, f"feed={(told or ['rss2'])[0]}", ""))
    elif len(told) == 2 and told[0] == "podcast":
        query = f"feed=podcast&podcast_series={told[1]}"
        yield urlunsplit((parts.scheme, parts.netloc, home, query, ""))


def _by_path(url: str) -> Iterator[str]:
    parts = urlsplit(url)
    query = dict(part.partition("=")[::2] for part in parts.query.split("&"))
    if not query.get("feed") or not query.keys() <= {"feed", "podcast_series"}:
        return
    home = parts.path.removesuffix("index.php").rstrip("/")
    told = "" if query["feed"] == "rss2" else f"{query['feed']}/"
    series = f"{query['podcast_series']}/" if query.get("podcast_series") else ""
    yield urlunsplit((parts.scheme, parts.netloc, f"{home}/feed/{told}{series}", "", ""))


def moved_line(new: str) -> str:
    """The line for the old feed that some apps and directories read while it is still there."""
    escaped = new.replace("&", "&amp;").replace("<", "&lt;")
    return f"<itunes:new-feed-url>{escaped}</itunes:new-feed-url>"
