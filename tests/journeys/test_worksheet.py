"""A reader fills in worksheets of the sample library, in a real browser: what stays, what is kept, what is printed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Dialog, Locator, Page, Route, expect

from tests.handouts import printer
from tests.journeys.conftest import AT_THE_ROOT, Watched, watch
from tests.support.sample import Published

pytestmark = AT_THE_ROOT

ABC, LOG = "handouts/abc-of-an-urge/", "handouts/urge-log/"
KEEP = "Keep my answers on this device"
LONG = "A photograph of friends in the bar, on a Friday at six, while I was at home alone with the cat. " * 4


@pytest.fixture
def sheet(watched: Watched) -> Iterator[Watched]:
    """An open worksheet, on which nothing may go wrong."""
    watched.open(ABC)
    yield watched
    assert watched.wrong == []


def kept(page: Page) -> dict[str, str]:
    return page.evaluate("() => ({...localStorage})")  # type: ignore[no-any-return]


def trigger(page: Page) -> Locator:
    return page.get_by_label("A: what set it off")


def strength(page: Page) -> Locator:
    return page.get_by_role("group", name="How strong was the urge?")


def fill_in(page: Page) -> None:
    page.get_by_label("Day of the urge").fill("2026-03-06")
    trigger(page).fill("A photograph")
    strength(page).get_by_role("radio", name="8", exact=True).check()


def test_nothing_is_kept_unless_it_is_asked_for(sheet: Watched) -> None:
    expect(sheet.page.get_by_label(KEEP)).not_to_be_checked()
    expect(sheet.page.get_by_text("Others who use this device or this browser can read them")).to_be_visible()
    fill_in(sheet.page)
    assert kept(sheet.page) == {}
    sheet.page.reload()
    expect(trigger(sheet.page)).to_have_value("")
    assert sheet.page.context.cookies() == []


def test_what_is_kept_comes_back_and_goes_when_it_is_turned_off(sheet: Watched) -> None:
    page = sheet.page
    page.get_by_label(KEEP).check()
    expect(page.get_by_role("status").first).to_contain_text("From now on")
    fill_in(page)
    expect(page.get_by_text("neither kept nor sent")).to_be_hidden()
    expect(page.get_by_text("kept on this device until you turn this off")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Day of the urge")).to_have_value("2026-03-06")
    expect(trigger(page)).to_have_value("A photograph")
    expect(strength(page).get_by_role("radio", name="8", exact=True)).to_be_checked()
    expect(page.get_by_label(KEEP)).to_be_checked()
    today = page.evaluate("() => new Date().toLocaleDateString('en-GB', {dateStyle: 'long'})")
    expect(page.get_by_role("status").first).to_contain_text(f"Your answers of {today} are filled in")
    assert list(kept(page)) == [f"worksheet:{urlsplit(page.url).path}"]
    page.get_by_label(KEEP).uncheck()
    expect(page.get_by_role("status").first).to_have_text("Nothing is kept on this device any more.")
    assert kept(page) == {}
    expect(trigger(page)).to_have_value("A photograph")  # it stays until the page is closed
    page.reload()
    expect(trigger(page)).to_have_value("")
    expect(page.get_by_label(KEEP)).not_to_be_checked()


def test_each_worksheet_keeps_its_own(sheet: Watched) -> None:
    sheet.page.get_by_label(KEEP).check()
    fill_in(sheet.page)
    sheet.open(LOG)
    expect(sheet.page.get_by_label(KEEP)).not_to_be_checked()
    sheet.open(ABC)
    expect(trigger(sheet.page)).to_have_value("A photograph")


def test_answers_find_their_question_when_the_worksheet_has_changed(watched: Watched) -> None:
    watched.open(LOG)
    page = watched.page
    answers = {
        "f-my-urges/What I did/0/2": ["What I did, row 2", "I went for a walk"],  # wherever the column stands now
        "f-my-urges/Weather/0/1": ["Weather, row 1", "Rain"],
        "gone": ["What did I want?", "Wine"],
    }
    value = json.dumps({"version": 1, "day": "2026-03-03", "answers": answers})
    page.evaluate("value => localStorage.setItem('worksheet:' + location.pathname, value)", value)
    page.reload()
    expect(page.get_by_label("What I did, row 2", exact=True)).to_have_value("I went for a walk")
    expect(page.get_by_role("status").first).to_contain_text("3 March 2026")
    expect(page.get_by_role("status").first).to_contain_text("no place on it any more are in your download: 2")
    page.get_by_label("What I did, row 1", exact=True).fill("I slept")
    assert "Rain" in str(kept(page)), "what has no place is not lost"
    text = downloaded(page)[1]
    assert "What I did, row 2: I went for a walk" in text
    assert text.index("no longer on this sheet") < text.index("Weather, row 1: Rain") < text.index("Wine")
    assert watched.wrong == []


def test_what_another_tab_deleted_is_not_written_again(sheet: Watched, published: Published) -> None:
    sheet.page.get_by_label(KEEP).check()
    fill_in(sheet.page)
    other = watch(sheet.page.context.new_page(), published)
    other.open(ABC)
    other.page.get_by_label(KEEP).uncheck()
    expect(sheet.page.get_by_label(KEEP)).not_to_be_checked()
    trigger(sheet.page).fill("Something else")
    assert kept(sheet.page) == {}


def test_a_browser_that_keeps_nothing_says_so(browser: Browser, published: Published) -> None:
    page = browser.new_page()
    page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no') }})")
    page.goto(published.base_url + ABC)
    page.get_by_label(KEEP).click()
    expect(page.get_by_role("status").first).to_contain_text("This browser can’t keep anything just now")
    expect(page.get_by_label(KEEP)).not_to_be_checked()
    fill_in(page)
    assert "A photograph" in downloaded(page)[1]
    page.close()


def test_clearing_asks_first_and_then_leaves_nothing(sheet: Watched) -> None:
    page = sheet.page
    page.get_by_label(KEEP).check()
    fill_in(page)
    clear = page.get_by_role("button", name="Clear everything")
    clear.click()
    dialog = page.get_by_role("dialog", name="Clear everything you have written?")
    expect(dialog.get_by_role("button", name="Go back")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(clear).to_be_focused()
    expect(trigger(page)).to_have_value("A photograph")
    clear.click()
    dialog.get_by_role("button", name="Clear everything").click()
    expect(page.get_by_role("status").last).to_have_text("The sheet is empty, and nothing is kept on this device.")
    expect(trigger(page)).to_have_value("")
    expect(page.get_by_label("Day of the urge")).to_have_value("")
    assert page.locator("main input:checked").count() == 0
    assert kept(page) == {}


def test_answers_are_taken_home_as_a_text(sheet: Watched) -> None:
    fill_in(sheet.page)
    sheet.page.get_by_label("B: what I told myself").fill("Everyone is there.\nBut me.")
    name, text = downloaded(sheet.page)
    assert name == "abc-of-an-urge.txt"
    assert text.startswith("ABC of an urge\n")
    assert f"{sheet.base_url}{ABC}\n" in text
    for question, answer in (
        ("Day of the urge", "6 March 2026"),
        ("A: what set it off", "A photograph"),
        ("B: what I told myself", "Everyone is there.\nBut me."),
        ("How strong was the urge?", "8"),
        ("D: how I dispute it", "(no answer)"),
    ):
        assert f"\n\n{question}\n{answer}\n" in text
    asked = ["A: what", "B: what", "C: what", "How strong was", "D: how", "E: a new"]
    assert sorted(asked, key=text.index) == asked
    expect(sheet.page.get_by_role("status").last).to_contain_text("“abc-of-an-urge.txt”")


def downloaded(page: Page) -> tuple[str, str]:
    with page.expect_download() as waited:
        page.get_by_role("button", name="Download my answers").click()
    return waited.value.suggested_filename, Path(waited.value.path()).read_text(encoding="utf-8")


def test_without_a_script_it_is_filled_in_and_nothing_promises_more(browser: Browser, published: Published) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(published.base_url + ABC)
    expect(page.get_by_text("It is neither kept nor sent")).to_be_visible()
    expect(page.get_by_label(KEEP)).to_be_hidden()
    expect(page.get_by_role("button", name="Clear everything")).to_be_hidden()
    fill_in(page)
    before = box(trigger(page))["height"]
    trigger(page).fill(LONG)
    assert box(trigger(page))["height"] > before
    assert LONG[-40:].strip() in " ".join(printer.text(page.pdf()).split())
    page.goto(published.base_url + LOG)
    expect(page.locator(".form-grid tbody tr").locator("visible=true")).to_have_count(8)
    expect(page.get_by_text("Add another")).to_have_count(0)
    context.close()


@pytest.mark.parametrize("asked_to_clear", [False, True])
def test_the_way_out_is_open_whatever_is_typed(sheet: Watched, *, asked_to_clear: bool) -> None:
    page = sheet.page
    page.get_by_label(KEEP).check()
    fill_in(page)
    asked: list[str] = []

    def note(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", note)
    way = page.locator("a.quick-exit")
    if asked_to_clear:  # a dialog lies over the page
        page.get_by_role("button", name="Clear everything").click()
        way = page.get_by_role("dialog").get_by_role("link", name="Leave this site")
    goal = way.get_attribute("href")
    assert goal is not None

    def answer(route: Route) -> None:
        route.fulfill(body="<h1>Elsewhere</h1>", content_type="text/html")

    page.route(goal, answer)
    way.click()
    page.wait_for_url(goal)
    assert asked == []
    sheet.wrong.clear()  # another host was asked for: that of the way out


def test_the_enter_key_sends_nothing(sheet: Watched) -> None:
    address = sheet.page.url
    sheet.page.get_by_label("Day of the urge").focus()
    sheet.page.keyboard.press("Enter")
    sheet.page.keyboard.press("Escape")
    assert sheet.page.url == address


def test_a_whole_worksheet_by_keyboard_alone(sheet: Watched) -> None:
    page = sheet.page
    page.get_by_label(KEEP).focus()
    names = []
    for _ in range(60):
        page.keyboard.press("Tab")
        told: dict[str, str] = page.evaluate(
            """() => { const at = document.activeElement
            const name = at.type === "radio" ? at.closest("fieldset").querySelector("legend") : at.labels?.[0]
            return {tag: at.tagName, type: at.type ?? "", said: at.textContent, name: name?.textContent ?? ""} }"""
        )
        if told["said"] == "Clear everything":
            break
        if told["type"] == "radio":
            page.keyboard.press("Space")
            page.keyboard.press("ArrowRight")
        elif told["tag"] == "TEXTAREA":
            page.keyboard.type("word")
        if told["name"] and told["name"] not in names:
            names.append(told["name"])
    assert names[:3] == ["Day of the urge", "A: what set it off", "B: what I told myself"]
    assert len(names) == sheet.page.locator(".form-item").count()
    expect(page.get_by_role("radio", checked=True)).to_have_count(3)
    for area in page.locator("main textarea").all():
        expect(area).to_have_value("word")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(trigger(page)).to_have_value("")


@pytest.mark.parametrize("path", [ABC, LOG, "handouts/weekly-balance-planner/", "handouts/disputing-beliefs/"])
def test_it_fits_on_a_small_screen_and_every_cell_shows_its_label(watched: Watched, path: str) -> None:
    page = watched.page
    page.set_viewport_size({"width": 320, "height": 640})
    watched.open(path)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
    for cell in page.locator(".form-grid tbody tr:first-child td").all():
        label, field = box(cell.locator("label")), box(cell.locator("textarea"))
        assert label["height"] > 10 and label["y"] + label["height"] <= field["y"]
        assert field["width"] > 200
    small = page.evaluate(
        """() => [...document.querySelectorAll(".form-option")].map(o => o.getBoundingClientRect())
        .filter(r => r.width < 24 || r.height < 24).length"""
    )
    assert small == 0
    assert watched.wrong == []


def test_a_log_begins_with_one_row_and_has_as_many_as_are_asked_for(watched: Watched) -> None:
    watched.open(LOG)
    page = watched.page
    rows = page.locator(".form-grid tbody tr").locator("visible=true")
    expect(rows).to_have_count(1)
    page.get_by_label(KEEP).check()
    for number in range(2, 11):  # the sheet has eight
        page.get_by_role("button", name="Add another: My urges").click()
        expect(page.get_by_label(f"Day and time, row {number}", exact=True)).to_be_focused()
    page.keyboard.type("Sunday")
    page.reload()
    expect(page.get_by_label("Day and time, row 10", exact=True)).to_have_value("Sunday")
    expect(rows).to_have_count(10)
    assert "Day and time, row 10: Sunday" in downloaded(page)[1]
    last = page.get_by_role("button", name="Take the last row away: My urges")
    last.click()
    sure = page.get_by_role("dialog", name="Take the last row away with what you have written in it?")
    sure.get_by_role("button", name="Go back").click()
    expect(rows).to_have_count(10)
    last.click()
    sure.get_by_role("button", name="Take the last row away").click()
    expect(rows).to_have_count(9)
    expect(page.get_by_label("Day and time, row 9", exact=True)).to_be_focused()
    assert "Sunday" not in str(kept(page))
    last.click()  # it is empty: nothing is asked
    expect(rows).to_have_count(8)
    last.click()
    expect(rows).to_have_count(7)
    page.get_by_role("button", name="Clear everything").click()
    page.get_by_role("dialog").get_by_role("button", name="Clear everything").click()
    expect(rows).to_have_count(1)
    page.emulate_media(media="print")
    expect(rows).to_have_count(8)
    expect(page.get_by_text("Add another")).to_be_hidden()
    expect(last).to_be_hidden()
    assert watched.wrong == []


def test_room_grows_with_its_text(sheet: Watched) -> None:
    before = box(trigger(sheet.page))["height"]
    trigger(sheet.page).fill(LONG)
    assert box(trigger(sheet.page))["height"] > 3 * before
    assert trigger(sheet.page).evaluate("area => area.scrollHeight <= area.clientHeight + 1")


def test_on_paper_answers_are_whole_and_nothing_else_is_there(sheet: Watched) -> None:
    page = sheet.page
    trigger(page).fill(LONG)
    strength(page).get_by_role("radio", name="8", exact=True).check()
    page.emulate_media(media="print")
    for gone in (".site-header", ".site-footer", ".editions", ".worksheet-note", ".worksheet-tools", ".quick-exit"):
        expect(page.locator(gone)).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert trigger(page).evaluate("area => area.scrollHeight <= area.clientHeight + 1")
    empty = page.get_by_label("D: how I dispute it")
    assert "linear-gradient" in empty.evaluate("area => getComputedStyle(area).backgroundImage")
    text = " ".join(printer.text(page.pdf()).split())
    assert text.count("with the cat.") == LONG.count("with the cat.")
    assert "Keep my answers" not in text and "Leave this site" not in text


def test_on_paper_no_page_is_left_half_empty(watched: Watched) -> None:
    watched.open(LOG)
    pdf = watched.page.pdf(format="A4")
    first, second, third, last = lines(printer.drawn(pdf, dpi=200)[-1].convert("L"))
    assert third - second == pytest.approx(second - first, abs=6)
    assert last - third > 1.5 * (second - first), "the last is that of another question"
    *before, _ = printer.drawn(pdf, dpi=30)
    assert before
    for sheet_ in before:
        ink = sheet_.convert("L").point(lambda shade: 255 if shade < 200 else 0).getbbox()
        assert ink[3] > 0.75 * sheet_.height


def lines(sheet_: Image.Image) -> list[int]:
    """Where lines go through the middle of a printed page."""
    middle = sheet_.crop((sheet_.width // 4, 0, sheet_.width * 3 // 4, sheet_.height))
    dark = [y for y in range(middle.height) if max(middle.crop((0, y, middle.width, y + 1)).tobytes()) < 240]
    return [y for y in dark if y - 1 not in dark]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_checker_finds_no_barrier(browser: Browser, published: Published, scheme: str) -> None:
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    for path, width in ((ABC, 1280), (LOG, 1280), (LOG, 320)):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(published.base_url + path)
        assert barriers(page) == []
    page.get_by_role("button", name="Clear everything").click()
    assert barriers(page) == []
    context.close()


def barriers(page: Page) -> list[tuple[str, str]]:
    found = Axe().run(page, context="main").response["violations"]
    return [(one["id"], one["nodes"][0]["html"]) for one in found]


def test_the_first_page_is_seen_and_moves_nothing(sheet: Watched, published: Published) -> None:
    picture = sheet.page.get_by_role("img", name="First page of “ABC of an urge”")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
    width, height = (int(picture.get_attribute(side) or 0) for side in ("width", "height"))
    shown = box(picture)
    assert shown["height"] / shown["width"] == pytest.approx(height / width, abs=0.02)
    for one in (picture.get_attribute("srcset") or "").split(", "):
        got = published.get(ABC + one.split()[0])
        assert (got.status_code, got.headers["content-type"]) == (200, "image/webp")
        assert "immutable" in got.headers["cache-control"]


def box(one: Locator) -> dict[str, float]:
    found = one.bounding_box()
    assert found
    return {"y": found["y"], "width": found["width"], "height": found["height"]}
