"""A reader or listener before the published sample library."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request

from tests.support.sample import Published, Sample

AT_THE_ROOT = pytest.mark.parametrize("published", ["/"], indirect=True, ids=["at the root"], scope="session")
"""For what is the same everywhere: that a library works under a sub-path is seen in other tests."""


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """An earlier program is brought by `nox -s upgrade`."""
    return True if collection_path.name == "test_upgrade.py" and not config.getoption("--earlier") else None


@pytest.fixture(scope="session", params=["/", "/sub/library/"], ids=["at the root", "under a sub-path"])
def published(request: pytest.FixtureRequest, sample: Sample) -> Published:
    return sample.at(request.param)


@dataclass
class Watched:
    """A page, and everything that went wrong on it."""

    page: Page
    base_url: str
    wrong: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        self.page.goto(self.base_url + path, wait_until="networkidle")


@pytest.fixture
def watched(browser: Browser, published: Published) -> Iterator[Watched]:
    context = browser.new_context()
    yield watch(context.new_page(), published)
    context.close()


def cancelled(request: Request) -> bool:
    """A media element that has enough cancels its request, and a page that is left those for what is late; `other` is
    what the browser itself asks for, as the cover for the player of the system.
    """
    late = request.resource_type in ("font", "image", "other", "stylesheet") and request.failure == "net::ERR_ABORTED"
    return late or request.resource_type == "media"


def watch(page: Page, published: Published) -> Watched:
    """Note from now on what goes wrong on a page."""
    seen = Watched(page, published.base_url)
    host = urlsplit(published.base_url).netloc
    page.on("console", lambda m: seen.wrong.append(f"console: {m.text}") if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: seen.wrong.append(f"script: {error}"))
    page.on("requestfailed", lambda r: None if cancelled(r) else seen.wrong.append(f"failed: {r.url} {r.failure}"))
    page.on(
        "request",
        lambda r: (
            seen.wrong.append(f"another host: {r.url}")
            if urlsplit(r.url).netloc not in ("", host) and not r.url.startswith("data:")
            else None
        ),
    )
    page.add_init_script(
        "document.addEventListener('securitypolicyviolation', "
        "e => console.error('policy: ' + e.violatedDirective + ' ' + e.blockedURI))"
    )
    return seen
