"""A reader opens pages in a real browser: nothing fails, no other host is asked, everything can be reached."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urljoin

import httpx
import pytest
from playwright.sync_api import Route, expect

from tests.journeys.conftest import AT_THE_ROOT, Watched
from tests.support.sample import Published


def one_of(published: Published, pattern: str) -> str:
    """The address of the first page that a pattern of published files finds."""
    found = sorted(published.public.glob(pattern))
    assert found, pattern
    return found[0].relative_to(published.public).as_posix().removesuffix("index.html")


PAGES = {
    "home": "index.html",
    "article": "library/articles/*/**/index.html",
    "book list": "library/books/*/index.html",
    "link list": "library/links/*/index.html",
    "handout": "handouts/*/index.html",
    "show": "podcasts/*/index.html",
    "episode": "podcasts/*/*/index.html",
    "topic": "topics/*/index.html",
    "audience": "audiences/*/index.html",
    "person": "people/*/index.html",
}


@pytest.mark.parametrize("pattern", PAGES.values(), ids=PAGES)
def test_pages_open_without_a_fault(published: Published, watched: Watched, pattern: str) -> None:
    watched.open(one_of(published, pattern))
    assert watched.page.locator("h1").count() == 1
    assert watched.page.title()
    assert watched.wrong == []


@AT_THE_ROOT
def test_who_must_leave_at_once_does_and_back_leads_not_to_the_page(published: Published, watched: Watched) -> None:
    page = watched.page
    elsewhere = page.goto(published.base_url + "topics/")
    assert elsewhere is not None
    watched.open("library/articles/if-you-are-afraid-at-home/")
    way = page.locator("a.quick-exit")
    goal = way.get_attribute("href")
    assert goal is not None
    told: list[str | None] = []

    def answer(route: Route) -> None:
        told.append(route.request.headers.get("referer"))
        route.fulfill(body="<h1>Elsewhere</h1>", content_type="text/html")

    page.route(goal, answer)
    way.click()
    page.wait_for_url(goal)
    assert told == [None], "nobody is told where the reader comes from"
    page.go_back()
    assert page.url == published.base_url + "topics/"


@AT_THE_ROOT
def test_an_episode_plays(published: Published, watched: Watched) -> None:
    watched.open(one_of(published, "podcasts/*/*/index.html"))
    player = watched.page.locator("audio").first
    player.evaluate("audio => { audio.muted = true; return audio.play() }")
    watched.page.wait_for_function("() => document.querySelector('audio').currentTime >= 2")
    assert watched.wrong == []


@AT_THE_ROOT
def test_a_worksheet_is_filled_in_by_its_labels(watched: Watched) -> None:
    watched.open("handouts/urge-log/")
    fields = watched.page.locator("main input, main textarea").count()
    assert fields >= 3
    unnamed = watched.page.evaluate(
        "() => [...document.querySelectorAll('main input, main textarea, main select')]"
        ".filter(f => !f.labels.length && !f.getAttribute('aria-label') && !f.getAttribute('aria-labelledby'))"
        ".map(f => f.name)"
    )
    assert unnamed == []
    assert watched.wrong == []


@AT_THE_ROOT
def test_a_worksheet_is_taken_home_as_pdf(published: Published, watched: Watched) -> None:
    watched.open("handouts/urge-log/")
    links = watched.page.locator(".editions li a").all()
    assert [link.inner_text().split(" · ")[0] for link in links] == ["A4", "Letter", "Large print"]
    for link in links:
        href = link.get_attribute("href")
        got = published.get(f"handouts/urge-log/{href}")
        assert (got.status_code, got.headers["content-type"]) == (200, "application/pdf")
        assert got.content.startswith(b"%PDF-1.7")
        assert link.inner_text().endswith(f"· {round(len(got.content) / 1000)} kB")


def test_the_page_that_is_not_there_helps(published: Published) -> None:
    with httpx.Client(follow_redirects=True) as client:
        for path in ("nothing-here/", "nothing/at/any/depth/"):
            answer = client.get(published.base_url + path)
            assert answer.status_code == 404
            for link in read(answer.text).found:
                if link.startswith("#"):
                    continue
                target = urljoin(published.base_url + path, link)
                if target.startswith(published.base_url):
                    assert client.get(target).status_code == 200, link


def test_from_any_page_the_search_finds_its_index_and_leads_on(published: Published, watched: Watched) -> None:
    page = watched.page
    page.goto(f"{published.base_url}nothing/at/any/depth/", wait_until="networkidle")
    watched.wrong.clear()  # the missing page itself
    page.keyboard.press("/")
    page.keyboard.type("ambivalence")
    found = page.locator(".search-results > li").first.get_by_role("link").first
    expect(found).to_have_text("Reasons of your own")
    found.click()
    page.wait_for_url(f"{published.base_url}library/articles/reasons-of-your-own/**")
    assert watched.wrong == []


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids |= {value for name, value in attrs if name in ("id", "name") and value}
        for name in ("href", "src"):
            if (value := given.get(name)) and not (tag == "link" and given.get("rel") == "canonical"):
                self.found.append(value)


def read(html: str) -> Links:
    """The links of a page, and what they may lead to on it."""
    parser = Links()
    parser.feed(html)
    return parser


def test_every_link_of_every_page_leads_somewhere(published: Published) -> None:
    pages = {page: read(page.read_text(encoding="utf-8")) for page in sorted(published.public.rglob("*.html"))}
    checked = 0
    for page, links in pages.items():
        address = page.relative_to(published.public).as_posix().removesuffix("index.html")
        if address == "404.html":
            continue
        for link in links.found:
            target = urljoin(published.base_url + address, link)
            if not target.startswith(published.base_url):
                continue
            path, _, fragment = target.removeprefix(published.base_url).partition("#")
            file = published.public / path
            file = file / "index.html" if path == "" or path.endswith("/") else file
            assert file.is_file(), f"{address}: {link}"
            if fragment and file.suffix == ".html":
                assert fragment in pages[file].ids, f"{address}: {link}"
            checked += 1
    assert checked > 100


def test_every_page_carries_the_policy_first(published: Published) -> None:
    for page in published.public.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        if page.name.endswith(".transcript.html"):  # for apps: what it holds can do nothing
            assert set(re.findall(r"<[^>]*>", html)) <= {
                f"<{e}{tag}>" for tag in ("cite", "time", "p") for e in ("", "/")
            }
            continue
        head = html[html.index("<head") : html.index("</head>")]
        policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)"', head)
        assert policy, page
        assert policy.start() < min(m.start() for m in re.finditer(r"<(?:link|style|script)\b", head)), page
        assert "default-src 'self'" in policy[1]
        assert "form-action 'none'" in policy[1]
        assert "unsafe-inline" not in policy[1].split("script-src")[1].split(";")[0]


def test_a_target_that_is_not_the_library_itself_says_so(published: Published) -> None:
    html = published.get("").text
    assert '<meta name="robots" content="noindex"' in html
    assert '<link rel="canonical" href="https://library.example/"' in html
