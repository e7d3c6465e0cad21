"""Meetings for calendars: iCalendar (RFC 5545 and 7986), one meeting or all of them, to take away or to subscribe to.

Nothing in it comes from the clock: `DTSTAMP` is when the entry changed last. A meeting is known by the first address it
had below that of its kind, so that a calendar finds it again when its file was moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from icalendar import Calendar, Event, vDDDLists, vDuration, vRecur, vUri

from pipeline.formats.telephone import tel
from pipeline.model import urls
from pipeline.model.kinds.meeting.page import ROOT
from pipeline.model.kinds.meeting.recurrence import begins, held, left_out, local, rule
from pipeline.model.kinds.meeting.row import MeetingRow, postal
from pipeline.model.kinds.meeting.timezones import timezone
from pipeline.model.rows import Desk

_DAY = timedelta(days=1)


def one(row: MeetingRow, desk: Desk) -> str:
    """The calendar of one meeting."""
    return _calendar(row.title, row.description, (row,), desk)


def whole(rows: Sequence[MeetingRow], desk: Desk) -> str:
    """The calendar of all meetings, which apps ask for once a day."""
    name = f"{desk.say('kinds.meeting.plural')} – {desk.site.title}"
    return _calendar(name, desk.say("kinds.meeting.about"), rows, desk, source=desk.url(urls.export(ROOT, "ics")))


def _calendar(name: str, about: str, rows: Sequence[MeetingRow], desk: Desk, source: str = "") -> str:
    found = Calendar()
    found.add("prodid", f"-//{_host(desk)}//meetings//{desk.site.language.upper()}")
    found.add("version", "2.0")
    for key in ("name", "x-wr-calname"):
        found.add(key, name)
    found.add("description", about)
    if source:
        found.add("source", vUri(source), parameters={"VALUE": "URI"})
        found.add("refresh-interval", vDuration(_DAY), parameters={"VALUE": "DURATION"})
        found.add("x-published-ttl", "P1D")
    begun = [(row, first) for row in rows if (first := begins(row.recurrence))]
    for zone, year in _zones(begun):
        found.add_component(timezone(zone, year))
    for row, first in begun:
        for event in _events(row, first, desk):
            found.add_component(event)
    return str(found.to_ical(), "utf-8")


def _zones(begun: Iterable[tuple[MeetingRow, date]]) -> Iterator[tuple[str, int]]:
    """The time zones of meetings, each with the first year for which it is needed."""
    years: dict[str, int] = {}
    for row, first in begun:
        zone = row.recurrence.timezone
        years[zone] = min(first.year, years.get(zone, first.year))
    return ((zone, years[zone]) for zone in sorted(years) if zone != "UTC")


def _events(row: MeetingRow, first: date, desk: Desk) -> Iterator[Event]:
    """A meeting with a rule is one event; single days are one each, as not every calendar reads a list of days."""
    if rule(row.recurrence):
        yield _event(row, first, _uid(row, desk), desk)
        return
    for day in held(row.recurrence):
        yield _event(row, day, _uid(row, desk, f"/{day.isoformat()}"), desk)


def _event(row: MeetingRow, first: date, uid: str, desk: Desk) -> Event:
    found, one = Event(), row.recurrence
    found.add("uid", uid)
    changed = datetime.fromisoformat(row.updated or row.published or "1970-01-01T00:00:00Z")
    for key in ("dtstamp", "last-modified"):
        found.add(key, changed)
    found.add("summary", row.title)
    found.add("dtstart", local(one, first))
    found.add("duration", timedelta(minutes=one.minutes))
    if by := rule(one):
        found.add("rrule", vRecur(dict(by)))
        if gone := [local(one, day) for day in left_out(one)]:
            found.add("exdate", vDDDLists(gone), parameters={} if one.timezone == "UTC" else {"TZID": one.timezone})
    found.add("description", "\n\n".join(_about(row, desk)))
    found.add("location", _location(row, desk))
    found.add("url", vUri(row.url))
    found.add("categories", [audience.title for audience in row.audiences])
    for uri, feature in _ways(row):
        found.add("conference", vUri(uri), parameters={"VALUE": "URI", "FEATURE": feature, "LABEL": row.title})
    found.add("transp", "OPAQUE")
    return found


def _uid(row: MeetingRow, desk: Desk, day: str = "") -> str:
    """`meetings/tuesday-evening@library.example`: the same on every target, and after a move."""
    before = next((old for old in row.old_addresses if old.startswith(ROOT)), row.id)
    return f"{before.rstrip('/')}{day}@{_host(desk)}"


def _host(desk: Desk) -> str:
    return urlsplit(desk.site.url).hostname or ""


def _about(row: MeetingRow, desk: Desk) -> Iterator[str]:
    yield row.description
    if row.join:
        yield "\n".join(filter(None, (f"{desk.say('meetings.join')}: {row.join.url}", row.join.note)))
    if row.dial_in:
        yield "\n".join(filter(None, (f"{desk.say('meetings.dial')}: {row.dial_in.phone}", row.dial_in.note)))
    if row.place and row.place.note:
        yield row.place.note
    yield row.url


def _location(row: MeetingRow, desk: Desk) -> str:
    if row.place:
        return ", ".join(filter(None, (row.place.name, postal(row.place))))
    return desk.say(f"meetings.modes.{row.mode}")


def _ways(row: MeetingRow) -> Iterator[tuple[str, str]]:
    if row.join:
        yield row.join.url, "VIDEO"
    if row.dial_in:
        yield tel(row.dial_in.phone), "PHONE"
