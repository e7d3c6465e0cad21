"""axe-core finds nothing to complain about on a page of any template, or in the search over it."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.pages.conftest import Note, Shelf, Tabs, View, pages_of, template_of

RULES = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}


def violations(page: Page, within: str | None = None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = Axe().run(page, context=within, options=RULES).response["violations"]
    return found


def readable(found: list[dict[str, Any]]) -> str:
    """What axe found: rule and remedy, and where."""
    lines = []
    for rule in found:
        lines.append(f"{rule['id']} ({rule['impact']}): {rule['help']}")
        for node in rule["nodes"][:5]:
            lines.append(f"    {' '.join(map(str, node['target']))}")
            lines += [f"      {line.strip()}" for line in node["failureSummary"].splitlines()[1:]]
        if len(rule["nodes"]) > 5:
            lines.append(f"    … and {len(rule['nodes']) - 5} more")
    return "\n".join(lines)


def places(found: list[dict[str, Any]]) -> int:
    return sum(len(rule["nodes"]) for rule in found)


def test_every_page_has_a_template_that_is_looked_at(shelf: Shelf) -> None:
    assert [at for at in pages_of(shelf.published) if not template_of(at)] == []


def test_axe_finds_nothing(tabs: Tabs, shelf: Shelf, template: str, view: View, note: Note) -> None:
    page = shelf.open(tabs.of(view), template)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")  # where the bar of the way out rests, over nothing
    found = violations(page)
    note(template, "axe", places(found))
    assert not found, "\n" + readable(found)


def test_axe_finds_nothing_in_the_search(tabs: Tabs, shelf: Shelf, view: View, note: Note) -> None:
    page = shelf.open(tabs.of(view), "home")
    page.keyboard.press("/")
    page.keyboard.type("urge")
    expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text("“urge”")
    found = violations(page, "dialog")
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    note("search", "axe", places(found))
    assert not found, "\n" + readable(found)
