"""The checks of this folder find what is planted for them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.pages.conftest import WIDE
from tests.pages.test_accessible import readable, violations
from tests.pages.test_arrival import HIDDEN, SHIFTS
from tests.pages.test_use import KEYBOARD, MOVING, TOO_WIDE, walk


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with WIDE.context(browser) as context:
        yield context.new_page()


def test_a_barrier(page: Page) -> None:
    page.set_content("<main><h1>Page</h1><button id=mute><svg></svg></button></main>")
    assert "button-name (critical)" in (said := readable(violations(page))) and "#mute" in said


def test_what_is_too_wide_unless_it_scrolls_by_itself(page: Page) -> None:
    page.set_content("<p class=wide style='width: 2000px'>Far</p>")
    found = page.evaluate(TOO_WIDE)
    assert found[0].startswith("by ") and found[1] == "p.wide “Far”"
    page.set_content("<div style='overflow-x: auto'><p style='width: 2000px'>Far</p></div>")
    assert page.evaluate(TOO_WIDE) == []


@pytest.mark.parametrize(
    ("fault", "wrong"),
    [
        ("style='outline: none'", ["does not look focused"]),
        ("style='opacity: 0'", ["is not seen"]),
        ("style='position: absolute; left: -500px'", ["is covered, or outside of what is seen"]),
        ("", []),
    ],
)
def test_a_stop_that_is_not_seen(page: Page, fault: str, wrong: list[str]) -> None:
    page.set_content(f"<a href='#'>One</a> <a href='#' {fault}>Two</a> <a href='#'>Three</a>")
    page.evaluate(KEYBOARD)
    assert [stop["wrong"] for stop in walk(page, "Tab")] == [[], wrong, []]


def test_a_trap(page: Page) -> None:
    page.set_content("<a href='#'>One</a> <a href='#' onkeydown='event.preventDefault()'>Two</a> <a href='#'>3</a>")
    page.evaluate(KEYBOARD)
    with pytest.raises(AssertionError, match="does not come to an end"):
        walk(page, "Tab")


def test_what_moves(page: Page) -> None:
    page.set_content("<style>.late { transition: color 1s }</style><p class=late>Text</p>")
    assert page.evaluate(MOVING) == ["p.late: transition"]


def test_what_shifts(page: Page) -> None:
    page.add_init_script(SHIFTS)
    page.goto("data:text/html,<div id=room></div><p>Text that is pushed down</p>")
    page.wait_for_timeout(300)
    page.evaluate("() => { document.querySelector('#room').style.height = '300px' }")
    page.wait_for_function("() => shifts.length")


def test_what_is_not_there_without_scripts(page: Page) -> None:
    page.set_content("<main><p hidden>Text</p><p>Seen</p><p class=needs-js hidden>Player</p></main>")
    assert page.locator("main").evaluate(HIDDEN) == ["p. “Text”"]
