"""What the public knows of a meeting. It is mapped here once: pages, calendars, apps and paper read this."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats import zones
from pipeline.formats.declared import LATE
from pipeline.formats.telephone import tel
from pipeline.model import urls
from pipeline.model.entry import Entry
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
from pipeline.model.kinds.meeting.fields import Group, Meeting, Mode, Sort
from pipeline.model.kinds.meeting.recurrence import Break, Recurrence, begins, left_out, local, rule
from pipeline.model.rows import Address, Data, DayText, JsonLd, Outlook, Row, filled, thing


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class DialRow:
    """How to come in by telephone."""

    phone: str = Field(description="The number as one dials it.")
    note: str = Field(description="What one presses or says then.")


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class ContactRow:
    """Whom to ask."""

    role: str = Field(description="Who answers: a role, never a person.")
    email: str | None = Field(description="An address of the role.")
    phone: str | None = Field(description="A number of the role.")
    url: Address | None = Field(description="A form or a page.")


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class MeetingRow(Row):
    """A meeting."""

    kind: Literal["meeting"]
    mode: Mode = Field(description="How one takes part; `hybrid`: in a room and online.")
    recurrence: Recurrence = Field(description="When it is held.")
    place: SpotRow | None = Field(description="Where people meet.")
    join: JoinRow | None = Field(description="How to come in by a link.")
    dial_in: DialRow | None = Field(description="How to come in by telephone.")
    languages: tuple[str, ...] = Field(description="BCP 47.")
    sorts: tuple[Sort, ...] = Field(description="What sort of meeting it is.")
    especially_for: tuple[Group, ...] = Field(description="Whom else it is for.")
    capacity: int | None = Field(description="How many there is room for.")
    cost: Cost = Field(description="What it costs.")
    price: str = Field(description="How much, or what the money is for.")
    contact: ContactRow | None = Field(description="Whom to ask.")
    checked: DayText | None = Field(description="The day on which a person looked whether it is so.")
    calendar: Address = Field(description="The meeting as a calendar file (iCalendar).")


def row(entry: Entry[Meeting], outlook: Outlook) -> Data:
    """The fields of the row that are a meeting's own."""
    fields = entry.fields
    dial, contact = fields.dial_in, fields.contact
    return {
        "mode": fields.mode,
        "recurrence": recurrence(fields, outlook.site.timezone),
        "place": spot_row(fields.place),
        "join": join_row(fields.join),
        "dial_in": DialRow(phone=dial.phone, note=dial.note) if dial else None,
        "languages": fields.languages or (outlook.language(entry.path),),
        "sorts": fields.sorts,
        "especially_for": fields.especially_for,
        "capacity": fields.capacity,
        "cost": fields.cost,
        "price": fields.price,
        "contact": ContactRow(role=contact.role, email=contact.email, phone=contact.phone, url=contact.url)
        if contact
        else None,
        "checked": fields.checked.isoformat() if fields.checked else None,
        "calendar": outlook.url(urls.export(entry.address, "ics")),
    }


def recurrence(fields: Meeting, timezone: str) -> Recurrence:
    """When a meeting is held; `timezone` is that of one that names none."""
    return Recurrence(
        time=fields.time,
        timezone=fields.timezone or timezone,
        minutes=fields.minutes,
        weekly=fields.weekly,
        every=fields.every,
        monthly=fields.monthly,
        dates=tuple(day.isoformat() for day in sorted({*fields.dates})),
        starts=fields.starts.isoformat() if fields.starts else _since(fields.date, fields.timezone or timezone),
        ends=fields.ends.isoformat() if fields.ends else None,
        not_on=tuple(day.isoformat() for day in sorted({*fields.not_on})),
        pauses=tuple(
            Break(first=one.first.isoformat(), last=one.last.isoformat(), why=one.why) for one in fields.pauses
        ),
        suspended_until=fields.suspended_until.isoformat() if fields.suspended_until else None,
    )


def _since(instant: datetime, timezone: str) -> str:
    """The day of an instant; one without an offset is of the zone of the site, and its day is as it is written."""
    return (instant.astimezone(zones.zone(timezone)) if instant.tzinfo else instant).date().isoformat()


_ATTENDED: dict[Mode, Attendance] = {"online": "Online", "phone": "Online", "local": "Offline", "hybrid": "Mixed"}


def json_ld(row: MeetingRow) -> JsonLd:
    """The meeting in the words of schema.org: an event, with its schedule."""
    return thing("WebPage", row, mainEntity=_event(row))


def _event(row: MeetingRow) -> JsonLd:
    first, one = begins(row.recurrence), row.recurrence
    said = {
        "@type": "Event",
        "name": row.title,
        "description": row.description,
        "url": row.url,
        "startDate": local(one, first).isoformat() if first else "",
        "duration": f"PT{one.minutes}M",
        "eventAttendanceMode": attendance(_ATTENDED[row.mode]),
        "eventStatus": "https://schema.org/EventScheduled",
        "eventSchedule": _schedule(one) if rule(one) else {},
        "subEvent": [] if rule(one) else [_once(row, day) for day in one.dates],
        "location": _locations(row),
        "inLanguage": list(row.languages),
        "isAccessibleForFree": row.cost != "paid",
        "maximumAttendeeCapacity": row.capacity,
        "audience": [{"@type": "Audience", "audienceType": one.title} for one in row.audiences],
    }
    return filled(said)


def _schedule(one: Recurrence) -> JsonLd:
    """Days are named as iCalendar does: `TU`, or `1TU` for the first of the month."""
    said = rule(one) or {}
    return filled(
        {
            "@type": "Schedule",
            "repeatFrequency": f"P{one.every}W" if one.weekly else "P1M",
            "byDay": said["BYDAY"],
            "startDate": one.starts,
            "endDate": one.ends,
            "startTime": f"{one.time}:00",
            "duration": f"PT{one.minutes}M",
            "scheduleTimezone": one.timezone,
            "exceptDate": [day.isoformat() for day in left_out(one)],
        }
    )


def _once(row: MeetingRow, day: str) -> JsonLd:
    start = local(row.recurrence, datetime.fromisoformat(day).date())
    return {"@type": "Event", "name": row.title, "startDate": start.isoformat(), "location": _locations(row)}


def _locations(row: MeetingRow) -> list[JsonLd]:
    by_phone = tel(row.dial_in.phone) if row.dial_in else ""
    return [*locations(row.place, row.join.url if row.join else by_phone)]
