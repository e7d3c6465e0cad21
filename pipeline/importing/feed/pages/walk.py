"""All pages of a feed: found one from the other, each item once.

Standards: RFC 5005 (`prev-archive`, `next`). WordPress gives older items at `?paged=2` and says so nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from itertools import chain
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from pipeline.importing.feed.episode import identity
from pipeline.importing.feed.pages import atom
from pipeline.importing.feed.values.addresses import address, is_web
from pipeline.importing.source.faults import Faults
from pipeline.importing.source.loss import Loss
from pipeline.importing.source.origin import Origin
from pipeline.importing.source.xml import Element, parts, pieces
from pipeline.problems import Place
from pipeline.web import Unreachable

MOST_PAGES: Final = 1_000
MOST_ITEMS: Final = 50_000
_ROOTS: Final = ("rss", "rdf:RDF", "atom:feed", "feed")
_CHARSET = re.compile(r"charset\s{0,3}=\s{0,3}[\"']?([A-Za-z0-9._-]{1,40})", re.IGNORECASE)
_LINK = re.compile(rb"<link\b[^<>]{0,2000}>", re.IGNORECASE)
_SAID = re.compile(
    r"\b(rel|type|href)\s{0,3}=\s{0,3}(?:\"([^\"]{0,2000})\"|'([^']{0,2000})'|([^\s\"'>]{1,2000}))", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Page:
    """One file of a feed: where it lies, what it says of the whole, and its items in the shape of RSS 2.0."""

    path: str
    channel: Element
    items: tuple[Element, ...]
    losses: tuple[Loss, ...]


@dataclass(slots=True)
class Feed:
    """All of a feed: what its first page says of it, and each item with the page on which it stands first.

    `url` is the address by which subscribers know it; "" where nothing tells.
    """

    url: str
    channel: Element
    path: str
    items: list[tuple[Element, str]] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def base(self, path: str) -> str:
        """From where the links of a page count: from its own address, or of a file from that of the feed."""
        return path if is_web(path) else self.url


def feed(origin: Origin, named: str, more: tuple[str, ...] = ()) -> Feed:
    """The feed of an address or a file, with all its pages; `more` are files of further pages. Raises `Unreachable`
    where there is none.
    """
    first = page(origin, named)
    address = first.path if is_web(first.path) else ""
    notes = [f"`{named}` is a page; its feed is {first.path}"] if is_web(named) and first.path != named else []
    if is_web(named) and not notes:
        address = named
    found = Feed(address or _own_address(first), first.channel, first.path, notes=notes)
    seen: set[str] = set()
    for one in chain((first,), _following(origin, first, seen, found), (page(origin, name) for name in more)):
        _gather(one, found, seen)
    return found


def page(origin: Origin, where: str, hops: int = 1) -> Page:
    """A page of a feed; of a page for people, the feed that it names. Raises `Unreachable`."""
    fetched = origin.read(where)
    faults = Faults(where)
    charset = _CHARSET.search(fetched.content_type[:200])
    found = list(parts(pieces(fetched.data), faults, charset[1] if charset else ""))
    if not found or found[0].name not in _ROOTS:
        if hops and (url := _feed_of(fetched.data, fetched.url)):
            return page(origin, url, hops - 1)
        raise Unreachable(_no_feed(where, found), _hint(where))
    root, *rest = found
    if root.name == "feed":  # it names no namespace, or one of its own
        rest = [atom.spaced(one) for one in rest]
    if root.name in ("atom:feed", "feed"):
        items = tuple(atom.item(one) for one in rest if one.name == "atom:entry")
        return Page(where, atom.channel(root, rest), items, faults.losses)
    whole = next((one for one in rest if one.name == "channel"), None)
    own = whole.children if whole else tuple(one for one in rest if one.name != "item")
    items = tuple(atom.numbered(one) for one in (*rest, *own) if one.name == "item")
    line = whole.line if whole else root.line
    return Page(where, Element("channel", line, root.attributes, children=_but_items(own)), items, faults.losses)


def _but_items(elements: tuple[Element, ...]) -> tuple[Element, ...]:
    return tuple(one for one in elements if one.name != "item")


def _no_feed(where: str, found: list[Element]) -> str:
    if not found:
        return f"`{where}` is no feed: there is no XML in it"
    is_html = found[0].name.lower() in ("html", "xhtml:html")
    return f"`{where}` is no feed: " + ("it is a page for people" if is_html else f"it begins with `<{found[0].name}>`")


def _hint(where: str) -> str:
    if "podcasts.apple.com" in where or "open.spotify.com" in where:
        return "directories show feeds of others: copy its address from where you publish, often called “RSS feed”"
    return "copy the address of the feed from where you publish it"


def _feed_of(data: bytes, url: str) -> str:
    """The feed that a page for people names in its head; "" for none."""
    for tag in _LINK.findall(data[:500_000]):
        said = {name.lower(): unescape(a or b or c) for name, a, b, c in _SAID.findall(tag.decode("utf-8", "replace"))}
        kind = said.get("type", "").lower()
        if said.get("rel", "").lower() == "alternate" and kind in ("application/rss+xml", "application/atom+xml"):
            found = address(said.get("href", ""), url)
            if found and "comments" not in found:
                return found
    return ""


def _following(origin: Origin, first: Page, seen: set[str], found: Feed) -> Iterator[Page]:
    """The pages after the first, until one brings nothing new."""
    asked, last, number = {first.path, found.url}, first, 1
    while number < MOST_PAGES and len(found.items) < MOST_ITEMS:
        url, said = _next(last, number)
        if not url or url in asked:
            return
        asked.add(url)
        try:
            one = page(origin, url, hops=0)
        except Unreachable as error:
            if said:  # WordPress answers 404 behind the last page
                found.losses.append(Loss("feed/page", "dropped", f"older items: {error.message}", Place(url)))
            return
        if not any(identity(item, url)[0] not in seen for item in one.items):
            return
        yield one
        last, number = one, number + 1
    found.losses.append(Loss("feed/page", "dropped", "there are more pages than are read", Place(last.path)))


def _next(one: Page, number: int) -> tuple[str, bool]:
    """Where older items are, and whether the feed says so."""
    links = {link.get("rel"): link.get("href") for link in one.channel.all("atom:link") if link.get("href")}
    for rel in ("prev-archive", "next"):
        if rel in links:
            return address(links[rel], one.path), True
    is_blog = "wordpress" in one.channel.said("generator").lower() or one.channel.first("site") is not None
    if not (is_blog and one.items and is_web(one.path)):
        return "", False
    parsed = urlsplit(one.path)
    query = [(name, value) for name, value in parse_qsl(parsed.query, keep_blank_values=True) if name != "paged"]
    return urlunsplit(parsed._replace(query=urlencode([*query, ("paged", str(number + 1))]))), False


def _gather(one: Page, found: Feed, seen: set[str]) -> None:
    """The items of a page that none before it had."""
    here: set[str] = set()
    found.losses += one.losses
    for item in one.items:
        known, _ = identity(item, one.path)
        if known and known in here:
            what = f"`{known[:60]}` is the GUID of two items: apps show one of them"
            found.losses.append(Loss("feed/guid-twice", "dropped", what, Place(one.path, item.line)))
        elif known not in seen or not known:
            found.items.append((item, one.path))
        here.add(known)
    seen |= here - {""}


def _own_address(one: Page) -> str:
    """The address that a feed says it has."""
    links = [link.get("href") for link in one.channel.all("atom:link") if link.get("rel") == "self"]
    return next((url for url in (*links, one.channel.said("itunes:new-feed-url")) if is_web(url)), "")
