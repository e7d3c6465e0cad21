"""A reader looks for a book or a place to turn to: narrows a list by keyboard, rings, takes a list away."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

import pytest
import rispy
from axe_playwright_python.sync_playwright import Axe
from bibtexparser.entrypoint import parse_string
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.conftest import AT_THE_ROOT, Watched, watch
from tests.support.sample import Published

pytestmark = AT_THE_ROOT

HELPLINES = "library/links/first-places/"
TOOLS = "library/links/free-online-tools/"
BOOKS = "library/books/first-books/"
FAMILIES = "library/books/for-families/"


def shown(page: Page) -> Locator:
    return page.locator("main [data-item]").filter(visible=True)


def status(page: Page) -> Locator:
    return page.get_by_role("form", name="Narrow down the list").get_by_role("status")


def box(page: Page, name: str) -> Locator:
    return page.get_by_role("checkbox", name=name, exact=True)


def where(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Where are you?")


def test_by_keyboard_to_the_numbers_of_ones_own_country(watched: Watched) -> None:
    watched.open(HELPLINES)
    page = watched.page
    everything = page.locator("main [data-item]").count()
    where(page).focus()
    for _ in range(40):
        if where(page).input_value() == "IE":
            break
        page.keyboard.press("I")
    expect(page.locator("main section h2").filter(visible=True)).to_have_text(
        ["Ireland", "In any country", re.compile(".*")]  # and what to read next
    )
    left = shown(page).count()
    assert 0 < left < everything
    expect(status(page)).to_have_text(f"{left} of {everything} shown")
    expect(shown(page).filter(has_text="Samaritans")).to_have_count(1)  # it answers in two countries
    page.get_by_role("button", name="Show all again").press("Enter")
    expect(shown(page)).to_have_count(everything)
    expect(status(page)).to_have_text("Everything is shown")
    assert watched.wrong == []


def test_some_of_every_group_and_a_word_where_nothing_fits(watched: Watched) -> None:
    watched.open(HELPLINES)
    page = watched.page
    where(page).select_option("Belgium")
    belgian = shown(page).count()
    page.get_by_text("More ways to narrow down").click()
    box(page, "French").check()
    assert 0 < shown(page).count() < belgian
    for item in shown(page).all():
        assert "French" in item.inner_text()
    box(page, "Dutch").check()
    assert shown(page).count() > 1  # either language
    for one in ("French", "Dutch"):
        box(page, one).uncheck()
    where(page).select_option("Brazil")
    box(page, "Danish").check()
    expect(shown(page)).to_have_count(0)
    expect(status(page)).to_contain_text("Nothing fits")
    assert watched.wrong == []


def test_what_is_ticked_is_kept_nowhere_and_a_country_in_its_tab_alone(watched: Watched, published: Published) -> None:
    watched.open(HELPLINES)
    page = watched.page
    assert page.evaluate("() => sessionStorage.length") == 0, "nothing of what the device suggests"
    where(page).select_option("Ireland")
    page.get_by_text("More ways to narrow down").click()
    box(page, "English").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")  # which would send a form
    expect(box(page, "English")).to_be_checked()
    assert page.url == published.base_url + HELPLINES
    assert page.evaluate("() => localStorage.length + document.cookie.length") == 0
    assert page.evaluate("() => Object.keys(sessionStorage)") == ["country"]
    page.reload()
    expect(where(page)).to_have_value("IE")
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(0)
    assert watched.wrong == []


def test_a_link_to_a_book_that_is_hidden_shows_it(watched: Watched) -> None:
    watched.open(FAMILIES)
    page = watched.page
    box(page, "For me").check()
    hidden = page.locator("main [data-item][hidden] h2").first
    page.evaluate("id => { location.hash = id }", hidden.get_attribute("id"))
    expect(page.locator("main [data-item][hidden]")).to_have_count(0)
    expect(box(page, "For me")).not_to_be_checked()


def test_a_number_is_large_and_rings(watched: Watched) -> None:
    watched.open(HELPLINES)
    where(watched.page).select_option("United Kingdom")
    link = watched.page.get_by_role("link", name="Telephone: 0300 123 1110")
    assert link.get_attribute("href") == "tel:03001231110"
    drawn = link.bounding_box()
    assert drawn is not None and drawn["height"] >= 40
    expect(link.locator("..")).to_contain_text("weekdays")


@pytest.fixture
def plain(browser: Browser, published: Published) -> Iterator[Watched]:
    """A browser without JavaScript."""
    context = browser.new_context(java_script_enabled=False)
    yield watch(context.new_page(), published)
    context.close()


def test_without_javascript_all_is_shown_and_countries_are_a_step_away(plain: Watched) -> None:
    plain.open(HELPLINES)
    expect(plain.page.get_by_role("checkbox")).to_have_count(0)
    expect(plain.page.locator("main [data-item]").filter(visible=False)).to_have_count(0)
    plain.page.get_by_role("navigation", name="Where are you?").get_by_role("link", name="Ireland").click()
    expect(plain.page.get_by_role("heading", name="Ireland", exact=True)).to_be_in_viewport()
    assert plain.wrong == []


def test_a_book_says_what_a_librarian_asks_for(watched: Watched) -> None:
    watched.open(BOOKS)
    book = watched.page.locator(".book").filter(has_text="Mind Over Mood")
    expect(book).to_contain_text("ISBN 978-1-4625-2042-8")
    expect(book).to_contain_text("Christine A. Padesky")
    find = book.get_by_role("link", name="Find in a library Mind Over Mood")
    assert find.get_attribute("href") == "https://search.worldcat.org/search?q=bn:9781462520428"
    assert watched.wrong == []  # nothing was asked there yet


def test_a_list_is_taken_away(watched: Watched, published: Published) -> None:
    watched.open(FAMILIES)
    page = watched.page
    titles = [title.split("\n")[0].removesuffix(":") for title in page.locator(".book h2").all_inner_texts()]
    texts = {}
    for name in ("CSV", "BibTeX", "RIS"):
        with page.expect_download() as waiting:
            page.get_by_role("link", name=name).click()
        ending = waiting.value.suggested_filename
        texts[name] = waiting.value.path().read_bytes().decode()
        kind = published.get(FAMILIES + ending).headers["content-type"]
        assert kind.startswith(("text/csv", "application/x-bibtex", "application/x-research-info-systems")), kind
    rows = list(csv.DictReader(io.StringIO(texts["CSV"].removeprefix("\ufeff"), newline="")))
    assert [row["title"] for row in rows] == titles
    bib = parse_string(texts["BibTeX"])
    assert not bib.failed_blocks and len(bib.entries) == len(titles)
    read = rispy.loads(texts["RIS"])
    assert [one["title"].startswith(title) for one, title in zip(read, titles, strict=True)] == [True] * len(titles)
    assert "Maté" in texts["CSV"] and "Maté" in texts["BibTeX"] and "Maté" in texts["RIS"]
    assert watched.wrong == []


@pytest.mark.parametrize(("path", "scheme"), [(HELPLINES, "light"), (FAMILIES, "dark")])
def test_no_barrier_and_no_sideways_scrolling(browser: Browser, published: Published, path: str, scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": 320, "height": 700},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    seen = watch(context.new_page(), published)
    seen.open(path)
    for more in seen.page.locator("main .filters summary").all():
        more.click()
    seen.page.locator("main .filters input").first.check()
    assert where(seen.page).count() == (path == HELPLINES)
    assert Axe().run(seen.page).response["violations"] == []
    assert seen.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    small = seen.page.evaluate(
        "() => [...document.querySelectorAll('.filters :is(label, button, summary)')].filter(e => e.offsetParent)"
        ".filter(e => Math.min(e.offsetHeight, e.offsetWidth) < 24).map(e => e.textContent)"
    )
    assert small == []
    assert seen.wrong == []
    context.close()
