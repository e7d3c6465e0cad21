"""A listener hears an episode in a real browser, by mouse and by keyboard, follows its transcript, and subscribes."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import zxingcpp
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from tests.journeys.conftest import AT_THE_ROOT, Watched, watch
from tests.support.sample import Published

pytestmark = AT_THE_ROOT

SHOW = "podcasts/kitchen-table/"
EPISODE = f"{SHOW}a-better-moment/"
PLACE = "() => document.querySelector('.player audio').currentTime"


@pytest.fixture
def listening(watched: Watched) -> Watched:
    watched.open(EPISODE)
    expect(watched.page.locator(".player.ready")).to_be_visible()
    return watched


def player(page: Page) -> Locator:
    return page.get_by_role("region", name="Player")


def button(page: Page, name: str) -> Locator:
    return player(page).get_by_role("button", name=name, exact=True)


def slider(page: Page) -> Locator:
    return player(page).get_by_role("slider", name="Position")


def at(page: Page, seconds: float) -> None:
    """Wait until the slider stands there, give or take what passes while it plays."""
    page.wait_for_function("s => Math.abs(document.querySelector('.player-position').value - s) <= 3", arg=seconds)


def plays(page: Page) -> None:
    before = page.evaluate(PLACE)
    page.wait_for_function("b => document.querySelector('.player audio').currentTime > b + 0.3", arg=before)


def chapters(page: Page) -> list[Locator]:
    return page.get_by_role("region", name="Chapters").get_by_role("link").all()


def test_it_plays_and_pauses_and_asks_for_no_sound_before(watched: Watched) -> None:
    asked: list[str] = []
    watched.page.on("request", lambda request: asked.append(request.url))
    watched.open(EPISODE)
    assert not [url for url in asked if url.endswith(".mp3")]
    button(watched.page, "Play").click()
    plays(watched.page)
    button(watched.page, "Pause").click()
    expect(button(watched.page, "Play")).to_be_visible()
    assert watched.page.evaluate("() => document.querySelector('.player audio').paused")
    assert [url for url in asked if url.endswith(".mp3")]
    assert watched.wrong == []


def test_nothing_moves_when_the_player_comes(published: Published, watched: Watched) -> None:
    scripts: list[Route] = []
    watched.page.route("**/assets/player-*.js", lambda route: scripts.append(route))  # noqa: PLW0108 - a bound method can not be marked
    watched.page.goto(published.base_url + EPISODE, wait_until="commit")
    native = watched.page.locator(".player audio")
    expect(native).to_be_visible()  # until the script comes, the browser's own
    fonts = ['16px "Atkinson Hyperlegible Next"', '600 16px "Source Serif 4"']
    watched.page.wait_for_function(  # everything is here but the script
        "fonts => document.readyState === 'interactive' && fonts.every(one => document.fonts.check(one)) &&"
        " [...document.querySelectorAll('link[rel=stylesheet]')].every(link => link.sheet)",
        arg=fonts,
    )
    height = "() => document.querySelector('.player').getBoundingClientRect().height"
    before = watched.page.evaluate(height)
    scripts[0].continue_()
    expect(button(watched.page, "Play")).to_be_visible()
    expect(native).to_be_hidden()
    assert watched.page.evaluate(height) == before
    assert watched.wrong == []


def test_it_shows_how_loud_it_is_and_how_much_of_it_was_played(listening: Watched) -> None:
    page = listening.page
    wave = player(page).locator(".player-wave.drawn")
    expect(wave).to_be_visible()
    bars = wave.locator("path").first.get_attribute("d") or ""
    assert bars.count("M") == 100 and len(set(bars.split("v"))) > 20, "some are higher than others"
    slider(page).focus()
    page.keyboard.press("End")
    played = "() => getComputedStyle(document.querySelector('.player-wave path + path')).clipPath"
    page.wait_for_function(f"() => ({played})().includes('0px') || ({played})() === 'inset(0px)'")
    page.keyboard.press("Home")
    page.wait_for_function(f"() => ({played})().includes('100%')")
    edges = page.evaluate(
        "() => ['.player-wave', '.player-position'].map(one => "
        "{ const box = document.querySelector(one).getBoundingClientRect(); return [box.left, box.width] })"
    )
    assert edges[0] == edges[1], "the slider points to what is drawn behind it"
    assert listening.wrong == []


def test_without_the_file_the_slider_is_as_elsewhere(watched: Watched) -> None:
    page = watched.page
    page.route("**/*.waveform.json", lambda route: route.fulfill(status=404))
    watched.open(EPISODE)
    button(page, "Forward 30 seconds").click()
    at(page, 30)
    expect(player(page).locator(".player-wave")).not_to_have_class(re.compile("drawn"))
    assert [one for one in watched.wrong if "404" not in one and "waveform" not in one] == []


def test_buttons_and_keys_go_back_and_forward(listening: Watched) -> None:
    page = listening.page
    button(page, "Forward 30 seconds").click()
    at(page, 30)
    button(page, "Back 10 seconds").click()
    at(page, 20)
    page.keyboard.press("l")
    at(page, 50)
    page.keyboard.press("ArrowRight")
    at(page, 80)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("j")
    at(page, 60)
    expect(slider(page)).to_have_attribute("aria-valuetext", "1 minute of 2 minutes 40 seconds")
    slider(page).focus()
    page.keyboard.press("ArrowRight")  # its own: a second
    expect(slider(page)).to_have_attribute("aria-valuetext", "1 minute 1 second of 2 minutes 40 seconds")
    page.keyboard.press("Home")
    at(page, 0)
    page.keyboard.press(" ")
    plays(page)
    page.keyboard.press("k")
    expect(button(page, "Play")).to_be_visible()
    assert listening.wrong == []


def test_outside_the_player_keys_are_the_pages(listening: Watched) -> None:
    page = listening.page
    page.locator("#main").focus()
    for key in ("l", "k", "ArrowRight"):
        page.keyboard.press(key)
    at(page, 0)
    expect(button(page, "Play")).to_be_visible()


def test_another_speed_keeps_the_place(listening: Watched) -> None:
    page = listening.page
    button(page, "Forward 30 seconds").click()
    player(page).get_by_label("Speed").select_option("1.5×")
    button(page, "Play").click()
    plays(page)
    assert page.evaluate("() => document.querySelector('.player audio').playbackRate") == 1.5
    at(page, 30)
    page.reload()
    expect(player(page).get_by_label("Speed")).to_have_value("1.5")
    button(page, "Play").click()
    plays(page)
    assert page.evaluate("() => document.querySelector('.player audio').playbackRate") == 1.5
    assert listening.wrong == []


def test_a_chapter_is_heard_and_marked(listening: Watched) -> None:
    page = listening.page
    chapter = chapters(page)[2]
    seconds = float((chapter.get_attribute("href") or "").removeprefix("#t="))
    chapter.click()
    at(page, seconds)
    plays(page)
    expect(chapter).to_have_attribute("aria-current", "true")
    expect(page.locator(".player-now")).to_have_text("Few words")
    assert listening.wrong == []


@pytest.mark.parametrize("fragment", ["#t=123", "#t=2:03"])
def test_a_link_to_a_moment_leads_there_in_silence(watched: Watched, fragment: str) -> None:
    page = watched.page
    watched.open(EPISODE + fragment)
    at(page, 123)
    expect(button(page, "Play")).to_be_visible()
    page.evaluate("() => { location.hash = 't=1:00' }")  # another link, on the page itself
    at(page, 60)
    for other, seconds in (("90s", 90), ("1m40s", 100), ("110,120", 110), ("now", 110), ("1:00", 60)):
        page.evaluate("hash => { location.hash = hash }", f"t={other}")
        at(page, seconds)
    button(page, "Play").click()
    plays(page)
    at(page, 60)
    assert watched.wrong == []


def test_a_link_to_a_moment_leaves_the_place_alone_until_it_is_heard(watched: Watched) -> None:
    page = watched.page
    watched.open(EPISODE)
    button(page, "Forward 30 seconds").click()
    for fragment, seconds in (("#t=123", 123), ("#t=99999", 160)):  # there is no such moment: that is the end
        watched.open("topics/")
        watched.open(EPISODE + fragment)
        at(page, seconds)
        watched.open("topics/")
        watched.open(EPISODE)
        at(page, 30)
    watched.open("topics/")
    watched.open(f"{EPISODE}#t=99999")
    expect(page.locator(".player-clock")).to_have_text("2:40\u22120:00")
    button(page, "Play").click()  # there is nothing to hear
    plays(page)
    at(page, 30)
    assert watched.wrong == []


def test_a_link_to_this_moment_is_copied(published: Published, browser: Browser) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(published.base_url + EPISODE)
    button(page, "Forward 30 seconds").click()
    button(page, "Copy a link to this moment").click()
    expect(player(page).get_by_role("status")).to_have_text("The link to 0:30 is copied")
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied == f"https://library.example/{EPISODE}#t=30"
    context.close()


def test_the_transcript_follows_and_leads(listening: Watched) -> None:
    page = listening.page
    page.get_by_text("Read the transcript").click()
    said = page.locator(".transcript .said p")
    where = said.nth(9)
    time = where.get_by_role("link")
    seconds = float((time.get_attribute("href") or "").removeprefix("#t="))
    time.click()
    at(page, seconds)
    expect(where).to_have_attribute("aria-current", "true")
    expect(time).to_be_focused()
    scrolled = page.evaluate("() => scrollY")
    page.wait_for_function(  # the next paragraph is said: without being asked to, nothing moves
        "() => !document.querySelectorAll('.transcript .said p')[9].ariaCurrent"
    )
    assert page.evaluate("() => scrollY") == scrolled
    page.get_by_label("Follow along while it plays").check()
    slider(page).fill("140")
    page.wait_for_function("y => scrollY > y", arg=scrolled)
    expect(page.locator(".transcript [aria-current]")).to_be_in_viewport()
    assert listening.wrong == []


RESTS = "() => window.pulled && window.rests"  # Chromium drops a wheel that turns while a scroll of a script ends


def test_whoever_scrolls_away_is_left_there_and_shown_the_way_back(watched: Watched) -> None:
    page = watched.page
    page.add_init_script(
        "const scroll = Element.prototype.scrollIntoView; window.pulled = 0;"
        "Element.prototype.scrollIntoView = function (...how)"
        "{ window.pulled += 1; window.rests = false; scroll.apply(this, how) };"
        "addEventListener('scrollend', () => (window.rests = true));"
    )
    watched.open(EPISODE)
    page.get_by_role("link", name="Read it instead").click()
    said = page.locator(".transcript .said p")
    said.nth(4).get_by_role("link").click()
    page.get_by_label("Follow along while it plays").check()
    page.wait_for_function(RESTS)
    expect(said.nth(4)).to_be_in_viewport()
    page.mouse.move(300, 300)
    page.mouse.wheel(0, -20_000)
    back = page.get_by_role("button", name="Back to what is said now")
    expect(back).to_be_visible()
    before = page.evaluate("() => window.pulled")
    slider(page).fill("140")
    expect(said.nth(4)).not_to_have_attribute("aria-current", "true")
    assert page.evaluate("() => window.pulled") == before
    back.click()
    expect(page.locator(".transcript [aria-current]")).to_be_in_viewport()
    expect(back).to_be_hidden()
    expect(page.get_by_label("Follow along while it plays")).to_be_focused()
    page.wait_for_function(RESTS)
    page.mouse.wheel(0, -40)  # to read a sentence once more: what is said now stays in sight
    expect(back).to_be_visible()
    button(page, "Pause").first.press("Enter")
    page.evaluate("() => scrollTo(0, 0)")
    button(page, "Play").first.press("Enter")
    expect(page.locator(".transcript [aria-current]")).to_be_in_viewport()
    expect(back).to_be_hidden()
    assert watched.wrong == []


def test_what_the_search_finds_in_a_transcript_is_unfolded(watched: Watched) -> None:
    page = watched.page
    watched.open(EPISODE)
    fragment = chapters(page)[3].get_attribute("href") or ""
    watched.open("topics/")
    watched.open(EPISODE + fragment)
    expect(page.locator(f"[id='{fragment[1:]}']")).to_be_in_viewport()
    at(page, float(fragment.removeprefix("#t=")))


def test_sound_that_can_not_be_had_is_told_in_words(watched: Watched) -> None:
    page = watched.page
    watched.open(EPISODE)
    page.route("**/*.mp3", lambda route: route.abort())
    button(page, "Play").click()
    status = player(page).get_by_role("status")
    expect(status).to_contain_text("The sound can’t be loaded just now")
    expect(status.get_by_role("link", name="Download it")).to_have_attribute("href", re.compile(r"\.mp3$"))
    page.unroute("**/*.mp3")
    button(page, "Play").click()
    plays(page)
    expect(status).to_be_empty()


# What is kept of a listener


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    yield context
    context.close()


def visit(context: BrowserContext, published: Published) -> Page:
    """A tab of the same browser."""
    page = context.new_page()
    page.goto(published.base_url + EPISODE)
    expect(page.locator(".player.ready")).to_be_visible()
    return page


def device(page: Page) -> list[str]:
    names: list[str] = page.evaluate("() => Object.keys(localStorage)")
    return names


def test_the_place_stays_in_the_tab_and_nothing_on_the_device(published: Published, context: BrowserContext) -> None:
    page = visit(context, published)
    button(page, "Forward 30 seconds").click()
    player(page).get_by_label("Speed").select_option("1.5×")
    page.reload()
    at(page, 30)
    assert device(page) == [] and context.cookies() == []
    expect(player(visit(context, published)).get_by_label("Speed")).to_have_value("1")  # another tab
    at(visit(context, published), 0)  # another tab


def test_a_device_remembers_only_what_it_is_asked_to_and_forgets(published: Published, context: BrowserContext) -> None:
    page = visit(context, published)
    button(page, "Forward 30 seconds").click()
    box = player(page).get_by_label("Remember my place on this device")
    expect(box).not_to_be_checked()
    box.check()
    expect(player(page).get_by_role("status")).to_have_text("Your place stays on this device now.")
    button(page, "Forward 30 seconds").click()
    player(page).get_by_label("Speed").select_option("1.25×")
    page.close()
    page = visit(context, published)
    at(page, 60)
    expect(player(page).get_by_label("Speed")).to_have_value("1.25")
    box = player(page).get_by_label("Remember my place on this device")
    expect(box).to_be_checked()
    other = visit(context, published)
    box.uncheck()
    expect(player(page).get_by_role("status")).to_have_text("Your place is deleted from this device.")
    expect(player(other).get_by_label("Remember my place on this device")).not_to_be_checked()
    assert device(page) == []
    other.close()  # and does not write again what was deleted
    page.close()
    page = visit(context, published)
    at(page, 0)
    assert device(page) == []


# Without scripts, in the dark, by ear


def test_without_scripts_it_can_be_heard_and_read(published: Published, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(published.base_url + EPISODE)
    expect(page.locator("audio[controls]")).to_be_visible()
    expect(page.locator(".player-panel")).to_be_hidden()
    chapters(page)[2].click()  # leads to what is said in it, and unfolds it
    expect(page.get_by_role("heading", name="Few words")).to_be_in_viewport()
    expect(page.get_by_text("I used to talk when I was angry")).to_be_visible()
    expect(page.locator(".transcript-tools")).to_be_hidden()
    page.get_by_role("link", name="Transcript as a page of its own").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Transcript: A better moment")
    expect(page.get_by_text("I used to talk when I was angry")).to_be_visible()
    page.get_by_role("link", name="Hear “A better moment”").click()
    expect(page).to_have_url(published.base_url + EPISODE)
    page.goto(published.base_url + SHOW)
    expect(page.locator(".filters")).to_be_hidden()
    expect(page.locator(".episodes > li")).not_to_have_count(0)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_bars_anybody(published: Published, browser: Browser, scheme: str) -> None:
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    watched = watch(context.new_page(), published)
    for address in (EPISODE, f"{EPISODE}transcript/", SHOW):
        watched.open(address)
        for summary in watched.page.locator("main details:not(.share) > summary").locator("visible=true").all():
            summary.click()
        if address == EPISODE:
            chapters(watched.page)[1].click()
            plays(watched.page)
        found = Axe().run(watched.page, context="main")
        assert found.violations_count == 0, (address, found.generate_report())
        for width in (320, 1280):
            watched.page.set_viewport_size({"width": width, "height": 800})
            assert watched.page.evaluate("() => document.documentElement.scrollWidth") == width, address
    assert watched.wrong == []
    context.close()


# Shows


def test_episodes_are_narrowed_by_who_speaks(watched: Watched) -> None:
    page = watched.page
    watched.open(SHOW)
    items = page.locator(".episodes > li")
    every = items.count()
    speaker = page.get_by_role("group", name="Who speaks").get_by_role("checkbox")
    speaker.first.focus()
    page.keyboard.press(" ")
    who = speaker.first.get_attribute("value") or ""
    shown = [item for item in items.all() if item.is_visible()]
    assert 0 < len(shown) < every
    assert all(who in (item.get_attribute("data-speaker") or "").split() for item in shown)
    expect(page.locator(".filter-status")).to_contain_text(str(len(shown)))
    page.get_by_role("button", name="Show all again").click()
    expect(items.locator("visible=true")).to_have_count(every)
    assert watched.wrong == []


def test_a_show_is_subscribed_to_in_one_press(published: Published, watched: Watched) -> None:
    page = watched.page
    watched.open(SHOW)
    feed = f"{published.base_url}{SHOW}feed.xml"
    there = page.get_by_role("region", name="Subscribe")
    for name in ("Apple Podcasts", "Pocket Casts", "Overcast", "AntennaPod"):
        expect(there.get_by_role("link", name=name)).to_be_visible()
    expect(there.locator("code")).to_have_text(feed)
    code = there.get_by_role("img", name=feed)
    code.scroll_into_view_if_needed()
    code.screenshot(path=(path := published.root / "code.png"))
    assert [found.text for found in zxingcpp.read_barcodes(Image.open(path))] == [feed]
    assert published.get(f"{SHOW}feed.xml").status_code == 200
    assert watched.wrong == []


def test_from_episode_to_episode_of_a_show(published: Published, watched: Watched) -> None:
    page = watched.page
    watched.open(EPISODE)
    beside = page.get_by_role("navigation", name="The episodes before and after this one")
    expect(beside.get_by_role("link", name=re.compile("^The one before"))).to_have_count(0)  # it is the first
    later = beside.get_by_role("link", name=re.compile("^The one after"))
    later.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")  # pictures that are loaded late
    later.click()
    page.wait_for_url(re.compile(f"{re.escape(published.base_url + SHOW)}(?!a-better-moment)"))
    expect(beside.get_by_role("link", name=re.compile("^The one before"))).to_contain_text("A better moment")
    assert watched.wrong == []
