"""What the library itself gives of its meetings comes back as they were: what each format has a home for."""

from __future__ import annotations

from typing import Any

from pipeline.model.kinds.meeting import calendar
from pipeline.model.kinds.meeting.guide import guide
from tests.importing.meetings.test_read import found
from tests.model.meetings import Shelf, written

PLACE = """\
mode: hybrid
time: "19:30"
timezone: Europe/Berlin
minutes: 90
place:
  name: Laden der Gruppe
  address: Erfundene Gasse 7
  city: Berlin
  postal_code: "10999"
  country: DE
  access: [step-free]
  note: The bell says Freitag.
join: {url: https://meet.example/a, note: Nothing to install.}
languages: [de]
sorts: [first-visit, open]
especially_for: [women]
"""
SHELF = Shelf(
    friday=written("Friday in Berlin", f"{PLACE}weekly: [monday, friday]\n"),
    even=written("Even weeks", f"{PLACE}weekly: [tuesday]\nevery: 2\nstarts: 2026-01-06\nends: 2026-12-29\n"),
    first=written("First Saturday", f"{PLACE}monthly: [first saturday, last sunday]\nnot_on: [2026-03-07]\n"),
    once=written("Once", f"{PLACE}dates: [2026-07-07]\n"),
)


def fields(name: str) -> dict[str, Any]:
    """What an editor wrote of a meeting, as far as others are told of it."""
    written_ = SHELF.library.entry(f"content/meetings/{name}.md")
    assert written_ is not None
    value = written_.document.value
    assert isinstance(value, dict)
    return {key: one for key, one in value.items() if key not in ("description", "date", "audiences")}


def test_through_the_guide_for_apps() -> None:
    """It holds weekly meetings alone."""
    made = found(guide(SHELF.rows, SHELF.published))
    (one,) = made.items
    texts = {**one.fields, "minutes": str(one.fields["minutes"])}
    for added in ("date", "updated", "contact", "extra"):
        texts.pop(added, None)
    assert texts == fields("friday")
    assert one.old == ("https://library.example/meetings/friday/",)
    assert not [loss for loss in (*made.losses, *one.losses) if loss.outcome == "dropped"]


def test_through_a_calendar() -> None:
    """It holds when and where a meeting is, and no more of what sort it is."""
    made = found(calendar.whole(SHELF.rows, SHELF.published), "meetings.ics")
    names = {"Friday in Berlin": "friday", "Even weeks": "even", "First Saturday": "first", "Once": "once"}
    assert {one.fields["title"] for one in made.items} == names.keys()
    for one in made.items:
        mine = fields(names[one.fields["title"]])
        for name in ("title", "time", "timezone", "weekly", "monthly", "dates", "ends", "not_on"):
            assert one.fields.get(name) == mine.get(name), name
        assert str(one.fields["minutes"]) == mine["minutes"]
        assert str(one.fields.get("every", "")) == mine.get("every", "")
        assert one.fields["join"]["url"] == mine["join"]["url"]
        place = ("name", "address", "city", "postal_code", "country")
        assert {part: one.fields["place"][part] for part in place} == {part: mine["place"][part] for part in place}
