"""Meetings in calendars, apps and JSON-LD: the right instants, over a year in which clocks are moved.

What is expected is worked out by walking through the days with the standard library's time zones; what is found is read
by programs that did not write it.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

import jsonschema
import pytest
from dateutil.tz import tzical
from ical.calendar_stream import IcsCalendarStream

from pipeline.model.kinds import meeting
from pipeline.model.kinds.meeting.calendar import one, whole
from pipeline.model.kinds.meeting.guide import guide
from pipeline.model.kinds.meeting.recurrence import held, local
from tests.model.meetings import ONLINE, Shelf, written

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Sydney")
DAYS = [date(2026, 1, 1) + timedelta(days=number) for number in range(500)]
LAST = DAYS[-1]
Fits = Callable[[date], bool]
SUMMER = (date(2026, 7, 20), date(2026, 8, 31))


def is_second_tuesday_or_last_friday(day: date) -> bool:
    last = (day + timedelta(days=7)).month != day.month
    return (day.weekday() == 1 and 8 <= day.day <= 14) or (day.weekday() == 4 and last)


RULES: dict[str, tuple[str, Fits]] = {
    "weekly": ("weekly: [tuesday, sunday]\n", lambda day: day.weekday() in (1, 6)),
    "every-other": (
        "weekly: [monday, thursday]\nevery: 2\nstarts: 2026-01-08\n",
        lambda day: day >= date(2026, 1, 8) and day.weekday() in (0, 3) and (day - date(2026, 1, 5)).days // 7 % 2 == 0,
    ),
    "monthly": ("monthly: [second tuesday, last friday]\n", is_second_tuesday_or_last_friday),
    "ended": ("weekly: [sunday]\nends: 2026-11-01\n", lambda day: day.weekday() == 6 and day <= date(2026, 11, 1)),
    "paused": (
        "weekly: [friday]\nnot_on: [2026-04-03]\npauses: [{first: 2026-07-20, last: 2026-08-31}]\n",
        lambda day: day.weekday() == 4 and day != date(2026, 4, 3) and not SUMMER[0] <= day <= SUMMER[1],
    ),
    "suspended": (
        "weekly: [wednesday]\nsuspended_until: 2026-10-01\n",
        lambda day: day.weekday() == 2 and day >= date(2026, 10, 1),
    ),
    "dates": (
        "dates: [2026-12-31, 2026-03-29, 2026-10-25]\n",
        lambda day: day in (date(2026, 3, 29), date(2026, 10, 25), date(2026, 12, 31)),
    ),
}


def shelf(zone: str) -> Shelf:
    texts = {
        name.replace("-", "_"): written(name, f'{ONLINE}time: "19:30"\ntimezone: {zone}\n{rule}')
        for name, (rule, _) in RULES.items()
    }
    return Shelf(**texts)


def expected(zone: str, fits: Fits, at: time = time(19, 30)) -> list[datetime]:
    return [datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC) for day in DAYS if fits(day)]


def read(calendar: str) -> Iterator[tuple[str, datetime]]:
    """The instants of a calendar by the titles of its events, for as long as the days go."""
    events = IcsCalendarStream.calendar_from_ics(calendar).timeline_tz(ZoneInfo("UTC"))
    return (
        (str(event.summary), event.start_datetime.astimezone(UTC))
        for event in takewhile(lambda event: event.start_datetime.astimezone(UTC).date() <= LAST, events)
    )


@pytest.mark.parametrize("zone", ZONES)
def test_a_calendar_has_every_time_of_a_year_and_more(zone: str) -> None:
    made = shelf(zone)
    found = [*read(whole(made.rows, made.published))]
    for name, (_, fits) in RULES.items():
        wanted = [instant for instant in expected(zone, fits) if instant.date() <= LAST]
        assert [instant for title, instant in found if title == name] == wanted, name
        row = made.row(name)
        days = takewhile(lambda day: day <= LAST, held(row.recurrence))
        assert [local(row.recurrence, day).astimezone(UTC) for day in days] == expected(zone, fits), name


@pytest.mark.parametrize("zone", [*ZONES, "Europe/Dublin", "America/Santiago", "Asia/Kolkata"])
def test_a_calendar_brings_the_rules_of_its_time_zone(zone: str) -> None:
    made = Shelf(a=written("A", f'{ONLINE}time: "02:30"\ntimezone: {zone}\nweekly: [sunday]\n'))
    theirs, ours = tzical(io.StringIO(one(made.rows[0], made.published))).get(zone), ZoneInfo(zone)
    for midnight in (datetime.combine(day, time(0), UTC) for day in DAYS):
        moved = midnight.astimezone(ours).utcoffset() != (midnight + timedelta(days=1)).astimezone(ours).utcoffset()
        for minutes in range(0, 24 * 60, 15 if moved else 12 * 60):
            instant = midnight + timedelta(minutes=minutes)
            assert instant.astimezone(theirs).utcoffset() == instant.astimezone(ours).utcoffset(), instant


def test_a_calendar_is_whole_says_who_it_is_and_takes_nothing_from_the_clock() -> None:
    fields = (
        'time: "19:30"\nweekly: [tuesday]\nupdated: 2026-02-03T10:00\nredirect_from: [/x/, /meetings/first-name/]\n'
    )
    text = written("Tea, talk; and quiet", ONLINE + fields)
    there = Shelf(renamed=text, base_url="https://preview.example/pr-1/")
    calendar = whole(there.rows, there.published)
    assert calendar == whole(there.rows, there.published)
    (event,) = IcsCalendarStream.calendar_from_ics(calendar).events
    assert event.uid == "meetings/first-name@library.example"  # not where it is published, and before it moved
    assert event.summary == "Tea, talk; and quiet"
    assert str(event.dtstamp) == str(event.last_modified) == "2026-02-03 10:00:00+00:00"
    assert str(event.url) == "https://preview.example/pr-1/meetings/renamed/"
    assert "https://meet.example/a" in str(event.description)
    assert "REFRESH-INTERVAL;VALUE=DURATION:P1D" in calendar
    assert all(len(line.encode()) <= 75 for line in calendar.split("\r\n"))


GUIDE = {  # of <https://github.com/code4recovery/spec>, in our words
    "type": "array",
    "items": {
        "type": "object",
        "required": ["name", "slug", "day", "time", "end_time", "timezone", "types", "updated"],
        "properties": {
            "name": {"type": "string", "maxLength": 255},
            "slug": {"type": "string", "maxLength": 64, "pattern": "^[a-z0-9-]+$"},
            "day": {"anyOf": [{"enum": [*range(7)]}, {"type": "array", "items": {"enum": [*range(7)]}, "minItems": 2}]},
            "time": {"pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"},
            "end_time": {"pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"},
            "conference_url": {"type": "string", "format": "uri"},
            "conference_phone": {"pattern": r"^[+]?\d{1,15}(?:,*[,*#]\d+#?)*$"},
            "approximate": {"enum": ["yes", "no"]},
            "updated": {"pattern": r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$"},
        },
    },
}
LOCAL = """\
mode: local
place:
  name: The hall
  address: 1 High Street
  city: Leeds
  postal_code: LS1 1AA
  country: GB-ENG
  note: Upstairs.
  access: [step-free, accessible-toilet]
"""


def test_apps_get_weekly_meetings_and_no_others() -> None:
    made = Shelf(
        sunday=written("Sunday", f'{LOCAL}time: "23:30"\ntimezone: Europe/London\nweekly: [sunday]\nsorts: [open]\n'),
        daily=written(
            "Daily",
            'mode: phone\ndial_in: {phone: "+44 20 7946 0018,,12#", note: "Press #."}\ntime: "7:00"\n'
            "weekly: [saturday, monday]\nlanguages: [es, de]\nespecially_for: [women]\n",
        ),
        **{"x" * 80: written("Long", f'{ONLINE}time: "10:00"\nweekly: [monday]\n')},
        fortnightly=written("F", f'{ONLINE}time: "10:00"\nweekly: [monday]\nevery: 2\n'),
        monthly=written("M", f'{ONLINE}time: "10:00"\nmonthly: [first monday]\n'),
        dates=written("D", f'{ONLINE}time: "10:00"\ndates: [2027-01-01]\n'),
        suspended=written("S", f'{ONLINE}time: "10:00"\nweekly: [monday]\nsuspended_until: 2027-01-01\n'),
    )
    found = json.loads(guide(made.rows, made.published))
    jsonschema.validate(found, GUIDE)
    assert [one["name"] for one in found] == ["Daily", "Sunday", "Long"]
    daily, sunday, long = found
    assert (daily["day"], daily["time"], daily["end_time"]) == ([1, 6], "07:00", "08:00")
    assert (daily["types"], daily["conference_phone"]) == (["W", "S", "DE"], "+442079460018,,12#")
    assert (sunday["day"], sunday["end_time"], sunday["types"]) == (0, "00:30", ["O", "X", "XB", "EN"])
    assert (sunday["address"], sunday["location_notes"], sunday["country"]) == (
        "1 High Street",
        "Upstairs.",
        "United Kingdom",
    )
    assert sunday["updated"] == "2026-01-01 00:00:00"
    assert len(long["slug"]) == 64


def test_a_meeting_on_paper_is_in_the_order_of_the_week() -> None:
    made = shelf("Europe/Berlin")
    assert meeting.KIND.hub is not None and meeting.KIND.hub.printed is not None
    body = meeting.KIND.hub.printed.body(made.rows, made.published)
    order = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Sunday", "Every month", "Single days"]
    assert [part.partition("</h2>")[0] for part in body.split("<h2>")[1:]] == order
    assert "Every second Tuesday, last Friday of the month" in body
    assert "19:30 to 20:30, Berlin time" in body
    assert "Not held now. Again from 1 October 2026 on." in body
