"""The addresses by which the web knows what is moved in, and what lies there by now.

One thing has many: with `http` and `https`, with and without `www.`, with a `/` at its end, with marks of campaigns.
"""

from __future__ import annotations

from collections.abc import Iterable
from posixpath import normpath
from urllib.parse import parse_qsl, unquote, urlsplit

_INDEX = ("index.html", "index.htm", "index.php")
_CAMPAIGNS = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid")


def key(url: str) -> str:
    """What all the addresses of one thing have in common; of a path in a folder, what its ways to be written have. ""
    for what is neither.
    """
    if url.startswith("data:"):  # the id of a picture that stands in its page
        return url
    if "://" not in url:
        return "" if ":" in url.partition("/")[0] else normpath(f"./{unquote(url.partition('#')[0])}")
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        return ""
    host = parts.hostname.lower().removeprefix("www.")
    path = unquote(parts.path)
    for index in _INDEX:
        path = path.removesuffix(f"/{index}")
    asked = sorted(pair for pair in parse_qsl(parts.query) if not pair[0].startswith(_CAMPAIGNS))
    query = "&".join(f"{name}={value}" for name, value in asked)
    return (
        f"{host}{f':{port}' if port and port not in (80, 443) else ''}{path.rstrip('/')}{f'?{query}' if query else ''}"
    )


class Addresses:
    """Which file of the library lies at which address of the source by now. What was said first stays."""

    def __init__(self) -> None:
        self._files: dict[str, str] = {}
        self._about: dict[str, str] = {}

    def say(self, urls: Iterable[str], path: str, about: str = "") -> None:
        """A file is what others know by these addresses; `about` is what it shows."""
        for url in urls:
            if said := key(url):
                self._files.setdefault(said, path)
                self._about.setdefault(path, about)

    def file(self, url: str) -> str:
        """The file that lies at an address by now, "" where nothing of the library does."""
        return self._files.get(key(url), "")

    def about(self, url: str) -> str:
        """What the file at an address shows, in words; "" where nobody says."""
        return self._about.get(self.file(url), "")
