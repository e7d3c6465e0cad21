"""Finishing: names that carry their digest, the policy, the canonical address, and a look at every link.

Order matters: names first, since links are checked as they go out; the policy last, since it holds the digests of the
scripts of the finished page.
"""

from __future__ import annotations

import base64
import hashlib
import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from typing import cast
from urllib.parse import quote, unquote, urlsplit

from lxml import etree
from lxml.html import HtmlElement, document_fromstring

from pipeline.model import urls
from pipeline.model.artifact import Piece, hashed, sha256
from pipeline.model.page import Page
from pipeline.problems import Place, Problem
from pipeline.settings import Settings

#: What the engine makes or copies and no page needs: its sitemap, scripts, palette; the look of cards, and words.
_DROPPED = re.compile(
    r"card\.yml|strings/.*|sitemap\.xml(\.gz)?|search/.*|assets/(javascripts|images)/.*|assets/stylesheets/palette.*|.*\.map"
)
_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
_ASSET = re.compile(r'(\s(?:href|src|poster)=")([^"]*)(")')  # as our templates write them
_ADDRESS, _SRCSET = etree.XPath("//@href | //@src | //@poster"), etree.XPath("//@srcset")
_ID = etree.XPath("//@id | //a/@name")
_SCRIPT = etree.XPath("//script[not(@src) and not(@type)]")
_CSS_URL = re.compile(r"url\((['\"]?)([^)'\"]+)\1\)")
_SOURCE_MAP = re.compile(rb"\n?(?://|/\*)# sourceMappingURL=[^\n*]*(?:\*/)?")
_GENERATOR = re.compile(r'\s*<meta name="generator"[^>]*>')
_CANONICAL = re.compile(r'\s*<link rel="canonical"[^>]*>')
_ORDER = (".woff2", ".woff", ".ttf", ".png", ".jpg", ".svg", ".ico", ".webp", ".css", ".js")
OURS = "theme/"


def finish(
    files: Mapping[str, bytes], pages: Iterable[Page], settings: Settings, base_url: str, others: Iterable[str]
) -> tuple[tuple[Piece, ...], tuple[Problem, ...]]:
    """What the engine gave → what is published, and every link of it that leads nowhere: a failure of ours.

    `others` are the paths that the rest of the release brings: media, pictures, feeds.
    """
    kept = {path: data for path, data in files.items() if not _DROPPED.fullmatch(path)}
    renamed, assets = _assets(kept)
    sources = {urls.page_file(page.address): page.source for page in pages}
    site = _Site(settings.site.url, base_url, renamed)
    texts = {path: site.page(path, data.decode()) for path, data in kept.items() if path.endswith(".html")}
    there = {*texts, *(piece.path for piece in assets), *others}
    problems = _broken(texts, there, sources, site)
    made = [Piece(path, text.encode(), sources.get(path, OURS)) for path, text in texts.items()]
    return (*assets, *sorted(made, key=lambda piece: piece.path)), problems


def _assets(files: Mapping[str, bytes]) -> tuple[dict[str, str], tuple[Piece, ...]]:
    """Assets under names that carry the digest of their bytes: what others name goes first."""
    renamed: dict[str, str] = {}
    pieces = []
    names = (path for path in files if not path.endswith(".html"))
    for path in sorted(names, key=lambda p: (_rank(p), p)):
        data = _SOURCE_MAP.sub(b"", files[path]) if path.endswith((".css", ".js")) else files[path]
        if path.endswith(".css"):
            data = _css(path, data.decode(), renamed).encode()
        renamed[path] = hashed(path, sha256(data)) if path.startswith("assets/") and "." in path else path
        pieces.append(Piece(renamed[path], data, OURS))
    return renamed, tuple(pieces)


def _rank(path: str) -> int:
    return next((rank for rank, ending in enumerate(_ORDER) if path.endswith(ending)), -1)


def _css(path: str, text: str, renamed: Mapping[str, str]) -> str:
    def change(match: re.Match[str]) -> str:
        if match[2].startswith(("data:", "#")):
            return match[0]
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), match[2].split("?")[0].split("#")[0]))
        new = renamed.get(target)
        return f"url({posixpath.relpath(new, posixpath.dirname(path))})" if new else match[0]

    return _CSS_URL.sub(change, text)


@dataclass(frozen=True, slots=True)
class _Site:
    """The addresses of one target."""

    site_url: str
    base_url: str
    renamed: Mapping[str, str]
    canonical: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "canonical", self.site_url == self.base_url)

    @property
    def base_path(self) -> str:
        return urlsplit(self.base_url).path

    def page(self, path: str, text: str) -> str:
        """A page of the engine as it is published."""
        text = _GENERATOR.sub("", _CANONICAL.sub("", text))
        text = _TAG.sub(lambda tag: self._renamed(path, tag[0]), text)
        address = path.removesuffix("index.html")
        head = [policy(text)]
        if path != urls.NOT_FOUND:
            head.append(f'<link rel="canonical" href="{escape(urls.absolute(self.site_url, quote(address)))}">')
        if not self.canonical or path == urls.NOT_FOUND:
            head.append('<meta name="robots" content="noindex">')
        return re.sub(r"(<head[^>]*>)", lambda m: m[1] + "\n" + "\n".join(head), text, count=1)

    def target(self, path: str, address: str) -> tuple[str, str] | None:
        """The path on the site, and the fragment, that an address on the page `path` leads to; None: elsewhere."""
        if address.startswith(self.base_url):
            address = self.base_path + address.removeprefix(self.base_url)
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            return None
        if parts.path.startswith("/"):
            if not parts.path.startswith(self.base_path):
                return None
            joined = parts.path.removeprefix(self.base_path)
            joined = "" if joined == "." else joined
        elif parts.path:
            joined = posixpath.normpath(posixpath.join(posixpath.dirname(path), parts.path))
            joined = "" if joined == "." else joined
            joined += "/" if joined and parts.path.endswith(("/", "..", "/.")) else ""
        else:
            joined = path
        joined = unquote(joined)
        return (urls.page_file(joined) if joined == "" or joined.endswith("/") else joined), unquote(parts.fragment)

    def _renamed(self, path: str, tag: str) -> str:
        def change(match: re.Match[str]) -> str:
            found = self.target(path, unescape(match[2]))
            new = self.renamed.get(found[0]) if found else None
            if found is None or new is None or new == found[0]:
                return match[0]
            absolute = unescape(match[2]).startswith(("/", self.base_url))
            address = self.base_path + new if absolute else urls.relative(path, new)
            return match[1] + escape(quote(address, safe="/:%")) + match[3]

        return _ASSET.sub(change, tag)


def policy(text: str) -> str:
    """The content security policy of a page, as a tag: scripts in it are allowed by the digest of what they hold."""
    inline = (script.text or "" for script in cast("list[HtmlElement]", _SCRIPT(document_fromstring(text))))
    digests = dict.fromkeys(base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in inline)
    scripts = " ".join(["'self'", "'wasm-unsafe-eval'", *(f"'sha256-{digest}'" for digest in digests)])
    rules = (
        "default-src 'self'",
        "img-src 'self' data:",
        f"script-src {scripts}",
        "base-uri 'none'",
        "form-action 'none'",
    )
    return f'<meta http-equiv="Content-Security-Policy" content="{"; ".join(rules)}">'


def _broken(texts: Mapping[str, str], there: set[str], sources: Mapping[str, str], site: _Site) -> tuple[Problem, ...]:
    read = {path: _Read.of(text) for path, text in texts.items()}
    problems = []
    for path, page in read.items():
        place = Place(sources.get(path) or path)
        for address in page.addresses:
            found = site.target(path, address)
            if found is None:
                continue
            target, fragment = found
            if target not in there:
                message = f"the finished page `{path}` links to `{address}`, which is not published"
            elif fragment and target in read and fragment not in read[target].ids:
                message = f"the finished page `{path}` links to `{address}`, which has no such part"
            else:
                continue
            hint = "this is a fault of the theme or of the pipeline; report it with this message"
            problems.append(Problem(place, message, hint, "broken-link"))
    return tuple(sorted(problems))


@dataclass(frozen=True, slots=True)
class _Read:
    """What a finished page names, as browsers read it: every address, and the ids of its parts."""

    addresses: frozenset[str]
    ids: frozenset[str]

    @classmethod
    def of(cls, text: str) -> _Read:
        page = document_fromstring(text)
        sizes = (part for value in _all(_SRCSET, page) for part in value.split(",") if part.strip())
        addresses = {*_all(_ADDRESS, page), *(part.split()[0] for part in sizes)}
        return cls(frozenset(addresses), frozenset(_all(_ID, page)))


def _all(path: etree.XPath, page: HtmlElement) -> list[str]:
    return [str(value) for value in cast("list[str]", path(page))]
