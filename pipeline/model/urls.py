"""Every path that we promise: relative to the site's root, no leading slash, directories with their `/`."""

from __future__ import annotations

import posixpath
import re
import uuid
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import unquote, urlsplit

FEED = "feed.xml"
JSON_FEED = "feed.json"
SUBSCRIPTIONS = "podcasts/subscriptions.opml"
PUBLISHER = "podcasts/feed.xml"
CALENDAR = "calendar.ics"
CATALOG = "api/catalog.json"
ANNOUNCED = "api/announce.json"
SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"
NOT_FOUND = "404.html"
MEDIA = "media/"
ASSETS = "assets/"
FILES = "files/"
CARDS = "assets/cards/"
PODCASTS = "podcasts/"
NEWS = "news/"
TOPICS = "topics/"
AUDIENCES = "audiences/"
PEOPLE = "people/"
SEARCH = "search/"
ADMIN = "admin/"
SEARCHED_FIRST = f"{SEARCH}first.json"
HEADINGS = "headings/"
WORKER = "service-worker.js"
KEPT = "offline.json"
INDEX = "index.html"
"""The name of the file that holds a page, in the folder of its address."""
_PART = re.compile(r"/(?:page/[1-9][0-9]*|by-(?:title|length)(?:/[^/]+)?)/(?:index\.html)?$")
_NARROWED = re.compile(r"(?:topics|audiences)/[^/]+/(?:for|kind)/")
_PODCASTS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The namespace of `podcast:guid` (Podcasting 2.0)."""


def sitemap_part(number: int) -> str:
    """One of several files that the sitemap names, from 1."""
    return f"sitemap-{number}.xml"


def is_sitemap_part(path: str) -> bool:
    """Whether a path is one of those."""
    return path.startswith("sitemap-") and path.endswith(".xml") and path[8:-4].isdecimal()


def topic(topic_id: str) -> str:
    """The hub of a topic."""
    return f"{TOPICS}{topic_id}/"


def listening_list(topic_id: str) -> str:
    """The list of episodes about a topic, for podcast apps."""
    return f"{topic(topic_id)}listen/{FEED}"


def audience(audience_id: str) -> str:
    """The hub of an audience."""
    return f"{AUDIENCES}{audience_id}/"


def person(person_id: str) -> str:
    """The page of a person."""
    return f"{PEOPLE}{person_id}/"


def headings(part: str) -> str:
    """A page of all headings where one is not enough."""
    return f"{HEADINGS}{part}/"


def part(hub: str, number: int) -> str:
    """A page of a list that is too long for one: `topics/sleep/`, 3 → `topics/sleep/page/3/`. The first has the oldest
    entries, so that what stands on a page stays there.
    """
    return f"{hub}page/{number}/"


def narrowed(hub: str, facet: str, one: str) -> str:
    """A list of less than its hub has: `topics/sleep/`, audience `family` → `topics/sleep/for/family/`."""
    return f"{hub}{'for' if facet == 'audience' else facet}/{one}/"


def ordered(hub: str, order: str, run: str = "") -> str:
    """The list of a hub in another order; without `run` its first page: `library/articles/by-title/ha/`."""
    return f"{hub}by-{order}/{f'{run}/' if run else ''}"


def is_part(path: str) -> bool:
    """Whether a path is that of a page that shows what its hub has: a part of it, less of it, or in another order."""
    return _PART.search(path) is not None or _NARROWED.match(path) is not None


def show_feed(show_address: str) -> str:
    """`podcasts/talks/` → `podcasts/talks/feed.xml`."""
    return f"{show_address}{FEED}"


def show_archive(show_address: str, number: int) -> str:
    """An archive document of a long feed, from 1: `podcasts/talks/` → `podcasts/talks/feed-1.xml`."""
    return f"{show_address}feed-{number}.xml"


def archived(episodes: int, limit: int) -> int:
    """How many archive documents a feed has of so many episodes: each is full, and so many are left for the head."""
    return max(0, episodes // limit - 1)


def podcast_guid(feed_url: str) -> str:
    """`podcast:guid`: UUIDv5 of the feed's address without scheme and without slashes at its end (Podcasting 2.0)."""
    return str(uuid.uuid5(_PODCASTS, feed_url.removeprefix("https://").removeprefix("http://").rstrip("/")))


def media(episode_address: str, ending: str) -> str:
    """`podcasts/talks/first/`, `mp3` → `media/talks/first.mp3` (its hashed name comes from its bytes)."""
    return f"media/{episode_address.removeprefix(PODCASTS).rstrip('/')}.{ending}"


def document(address: str) -> str:
    """Where the catalogue has the whole of an entry: `about/` → `api/entries/about.json`."""
    return f"api/entries/{address}".rstrip("/") + ".json"


def export(address: str, ending: str) -> str:
    """A file to take away, beside a page: `library/books/first-books/`, `csv` → `…/first-books.csv`."""
    return f"{address}{address.rstrip('/').rpartition('/')[2]}.{ending}"


def page_file(address: str) -> str:
    """The file that holds the page at an address: `about/` → `about/index.html`."""
    return address if address.endswith(".html") else f"{address}{INDEX}"


def asked_file(address: str) -> str:
    """The file that is asked for at an address from the root: that of a page, or the one that is named."""
    return page_file(address) if not address or address.endswith("/") else address


def is_page_file(path: str) -> bool:
    """Whether a path is that of such a file."""
    return path == INDEX or path.endswith(f"/{INDEX}")


def asked_for(path: str) -> str:
    """The address at which a file is asked for, a page at its folder: `about/index.html` → `about/`."""
    return path.removesuffix(INDEX) if is_page_file(path) else path


def is_feed(path: str) -> bool:
    """Whether a path is that of a feed in XML, by its ending."""
    return path.endswith((".xml", ".rss"))


def old(address: str) -> str:
    """An old address as an editor writes it → one of ours: `/about-us` → `about-us/`."""
    plain = address.strip().lstrip("/")
    return plain if plain.endswith(("/", ".html")) or is_feed(plain) else f"{plain}/"


def is_plain(address: str) -> bool:
    """Whether an old address is a path of this site and nothing more: no query, no dots at the beginning of a part."""
    parts = address.removesuffix("/").split("/")
    plain = (part and part[0] != "." and all(c.isalnum() or c in "_.~-" for c in part) for part in parts)
    return (address.endswith(("/", ".html")) or is_feed(address)) and all(plain)


def absolute(base_url: str, path: str) -> str:
    """The full address of a path below a base that ends in `/`."""
    return f"{base_url.rstrip('/')}/{path}"


def relative(from_address: str, to_path: str) -> str:
    """A link from the page at one address to a path, both from the root: `about/`, `feed.xml` → `../feed.xml`."""
    here = from_address.split("/")[:-1]
    there = to_path.split("/")
    common = 0
    while common < len(here) and common < len(there) - 1 and here[common] == there[common]:
        common += 1
    up = "../" * (len(here) - common)
    return f"{up}{'/'.join(there[common:])}" or "./"


def own(address: str, site: str, others: Iterable[str] = ()) -> str | None:
    """The file, below the root of the site, of an address of it, or of `others`, at which it lies too; None of any
    other. `http` and `https` are one.
    """
    for base in (site, *others):
        for begin in (base, _other_scheme(base)):
            if address.startswith(begin) or address == begin.rstrip("/"):
                address = site + address[len(begin) :]
    if not address.startswith((site, "/")) or address.startswith("//"):
        return None
    found = target(site, INDEX, address.partition("?")[0])
    return found[0] if found else None


def _other_scheme(base: str) -> str:
    secure, plain = "https://", "http://"
    return base.replace(secure, plain, 1) if base.startswith(secure) else base.replace(plain, secure, 1)


def target(base_url: str, page: str, address: str) -> tuple[str, str] | None:
    """The path from the library's root and the fragment that an address on the page in file `page` leads to; None: out
    of the library, or nowhere that has a path.
    """
    up = "../" * page.count("/")
    if up and address.startswith(up):  # from the root, as what all pages of a depth have in common is written
        return _target(base_url, INDEX, f"./{address.removeprefix(up)}")
    return _target(base_url, page, address)


@lru_cache(4096)
def _target(base_url: str, page: str, address: str) -> tuple[str, str] | None:
    if address.startswith(base_url):
        address = urlsplit(base_url).path + address.removeprefix(base_url)
    parts, base_path = urlsplit(address), urlsplit(base_url).path
    if parts.scheme or parts.netloc or (parts.path.startswith("/") and not parts.path.startswith(base_path)):
        return None
    if parts.path.startswith("/"):
        path = parts.path.removeprefix(base_path)
        path = "" if path == "." else path
    elif parts.path:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(page), parts.path))
        path = "" if path == "." else path
        path += "/" if path and parts.path.rpartition("/")[2] in ("", ".", "..") else ""
    else:
        path = page
    path = unquote(path)
    return asked_file(path), unquote(parts.fragment)
