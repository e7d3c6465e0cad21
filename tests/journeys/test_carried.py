"""The library where there is no line: on a stick, opened as files in a real browser, and as a book."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import cancelled
from tests.support.run import pipeline
from tests.support.sample import Sample


@pytest.fixture(scope="module")
def copies(sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with both, made from what the sample's build left."""
    out = tmp_path_factory.mktemp("copies")
    run = pipeline("offline", "--root", sample.at("/").root, "--out", out, "--json")
    assert run.status == 0, run.stderr
    stick, book = json.loads(run.stdout)["copies"]
    assert stick["size"] == (out / "public.zip").stat().st_size <= stick["unpacked"]
    assert stick["recordings"] > 0
    assert not stick["sound"]
    assert book["kind"] == "epub"
    assert "lay out" not in run.stderr, "nothing is made anew"
    return out


@pytest.fixture(scope="module")
def stick(copies: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The stick, where it was put in."""
    home = tmp_path_factory.mktemp("a stick, and its name")
    with zipfile.ZipFile(copies / "public.zip") as archive:
        assert archive.testzip() is None
        archive.extractall(home)
    (folder,) = home.iterdir()
    return folder


@pytest.fixture
def reader(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """A window in which nothing may ask the network, and nothing may go wrong."""
    context = browser.new_context(viewport={"width": 360, "height": 640}, offline=True)
    page, wrong = context.new_page(), list[str]()
    page.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith(("file:", "data:")) else wrong.append(asked.url))
    page.on("requestfailed", lambda asked: None if cancelled(asked) else wrong.append(f"failed: {asked.url}"))
    page.add_init_script(
        "document.addEventListener('securitypolicyviolation', e => console.error('policy: ' + e.blockedURI))"
    )
    yield page, wrong
    context.close()


def test_a_reader_walks_the_stick(stick: Path, reader: tuple[Page, list[str]]) -> None:
    page, wrong = reader
    page.goto((stick / "index.html").as_uri())
    expect(page.get_by_text("This is a copy of")).to_be_visible()
    expect(page.get_by_role("button", name="Search")).to_have_count(0)
    page.get_by_role("link", name="All headings").first.click()
    page.get_by_role("main").get_by_role("link", name="Why an urge passes").click()
    page.wait_for_url("**/library/articles/urges-rise-and-fall/index.html#h-why-an-urge-passes")
    page.goto((stick / "library/articles/urges-rise-and-fall/index.html").as_uri())
    assert page.evaluate("[...document.images].every(image => image.loading === 'lazy' || image.naturalWidth > 0)")
    page.get_by_role("main").get_by_role("link", name="the urge log").first.click()
    page.wait_for_url("**/handouts/urge-log/index.html")
    out = page.locator("a[data-outer]").first
    expect(out).to_have_attribute("title", "This link leads out of the copy and needs the internet")
    assert "↗" in out.evaluate("link => getComputedStyle(link, '::after').content")
    assert wrong == []


def test_a_worksheet_is_filled_in_from_the_stick(stick: Path, reader: tuple[Page, list[str]]) -> None:
    page, wrong = reader
    sheet = (stick / "handouts/change-plan/index.html").as_uri()
    page.goto(sheet)
    page.get_by_label("Keep my answers on this device").check()
    page.get_by_label("The change I want").fill("No betting")
    page.reload()
    expect(page.get_by_label("The change I want")).to_have_value("No betting")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert "No betting" in Path(download.value.path()).read_text(encoding="utf-8")
    assert wrong == []


def test_meetings_and_hours_are_told_from_the_stick(stick: Path, reader: tuple[Page, list[str]]) -> None:
    page, wrong = reader
    page.goto((stick / "meetings/index.html").as_uri())
    expect(page.get_by_role("region", name="Next meeting").get_by_role("link").first).to_be_visible()
    page.goto((stick / "get-help/index.html").as_uri())
    expect(page.locator("[data-open]").first).not_to_be_empty()
    assert wrong == []


def test_only_what_needs_a_server_is_left_out(sample: Sample, stick: Path) -> None:
    """What is shown for a script would stay empty without it."""
    scripts = {path.name for path in (sample.at("/").public / "assets").glob("*.js")}
    missing = {name.rpartition("-")[0] for name in scripts - {path.name for path in stick.rglob("*.js")}}
    brought = {"country", "distress", "spelling", "times"}  # by those that ask for them
    assert missing - brought == {"search", "finder", "keep", "keeping", "player", "waveform"}


def test_an_episode_without_its_sound_is_read(stick: Path, reader: tuple[Page, list[str]]) -> None:
    page, wrong = reader
    page.goto((stick / "podcasts/kitchen-table/your-own-cup/index.html").as_uri())
    expect(page.get_by_role("link", name="Hear this on the web")).to_be_visible()
    expect(page.get_by_role("button", name="Play")).to_have_count(0)
    expect(page.get_by_role("heading", name="Transcript")).to_be_visible()
    page.get_by_role("link", name="Leave this site").click()
    page.wait_for_url("about:blank")
    assert wrong == []


def test_every_link_of_the_stick_leads_to_a_file(stick: Path) -> None:
    from lxml.html import parse

    looked = 0
    for path in stick.rglob("*.html"):
        document = parse(str(path)).getroot()
        for element, _, address, _ in document.iterlinks():
            if element.get("rel") == "canonical" or ":" in address or address.startswith("#"):
                continue
            looked += 1
            assert (path.parent / address.partition("#")[0]).is_file(), f"{path.relative_to(stick)}: {address}"
    assert looked > 1000
