"""A reader searches the sample library by keyboard, in a real browser, under the policy of every page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.conftest import AT_THE_ROOT, Watched
from tests.support.sample import Published

pytestmark = AT_THE_ROOT

ARTICLES = "library/articles/"


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Search the library")


def look_for(watched: Watched, words: str) -> Locator:
    """Open the search by its key and type; the results, once they are announced."""
    watched.page.keyboard.press("/")
    watched.page.keyboard.type(words)
    expect(dialog(watched.page).get_by_role("status")).to_contain_text(f"“{words}”")
    return dialog(watched.page).locator(".search-results > li")


def test_nothing_of_the_search_is_loaded_before_it_is_opened(watched: Watched) -> None:
    asked: list[str] = []
    watched.page.on("request", lambda request: asked.append(request.url.removeprefix(watched.base_url)))
    watched.open(ARTICLES)
    assert asked and not [url for url in asked if url.startswith("search/")]
    watched.page.get_by_role("button", name="Search").click()
    expect(dialog(watched.page).get_by_role("checkbox", name="Article")).to_be_visible()
    assert [url for url in asked if url.startswith("search/pagefind-entry.json")]
    assert not [url for url in asked if url.startswith("search/index/")]  # words come with the first query
    assert watched.wrong == []


@pytest.mark.parametrize(
    ("words", "kind", "title"),
    [
        ("ambivalence", "Article", "Reasons of your own"),  # in the middle of its text
        ("tyres", "Episode", "Taking its course"),  # said in the recording, and written only in its transcript
        ("mind over mood", "Book list", "First books about change"),  # one of its books
        ("waves and weather", "Show", "Waves and Weather"),  # by its title
        ("relapse", "Article", "The next hour"),  # and not by the sources of others
    ],
)
def test_what_is_written_and_what_is_said_is_found(watched: Watched, words: str, kind: str, title: str) -> None:
    watched.open("")
    first = look_for(watched, words).first
    expect(first).to_contain_text(kind)
    expect(first.get_by_role("link").first).to_have_text(title)
    assert watched.wrong == []


def test_a_section_or_a_question_that_says_what_is_typed_comes_first(watched: Watched) -> None:
    watched.open("")
    look_for(watched, "meeting tonight")
    ways = dialog(watched.page).locator(".search-ways a")
    expect(ways).to_have_text(["Meetings"])
    watched.page.locator("#search-words").fill("i drank again")
    expect(ways.first).to_have_text("You have used or drunk again.")
    watched.page.locator("#search-words").fill("xqxqx")
    expect(ways).to_have_count(0)
    assert watched.wrong == []


def test_a_book_leads_to_its_place_on_the_list(published: Published, watched: Watched) -> None:
    watched.open("")
    book = (
        look_for(watched, "mind over mood").first.locator(".search-parts a").first
    )  # the others have one of its words
    expect(book).to_contain_text("Mind Over Mood")
    book.click()
    watched.page.wait_for_url(f"{published.base_url}library/books/first-books/#isbn-*")
    assert watched.wrong == []


def test_by_keyboard_from_a_word_to_the_page(published: Published, watched: Watched) -> None:
    watched.open(ARTICLES)
    expect(look_for(watched, "ambivalence")).not_to_have_count(0)
    watched.page.keyboard.press("Enter")  # to the first result
    expect(dialog(watched.page).get_by_role("link", name="Reasons of your own")).to_be_focused()
    watched.page.keyboard.press("ArrowUp")
    expect(dialog(watched.page).get_by_role("searchbox", name="Search the library")).to_be_focused()
    watched.page.keyboard.press("Tab")  # all boxes come later
    expect(dialog(watched.page).get_by_role("link", name="Reasons of your own")).to_be_focused()
    watched.page.keyboard.press("Enter")  # and after it
    watched.page.wait_for_url(f"{published.base_url}{ARTICLES}reasons-of-your-own/")
    watched.page.go_back()
    expect(dialog(watched.page).get_by_role("searchbox")).to_have_value("ambivalence")
    expect(dialog(watched.page).get_by_role("link", name="Reasons of your own")).to_be_visible()
    watched.page.keyboard.press("Escape")
    watched.page.wait_for_function("sessionStorage.length === 0")  # a dialog tells a moment later that it was closed
    assert watched.wrong == []


def test_boxes_narrow_the_results_and_say_how_many_are_left(watched: Watched) -> None:
    watched.open("")
    results = look_for(watched, "urge")
    all_of_them = results.count()
    box = dialog(watched.page).get_by_role("checkbox", name=re.compile("^Episode"))
    left = int((box.locator("..").inner_text()).split()[-1])
    assert 0 < left < all_of_them
    box.check()
    expect(results).to_have_count(left)
    for kind in results.locator(".search-kind").all_inner_texts():
        assert kind == "Episode"
    box.uncheck()
    expect(results).to_have_count(all_of_them)
    assert watched.wrong == []


def test_more_results_follow_and_the_focus_goes_to_them(watched: Watched) -> None:
    watched.open("")
    results = look_for(watched, "you")
    shown = results.count()
    dialog(watched.page).get_by_role("button", name="Show more").click()
    expect(results).not_to_have_count(shown)
    expect(results.nth(shown).get_by_role("link").first).to_be_focused()
    assert watched.wrong == []


def test_one_letter_is_no_word_yet(watched: Watched) -> None:
    watched.open(ARTICLES)
    results = look_for(watched, "urge")
    for _ in "rge":
        watched.page.keyboard.press("Backspace")
    expect(results).to_have_count(0)
    expect(dialog(watched.page).get_by_role("status")).to_be_empty()
    expect(dialog(watched.page).get_by_text("What you type stays in your browser")).to_be_visible()
    assert watched.wrong == []


def test_where_nothing_is_found_other_ways_lead_on(watched: Watched) -> None:
    watched.open(ARTICLES)
    results = look_for(watched, "xqxqx")
    expect(results).to_have_count(0)
    expect(dialog(watched.page).get_by_role("status")).to_have_text("Nothing found for “xqxqx”")
    expect(dialog(watched.page).get_by_role("link", name="Topics")).to_be_visible()
    expect(dialog(watched.page).get_by_role("link", name="Help is one step away")).to_be_visible()
    assert watched.wrong == []


def test_escape_closes_at_once_and_the_focus_is_where_it_was(watched: Watched) -> None:
    watched.open(ARTICLES)
    before = watched.page.get_by_role("main").get_by_role("link", name="Urges rise and fall")
    before.focus()
    look_for(watched, "urge")
    watched.page.keyboard.press("Escape")
    expect(dialog(watched.page)).to_be_hidden()
    expect(before).to_be_focused()
    assert watched.wrong == []


def test_a_slash_in_a_worksheet_is_a_slash(watched: Watched) -> None:
    watched.open("handouts/urge-log/")
    field = watched.page.locator("main textarea, main input[type=text]").first
    field.focus()
    watched.page.keyboard.type("1/2")
    expect(field).to_have_value("1/2")
    expect(dialog(watched.page)).to_be_hidden()


def test_the_key_can_be_turned_off_and_stays_off(watched: Watched) -> None:
    page = watched.page
    watched.open("topics/")
    page.keyboard.press("/")
    page.get_by_label("The key / opens the search").uncheck()
    page.keyboard.press("Escape")
    for _ in range(2):
        page.keyboard.press("/")
        expect(dialog(page)).to_be_hidden()
        page.reload()
    page.get_by_role("button", name="Search").click()
    page.get_by_label("The key / opens the search").check()
    page.keyboard.press("Escape")
    assert page.evaluate("() => localStorage.length") == 0, "what is as it was leaves no trace"
    page.keyboard.press("/")
    expect(dialog(page)).to_be_visible()


def test_the_way_out_is_in_the_search_too(watched: Watched) -> None:
    page = watched.page
    watched.open("topics/")
    page.keyboard.press("/")
    way = dialog(page).get_by_role("link", name="Leave this site")
    goal = way.get_attribute("href")
    assert goal is not None
    page.route(goal, lambda route: route.fulfill(body="<h1>Elsewhere</h1>", content_type="text/html"))
    way.click()
    page.wait_for_url(goal)


def test_without_javascript_there_is_no_button(browser: Browser, published: Published) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(published.base_url)
    expect(page.get_by_role("button", name="Search")).to_have_count(0)
    context.close()
