"""A reader in a hard moment, an old phone in one hand: what is met on the first screen, and what can be pressed."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FloatRect, Page, ViewportSize, expect

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
    "news": "news/",
    "event": "news/an-open-afternoon-in-spring/",
}


@pytest.fixture(scope="module")
def windows(browser: Browser, sample: Sample) -> Iterator[dict[bool, Watched]]:
    """The windows of the file: that of a phone, and the same where no script runs."""
    contexts = {
        scripts: browser.new_context(
            viewport=PHONE, locale="en-GB", has_touch=True, is_mobile=scripts, java_script_enabled=scripts
        )
        for scripts in (True, False)
    }
    yield {scripts: watch(context.new_page(), sample.at("/")) for scripts, context in contexts.items()}
    for context in contexts.values():
        context.close()


@pytest.fixture
def phone(windows: dict[bool, Watched]) -> Watched:
    return left(windows[True])


@pytest.fixture
def plain(windows: dict[bool, Watched]) -> Watched:
    """Where no script runs."""
    return left(windows[False])


def left(window: Watched) -> Watched:
    """A window without the page of the test before, and what that left half done."""
    window.page.goto("about:blank")
    window.page.emulate_media(media="screen")
    window.page.set_viewport_size(PHONE)
    window.wrong.clear()
    return window


def box(page: Page, what: str) -> FloatRect:
    """Where something lies on the screen."""
    found = page.locator(what).first.bounding_box()
    assert found, what
    return found


def end(of: FloatRect) -> float:
    return of["y"] + of["height"]


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_the_frame_takes_little_and_the_text_begins_on_the_first_screen(phone: Watched, path: str) -> None:
    page = phone.page
    phone.open(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.evaluate("innerWidth") == PHONE["width"], "nobody has to zoom"
    assert page.locator(".sections > ul > li").count() >= 8
    assert end(box(page, ".site-header")) <= 96, "with the line for people in danger"
    assert box(page, ".crisis p")["height"] < 40, "it is one line"
    assert box(page, "main")["y"] < PHONE["height"] / 2
    assert end(box(page, "h1")) < box(page, ".leave")["y"]
    lead = page.locator("main .lead, main .needs li").first
    assert box(page, "main .lead, main .needs li")["y"] < box(page, ".leave")["y"], lead.inner_text()
    landmarks = page.locator("main section[aria-label], main section[aria-labelledby], main [role=region]")
    assert landmarks.count() <= 4
    assert page.locator("svg:not([aria-hidden=true])").count() == 0, "who hears the page hears no icons"
    assert phone.wrong == []


def test_the_sections_open_without_a_script_and_lead_on(plain: Watched) -> None:
    page = plain.page
    plain.open("library/articles/reasons-of-your-own/")
    sections = page.get_by_role("navigation", name="Sections of the library")
    expect(sections.get_by_role("link")).to_have_count(0)
    assert end(box(page, ".site-header")) <= 96, "the way to all headings has the place of the search"
    page.set_viewport_size({"width": 320, "height": 568})
    assert end(box(page, ".site-header")) <= 96, "on the smallest phone too"
    page.set_viewport_size(PHONE)
    expect(page.locator("footer")).to_contain_text("leads here again", use_inner_text=True)
    expect(page.locator("footer")).not_to_contain_text("puts another site in the place", use_inner_text=True)
    sections.locator("summary").tap()
    for name in ("Help now", "Talk to someone", "Handouts"):
        expect(sections.get_by_role("link", name=name)).to_be_in_viewport(ratio=1)
    assert box(page, "main")["y"] > end(box(page, ".sections details ul")), "it lies over nothing"
    sections.get_by_role("link", name="Handouts").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Handouts")


def test_the_contents_are_one_line_that_opens_and_the_picture_comes_after_the_first_paragraph(plain: Watched) -> None:
    page = plain.page
    plain.open("library/articles/urges-rise-and-fall/")
    contents = page.locator("article details").filter(has_text="On this page")
    assert contents.bounding_box()["height"] < 60  # type: ignore[index]
    assert end(box(page, "article .opening > p")) <= box(page, "article .picture img")["y"]
    contents.locator("summary").tap()
    contents.get_by_role("link").last.tap()
    assert page.evaluate("document.querySelector(':target').getBoundingClientRect().top") >= 0


def test_the_way_out_lies_over_nothing(phone: Watched) -> None:
    page = phone.page
    phone.open("library/articles/")
    bar = box(page, ".leave")
    assert (bar["x"], bar["width"], end(bar)) == (0, PHONE["width"], PHONE["height"])
    assert box(page, ".quick-exit")["height"] >= 32
    for link in page.locator("main .cards a").all()[:12]:
        link.focus()
        assert end(link.bounding_box() or bar) <= bar["y"], "what is focused is seen"
    below = """() => {
      scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" })
      const place = (what) => document.querySelector(what).getBoundingClientRect()
      return place(".leave").top - place(".site-footer").bottom
    }"""
    assert page.evaluate(below) >= -1, "the end of the page is seen too"


@pytest.mark.parametrize("searching", [False, True])
def test_who_presses_esc_three_times_has_left(phone: Watched, *, searching: bool) -> None:
    page = phone.page
    phone.open("library/articles/if-you-are-afraid-at-home/")
    goal = page.locator("a.quick-exit").get_attribute("href")
    assert goal is not None
    page.route(goal, lambda route: route.fulfill(body="<h1>Elsewhere</h1>", content_type="text/html"))
    for key in ("Escape", "Escape", "a", "Escape", "Escape"):
        page.keyboard.press(key)
    assert page.url != goal, "it takes three, one after the other"
    page.keyboard.press("Tab")
    if searching:
        page.locator(".search-open").tap()
        page.get_by_role("dialog").wait_for()
    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url(goal)
    phone.wrong.clear()  # the other page is on another host


def test_somebody_to_talk_to_is_reached_with_a_thumb(phone: Watched) -> None:
    page = phone.page
    phone.open("talk-to-someone/")
    assert end(box(page, ".talk .button")) < box(page, ".leave")["y"], "on the first screen"
    phone.open("library/articles/the-next-hour/")
    way = page.locator(".talk a, .community a")
    danger = page.locator(".crisis a").get_attribute("href")
    assert danger and way.first.get_attribute("href") == danger, "help in danger comes first"
    sizes = way.evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
    assert len(sizes) >= 12 and min(sizes) >= 44
    assert page.locator(".hours [data-open]").inner_text() in ("Open now", "Closed now")
    assert phone.wrong == []


def test_whether_a_chat_is_open_is_told_by_its_own_clocks(phone: Watched) -> None:
    """In Berlin, over midnight, at the end of the week, and where hours begin and end."""
    spans = [{"days": [4, 6], "start": "22:00", "end": "02:00"}, {"days": [2], "start": "00:00", "end": "24:00"}]
    wanted = {
        "2026-12-04T20:59:00Z": False,  # Friday, 21:59
        "2026-12-04T21:00:00Z": True,
        "2026-12-05T00:59:00Z": True,
        "2026-12-05T01:00:00Z": False,
        "2026-12-07T00:30:00Z": True,  # Monday, half past one
        "2026-12-08T23:30:00Z": True,  # Wednesday, half past midnight
        "2026-12-09T22:59:00Z": True,
        "2026-12-09T23:00:00Z": False,
        "2026-07-03T19:59:00Z": False,  # in summer
        "2026-07-03T20:00:00Z": True,
    }
    phone.open("talk-to-someone/")
    told = phone.page.evaluate(
        """async ([spans, instants]) => {
          const { isOpen } = await import(document.querySelector("script[src*='/talk']").src)
          return instants.map((one) => isOpen({ spans, zone: "Europe/Berlin" }, Date.parse(one)))
        }""",
        [spans, [*wanted]],
    )
    assert dict(zip(wanted, told, strict=True)) == wanted
    turns = {
        "2026-12-04T20:59:20Z": "2026-12-04T21:00:00.000Z",  # it opens
        "2026-12-05T00:30:00Z": "2026-12-05T01:00:00.000Z",  # it closes
        "2026-10-24T12:00:00Z": "2026-10-25T21:00:00.000Z",  # clocks are moved before it opens
    }
    said = phone.page.evaluate(
        """async ([spans, instants]) => {
          const { changes } = await import(document.querySelector("script[src*='/talk']").src)
          const at = (one) => changes({ spans, zone: "Europe/Berlin" }, Date.parse(one))
          return instants.map((one) => new Date(at(one)).toISOString())
        }""",
        [spans, [*turns]],
    )
    assert dict(zip(turns, said, strict=True)) == turns
    expect(phone.page.locator("[data-here]")).to_contain_text("Where you are:")


def test_the_first_page_asks_first(phone: Watched) -> None:
    page = phone.page
    phone.open("")
    expect(page.get_by_role("heading", level=1)).to_have_text("What do you need just now?")
    answers = page.locator(".needs li")
    assert end(answers.nth(1).bounding_box() or {}) < box(page, ".leave")["y"]  # type: ignore[arg-type]
    assert box(page, ".welcome")["y"] > end(box(page, ".front .needs"))
    expect(page.locator(".search-open kbd")).to_be_hidden()
    despair = page.locator(".front .needs li").filter(has=page.locator("a[href='get-help/']"))
    assert end(despair.bounding_box() or {}) < box(page, ".leave")["y"]  # type: ignore[arg-type]
    menu = page.get_by_role("navigation", name="Sections of the library").locator("summary")
    opened = page.locator(".sections details[open]")
    menu.tap()
    expect(opened).to_have_count(1)
    page.keyboard.press("Escape")
    expect(opened).to_have_count(0)
    menu.tap()
    expect(opened).to_have_count(1)
    page.get_by_role("heading", level=1).tap()
    expect(opened).to_have_count(0)


@pytest.mark.parametrize("path", ["", "get-help/", "podcasts/kitchen-table/a-better-moment/", "meetings/"])
def test_letters_of_twice_the_size_leave_room_to_the_text(phone: Watched, path: str) -> None:
    page = phone.page
    device = page.context.new_cdp_session(page)
    device.send("Page.setFontSizes", {"fontSizes": {"standard": 32}})
    phone.open(path)
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)") > 24
    assert end(box(page, ".site-header")) <= 150
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert end(box(page, ".leave")) <= PHONE["height"], "the way out is on the screen"
    name, menu = box(page, ".brand span"), box(page, ".sections summary")
    assert name["x"] + name["width"] <= menu["x"]
    widths = page.locator(".card-title, .player-position, .what").evaluate_all(
        "all => all.filter(one => one.checkVisibility()).map(one => one.getBoundingClientRect().width)"
    )
    assert min(widths, default=PHONE["width"]) > PHONE["width"] / 2, "no letter stands alone in its line"
    device.send("Page.setFontSizes", {"fontSizes": {"standard": 16}})
    device.detach()
    assert phone.wrong == []


def test_an_episode_is_played_on_the_first_screen_and_its_words_come_next(phone: Watched) -> None:
    page = phone.page
    phone.open("podcasts/kitchen-table/a-better-moment/")
    assert end(box(page, ".player .play")) < box(page, ".leave")["y"]
    assert box(page, ".player .play")["height"] >= 44
    page.get_by_role("link", name="Read it instead").tap()
    expect(page.locator(".transcript .said p").first).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert phone.wrong == []


def test_a_show_offers_its_newest_episode_and_apps_before_it_tells_of_itself(phone: Watched) -> None:
    page = phone.page
    phone.open("podcasts/kitchen-table/")
    assert end(box(page, ".first-episode")) < end(box(page, ".apps a")) < box(page, ".leave")["y"]
    expect(page.get_by_text("We give no medical advice")).to_be_hidden()
    page.get_by_text("About this podcast").tap()
    expect(page.get_by_text("We give no medical advice")).to_be_visible()
    page.locator(".first-episode a").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("A card for the open door")


def test_books_begin_with_their_titles(phone: Watched) -> None:
    phone.open("library/books/first-books/")
    assert phone.page.locator(".books .cover:not(:has(img))").count() == 0
    book = box(phone.page, ".book")
    assert box(phone.page, ".book h2")["width"] > 0.75 * book["width"]


def test_a_list_of_another_direction_than_the_page_keeps_its_dots_on_the_screen(phone: Watched) -> None:
    phone.open("library/articles/reasons-of-your-own/")
    turned = """() => {
      document.documentElement.dir = "rtl"
      document.querySelector("article").innerHTML = "<div dir=ltr><ul><li>One</li></ul></div>"
      return document.documentElement.scrollWidth
    }"""
    assert phone.page.evaluate(turned) == PHONE["width"]


def test_a_long_list_is_narrowed_by_links_that_a_thumb_meets(plain: Watched) -> None:
    page = plain.page
    plain.open("audiences/for-me/")
    cards = page.locator("main .hub .card")
    assert 24 <= cards.count() <= 48
    assert box(page, "main .hub .card")["y"] < box(page, ".leave")["y"], "the list begins on the first screen"
    kinds = [card.get_attribute("data-kind") for card in cards.all()]
    assert kinds[0] == "article" and kinds.index("news") > kinds.index("meeting") > kinds.index("article"), kinds
    narrow = page.get_by_role("navigation", name="Narrow down or sort")
    narrow.locator("summary").tap()
    ways = narrow.get_by_role("link")
    assert min((way.bounding_box() or {"height": 0})["height"] for way in ways.all()) >= 32
    articles = narrow.get_by_role("link", name="Articles (")
    count = int("".join(filter(str.isdigit, articles.inner_text())))
    articles.tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("For me: Articles")
    expect(cards).to_have_count(count)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    narrow.get_by_role("link", name="Articles: take this away again").tap()
    page.get_by_role("link", name="Older").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^For me, older: .+ to .+$"))
    assert 24 <= cards.count() <= 48
    page.get_by_role("link", name="Newer").tap()
    expect(page.get_by_role("link", name="Older")).to_be_visible()
    assert plain.wrong == []


def test_a_word_is_explained_by_a_press_and_the_place_in_the_text_is_kept(plain: Watched) -> None:
    page = plain.page
    plain.open("library/articles/urges-rise-and-fall/")
    word = page.get_by_role("button", name="What does “urge surfing” mean?")
    word.scroll_into_view_if_needed()
    before = page.evaluate("[scrollY, history.length]")
    assert box(page, ".term > button")["height"] >= 24
    word.tap()
    meaning = page.locator("#term-urge-surfing")
    expect(meaning).to_be_in_viewport(ratio=1)
    assert end(box(page, "#term-urge-surfing")) <= box(page, ".leave")["y"], "the way out is never covered"
    assert page.evaluate("[scrollY, history.length]") == before, "nothing for the way out to take back"
    meaning.get_by_role("button", name="Close").tap()
    expect(meaning).to_be_hidden()
    word.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(meaning).to_be_visible()  # in the line, for who comes by keyboard
    assert meaning.evaluate("e => getComputedStyle(e).position") == "static"
    page.keyboard.press("Enter")
    meaning.get_by_role("link").tap()
    expect(page.get_by_role("heading", name="urge surfing")).to_be_in_viewport()
    assert plain.wrong == []


def test_every_question_is_a_line_for_a_thumb_and_leads_to_its_answer(plain: Watched) -> None:
    page = plain.page
    plain.open("library/faq/")
    asked = page.locator(".questions a")
    assert asked.count() == 22
    assert min((one.bounding_box() or {"height": 0})["height"] for one in asked.all()) >= 40
    asked.nth(4).tap()
    expect(page.locator(":target")).to_have_text("I have used again. Is everything lost?")
    assert plain.wrong == []


def test_an_event_says_when_and_where_it_is_on_the_first_screen(phone: Watched) -> None:
    page, event = phone.page, "an-open-afternoon-in-spring/"
    phone.open("")
    assert page.locator(f"main a[href='news/{event}']").count() == 1, "the first page has it until it is over"
    phone.open("news/")
    expect(page.locator("main .card").first).to_contain_text("Saturday, 16 March 2030, 14:00")
    phone.open(f"news/{event}")
    when = page.get_by_role("region", name="When")
    expect(when).to_contain_text("Saturday, 16 March 2030, 14:00–17:00 (London)")
    expect(when).to_contain_text("The Reading Room, Bristol")
    assert end(box(page, ".next-meeting")) < box(page, ".leave")["y"]
    assert phone.wrong == []


PLACES = {  # language and clock of a device → the country that is suggested, and the first number
    "at home": ("en-GB", "Europe/London", "GB", "tel:999"),
    "the clock goes before the language": ("en-US", "Europe/Berlin", "DE", "tel:112"),
    "an older name of a clock": ("hi-IN", "Asia/Calcutta", "IN", "tel:112"),
    "a country without numbers of its own": ("en-US", "Asia/Seoul", "*", "tel:112"),
    "where ambulance and police have their own": ("en-US", "Asia/Tokyo", "JP", "tel:119"),
    "a clock of no place": ("de-AT", "UTC", "AT", "tel:112"),
    "what everybody has": ("en-US", "UTC", "*", "tel:112"),
}


@pytest.mark.parametrize(("language", "clock", "country", "first"), PLACES.values(), ids=PLACES)
def test_the_number_of_ones_own_country_is_on_the_first_screen(
    browser: Browser, sample: Sample, language: str, clock: str, country: str, first: str
) -> None:
    context = browser.new_context(viewport=PHONE, locale=language, timezone_id=clock)
    seen = watch(context.new_page(), sample.at("/"))
    page = seen.page
    seen.open("get-help/")
    expect(page.get_by_label("Where are you?")).to_have_value(country)
    calls = page.locator("main .place a").filter(visible=True)
    assert calls.first.get_attribute("href") == first
    assert end(calls.first.bounding_box() or box(page, "footer")) <= box(page, ".leave")["y"]
    assert min((one.bounding_box() or {"height": 0})["height"] for one in calls.all()) >= 44
    assert page.evaluate("localStorage.length + sessionStorage.length + document.cookie.length") == 0
    unlisted = page.locator(".unlisted")
    expect(unlisted).to_have_text(re.compile("no number for South Korea" if "Seoul" in clock else "^$"))
    expect(unlisted).to_be_visible(visible="Seoul" in clock)
    assert seen.wrong == []
    context.close()


def test_another_country_is_one_step_away_and_a_line_for_dark_thoughts_is_on_the_first_screen(phone: Watched) -> None:
    page = phone.page
    phone.open("get-help/")
    where = page.get_by_role("combobox", name="Where are you?")
    assert box(page, "[data-where]")["height"] >= 44
    where.select_option("Ireland")
    line = page.get_by_role("link", name="Call: 116 123")
    assert line.get_attribute("href") == "tel:116123"
    assert end(line.bounding_box() or box(page, "footer")) <= box(page, ".leave")["y"]
    where.select_option("United States")
    expect(page.get_by_role("link", name="Text 988")).to_have_attribute("href", "sms:988")
    page.emulate_media(media="print")
    for needed in ("United States", "911", "988"):
        expect(page.locator(".numbers summary, .numbers .main").filter(has_text=needed, visible=True)).to_have_count(1)
    expect(page.locator(".keep")).to_be_hidden()
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": PHONE["height"], "height": PHONE["width"]})
    assert end(box(page, ".place[open] .emergency")) <= box(page, ".leave")["y"], "on a phone that lies on its side"
    page.set_viewport_size(PHONE)
    page.reload()
    expect(where).to_have_value("US")
    phone.open("library/links/first-places/")
    where = page.get_by_role("combobox", name="Where are you?")
    expect(where).to_have_value("US")
    page.locator(".search-open").tap()
    page.keyboard.type("want to die")
    expect(page.get_by_role("dialog").get_by_role("link", name="988").first).to_be_visible()
    expect(page.locator(".search-results > li").first).to_be_attached()
    page.keyboard.press("Escape")
    where.select_option("All countries")
    assert page.evaluate("sessionStorage.length") == 0
    phone.open("get-help/")
    expect(where).not_to_have_value("US")
    page.get_by_text("On this page").first.tap()
    contents = page.locator("article details")
    expect(contents.get_by_role("link", name="If you think of ending your life")).to_be_visible()
    assert phone.wrong == []


def test_the_numbers_of_all_countries_stand_there_without_a_script(plain: Watched) -> None:
    page = plain.page
    plain.open("get-help/")
    assert end(box(page, "main a[href^='tel:']")) <= box(page, ".leave")["y"], "one that is right nearly everywhere"
    countries = page.locator(".place > summary")
    assert countries.count() >= 38
    assert min((one.bounding_box() or {"height": 0})["height"] for one in countries.all()) >= 44
    countries.filter(has_text="New Zealand").tap()
    expect(page.get_by_role("link", name="Call: 1737")).to_be_in_viewport()
    page.emulate_media(media="print")
    expect(page.locator("[data-place=GB] .main.crisis")).to_be_visible()  # on paper all are unfolded
    page.emulate_media(media="screen")
    assert plain.wrong == []


def test_helplines_begin_with_those_of_ones_own_country(phone: Watched) -> None:
    phone.open("library/links/first-places/")
    expect(phone.page.get_by_role("combobox", name="Where are you?")).to_be_in_viewport(ratio=1)
    expect(phone.page.locator("main section h2").filter(visible=True).first).not_to_have_text("Australia")
    calls = phone.page.locator("main a[href^='tel:']").filter(visible=True)
    assert end(calls.first.bounding_box() or box(phone.page, "footer")) <= box(phone.page, ".leave")["y"]
    assert phone.page.evaluate("document.documentElement.scrollHeight") < 9_000
    assert phone.wrong == []


# As people type it, a phrase a line.
DISTRESS = """
i want to die
I WANT TO DIE
want to just die
self-harm
self harm
selfharm
cant go on
can’t go on
can't go on any more
od
od'ing
overdose
killing myself tonight
suicidal
sucide
suicied
how to end it all
better off dead
unalive
suizid
Suizidgedanken
ich möchte nicht mehr leben
SELBSTMORD
ueberdosis
überdosis
أريد أن أموت
اريد ان اموت
الانتحار
انتحـار
je veux mourir
quiero morirme
я хочу умереть
самоубийство
死にたい
我想死了
hopeless
crisis line
he hits me
my brother is not breathing
die
Dying
how to die
how do I die
hanging
slit my wrists
sterben
whats the point
what’s the point?
cutting
"""
QUIET = """
food
method
alcohol
cutting down
dice
die sucht
angst vor dem sterben der eltern
hanging out with friends
dying to see you
a point of view
want to drink
living with an urge
how do I stop
sleep
going on holiday
harm reduction
a bad day
help a friend
"""


def test_distress_is_heard_however_it_is_typed(phone: Watched) -> None:
    phone.open("about/")
    phone.page.locator(".search-open").tap()
    expect(phone.page.locator(".search-asks a").first).to_be_visible()
    heard = """async (all) => {
      const known = await (await fetch("/search/first.json")).json()
      const names = performance.getEntriesByType("resource").map((one) => one.name)
      const name = names.find((one) => one.includes("/distress"))
      const { distress } = await import(name)
      const speaks = distress(known.distress)
      return all.filter((text) => speaks(text))
    }"""
    assert phone.page.evaluate(heard, DISTRESS.splitlines()) == DISTRESS.split("\n")[1:-1]
    assert phone.page.evaluate(heard, QUIET.splitlines()) == []


def test_help_stands_above_the_results_and_is_announced(phone: Watched) -> None:
    page = phone.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    phone.open("about/")
    page.locator(".search-open").tap()
    asks = page.get_by_role("navigation", name="What do you need just now?")
    expect(asks.get_by_role("link", name="You have used or drunk again.")).to_be_visible()
    page.keyboard.type("i want to die")
    call = page.get_by_role("dialog").get_by_role("link", name="116 123")
    expect(call).to_be_in_viewport(ratio=1)
    expect(page.locator(".search-results > li").first).to_be_attached()
    assert box(page, ".search-help a.main")["height"] >= 44
    assert end(box(page, ".search-help")) <= box(page, ".search-results")["y"]
    expect(page.get_by_role("alert")).to_contain_text("You are not alone with this.")
    expect(page.get_by_role("alert")).to_contain_text("116 123. Samaritans")
    page.keyboard.press("ArrowDown")
    expect(call).to_be_focused()
    assert ".." not in page.get_by_role("alert").inner_text()
    page.locator("#search-words").fill("ich will sterben")  # words of no page
    expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text("“ich will sterben”")
    expect(call).to_be_visible()
    expect(page.locator(".search-suggested")).to_be_hidden()
    page.locator("#search-words").fill("sleep")
    expect(call).to_be_hidden()
    expect(page.get_by_role("alert")).to_be_empty()
    assert not [url for url in asked if url.endswith("spellings.txt")], "nobody in distress is told how it is spelt"
    assert phone.wrong == []


def test_a_slip_of_the_fingers_is_put_right_with_one_tap(phone: Watched) -> None:
    page = phone.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    phone.open("about/")
    page.locator(".search-open").tap()
    page.keyboard.type("alcohol")
    expect(page.locator(".search-results > li").nth(2)).to_be_visible()
    assert not [url for url in asked if url.endswith("spellings.txt")], "not where enough is found"
    for typed, meant in (("alchohol", "alcohol"), ("cravng", "craving")):
        page.locator("#search-words").fill(typed)
        page.get_by_role("button", name=meant, exact=True).tap()
        expect(page.locator("#search-words")).to_have_value(meant)
        expect(page.locator(".search-results > li").first).to_contain_text(meant[:5], ignore_case=True)
        expect(page.locator(".search-suggested")).to_be_hidden()
    judged = """async (all) => {
      const names = performance.getEntriesByType("resource").map((one) => one.name)
      const name = names.find((one) => /[/]spelling\\b/.test(one))
      const { read, suggestions } = await import(name)
      const known = read(await (await fetch("/search/spellings.txt")).text())
      return all.flatMap((typed) => suggestions(typed, known))
    }"""
    assert page.evaluate(judged, ["porn", "code", "suit my wrists gehen", "angst haben wieder"]) == []
    assert page.evaluate(judged, ["craivng", "alchohol helps"]) == ["craving", "alcohol helps"]
    assert phone.wrong == []


def test_without_a_script_all_headings_stand_where_the_search_was(plain: Watched) -> None:
    page = plain.page
    plain.open("about/")
    page.get_by_role("link", name="All headings").first.tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("All headings")
    page.get_by_role("link", name="If someone can't be woken").tap()
    expect(page.locator(":target")).to_be_in_viewport()
    assert page.url.partition("#")[0].endswith("/get-help/") and plain.wrong == []


def test_a_page_is_kept_with_a_thumb_and_it_is_said_before_who_can_see_it(phone: Watched) -> None:
    phone.open(PAGES["article"])
    phone.page.locator(".keep > summary").tap()
    keep = phone.page.get_by_role("button", name="Keep this page")
    warning = phone.page.get_by_text("Others who use this browser can see which pages are kept.")
    expect(warning).to_be_visible()
    assert box(phone.page, ".keep > summary")["height"] >= 44 and box(phone.page, ".keep-page")["height"] >= 44
    assert (warning.bounding_box() or {"y": 0})["y"] < (keep.bounding_box() or {"y": 0})["y"]
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert phone.page.evaluate("caches.keys()") == []
