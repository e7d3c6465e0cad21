"""What arrives, and how: little, without anything moving, and of use without any script."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

import httpx
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page
from playwright.sync_api import TimeoutError as Late

from tests.pages.conftest import Note, Shelf, Tabs, View, pages_of, template_of
from tests.support import web

# Weight

PACKED = ("text/html", "text/css", "text/javascript", "application/json", "image/svg+xml")  # docs/operators/nginx.conf
FIRST, NEXT = 95_000, 30_000  # bytes of an article that is opened first, and of another one after it
SEEN = 30_000  # of the first, before anything of it is seen: the page and its style sheets


@dataclass
class Traffic:
    """What a page asked of the server; what lay in the browser's cache does not count."""

    session: CDPSession
    asked: list[str] = field(default_factory=list)  # addresses
    kept: set[str] = field(default_factory=set)  # requests that were answered from memory

    def __post_init__(self) -> None:
        self.session.send("Network.enable")
        self.session.on("Network.responseReceived", self.seen)
        self.session.on("Network.requestServedFromCache", lambda event: self.kept.add(event["requestId"]))

    def seen(self, event: dict[str, Any]) -> None:
        answer = event["response"]
        kept = answer["fromDiskCache"] or event["requestId"] in self.kept
        if not kept and not answer["url"].startswith("data:"):
            self.asked.append(answer["url"])

    def taken(self) -> dict[str, int]:
        """The weight of everything since the last time: text as packed by a web server, the rest as it is."""
        urls, self.asked = self.asked, []
        return {url.rpartition("/")[2] or "page": weight(web.get(url)) for url in urls}


def weight(answer: httpx.Response) -> int:
    packed = answer.headers["content-type"].partition(";")[0] in PACKED
    return len(gzip.compress(answer.content, 6) if packed else answer.content)


def heaviest(shelf: Shelf) -> list[str]:
    """The addresses of the articles with a picture, the longest first."""
    pages = {at: size for at, size in pages_of(shelf.published).items() if template_of(at) == "article"}
    texts = {at: (shelf.published.public / at / "index.html").read_text(encoding="utf-8") for at in pages}
    return sorted((at for at in pages if 'class="picture"' in texts[at]), key=lambda at: -pages[at])


def test_an_article_is_light(browser: Browser, shelf: Shelf, width: int, note: Note) -> None:
    first, second = heaviest(shelf)[:2]
    with View(width).context(browser, device_scale_factor=1 if width > 500 else 2) as context:
        page = context.new_page()
        traffic = Traffic(context.new_cdp_session(page))
        page.goto(shelf.published.base_url + first, wait_until="networkidle")
        of_first = traffic.taken()
        preloaded = page.locator("link[rel=preload]").count()
        page.goto(shelf.published.base_url + second, wait_until="networkidle")
        of_next = traffic.taken()
    note("article", "kB at first", round(sum(of_first.values()) / 1000))
    note("article", "kB of the next", round(sum(of_next.values()) / 1000))
    assert sum(of_first.values()) <= FIRST, of_first
    assert sum(of_next.values()) <= NEXT, of_next
    assert sum(size for name, size in of_first.items() if name == "page" or name.endswith(".css")) <= SEEN, of_first
    assert preloaded == 1


# Layout

SHIFTS = """
window.shifts = []
new PerformanceObserver((list) => {
  for (const one of list.getEntries())
    if (!one.hadRecentInput)
      for (const { node, previousRect: a, currentRect: b } of one.sources)
        shifts.push([one.value, `${node?.localName ?? node?.nodeName}.${node?.className ?? ''} ` +
          `“${(node?.textContent ?? '').trim().slice(0, 30)}” y ${a.y} → ${b.y}, ` +
          `${a.width} × ${a.height} → ${b.width} × ${b.height}`])
}).observe({ type: 'layout-shift', buffered: true })
"""
THROUGH = """async () => {
  await document.fonts.ready
  for (let y = 0; y < document.body.scrollHeight; y += innerHeight / 2) {
    scrollTo(0, y)
    await new Promise((then) => setTimeout(then, 60))
  }
  await Promise.all([...document.images].filter((i) => !i.complete).map((i) => i.decode().catch(() => {})))
  await new Promise((then) => setTimeout(then, 200))
}"""
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 150_000, "uploadThroughput": 50_000}


def slow(context: BrowserContext, page: Page) -> None:
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)


def moved(browser: Browser, shelf: Shelf, template: str, width: int, *, seconds: int) -> list[tuple[float, str]]:
    """What moved while a page arrived over a slow line."""
    with View(width).context(browser) as context:
        page = context.new_page()
        page.set_default_navigation_timeout(seconds * 1000)
        page.add_init_script(SHIFTS)
        slow(context, page)
        shelf.open(page, template).evaluate(THROUGH)
        found: list[tuple[float, str]] = page.evaluate("() => shifts")
        return found


def test_nothing_moves_while_a_page_arrives(
    browser: Browser, shelf: Shelf, template: str, width: int, note: Note
) -> None:
    try:
        shifts = moved(browser, shelf, template, width, seconds=40)
    except Late:  # now and then the browser's slow line holds an answer back for ever
        shifts = moved(browser, shelf, template, width, seconds=120)
    note(template, "CLS", round(sum({value for value, _ in shifts}), 4))
    assert [where for _, where in shifts] == []


# Without JavaScript

DEAD = "button:not([popovertarget], [type=reset]), [role=button], [role=slider], [role=tab], input[type=range]"
HIDDEN = """main => [...main.querySelectorAll('h2, h3, p, li, dd')]
  .filter((e) => e.textContent.trim() && !e.checkVisibility())
  .filter((e) => !e.closest('.needs-js, .on-paper, nav, details:not([open]), dialog'))
  .map((e) => `${e.localName}.${e.className} “${e.textContent.trim().slice(0, 40)}”`)"""
FILES = re.compile(r"\.(pdf|mp3|m4a|ogg|opus|vtt|srt|txt|md|opml|xml|json|zip)$")


def test_without_javascript_it_is_all_there(tabs: Tabs, shelf: Shelf, template: str, width: int) -> None:
    base = shelf.published.base_url + shelf.address(template)
    page = shelf.open(tabs.of(View(width), scripts=False), template)
    assert page.locator("main h1").inner_text()
    assert page.locator("main").evaluate(HIDDEN) == []
    assert [b.inner_text() for b in page.locator(DEAD).all() if b.is_visible()] == [], "buttons that do nothing"
    links = page.locator("a[href]").evaluate_all("all => all.map(e => e.getAttribute('href'))")
    sounds = page.locator("audio, audio source").evaluate_all(
        "all => all.map(e => e.getAttribute('src')).filter(Boolean)"
    )
    players = page.locator("audio").all()
    assert [player.is_visible() and player.get_attribute("controls") for player in players] == [""] * len(players)
    assert (template == "episode") <= bool(sounds)
    files = {urljoin(base, link) for link in links if FILES.search(link)}
    ours = [url for url in files if url.startswith(shelf.published.base_url)]
    with httpx.Client() as client:
        for sound in sounds:
            part = client.get(urljoin(base, sound), headers={"Range": "bytes=1000-1999"})
            assert (part.status_code, len(part.content)) == (206, 1000), sound
        assert {url for url in ours if client.head(url).status_code != 200} == set()
    assert (template == "handout") <= any(url.endswith(".pdf") for url in ours)
