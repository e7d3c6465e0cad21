"""The library in Chromium of 2019 and 2020, as on phones that get no newer one: Android 4.4 ends at 81, 5 at 95.

The first of them reads no script of ours: nothing may be covered, lost or out of reach for want of one. In the second
all works but the search, whose program it does not run, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pages.conftest import Shelf
from tests.support.engines import HEIGHT, WIDTH, Engine, chromium_of, until

PAGES = (
    *("", "get-help/", "meetings/", "meetings/the-small-hours/", "topics/", "library/articles/urges-rise-and-fall/"),
    *("library/books/first-books/", "podcasts/kitchen-table/a-better-moment/", "handouts/abc-of-an-urge/"),
)
SEEN = """(selector => {
  const all = [...document.querySelectorAll(selector)].map(e => [e, e.getBoundingClientRect()])
  const [found, {left, top, right, bottom}] = all.find(([, box]) => box.width && box.height)
  const at = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
  return [left, top, right, bottom, found.contains(at) || at.contains(found)]
})"""


@pytest.fixture(scope="module", params=["78", "83"])
def old(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    program = Path(request.config.getoption("--old-browsers")) / request.param / "chromium"
    with chromium_of(program, tmp_path_factory.mktemp("old")) as opened:
        assert opened.name.partition("/")[2].startswith(request.param), opened.name
        yield opened


def is_seen(engine: Engine, selector: str) -> None:
    """On the first screen, and nothing lies over its middle."""
    left, top, right, bottom, free = engine.ask(f"{SEEN}({selector!r})")
    assert 0 <= left < right <= WIDTH, selector
    assert 0 <= top < bottom <= HEIGHT, selector
    assert free, f"something lies over {selector}"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path or "home")
def test_help_sections_and_the_way_out_stand_on_the_first_screen(old: Engine, shelf: Shelf, path: str) -> None:
    old.wrong.clear()
    old.open(shelf.published.base_url + path)
    for selector in (".crisis a", ".brand", ".sections summary", ".search-open, .search-without", "h1", ".leave a"):
        is_seen(old, selector)
    assert old.ask("document.documentElement.scrollWidth") <= WIDTH
    assert old.ask("getComputedStyle(document.querySelector('dialog')).display") == "none"
    if old.ask("document.documentElement.className") == "js":
        assert [said for said in old.wrong if "wasm-unsafe-eval" not in said] == []


def test_the_menu_leads_on(old: Engine, shelf: Shelf) -> None:
    old.open(shelf.published.base_url)
    old.click(".sections summary")
    is_seen(old, ".sections details li:first-child a")
    old.click(".sections details li:last-child a")
    until(old, "location.pathname === '/audiences/'")


def test_the_way_out_leads_out(old: Engine, shelf: Shelf) -> None:
    old.open(shelf.published.base_url + "get-help/")
    old.ask("document.querySelector('.leave a').href = '/robots.txt'")  # in the place of a site of others
    old.click(".leave a")
    until(old, "location.pathname === '/robots.txt'")


def test_what_a_script_does_is_done_or_not_offered(old: Engine, shelf: Shelf) -> None:
    """Not half: what needs a script is not seen where no script is read."""
    base = shelf.published.base_url
    able = old.name.partition("/")[2] >= "80"
    old.open(base + "handouts/abc-of-an-urge/")
    assert old.ask("document.querySelector('.worksheet-tools').offsetHeight > 0") == able
    old.open(base + "podcasts/kitchen-table/a-better-moment/")
    assert old.ask("document.querySelector('.player').classList.contains('ready')") == able
    assert old.ask("document.querySelector('audio').controls") != able
    old.open(base + "meetings/")
    assert old.ask("document.querySelector('.next-meeting').offsetHeight > 0") == able
    if able:
        until(old, "!!document.querySelector('[data-next-found] a')")


def test_the_search_says_that_it_can_not(old: Engine, shelf: Shelf) -> None:
    old.open(shelf.published.base_url)
    if old.ask("document.documentElement.className") != "js":
        old.click(".search-without")
        until(old, "location.pathname === '/headings/'")
        return
    old.click(".search-open")
    until(old, "document.activeElement.id === 'search-words'")
    old.press(*"urge")
    until(old, "document.querySelector('.search-status').textContent.includes('be loaded just now')")
    assert old.ask("document.querySelector('.search-nothing').offsetHeight > 0")
