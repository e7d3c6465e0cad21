"""A reader at night looks for somebody to talk to: the next meeting, at their own hour, wherever they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.journeys.conftest import AT_THE_ROOT, Watched, watch
from tests.support.sample import Published

pytestmark = AT_THE_ROOT

PHONE: ViewportSize = {"width": 360, "height": 640}
AT_NIGHT = datetime(2026, 12, 1, 18, 10, tzinfo=UTC)  # a Tuesday; in Berlin ten past seven in the evening
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Sydney")


@contextmanager
def reader(browser: Browser, published: Published, zone: str, **more: Any) -> Iterator[Watched]:
    context = browser.new_context(viewport=PHONE, timezone_id=zone, **{"locale": "en-GB"} | more)
    page = context.new_page()
    if more.get("java_script_enabled", True):
        page.clock.set_fixed_time(AT_NIGHT)
    yield watch(page, published)
    context.close()


def first_hours(page: Page, day: str) -> list[str]:
    lines = page.locator(f"tbody[data-day={day}] [data-meeting]").filter(visible=True)
    return [f"{line.locator('.hours').inner_text()} {line.locator('.name').inner_text()}" for line in lines.all()]


def test_the_next_meeting_is_on_the_first_screen_at_the_hour_of_the_reader(
    browser: Browser, published: Published
) -> None:
    with reader(browser, published, "Europe/Berlin") as seen:
        page = seen.page
        seen.open("meetings/")
        found = page.get_by_role("region", name="Next meeting")
        expect(found).to_contain_text("Today, 20:30 · in 80 minutes")
        join = found.get_by_role("link", name="Join “Tuesday evening” online")
        box = join.bounding_box()
        assert box and box["y"] + box["height"] <= PHONE["height"] and box["height"] >= 24
        assert first_hours(page, "sunday")[0] == "03:00–04:30 The small hours"  # 02:00 in London
        assert first_hours(page, "saturday")[-1] == "23:00–00:00 Sunday in Sydney"  # the day before, here
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]

        page.get_by_role("checkbox", name="Family and friends").check()
        expect(found).to_contain_text("Tomorrow, 03:00")
        expect(found).to_contain_text("The small hours")
        page.get_by_text("More ways to narrow down").click()
        page.get_by_role("group", name="Online or in a room").get_by_role("checkbox", name="Online").check()
        page.get_by_role("checkbox", name="Friday").check()
        expect(found).to_contain_text("Families on Thursday")  # 19:00 in New York, where it is Thursday
        expect(page.locator("[data-meeting]").filter(visible=True)).to_have_count(1)
        axe = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        assert axe == []
        assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie, location.search]") == [
            *(0, 0, "", "")
        ]
        assert seen.wrong == []


@pytest.mark.parametrize(("locale", "hour"), [("ar-EG", "12:00"), ("fa-IR", "0:00"), ("th-TH", "00:00")])
def test_hours_and_days_have_the_digits_and_the_calendar_of_the_page(
    browser: Browser, published: Published, locale: str, hour: str
) -> None:
    with reader(browser, published, "UTC", locale=locale) as seen:
        with seen.page.expect_request(re.compile("/times-")) as script:
            seen.open("meetings/")
        said = seen.page.evaluate(
            """async ([script, language]) => {
              document.documentElement.lang = language
              const { clock, country } = await import(`${script}?${language}`)
              return [clock.format(0), new Date(0).toLocaleDateString(country)]
            }""",
            [script.value.url, locale.partition("-")[0]],
        )
        assert hour in said[0]
        assert "1970" in said[1]


def test_one_meeting_says_when_it_is_next(browser: Browser, published: Published) -> None:
    with reader(browser, published, "America/New_York") as seen:
        seen.open("meetings/women-on-monday/")
        main = seen.page.get_by_role("main")
        expect(main).to_contain_text("Every Monday 18:30 to 19:30, Chicago time")
        expect(main).to_contain_text("Next time: Monday 7 December, 19:30")
        assert main.get_by_role("link", name="+1 312 555 0142").get_attribute("href") == "tel:+13125550142"
        assert seen.wrong == []


def test_an_event_is_told_at_the_hour_of_the_reader_until_it_is_over(browser: Browser, published: Published) -> None:
    with reader(browser, published, "America/New_York") as seen:
        when = seen.page.get_by_role("region", name="When")
        for hour, said in ((12, "Where you are: Today, 10:00 · in 2 hours"), (17, "This event is over.")):
            seen.page.clock.set_fixed_time(datetime(2030, 3, 16, hour, tzinfo=UTC))
            seen.open("news/an-open-afternoon-in-spring/")
            expect(when).to_contain_text(said)
        assert seen.wrong == []


def test_without_a_script_there_is_a_table_in_the_order_of_the_week(browser: Browser, published: Published) -> None:
    with reader(browser, published, "Europe/Berlin", java_script_enabled=False) as seen:
        page = seen.page
        seen.open("meetings/")
        heads = page.locator("table [scope=rowgroup]").all_inner_texts()
        assert [heads[0], *heads[-3:]] == ["Monday", "Sunday", "Every month", "Single days"]
        assert first_hours(page, "tuesday") == ["02:00–03:30 The small hours", "19:30–20:30 Tuesday evening"]
        assert page.locator("tbody[data-day=tuesday] .zone").all_inner_texts() == ["London time", "London time"]
        expect(page.get_by_role("region", name="Next meeting")).to_have_count(0)


@pytest.mark.parametrize("at", ["19:30", "02:30"])
def test_the_hours_are_right_over_a_year_in_which_clocks_are_moved(
    browser: Browser, published: Published, at: str
) -> None:
    """02:30 is left out in spring and comes twice in autumn where the clock is moved at night."""
    sundays = [day for day in (date(2026, 1, 1) + timedelta(days=n) for n in range(400)) if day.weekday() == 6]
    wanted = {
        zone: [int(datetime.combine(day, time.fromisoformat(at), ZoneInfo(zone)).timestamp()) for day in sundays]
        for zone in ZONES
    }
    walk = """async ([zones, at]) => {
      const { next } = await import(document.querySelector("script[src*=meetings]").src)
      const rule = {weekly: [6], every: 1, monthly: [], dates: [], not_on: [], pauses: [], ends: "2027-02-04"}
      const all = {}
      for (const zone of zones) {
        const one = {...rule, zone, time: at, minutes: 60, starts: "2026-01-01", since: "2026-01-01"}
        const found = []
        let now = Date.UTC(2025, 11, 31)
        for (let begin; (begin = next(one, now)) !== null; now = begin + 60 * 60000) found.push(begin / 1000)
        all[zone] = found
      }
      return all
    }"""
    with reader(browser, published, "Asia/Kolkata", locale="de-DE") as seen:
        seen.open("meetings/")
        first = seen.page.locator("tbody [data-meeting]").first
        expect(first.locator(".hours")).to_have_text(re.compile(r"^07:30\s*–\s*09:00$"))  # as the device has it
        expect(first.locator(".zone")).to_have_text("02:00 there, London time")
        expect(seen.page.locator("[data-zone]")).to_contain_text("(Kolkata)")
        assert seen.page.evaluate(walk, [ZONES, at]) == wanted
