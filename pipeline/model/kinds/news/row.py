"""What the public knows of news. Whether it is over is not in it: nothing here depends on when a build ran."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.declared import LATE
from pipeline.formats.locale import Spoken
from pipeline.formats.wording import Wording
from pipeline.model import urls
from pipeline.model.entry import Entry, utc
from pipeline.model.gathering.places import (
    Attendance,
    Cost,
    JoinRow,
    SpotRow,
    attendance,
    join_row,
    locations,
    spot_row,
)
from pipeline.model.kinds.news.fields import Event, News
from pipeline.model.kinds.news.times import after, instant, last
from pipeline.model.rows import Address, Data, JsonLd, Outlook, Row, Time, filled, thing

_WHEN = "A day (ISO 8601), or a time with the offset that its place has then (RFC 3339)."


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class EventRow:
    """What people come together for."""

    begin: str = Field(description=f"When it begins. {_WHEN}")
    end: str = Field(description="When it ends, written alike; of days the last one.")
    timezone: str = Field(description="IANA tz database.")
    when: str = Field(description="The same in words, in the language of the site.")
    place: SpotRow | None = Field(description="Where people meet.")
    join: JoinRow | None = Field(description="How to come in by a link.")
    cost: Cost = Field(description="What it costs.")
    price: str = Field(description="How much, or what the money is for.")
    cancelled: bool = Field(description="Whether it will not take place.")
    calendar: Address = Field(description="The event as a calendar file (iCalendar).")


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class NewsRow(Row):
    """News."""

    kind: Literal["news"]
    until: Time | None = Field(description="Until when it holds; null where nothing says so.")
    event: EventRow | None = Field(description="What people come together for.")


def row(entry: Entry[News], outlook: Outlook) -> Data:
    """The fields of the row that are the news's own."""
    fields, here = entry.fields, outlook.site.timezone
    return {
        "until": utc(after(fields.until, here)) if fields.until else None,
        "event": _event(fields.event, entry.address, outlook) if fields.event else None,
    }


def _event(event: Event, address: str, outlook: Outlook) -> EventRow:
    there = event.timezone or outlook.site.timezone
    return EventRow(
        begin=_told(event.begin, there),
        end=_told(last(event), there),
        timezone=there,
        when=when(event.begin, last(event), there, Spoken(Wording(outlook.site.language))),
        place=spot_row(event.place),
        join=join_row(event.join),
        cost=event.cost,
        price=event.price,
        cancelled=event.cancelled,
        calendar=outlook.url(urls.export(address, "ics")),
    )


def _told(value: date, timezone: str) -> str:
    return (instant(value, timezone) if isinstance(value, datetime) else value).isoformat()


def when(begin: date, end: date, timezone: str, spoken: Spoken) -> str:
    """`Saturday 12 December 2026, 19:00–21:00 (Berlin)`; days without hours and zone."""
    days = [spoken.full_day(one.isoformat()[:10]) for one in (begin, end)]
    if not isinstance(begin, datetime) or not isinstance(end, datetime):
        return " – ".join(dict.fromkeys(days))
    there, hours = spoken.city(timezone), [f"{one:%H:%M}" for one in (begin, end)]
    if days[0] == days[1]:
        return f"{days[0]}, {hours[0]}–{hours[1]} ({there})"
    return f"{days[0]}, {hours[0]} – {days[1]}, {hours[1]} ({there})"


def json_ld(row: NewsRow) -> JsonLd:
    """The news in the words of schema.org, and the event that it is about."""
    event = _event_ld(row, row.event) if row.event else {}
    return thing("NewsArticle", row, headline=row.title, expires=row.until, wordCount=row.words, mainEntity=event)


def _event_ld(row: NewsRow, event: EventRow) -> JsonLd:
    ways: dict[tuple[bool, bool], Attendance] = {(True, False): "Offline", (True, True): "Mixed"}
    how = ways.get((event.place is not None, event.join is not None), "Online")
    said = {
        "@type": "Event",
        "name": row.title,
        "description": row.description,
        "url": row.url,
        "image": row.image.url if row.image else "",
        "startDate": event.begin,
        "endDate": event.end,
        "eventAttendanceMode": attendance(how),
        "eventStatus": f"https://schema.org/Event{'Cancelled' if event.cancelled else 'Scheduled'}",
        "location": [*locations(event.place, event.join.url if event.join else "")],
        "inLanguage": row.language,
        "isAccessibleForFree": event.cost != "paid",
        "audience": [{"@type": "Audience", "audienceType": one.title} for one in row.audiences],
    }
    return filled(said)
