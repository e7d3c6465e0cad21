"""The same library in Firefox and WebKit, where they are installed: from the search to the way out."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from tests.journeys.conftest import AT_THE_ROOT
from tests.support.engines import Engine, firefox, until, webkit
from tests.support.sample import Published

pytestmark = AT_THE_ROOT

PAGES = (
    *("", "library/articles/", "library/articles/urges-rise-and-fall/", "library/books/first-books/"),
    *("library/links/first-places/", "handouts/abc-of-an-urge/", "podcasts/kitchen-table/", "get-help/"),
    *("podcasts/kitchen-table/a-better-moment/", "topics/coping-with-urges/", "meetings/", "meetings/the-small-hours/"),
)
OUTSIDE = "robots.txt"
"""What stands for a page of somebody else, since nothing outside this machine is asked."""
NO_SOUND = "OnMediaSinkAudioError"
"""What Firefox says of a machine without loudspeakers; no fault of a page."""


@pytest.fixture(scope="module", params=["firefox-esr", "WebKitWebDriver"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    program = shutil.which(request.param)
    if program is None or (request.param.startswith("WebKit") and not shutil.which("Xvfb")):
        pytest.skip(
            f"{request.param} is not here; bring both with: apt-get install -y firefox-esr webkit2gtk-driver xvfb"
        )
    began = firefox if request.param.startswith("firefox") else webkit
    with began(program, tmp_path_factory.mktemp("engine")) as opened:
        yield opened


def test_pages_open_without_a_fault(engine: Engine, published: Published) -> None:
    engine.wrong.clear()
    for path in PAGES:
        engine.open(published.base_url + path)
        assert engine.ask("document.querySelectorAll('main h1').length") == 1, path
        wide = engine.ask("[document.documentElement.scrollWidth, innerWidth]")
        assert wide[0] <= wide[1], path
    assert [said for said in engine.wrong if NO_SOUND not in said] == []


def test_the_search_finds(engine: Engine, published: Published) -> None:
    engine.open(published.base_url)
    engine.click(".search-open")
    until(engine, "document.activeElement.id === 'search-words'")
    engine.press(*"urge")
    first = until(engine, "document.querySelector('.search-results a')?.href")
    assert first.startswith(published.base_url)


def test_a_list_is_narrowed_down(engine: Engine, published: Published) -> None:
    engine.open(published.base_url + "library/links/free-online-tools/")
    shown = "[...document.querySelectorAll('main [data-item]')].filter(e => e.checkVisibility()).length"
    everything = until(engine, shown)
    engine.click("main form input[type=checkbox]")
    assert 0 < until(engine, f"{shown} < {everything} && {shown}") < everything


def test_an_episode_plays_from_the_place_that_a_link_names(engine: Engine, published: Published) -> None:
    engine.open(published.base_url + "podcasts/kitchen-table/a-better-moment/#t=60")
    until(engine, "document.querySelector('.player.ready') !== null")
    if not engine.ask("document.querySelector('audio').canPlayType('audio/mpeg')"):
        pytest.skip(f"{engine.name} has nothing here that knows MP3")
    engine.click("[data-play]")
    until(engine, "document.querySelector('audio').currentTime >= 60")


def test_a_worksheet_keeps_what_it_is_asked_to(engine: Engine, published: Published) -> None:
    sheet = published.base_url + "handouts/abc-of-an-urge/"
    engine.open(sheet)
    answer = "[...document.querySelectorAll('.handout-form textarea')][0].value"
    engine.click(".handout-form textarea")
    engine.press(*"A photograph")
    engine.open(published.base_url)
    engine.open(sheet)
    assert engine.ask(answer) == "", "nothing is kept that nobody asked for"
    engine.click("#worksheet-keep")
    engine.click(".handout-form textarea")
    engine.press(*"A photograph")
    until(engine, "Object.keys(localStorage).length")
    engine.open(published.base_url)
    engine.open(sheet)
    assert until(engine, answer) == "A photograph"


def test_who_leaves_is_gone_and_back_leads_not_to_the_page(engine: Engine, published: Published) -> None:
    engine.open(published.base_url + "topics/")
    engine.open(published.base_url + "library/articles/if-you-are-afraid-at-home/")
    outside = f"'{published.base_url}{OUTSIDE}'"
    engine.ask(f"document.querySelectorAll('[data-leave]').forEach(way => way.href = {outside})")
    engine.click("a.quick-exit")
    until(engine, f"location.href === {outside}")
    engine.back()
    until(engine, "location.pathname.endsWith('/topics/')")
