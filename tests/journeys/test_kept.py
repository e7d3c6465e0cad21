"""A reader keeps pages for when there is no line, in a real browser under a sub-path; then the server is stopped."""

from __future__ import annotations

import hashlib
import json
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from tests.support.sample import Sample, free_port

BELOW = "/sub/library/"
ARTICLE, EPISODE = "library/articles/urges-rise-and-fall/", "podcasts/kitchen-table/your-own-cup/"
WHAT_IS_THERE = """async () => [
    (await navigator.serviceWorker.getRegistrations()).map(one => one.scope), await caches.keys(),
    Object.keys(localStorage), Object.keys(sessionStorage)]"""


@dataclass
class Host:
    """The files of a release below a sub-path, at an address that can be switched off and on."""

    files: Path
    port: int = field(default_factory=free_port)
    _server: ThreadingHTTPServer | None = None

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}{BELOW}"

    def begin(self) -> None:
        class Handler(SimpleHTTPRequestHandler):
            def translate_path(self, path: str) -> str:
                return super().translate_path(path.removeprefix(BELOW[:-1]))

            def end_headers(self) -> None:
                self.send_header("cache-control", "no-store")  # what a browser keeps by itself is none of ours
                super().end_headers()

            def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 - its name there
                pass

        handler = partial(Handler, directory=str(self.files))
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), handler)
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def change(self, address: str, before: str, after: str, *, told: bool = True) -> None:
        """Another text on a page; `told`: the release is whole, and its digests say so."""
        page, digests = self.files / address / "index.html", self.files / "offline.json"
        text = page.read_text(encoding="utf-8")
        assert before in text
        page.write_text(text.replace(before, after), encoding="utf-8")
        if told:
            said = json.loads(digests.read_bytes())
            said["pages"][address] = hashlib.sha256(page.read_bytes()).hexdigest()[:16]
            digests.write_text(json.dumps(said), encoding="utf-8")


@pytest.fixture(scope="module")
def release(sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what the sample publishes: what a test changes, others don't see."""
    copy = tmp_path_factory.mktemp("release") / "public"
    return Path(shutil.copytree(sample.at(BELOW).public, copy))


@pytest.fixture
def host(release: Path) -> Iterator[Host]:
    host = Host(release)
    host.begin()
    yield host
    host.stop()


@pytest.fixture
def page(browser: Browser, host: Host) -> Iterator[Page]:
    context = browser.new_context(
        base_url=host.base_url, viewport={"width": 360, "height": 640}, timezone_id="Europe/London", locale="en-GB"
    )
    yield context.new_page()
    context.close()


def opened(page: Page) -> None:
    page.locator(".keep > summary").click()


def keep(page: Page) -> None:
    opened(page)
    page.get_by_role("button", name="Keep this page").click()
    expect(page.locator(".keep-status")).to_contain_text("Kept: ")


def there(page: Page) -> list[list[str]]:
    found: list[list[str]] = page.evaluate(WHAT_IS_THERE)
    return found


def gone(page: Page, names: list[str]) -> None:
    """Until these caches are no more."""
    page.evaluate(
        """async (names) => {
            const there = async () => (await caches.keys()).some((name) => names.includes(name))
            while (await there()) await new Promise((go) => setTimeout(go, 50))
        }""",
        names,
    )


def found_without_internet(page: Page) -> None:
    """The search has its look, and the numbers for who types words of distress."""
    page.get_by_role("button", name="Search").click()
    page.get_by_role("searchbox", name="Search the library").fill("i want to die")
    expect(page.locator(".search-calls a[href^='tel:']").first).to_be_in_viewport()
    page.wait_for_function("document.querySelector('dialog.search > link')?.sheet?.cssRules.length > 0")
    page.get_by_role("button", name="Close the search").click()


def test_what_is_kept_opens_without_a_server_and_goes_with_one_press(page: Page, host: Host) -> None:
    page.goto(ARTICLE)
    opened(page)
    expect(page.get_by_role("button", name="Keep this page")).to_be_visible()
    expect(page.get_by_role("button", name="Forget everything")).to_be_hidden()
    assert there(page) == [[], [], [], []], "nothing before it is asked for"
    opened(page)

    keep(page)
    expect(page.locator(".keep-status")).to_contain_text("Kept: 3 pages")
    expect(page.locator(".keep-all")).to_contain_text("MB")
    assert there(page)[0] == [host.base_url]
    expect(page.get_by_role("button", name="Keep this page")).to_be_hidden()
    expect(page.get_by_text("This page is kept.")).to_be_visible()
    assert page.evaluate("document.activeElement.localName") == "summary", "who goes by keys is still there"

    host.stop()
    for address in (ARTICLE, f"{ARTICLE}index.html#h-what-sets-urges-off", "", "get-help/"):
        page.goto(address)
        expect(page.locator(".keep > summary")).to_contain_text("3 pages kept here")
        assert page.evaluate("[...document.styleSheets].every(sheet => sheet.cssRules.length > 0)"), address
        assert page.evaluate("[...document.images].every(i => i.loading === 'lazy' || i.naturalWidth > 0)"), address
    found_without_internet(page)
    page.goto("handouts/urge-log/")
    expect(page.get_by_role("heading", name="There is no internet just now")).to_be_visible()
    calls = page.locator("main a[href^='tel:']").filter(visible=True)
    expect(calls).to_have_count(2)
    assert {*calls.evaluate_all("calls => calls.map(call => call.getAttribute('href'))")} == {"tel:999", "tel:116123"}
    expect(page.get_by_role("link", name="Leave this site").last).to_be_in_viewport()
    assert page.evaluate("[...document.styleSheets].every(sheet => sheet.cssRules.length > 0)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    found_without_internet(page)
    page.get_by_role("link", name="Urges rise and fall").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Urges rise and fall")

    opened(page)
    page.get_by_role("button", name="Forget everything").click()
    expect(page.locator(".keep-status")).to_have_text("Nothing is kept in this browser any more.")
    assert there(page) == [[], [], [], []]
    with pytest.raises(Error, match="ERR_CONNECTION_REFUSED"):
        page.goto(ARTICLE)


def test_a_new_release_comes_whole_or_not_at_all(page: Page, host: Host) -> None:
    page.goto(ARTICLE)
    keep(page)
    before = there(page)[1]
    host.change("get-help/", "</h1>", " (mended)</h1>")
    host.change(ARTICLE, "An urge is a strong wish", "An urge is but a wish", told=False)  # amid a publish
    page.goto("about/")
    page.wait_for_load_state("networkidle")
    assert there(page)[1] == before
    host.stop()
    page.goto("get-help/")
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("mended")
    page.goto(ARTICLE)
    expect(page.get_by_text("An urge is a strong wish")).to_be_visible()

    host.begin()
    host.change(ARTICLE, "An urge is but a wish", "An urge is only a wish")
    page.goto("about/")
    gone(page, before)
    host.stop()
    page.goto(ARTICLE)
    expect(page.get_by_text("An urge is only a wish")).to_be_visible()
    page.goto("get-help/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("mended")


def test_an_episode_is_heard_without_a_server(page: Page, host: Host) -> None:
    page.goto(EPISODE)
    opened(page)
    page.get_by_label("With its sound").check()
    page.get_by_role("button", name="Keep this page").click()
    expect(page.locator(".keep-list")).to_contain_text("with its sound")
    host.stop()
    page.goto(EPISODE)
    heard = page.evaluate(
        """async () => {
            const audio = document.querySelector("audio")
            audio.load()
            audio.preload = "auto"
            await new Promise((done, fail) => { audio.oncanplay = done; audio.onerror = fail })
            audio.currentTime = audio.duration - 2
            await new Promise((done) => { audio.onseeked = done })
            const part = await fetch(audio.src, { headers: { range: "bytes=100-199" } })
            const past = await fetch(audio.src, { headers: { range: "bytes=99999999-" } })
            return [audio.currentTime > 60, part.status, (await part.arrayBuffer()).byteLength, past.status]
        }"""
    )
    assert heard == [True, 206, 100, 416]


def test_a_library_that_offers_it_no_more_leaves_nothing_with_its_readers(page: Page, host: Host) -> None:
    page.goto(ARTICLE)
    keep(page)
    before = there(page)[1]
    digests = host.files / "offline.json"
    digests.rename(digests.with_suffix(".gone"))
    page.goto("about/")
    gone(page, before)
    assert there(page) == [[], [], [], []]
    digests.with_suffix(".gone").rename(digests)


def test_the_privacy_page_promises_it_in_the_same_words(release: Path, sample: Sample) -> None:
    words = (sample.at(BELOW).root / "theme/strings/en.yml").read_text(encoding="utf-8")
    said = " ".join(words.partition("promise: >-")[2].partition("  warning:")[0].split())
    page = " ".join((release / "privacy/index.html").read_text(encoding="utf-8").split())
    assert said.replace("“", '"').replace("”", '"') in page.replace("“", '"').replace("”", '"').replace("&quot;", '"')
