"""A reader in a hard moment, an old phone in one hand: what is met on the first screen, and what can be pressed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ViewportSize

from tests.journeys.conftest import Watched, watch
from tests.support.sample import Sample

PHONE: ViewportSize = {"width": 360, "height": 640}
PAGES = {
    "home": "",
    "article": "library/articles/reasons-of-your-own/",
    "list of articles": "library/articles/",
    "book list": "library/books/",
    "get help": "get-help/",
    "handout": "handouts/urge-log/",
    "podcasts": "podcasts/",
    "meetings": "meetings/",
    "topics": "topics/",
}


@pytest.fixture(scope="module")
def phone(browser: Browser, sample: Sample) -> Iterator[Watched]:
    """One window for the file; each test opens the page that it is about."""
    context = browser.new_context(viewport=PHONE, locale="en-GB", has_touch=True, is_mobile=True)
    yield watch(context.new_page(), sample.at("/"))
    context.close()


@pytest.fixture(scope="module")
def plain(browser: Browser, sample: Sample) -> Iterator[Watched]:
    """The same where no script runs."""
    context = browser.new_context(viewport=PHONE, locale="en-GB", has_touch=True, java_script_enabled=False)
    yield watch(context.new_page(), sample.at("/"))
    context.close()


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_nothing_is_wider_than_the_phone(phone: Watched, path: str) -> None:
    phone.open(path)
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert phone.page.evaluate("innerWidth") == PHONE["width"], "nobody has to zoom"
