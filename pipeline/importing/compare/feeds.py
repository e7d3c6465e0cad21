"""A feed as apps see it, whoever made it: a reader of its own, so that what an import misread is seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from pipeline.importing.source.faults import Faults
from pipeline.importing.source.xml import Element, parts, pieces
from pipeline.web import Unreachable

MOST_PAGES = 200
"""Pages of a feed that are read."""


@dataclass(frozen=True, slots=True)
class Sound:
    """The file of an episode, as its feed tells it: `length` in bytes, 0 where it does not."""

    url: str
    length: int = 0
    type: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """An episode as a feed tells it, byte for byte: `guid` is None where there is none. `at` is the instant of its
    date, None where that can't be read; `date` the words of it. `base` is the address of its page of the feed.
    """

    title: str
    guid: str | None
    permalink: bool
    link: str
    sound: Sound | None
    date: str
    at: datetime | None
    base: str

    @property
    def shown(self) -> str:
        """What people know it by."""
        return self.title or self.link or self.guid or (self.sound.url if self.sound else "an episode without a title")


@dataclass(frozen=True, slots=True)
class Feed:
    """All pages of a feed: the address by which it is known and the one that gave it (`at`), what it says of the show,
    and its episodes. Most apps see only the `first` of these, which stand on the first page. `paged` is the address of
    the page that follows; of a feed that was walked, of one that could not be read.
    """

    url: str
    title: str = ""
    guid: str = ""
    image: str = ""
    moved: str = ""
    items: tuple[Told, ...] = ()
    first: int = 0
    pages: int = 1
    paged: str = ""
    at: str = ""


def read(data: bytes, url: str) -> Feed | None:
    """One page of a feed, RSS or Atom, at its address; None for what is none."""
    found = list(parts(pieces(data), Faults(url)))
    if not found or found[0].name not in ("rss", "rdf:RDF", "atom:feed"):
        return None
    children = [child for part in found[1:] for child in _unwrapped(part)]
    top = Element("channel", children=tuple(one for one in children if one.name not in ("item", "atom:entry")))
    if "://" not in url:  # a file: the feed says where it lies
        url = next((one.get("href") for one in _links(top, "self")), url)
    image = top.first("itunes:image")
    inner = top.first("image")
    items = tuple(_told(one, url) for one in children if one.name in ("item", "atom:entry"))
    return Feed(
        url,
        top.said("title", "atom:title"),
        top.said("podcast:guid"),
        (image.get("href") if image else "") or (inner.said("url") if inner else "") or top.said("atom:logo"),
        top.said("itunes:new-feed-url"),
        items,
        len(items),
        paged=next((urljoin(url, one.get("href")) for one in _links(top, "next")), ""),
    )


def walked(url: str, fetch: Callable[[str], tuple[bytes, str]]) -> Feed | None:
    """All pages of the feed at an address, as apps walk them (`rel="next"`, RFC 5005); None where there is no feed.
    `fetch` gives what lies at an address, and the address that gave it. Raises `Unreachable` where it does for the
    first page.
    """
    first = read(*fetch(url))
    if first is None:
        return None
    first = replace(first, url=url if "://" in url else first.url, at=first.url)
    items, seen, page, count = list(first.items), {url, first.at}, first.paged, 1
    while page and page not in seen and count < MOST_PAGES:
        seen.add(page)
        following = _page(page, fetch)
        if following is None:
            return replace(first, items=tuple(items), pages=count, paged=page)
        items.extend(following.items)
        page, count = following.paged, count + 1
    return replace(first, items=tuple(items), pages=count, paged="")


def _page(url: str, fetch: Callable[[str], tuple[bytes, str]]) -> Feed | None:
    """A further page; None where none can be read."""
    try:
        return read(*fetch(url))
    except Unreachable:
        return None


def _unwrapped(part: Element) -> Sequence[Element]:
    """What a channel holds: RSS 1.0 has its items beside it."""
    return part.children if part.name == "channel" else (part,)


def _links(element: Element, rel: str) -> Iterator[Element]:
    return (one for one in element.all("atom:link") if (one.get("rel") or "alternate").lower() == rel)


def _told(item: Element, base: str) -> Told:
    guid = item.first("guid", "atom:id")
    link = item.said("link") or next((one.get("href") for one in _links(item, "alternate")), "")
    date = item.said("pubDate", "dc:date", "atom:published", "atom:updated")
    return Told(
        title=item.said("title", "atom:title", "itunes:title"),
        guid=guid.words if guid and guid.words.strip() else None,
        permalink=guid is not None and guid.name == "guid" and _is_permalink(guid),
        link=urljoin(base, link) if link else "",
        sound=_sound(item, base),
        date=date,
        at=instant(date),
        base=base,
    )


def _is_permalink(guid: Element) -> bool:
    return guid.attributes.get("isPermaLink", "true").strip().lower() == "true"


def _sound(item: Element, base: str) -> Sound | None:
    enclosure = item.first("enclosure")
    address = "url"
    if enclosure is None:
        enclosure, address = next(_links(item, "enclosure"), None), "href"
    if enclosure is None:
        enclosure, address = item.first("media:content"), "url"
    if enclosure is None or not enclosure.get(address):
        return None
    length = enclosure.get("length") or enclosure.get("fileSize")
    size = int(length) if length.isascii() and length.isdigit() and len(length) < 19 else 0
    return Sound(urljoin(base, enclosure.get(address)), size, enclosure.get("type"))


def instant(said: str) -> datetime | None:
    """The instant of a date as feeds write it (RFC 2822, ISO 8601); one without a zone is of UTC, as apps read it."""
    try:
        found = parsedate_to_datetime(said)
    except (ValueError, IndexError, OverflowError):
        try:
            found = datetime.fromisoformat(said.strip())
        except ValueError:
            return None
    try:
        return found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
