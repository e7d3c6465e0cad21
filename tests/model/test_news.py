"""News: what is wrong with it, when it is over, and its events in calendars and JSON-LD, wherever clocks are moved."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from ical.calendar_stream import IcsCalendarStream
from ical.event import EventStatus

from pipeline.feeds.exports import dated
from pipeline.model.kinds import news
from tests.model.meetings import ONLINE, Notices, written

JOIN = "  join: {url: https://meet.example/a}\n"
NIGHT = timedelta(days=1)


def event(begin: str, end: str, more: str = JOIN) -> str:
    return f"event:\n  begin: {begin}\n  end: {end}\n{more}"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ("until: 2026-12-24T19:00+01:00\n", "5: bad-date: `2026-12-24T19:00+01:00` names an offset"),
        (event("2026-12-24T19:00", "2026-12-24T21:00", ""), "6: missing-field: this event does not say where"),
        ("event:\n  begin: 2026-12-24T19:00\n" + JOIN, "6: missing-field: this event does not say when it ends"),
        (event("2026-12-24T19:00", "2026-12-24"), "7: invalid-value: of this event only one end has an hour"),
        (event("2026-12-24T19:00", "2026-12-24T19:00"), "7: invalid-value: this event ends before it begins"),
        (event("2026-12-25", "2026-12-24"), "7: invalid-value: this event ends before it begins"),
        (event("2026-12-24", "2027-12-25"), "7: invalid-value: this event is longer than 92 days"),
        (
            event("2027-03-28T02:30", "2027-03-28T05:00", f"  timezone: Europe/Berlin\n{JOIN}"),
            "6: bad-date: in Europe/Berlin no clock shows 02:30 on 2027-03-28",
        ),
        (event("2025-12-24T19:00", "2025-12-24T21:00"), "6: over-at-once: this event was over before it is announced"),
        (
            f"until: 2026-12-30\n{event('2026-12-24', '2026-12-24')}",
            "5: invalid-value: this is over when its event",
        ),
    ],
)
def test_what_does_not_fit_is_told_once_at_its_place(fields: str, message: str) -> None:
    (one,) = Notices(a=written("A", fields).replace("audiences: [for-me]\n", "")).problems
    assert f"{one.place.line}: {one.code}: {one.message}".startswith(message)


def test_news_is_over_when_the_clocks_say_so_where_it_takes_place() -> None:
    there = Notices(
        timed=written("A", event("2026-07-01T19:00", "2026-07-01T21:00", f"  timezone: America/New_York\n{JOIN}")),
        whole=written("B", "event:\n  begin: 2026-07-01\n" + JOIN),
        until=written("C", "until: 2026-07-01\n"),
        hour=written("D", "until: 2026-07-01T12:00\n"),
        plain=written("E", ""),  # public since 1 January
    )
    ends = {entry.fields.title: span.ends for entry in there.library.entries if (span := there.library.span(entry))}
    summer = {"A": (7, 2, 1), "B": (7, 1, 23), "C": (7, 1, 23), "D": (7, 1, 11)}  # London and New York have summer time
    assert {title: ends[title].astimezone(UTC) for title in summer} == {
        title: datetime(2026, month, day, hour, tzinfo=UTC) for title, (month, day, hour) in summer.items()
    }
    assert ends["E"] == datetime(2026, 3, 2, tzinfo=UTC)
    for title, end in ends.items():
        path = next(entry.path for entry in there.library.entries if entry.fields.title == title)
        assert path not in there.library.at(end - timedelta(seconds=1)).over
        assert path in there.library.at(end).over
    assert {*ends.values()} < {*there.library.turns()}


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Sydney"])
def test_an_event_keeps_its_hours_over_the_nights_in_which_clocks_are_moved(zone: str) -> None:
    there = f"  timezone: {zone}\n{JOIN}"
    saturdays = [date(2026, 10, 3) + timedelta(weeks=number) for number in range(28)]
    made = Notices(
        **{
            f"n{day:%m%d}": written(
                day.isoformat(),
                event(f"{day}T20:00", f"{day + NIGHT}T06:30", there),
            )
            for day in saturdays
        }
    )
    (piece,) = dated(made.published)
    found = {str(one.summary): one for one in IcsCalendarStream.calendar_from_ics(bytes(piece.data).decode()).events}  # type: ignore[arg-type]  # not kept yet
    for day in saturdays:
        begin = datetime.combine(day, datetime.min.time(), ZoneInfo(zone)).replace(hour=20)
        one, end = found[day.isoformat()], (begin + NIGHT).replace(hour=6, minute=30)
        assert one.start_datetime.astimezone(UTC) == begin.astimezone(UTC)
        assert one.end_datetime.astimezone(UTC) == end.astimezone(UTC)


def test_one_calendar_holds_events_and_meetings_and_finds_each_again() -> None:
    days = "event:\n  begin: 2026-12-24\n  end: 2026-12-26\n  cancelled: yes\n" + JOIN
    fields = f"redirect_from: [/news/first-name/]\nupdated: 2026-02-03T10:00\n{days}"
    held = written("Tuesday", f'{ONLINE}time: "19:30"\nweekly: [tuesday]\n')
    texts = {"renamed": written("Days", fields), "plain": written("A notice", ""), "content/meetings/tuesday.md": held}
    made = Notices(**texts)
    (piece,) = dated(made.published)
    text = bytes(piece.data).decode()  # type: ignore[arg-type]  # not kept yet
    tuesday, one = IcsCalendarStream.calendar_from_ics(text).events
    assert (piece.path, tuesday.uid) == ("calendar.ics", "meetings/tuesday@library.example")
    assert (one.uid, one.summary, one.status) == ("news/first-name@library.example", "Days", EventStatus.CANCELLED)
    assert (one.dtstart, one.dtend) == (date(2026, 12, 24), date(2026, 12, 27))  # the first day that is free again
    assert str(one.dtstamp) == "2026-02-03 10:00:00+00:00"
    assert "SOURCE;VALUE=URI:https://library.example/calendar.ics" in text.replace("\r\n ", "")


PLACE = "  place: {name: The hall, city: Leeds, country: GB-ENG}\n"


def test_an_event_is_said_in_words_in_lists_and_feeds() -> None:
    night = event("2026-12-31T20:00", "2027-01-01T01:00", f"  timezone: America/New_York\n{PLACE}  cancelled: yes\n")
    made = Notices(night=written("A", night), notice=written("B", "until: 2026-12-24\n"))
    row, desk = made.news("night"), made.published
    assert (
        row.event and row.event.when == "Thursday, 31 December 2026, 20:00 – Friday, 1 January 2027, 01:00 (New York)"
    )
    assert news.KIND.noted(row, desk) == "Cancelled: Thursday, 31 December 2026, 20:00"
    assert news.KIND.noted(made.news("notice"), desk) == "1 January 2026"
    lines = news.KIND.listing(row, desk.say).splitlines()
    assert lines == [
        "<p>This event is cancelled.</p>",
        f"<p>When: {row.event.when}</p>",
        "<p>Where: The hall, Leeds, GB</p>",
    ]
