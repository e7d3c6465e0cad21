"""Every template serves those who use the keyboard, enlarge what they read, or can't bear what moves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page

from tests.pages.conftest import WIDE, Note, Shelf, Tabs, View

TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth
  scrollTo(100000, 0)
  const by = scrollX
  scrollTo(0, 0)
  if (by === 0) return []
  const clips = (e) => e !== document.body && getComputedStyle(e).overflowX !== 'visible'
  const inside = (e) => e && (clips(e) ? e.getBoundingClientRect().right <= room : inside(e.parentElement))
  const named = (e) => `${[e.localName, ...e.classList].join('.')} “${e.textContent.trim().slice(0, 30)}”`
  const out = [...document.body.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > room + 1)
  return [`by ${by} px`, ...out.filter((e) => !inside(e.parentElement)).slice(0, 6).map(named)]
}"""

LARGE = """() => {
  const root = document.documentElement
  root.style.fontSize = 2 * parseFloat(getComputedStyle(root).fontSize) + 'px'
}"""


def test_nothing_scrolls_sideways(tabs: Tabs, shelf: Shelf, template: str, note: Note) -> None:
    found: dict[str, list[str]] = {}
    page = shelf.open(tabs.of(View(320)), template)
    found["320 px wide"] = page.evaluate(TOO_WIDE)
    page.set_viewport_size({"width": 640, "height": 450})
    found["1280 px wide, all at 200 %"] = page.evaluate(TOO_WIDE)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.evaluate(LARGE)
    found["1280 px wide, text at 200 %"] = page.evaluate(TOO_WIDE)
    wrong = {how: what for how, what in found.items() if what}
    note(template, "sideways", len(wrong))
    assert wrong == {}


KEYBOARD = """() => {
  const all = 'a[href], area[href], button, input:not([type=hidden]), select, textarea, summary, ' +
    'audio[controls], video[controls], iframe, [tabindex], [contenteditable=true]'
  const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && !e.disabled && e.tabIndex >= 0
  const drawn = (e) => {
    const s = getComputedStyle(e)
    return { outline: s.outlineStyle === 'none' ? '' : `${s.outlineWidth} ${s.outlineColor}`, shadow: s.boxShadow }
  }
  const named = (e) => {
    const text = (e.getAttribute('aria-label') || e.innerText || e.name || '').trim().slice(0, 30)
    return `${e.localName}${e.id ? '#' + e.id : ''}${[...e.classList].map((c) => '.' + c).join('')} “${text}”`
  }
  const stops = [...document.querySelectorAll(all)].filter(shown)
  const before = new Map(stops.map((e) => [e, drawn(e)]))
  window.walk = {
    expected: () => stops.map((e, i) => [i, named(e), e.type === 'radio' ? e.name : '']),
    here: () => {
      const e = document.activeElement
      if (!e || e === document.body || e === document.documentElement) return null
      const wrong = []
      const box = e.getBoundingClientRect()
      if (box.width < 1 || box.height < 1 || !e.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
        wrong.push('is not seen')
      const now = drawn(e)
      const was = before.get(e)
      const parts = 'audio, video, [type=date], [type=time], [type=datetime-local], [type=month], [type=week]'
      const looksFocused = (now.outline && now.outline !== was?.outline) || now.shadow !== was?.shadow
      if (was && !looksFocused && !e.matches(parts)) // what has stops of its own draws them itself
        wrong.push('does not look focused')
      const boxes = [...e.getClientRects()]
      const reached = boxes.some((b) => [0.05, 0.25, 0.5, 0.75, 0.95].some((x) => [0.1, 0.5, 0.9].some((y) => {
        const top = document.elementFromPoint(b.left + x * b.width, b.top + y * b.height)
        return top && (e.contains(top) || top.contains(e) && top.localName === 'label')
      })))
      if (!reached) wrong.push('is covered, or outside of what is seen')
      return { index: stops.indexOf(e), name: named(e), wrong, inMain: !!e.closest('main') }
    },
    least: new Set(stops.map((e) => (e.type === 'radio' && e.name) || e)).size,
    met: [],
  }
  addEventListener('keyup', (event) => event.key === 'Tab' && walk.met.push(walk.here()), true)
}"""

Stop = dict[str, Any]
MOST = 400  # a page has fewer stops; who needs more is in a trap


def met(page: Page, key: str) -> Iterator[Stop | None]:
    """Where each press of a key leads. The page is asked for as many at once as it has stops at least: to ask after
    each takes as long as all that there is to see.
    """
    presses = page.evaluate("() => walk.least")
    for count in (presses, *(1,) * (MOST - presses)):
        for _ in range(count):
            page.keyboard.press(key)
        yield from page.evaluate("() => walk.met.splice(0)")


def walk(page: Page, key: str) -> list[Stop]:
    """Where a key leads, from the page itself until it leaves the page or begins again."""
    stops: list[Stop] = []
    for stop in met(page, key):
        if stop is None or (len(stops) > 1 and stop["index"] == stops[0]["index"] != stops[-1]["index"]):
            return stops
        if not stops or stop["index"] != stops[-1]["index"]:  # a player has several of its own
            stops.append(stop)
    raise AssertionError(f"{key} does not come to an end: {[stop['name'] for stop in stops[-6:]]}")


def test_the_keyboard_reaches_everything_in_order(
    tabs: Tabs, shelf: Shelf, template: str, width: int, note: Note
) -> None:
    page = shelf.open(tabs.of(View(width)), template)
    page.evaluate(KEYBOARD)
    expected = page.evaluate("() => walk.expected()")
    there, back = walk(page, "Tab"), walk(page, "Shift+Tab")
    page.locator("a.skip").press("Enter")
    skipped_to = page.evaluate("() => document.activeElement.id")
    page.keyboard.press("Tab")
    after_skip = page.evaluate("() => walk.here()")
    note(template, "stops of the keyboard", len(there))
    assert [f"{stop['name']} {', '.join(stop['wrong'])}" for stop in there + back if stop["wrong"]] == []
    order = [stop["index"] for stop in there]
    names = [stop["name"] for stop in there]
    assert order == sorted(order), names
    groups = {group for index, _, group in expected if group and index in order}
    assert [name for index, name, group in expected if index not in order and group not in groups] == []
    assert [stop["name"] for stop in back] == names[::-1]
    assert names[0].startswith("a.skip") and skipped_to == "main" and after_skip["inMain"]


MOVING = """() => {
  const seconds = (text) => Math.max(...text.split(',').map(parseFloat))
  const found = document.getAnimations().filter((a) => a.playState === 'running').map((a) => a.constructor.name)
  for (const e of document.querySelectorAll('*'))
    for (const part of ['', '::before', '::after']) {
      const s = getComputedStyle(e, part)
      const moves = []
      if (s.transitionProperty !== 'none' && seconds(s.transitionDuration) > 0.01) moves.push('transition')
      if (s.animationName !== 'none' && seconds(s.animationDuration) > 0.01) moves.push('animation')
      if (s.scrollBehavior === 'smooth') moves.push('scroll-behavior')
      if (moves.length) found.push(`${e.localName}.${[...e.classList].join('.')}${part}: ${moves.join(', ')}`)
    }
  return [...new Set(found)]
}"""


def test_nothing_moves_for_those_who_ask_for_it(tabs: Tabs, shelf: Shelf, template: str) -> None:
    page = shelf.open(tabs.of(WIDE), template)
    assert page.evaluate(MOVING) == []
    page.keyboard.press("/")
    page.get_by_role("dialog").wait_for()
    assert page.evaluate(MOVING) == []
