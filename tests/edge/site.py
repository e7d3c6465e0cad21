"""A release with all that rules must say: types, caches, players on other sites, old addresses, and what is gone."""

from __future__ import annotations

from dataclasses import replace

from pipeline.model.artifact import Manifest, Piece, hashed, sha256
from pipeline.release import assemble, redirect

SITE = "https://library.example/"
ROUTES = {
    "handouts/*.pdf": {"x-robots-tag": "noindex", "content-disposition": 'inline; filename="log.pdf"'},
    "über uns/index.html": {"x-robots-tag": "noarchive", "cache-control": "no-store"},
    "own.bin": {"content-type": "application/x-own"},
}
PAGES = ("", "about/", "library/articles/", "podcasts/", "podcasts/talks/", "podcasts/walks/", "über uns/")
SOUND = ("mp3", "vtt", "srt", "chapters.json", "transcript.json", "transcript.html")
GONE = ("podcasts/left/", "podcasts/left/feed.xml")


def _sound() -> dict[str, bytes]:
    found = {}
    for show in ("talks", "walks"):
        for ending in SOUND:
            data = f"{show} {ending}".encode()
            name, _, last = ending.partition(".")
            plain = hashed(f"media/{show}/first.{name}", sha256(data)) if not last else ""
            found[plain or f"media/{show}/first-{sha256(data)[:12]}.{ending}"] = data
    return found


STYLE = hashed("assets/look.css", sha256(b"look"))
FILES: dict[str, bytes] = {
    **{f"{page}index.html": f"page {page}".encode() for page in PAGES},
    **{f"podcasts/{show}/feed.xml": show.encode() for show in ("talks", "walks")},
    **_sound(),
    STYLE: b"look",
    "feed.xml": b"feed",
    "feed.json": b"{}",
    "api/catalog.json": b"{}",
    "search/pagefind-entry.json": b"{}",
    "sitemap.xml": b"sitemap",
    "robots.txt": b"robots",
    "404.html": b"not here",
    "handouts/log/log.pdf": b"%PDF",
    "own.bin": b"own",
}
MOVED = {"was/": "about/", "old place/": "über uns/", "podcasts/was/feed.xml": "podcasts/talks/feed.xml"}


def manifest(base_url: str = SITE, moved: int = 0) -> Manifest:
    """The release; `moved` adds so many old addresses."""
    many = {f"was/{number}/": "about/" for number in range(moved)}
    leads = [redirect(old, new, site_url=SITE) for old, new in {**MOVED, **many}.items() if old.endswith("/")]
    feed = Piece("podcasts/was/feed.xml", b"talks", "", "podcasts/talks/feed.xml")
    pieces = (*(Piece(path, data) for path, data in FILES.items()), *leads, feed)
    return replace(assemble(pieces, (), SITE, base_url, ROUTES), gone=GONE)
