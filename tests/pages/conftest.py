"""The sample library, a page of each template, and how it is looked at.

What is found in numbers goes into a table of pages and checks, which `nox -s site` prints and writes (`figures.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from tests.pages import figures
from tests.support.sample import Published, Sample

TEMPLATES = {  # a pattern of addresses; the first that fits is that of a page
    "home": r"",
    "not found": r"404\.html",
    "shelf of articles": r"library/articles/",
    "shelf of book lists": r"library/books/",
    "shelf of link lists": r"library/links/",
    "all questions": r"library/faq/",
    "questions": r"library/faq/.+/",
    "glossary": r"library/glossary/.+/",
    "shelf of handouts": r"handouts/",
    "shelf of shows": r"podcasts/",
    "topics": r"topics/",
    "audiences": r"audiences/",
    "people": r"people/",
    "article": r"library/articles/.+/",
    "book list": r"library/books/.+/",
    "link list": r"library/links/.+/",
    "handout": r"handouts/.+/",
    "show": r"podcasts/[^/]+/",
    "transcript": r"podcasts/[^/]+/[^/]+/transcript/([a-z-]+/)?",
    "episode": r"podcasts/[^/]+/[^/]+/",
    "topic": r"topics/.+/",
    "audience": r"audiences/.+/",
    "person": r"people/.+/",
    "shelf of news": r"news/",
    "news": r"news/.+/",
    "finder of meetings": r"meetings/",
    "meeting": r"meetings/.+/",
    "free page": r"[^/]+/",
}


def template_of(address: str) -> str:
    """The name of the template of a page; empty when none of them is known to make it."""
    return next((name for name, pattern in TEMPLATES.items() if re.fullmatch(pattern, address)), "")


def pages_of(published: Published) -> dict[str, int]:
    """The addresses of all pages, and their sizes. A transcript for apps is a fragment, and no page."""
    files = sorted(file for file in published.public.rglob("*.html") if not file.name.endswith(".transcript.html"))
    return {
        file.relative_to(published.public).as_posix().removesuffix("index.html"): file.stat().st_size for file in files
    }


@dataclass(frozen=True)
class View:
    """How a page is looked at."""

    width: int = 1280
    scheme: str = "light"

    def __str__(self) -> str:
        return f"{self.scheme}, {self.width} px"

    def context(self, browser: Browser, **more: object) -> BrowserContext:
        return browser.new_context(
            **{  # type: ignore[arg-type]
                "viewport": self.size,
                "color_scheme": self.scheme,
                "reduced_motion": "reduce",
                **more,
            }
        )

    @property
    def size(self) -> ViewportSize:
        return {"width": self.width, "height": 900 if self.width > 500 else 812}


WIDE, NARROW = View(), View(375, "dark")
ALL_VIEWS = [WIDE, NARROW, View(1280, "dark"), View(375, "light")]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every template in every view with `--all-views` (`nox -s site`); else each in one, wide and light, or narrow and
    dark in turn.
    """
    every = metafunc.config.getoption("--all-views")
    names = metafunc.fixturenames
    if "template" in names and "view" in names:
        views = {name: ALL_VIEWS if every else [(WIDE, NARROW)[n % 2]] for n, name in enumerate(TEMPLATES)}
        metafunc.parametrize(("template", "view"), [(name, view) for name in views for view in views[name]], ids=str)
    elif "view" in names:
        metafunc.parametrize("view", ALL_VIEWS if every else [WIDE, NARROW], ids=str)
    elif "template" in names:
        metafunc.parametrize("template", TEMPLATES)
    if "width" in names:
        metafunc.parametrize("width", [375, 1280] if every else [375], ids="{} px".format)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """The checker of HTML needs Java, old browsers are large, a slow line needs time: `nox -s site` has all."""
    needs = {"test_html.py": "--checker", "test_old_browsers.py": "--old-browsers", "test_slow.py": "--all-views"}
    wanted = needs.get(collection_path.name)
    return True if wanted and not config.getoption(wanted) else None


@pytest.fixture(scope="session")
def published(sample: Sample) -> Published:
    return sample.at("/")


@dataclass(frozen=True)
class Tabs:
    """A tab for each way of looking, in which one page is opened after the other: for those that only look. What is
    about a first visit, or keeps something, has a context of its own.
    """

    browser: Browser
    opened: dict[tuple[View, bool], Page] = field(default_factory=dict)

    def of(self, view: View, *, scripts: bool = True) -> Page:
        page = self.opened.get((view, scripts))
        if page is None:
            page = view.context(self.browser, java_script_enabled=scripts).new_page()
            self.opened[view, scripts] = page
        page.set_viewport_size(view.size)  # as it was before whoever had it last
        return page


@pytest.fixture(scope="session")
def tabs(browser: Browser) -> Tabs:
    return Tabs(browser)


@dataclass(frozen=True)
class Shelf:
    """Where a page of a template lies, and how it is opened."""

    published: Published

    def address(self, template: str) -> str:
        """The page of a template that has the most on it."""
        pages = {at: size for at, size in pages_of(self.published).items() if template_of(at) == template}
        assert pages, f"no {template} is published"
        return max(pages, key=lambda at: pages[at])

    def open(self, page: Page, template: str) -> Page:
        page.goto(self.published.base_url + self.address(template))
        return page


@pytest.fixture
def shelf(published: Published) -> Shelf:
    return Shelf(published)


Note = Callable[[str, str, object], None]


@pytest.fixture
def note(request: pytest.FixtureRequest) -> Note:
    """Put a figure in the table: the page, the check, what was found."""

    def put(page: str, check: str, found: object) -> None:
        request.node.user_properties.append((figures.NAME, (page, check, found)))

    return put


pytest_terminal_summary = figures.pytest_terminal_summary
