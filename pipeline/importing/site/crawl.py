"""Pages of a site in the web: those that its sitemap names, and those to which they lead, as far as is wise.

Asked as polite programs do: what the rules of the site for programs (`robots.txt`, RFC 9309) bar is not asked for.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from protego import Protego

from pipeline.importing.site.pages import Document, document
from pipeline.importing.site.sitemap import sitemaps
from pipeline.importing.source.loss import Loss
from pipeline.importing.source.origin import Origin
from pipeline.problems import Place
from pipeline.web import AGENT, Fetched, Unreachable

MOST = 5_000
"""Pages that are asked for."""
ALIKE = 400
"""Addresses that differ in their numbers only: calendars have no end."""
_DEEPEST, _LONGEST = 15, 500
_OTHER = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|od[tspg]|epub|csv|ics|zip|gz|rar|7z|mp3|m4a|ogg|opus|wav|flac|mp4|m4v|mov|webm|avi|jpe?g|"
    r"png|gif|svg|webp|avif|ico|css|js|json|xml|rss|atom|txt|woff2?|exe|dmg)$"
)
_IDLE = frozenset((
    "replytocom", "share", "print", "s", "q", "search", "sort", "order", "orderby", "filter", "phpsessid", "sid",
    "jsessionid", "fbclid", "gclid", "msclkid", "ref", "amp", "feed", "attachment_id", "add-to-cart", "month",
    "year", "date", "ical", "_wpnonce", "redirect_to", "nocache", "preview",
))  # fmt: skip
"""Parts of queries that make other addresses of one page, or pages without an end."""


@dataclass(slots=True)
class Crawl:
    """What came: pages by the addresses that answered, other addresses of each (`old`), the page of each address
    (`known`), the days on which they changed, and what did not come. `home` is the address below which the pages lie,
    `start` that of the first.
    """

    home: str
    start: str
    pages: dict[str, Document] = field(default_factory=dict)
    old: dict[str, list[str]] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)
    changed: dict[str, str] = field(default_factory=dict)
    losses: list[Loss] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def leads(self, link: str, page: str) -> str:
        """The address of the page to which a link on another leads, as that has it; "" for all else."""
        try:
            whole, _, fragment = urljoin(page, link).partition("#")
        except ValueError:
            return ""
        found = self.known.get(_at(whole, self.home), "")
        return f"{found}#{fragment}" if found and fragment else found


def crawl(origin: Origin, start: str, *, obey: bool = True, most: int = MOST) -> Crawl:
    """The pages of the site at and below an address; with `obey` only what its rules for programs let them ask for.

    Raises `Unreachable` where not even that address answers.
    """
    first = origin.read(start)
    at = plain(first.url) or plain(start)
    rules = _rules(origin, at)
    found = Crawl(below(at), at)
    named = list(sitemaps(origin, at, tuple(rules.sitemaps)))
    found.changed = {_at(url, found.home): day for url, day in named}
    walk = _Walk(found.home, deque(found.changed), {at, plain(start)})
    walk.more(_taken(found, plain(start), first))
    barred = 0
    for url in walk.addresses(most):
        if obey and not rules.can_fetch(url, AGENT):
            barred += 1
            continue
        try:
            walk.more(_taken(found, url, origin.read(url)))
        except Unreachable as error:
            kind = "page/gone" if error.status in (404, 410) and url not in found.changed else "fetch/failed"
            found.losses.append(Loss(kind, "dropped", error.message, Place(url)))
    _told(found, walk, barred, most)
    return found


def _taken(found: Crawl, url: str, answer: Fetched) -> tuple[str, ...]:
    """Take in what an address answered; where its page leads."""
    home = found.home
    at = _at(answer.url, home) or url
    kind = answer.content_type.partition(";")[0].strip().lower()
    if not at.startswith(home) or (kind and "html" not in kind):
        return ()
    page = document(answer.data, at, answer.content_type)
    if page is None:
        return ()
    said = _at(urljoin(at, page.canonical), home) if page.canonical else ""
    key = said if said.startswith(home) and said.partition("?")[0] != home else at
    others = [other for other in dict.fromkeys((url, at, answer.url)) if other != key]
    found.old.setdefault(key, []).extend(others)
    found.known.update(dict.fromkeys((*others, key), key))
    if key not in found.pages:
        found.pages[key] = page
    return tuple(urljoin(at, link) for link in page.links if len(link) <= _LONGEST and _is_link(link))


def _is_link(link: str) -> bool:
    try:
        return urlsplit(link).scheme in ("", "http", "https") and not link.startswith("#")
    except ValueError:
        return False


@dataclass(slots=True)
class _Walk:
    """The addresses that are still to be asked, each once."""

    home: str
    waiting: deque[str]
    seen: set[str] = field(default_factory=set)
    alike: Counter[str] = field(default_factory=Counter)
    passed: int = 0

    def addresses(self, most: int) -> Iterator[str]:
        count = 0
        while self.waiting and count < most:
            url = self.waiting.popleft()
            if url in self.seen or not self._wanted(url):
                continue
            self.seen.add(url)
            count += 1
            yield url

    def more(self, links: tuple[str, ...]) -> None:
        known = (url for link in links if (url := _at(link, self.home)) and url not in self.seen)
        self.waiting.extend(dict.fromkeys(known))

    def _wanted(self, url: str) -> bool:
        parts = urlsplit(url)
        pieces = [piece for piece in parts.path.split("/") if piece]
        if not url.startswith(self.home) or len(url) > _LONGEST or _OTHER.search(parts.path.lower()):
            return False
        if len(pieces) > _DEEPEST or any(count > 2 for count in Counter(pieces).values()):
            return False
        if parts.query and (parts.query.count("&") > 1 or {name.lower() for name, _ in parse_qsl(parts.query)} & _IDLE):
            return False
        shape = re.sub("[0-9]+", "0", url)
        self.alike[shape] += 1
        self.passed += self.alike[shape] > ALIKE
        return self.alike[shape] <= ALIKE


def plain(url: str) -> str:
    """An address in one spelling, without what only follows a reader; "" for what is none."""
    try:
        parts = urlsplit(url)
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
            return ""
        query = [
            (name, value)
            for name, value in parse_qsl(parts.query, keep_blank_values=True)
            if not name.startswith("utm_")
        ]
    except ValueError:
        return ""
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path or "/", urlencode(query), ""))


def _at(url: str, home: str) -> str:
    """An address in one spelling; of the host of the site as the site itself has it."""
    found = plain(url)
    parts, own = urlsplit(found), urlsplit(home)
    same = parts.netloc.removeprefix("www.") == own.netloc.removeprefix("www.")
    return urlunsplit((own.scheme, own.netloc, *parts[2:])) if same else found


def below(start: str) -> str:
    """The address below which the pages of a site lie: that of its folder."""
    parts = urlsplit(plain(start))
    path = parts.path
    if not path.endswith("/"):
        path = f"{path}/" if "." not in path.rpartition("/")[2] else path.rpartition("/")[0] + "/"
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))


def _rules(origin: Origin, start: str) -> Protego:
    """What the site asks of programs; one that has no such rules asks nothing."""
    try:
        answer = origin.read(urljoin(start, "/robots.txt"))
    except Unreachable as error:
        if error.status >= 500:
            message = f"the rules of the site for programs can’t be had: `robots.txt` answers {error.status}"
            raise Unreachable(message, "try again later", passing=True) from None
        return Protego.parse("")
    return Protego.parse(answer.data[: 500 << 10].decode("utf-8-sig", errors="replace"))


def _told(found: Crawl, walk: _Walk, barred: int, most: int) -> None:
    if barred:
        found.losses.append(Loss("page/barred", "dropped", "by robots.txt", Place(walk.home), barred))
    if walk.passed:
        found.losses.append(
            Loss("page/alike", "dropped", "addresses that differ in numbers only", Place(walk.home), walk.passed)
        )
    if walk.waiting:
        found.notes.append(f"The site has more than {most:,} pages: name a part of it, such as {walk.home}blog/.")
