"""A small build in memory: pages as a theme makes them, and what they show."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.formats.wording import Wording
from pipeline.model.artifact import Artifact, sha256
from pipeline.offline import Build

SITE, BASE = "https://library.example/", "http://127.0.0.1:8000/sub/"
TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "mp3": "audio/mpeg",
    "png": "image/png",
    "xml": "application/rss+xml; charset=utf-8",
}
WORDS = {
    "offline.copy": "A copy of {title} of {day}.",
    "offline.marked": "Marked links need the internet.",
    "offline.outer": "needs the internet",
    "offline.unheard": "No recordings.",
    "offline.hear": "Hear it on the web",
    "offline.paper": "Sheets are at {address}",
    "page.by": "By {people}",
}
STYLES = {"stick.css": "[data-outer] { color: red }", "book.css": "p { color: black }"}


def page(body: str, head: str = "") -> str:
    return f'<!doctype html>\n<html lang="en"><head>{head}</head>\n<body>{body}<footer>x</footer></body></html>\n'


def build(files: Mapping[str, str | bytes], base_url: str = BASE, language: str = "en") -> Build:
    """The build of these files, by their paths."""
    data = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}
    artifacts = {
        path: Artifact(path, sha256(made), len(made), {"content-type": TYPES[path.rpartition(".")[2]]})
        for path, made in data.items()
    }
    words = Wording(language, WORDS)
    return Build(artifacts, lambda one: (data[one.path],), SITE, base_url, "A library", "2026-11-24", words, STYLES)
