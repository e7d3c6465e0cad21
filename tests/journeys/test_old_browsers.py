"""What a phone of some years ago lacks, taken from the browser of today; `nox -s site` asks browsers of those years."""

from __future__ import annotations

import re

from playwright.sync_api import Route, expect

from tests.journeys.conftest import AT_THE_ROOT, Watched
from tests.journeys.test_search import ARTICLES, dialog, look_for

pytestmark = AT_THE_ROOT


def without_webassembly_in_pages(route: Route) -> None:
    """As before 2022 (Safari 15, Chrome 96): there is no word in a policy that allows it."""
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace(" 'wasm-unsafe-eval'", ""))


def test_the_search_runs_in_a_worker_where_a_page_may_not_run_it(watched: Watched) -> None:
    watched.page.route(re.compile(r"/$"), without_webassembly_in_pages)
    watched.open(ARTICLES)
    expect(look_for(watched, "ambivalence").first).to_contain_text("Reasons of your own")
    assert [worker.url.removeprefix(watched.base_url) for worker in watched.page.workers] == [
        "search/pagefind-worker.js"
    ]


def test_a_browser_that_can_not_search_says_so_and_shows_other_ways(watched: Watched) -> None:
    watched.page.add_init_script("delete window.WebAssembly; delete window.Worker")
    watched.open(ARTICLES)
    watched.page.keyboard.press("/")
    watched.page.keyboard.type("gambling")
    expect(dialog(watched.page).get_by_role("status")).to_contain_text("The search can’t be loaded just now")
    expect(dialog(watched.page).get_by_role("link", name="All headings")).to_be_visible()
    expect(dialog(watched.page).get_by_text("Fewer words")).to_be_hidden()


def test_where_no_dialog_opens_the_headings_stand_for_the_search(watched: Watched) -> None:
    watched.page.add_init_script("delete HTMLDialogElement.prototype.showModal")
    watched.open(ARTICLES)
    expect(watched.page.get_by_role("button", name="Search")).to_be_hidden()
    watched.page.get_by_role("link", name="All headings").first.click()
    expect(watched.page.get_by_role("heading", level=1)).to_have_text("All headings")
    watched.page.keyboard.press("/")  # opens nothing
    assert watched.wrong == []


def test_a_device_whose_language_is_none_is_told_hours_all_the_same(watched: Watched) -> None:
    names = "Object.defineProperty(navigator, 'languages', { get: () => ['en-US@posix'] })"
    watched.page.add_init_script(names)  # so does Chrome where the locale of the system is C
    watched.open("meetings/")
    expect(watched.page.locator(".next-meeting a").first).to_be_visible()
    watched.open("get-help/")
    expect(watched.page.locator("[data-open]").first).not_to_be_empty()
    assert watched.wrong == []
