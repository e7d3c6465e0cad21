"""Calendars: iCalendar (RFC 5545 and 7986), to take away or to subscribe to.

Nothing in it comes from the clock: `DTSTAMP` is when the entry changed last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from icalendar import Calendar, Event, vDDDLists, vDuration, vRecur, vUri

from pipeline.model.gathering.occasion import Occasion, host
from pipeline.model.gathering.timezones import timezone
from pipeline.model.rows import Desk

_DAY = timedelta(days=1)


def calendar(name: str, about: str, occasions: Iterable[Occasion], desk: Desk, source: str = "") -> str:
    """A calendar; `source`: the path at which apps ask for it once a day."""
    found, occasions = Calendar(), tuple(occasions)
    found.add("prodid", f"-//{host(desk)}//calendar//{desk.site.language.upper()}")
    found.add("version", "2.0")
    for key in ("name", "x-wr-calname"):
        found.add(key, name)
    found.add("description", about)
    if source:
        found.add("source", vUri(desk.url(source)), parameters={"VALUE": "URI"})
        found.add("refresh-interval", vDuration(_DAY), parameters={"VALUE": "DURATION"})
        found.add("x-published-ttl", "P1D")
    for zone, year in _zones(occasions):
        found.add_component(timezone(zone, year))
    for one in occasions:
        found.add_component(_event(one))
    return str(found.to_ical(), "utf-8")


def _zones(occasions: Iterable[Occasion]) -> Iterator[tuple[str, int]]:
    """Time zones, each with the first year for which it is needed."""
    years: dict[str, int] = {}
    for one in occasions:
        years[one.zone] = min(one.begin.year, years.get(one.zone, one.begin.year))
    return ((zone, years[zone]) for zone in sorted(years) if zone not in ("", "UTC"))


def _event(one: Occasion) -> Event:
    found = Event()
    found.add("uid", one.uid)
    for key in ("dtstamp", "last-modified"):
        found.add(key, one.changed)
    found.add("summary", one.title)
    _when(one, found)
    found.add("description", "\n\n".join(one.about))
    found.add("location", one.location)
    found.add("url", vUri(one.url))
    if one.categories:
        found.add("categories", list(one.categories))
    for uri, feature in one.ways:
        found.add("conference", vUri(uri), parameters={"VALUE": "URI", "FEATURE": feature, "LABEL": one.title})
    if one.cancelled:
        found.add("status", "CANCELLED")
    found.add("transp", "TRANSPARENT" if one.cancelled else "OPAQUE")
    return found


def _when(one: Occasion, found: Event) -> None:
    found.add("dtstart", one.begin)
    if isinstance(one.end, timedelta):
        found.add("duration", one.end)
    else:  # of days it is the first that is free again
        found.add("dtend", one.end if isinstance(one.end, datetime) else one.end + _DAY)
    if one.rule:
        found.add("rrule", vRecur(dict(one.rule)))
        if one.left_out:
            parameters = {} if one.zone == "UTC" else {"TZID": one.zone}
            found.add("exdate", vDDDLists(list(one.left_out)), parameters=parameters)
