"""Calendars: iCalendar (RFC 5545 and 7986), to take away or to subscribe to.

Nothing in it comes from the clock: `DTSTAMP` is when the entry changed last. What stands in one is known by the first
address that its entry had below that of its kind, so that a calendar finds it again when its file was moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from icalendar import Calendar, Event, vDDDLists, vDuration, vRecur, vUri

from pipeline.model.gathering.places import SpotRow, postal
from pipeline.model.gathering.timezones import timezone
from pipeline.model.rows import Desk, Row

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What people come together for, once or by a rule.

    - `begin`: a day, for what takes whole days, or an instant in its time zone. `end` is of the same sort, and for days
      the last one; or it is how long it takes each time.
    - `rule`, as RFC 5545 names its parts, and of its times those that are `left_out`.
    - `about`: paragraphs; `ways` to come in from elsewhere: addresses, and what each is for (`VIDEO`, `PHONE`).
    """

    uid: str
    title: str
    url: str
    changed: datetime
    begin: date | datetime
    end: date | datetime | timedelta
    rule: Mapping[str, object] | None = None
    left_out: tuple[datetime, ...] = ()
    about: tuple[str, ...] = ()
    location: str = ""
    categories: tuple[str, ...] = ()
    ways: tuple[tuple[str, str], ...] = ()
    cancelled: bool = False

    @property
    def zone(self) -> str:
        """The name of its time zone; empty for whole days."""
        return str(self.begin.tzinfo) if isinstance(self.begin, datetime) else ""


def calendar(name: str, about: str, occasions: Iterable[Occasion], desk: Desk, source: str = "") -> str:
    """A calendar; `source`: the path at which apps ask for it once a day."""
    found, occasions = Calendar(), tuple(occasions)
    found.add("prodid", f"-//{_host(desk)}//calendar//{desk.site.language.upper()}")
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


def uid(row: Row, root: str, desk: Desk, day: str = "") -> str:
    """`meetings/tuesday-evening@library.example`: the same on every target, and after a move; `day` is one of several
    that are an event each.
    """
    before = next((old for old in row.old_addresses if old.startswith(root)), row.id)
    return f"{before.rstrip('/')}{f'/{day}' if day else ''}@{_host(desk)}"


def changed(row: Row) -> datetime:
    """When an entry changed last."""
    return datetime.fromisoformat(row.updated or row.published or "1970-01-01T00:00:00Z")


def located(place: SpotRow | None, otherwise: str) -> str:
    """A place on one line; `otherwise` where there is none."""
    return ", ".join(filter(None, (place.name, postal(place)))) if place else otherwise


def _host(desk: Desk) -> str:
    return urlsplit(desk.site.url).hostname or ""


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
