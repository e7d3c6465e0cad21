"""The pages of meetings: what that of one shows besides its row, and the finder of all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict

from pipeline.formats.locale import Spoken
from pipeline.formats.telephone import tel
from pipeline.formats.wording import Wording
from pipeline.model import urls
from pipeline.model.entry import Entry
from pipeline.model.gathering.places import postal
from pipeline.model.kinds.kind import Parts
from pipeline.model.kinds.meeting.fields import WEEKDAYS, Meeting
from pipeline.model.kinds.meeting.recurrence import Recurrence
from pipeline.model.kinds.meeting.row import MeetingRow
from pipeline.model.kinds.meeting.said import end, on
from pipeline.model.rows import Data, Desk, Ref

ROOT = "meetings/"
"""Below it meetings lie."""
HOURS = {"night": (0, 5), "morning": (5, 12), "afternoon": (12, 17), "evening": (17, 24)}
"""Parts of the day: from an hour to before another."""


def page(row: MeetingRow, entry: Entry[Meeting], desk: Desk) -> Parts:  # noqa: ARG001 - the shape of `page`
    """What the template gets besides the row."""
    return Parts(_shown(row, desk))


def finder(rows: Sequence[MeetingRow], desk: Desk) -> Data:
    """What the page of all meetings gets: them, in groups in the order of the week by their numbers, and what they
    differ in. One that is held on several days stands below each of them.
    """
    numbers = {row.id: number for number, row in enumerate(rows)}
    listed = [
        {"id": name, "meetings": [numbers[row.id] for row in found], "weekly": name in WEEKDAYS}
        for name, found in groups(rows)
    ]
    return {
        "meetings": [{**_shown(row, desk), **_row(row)} for row in rows],
        "groups": listed,
        "for_whom": [*_options(desk.all_audiences, (ref for row in rows for ref in row.audiences))],
        "people": _different(one for row in rows for one in row.especially_for),
        "where": [name for name in ("online", "local", "phone") if any(name in _where(row) for row in rows)],
        "days": list(WEEKDAYS),
        "hours": list(HOURS),
        "languages": _different(tag.partition("-")[0].lower() for row in rows for tag in row.languages),
        "subscribe": f"webcal://{desk.url(urls.export(ROOT, 'ics')).partition('://')[2]}",
    }


def groups(rows: Iterable[MeetingRow]) -> Iterator[tuple[str, list[MeetingRow]]]:
    """Meetings in the order of the week, from Monday, then those of every month, then those of single days."""
    found: dict[str, list[MeetingRow]] = {name: [] for name in (*WEEKDAYS, "monthly", "dates")}
    for row in sorted(rows, key=lambda row: (row.recurrence.time, row.title)):
        held = row.recurrence
        for name in held.weekly or (("monthly",) if held.monthly else ("dates",)):
            found[name].append(row)
    return ((name, several) for name, several in found.items() if several)


def _row(row: MeetingRow) -> Data:
    """What a line of the table says."""
    return {
        "url": row.url,
        "title": row.title,
        "language": row.language,
        "mode": row.mode,
        "city": row.place.city if row.place else "",
        "audiences": [asdict(one) for one in row.audiences],
        "especially_for": list(row.especially_for),
        "sorts": list(row.sorts),
        "languages": list(row.languages),
        "join": row.join.url if row.join else "",
        "phone": row.dial_in.phone if row.dial_in else "",
        "for": " ".join([*(one.key for one in row.audiences), *row.especially_for]),
        "where": " ".join(_where(row)),
        "speaks": " ".join(tag.partition("-")[0].lower() for tag in row.languages),
        "suspended_until": row.recurrence.suspended_until,
    }


def _where(row: MeetingRow) -> list[str]:
    ways = {"online": row.join is not None, "local": row.place is not None, "phone": row.dial_in is not None}
    return [name for name, there in ways.items() if there]


def _shown(row: MeetingRow, desk: Desk) -> Data:
    """When it is held: for people, and for the script that tells when that is where they are."""
    held = row.recurrence
    return {
        "on": on(held, desk.say, desk.site.language),
        "start": held.time,
        "end": end(held),
        "hour": next(name for name, (first, last) in HOURS.items() if first <= int(held.time[:2]) < last),
        "zone": Spoken(Wording(desk.site.language)).city(held.timezone),
        "held": _held(held),
        "address": postal(row.place) if row.place else "",
        "tel": tel(row.dial_in.phone) if row.dial_in else "",
        "tel_contact": tel(row.contact.phone) if row.contact and row.contact.phone else "",
    }


def _held(one: Recurrence) -> Data:
    """The same for the script, with days as it counts them: 0 is Monday."""
    return {
        "time": one.time,
        "zone": one.timezone,
        "minutes": one.minutes,
        "weekly": [WEEKDAYS.index(day) for day in one.weekly],
        "every": one.every,
        "monthly": list(one.monthly),
        "dates": list(one.dates),
        "starts": max(one.starts, one.suspended_until or ""),
        "since": one.starts,
        "ends": one.ends,
        "not_on": list(one.not_on),
        "pauses": [[pause.first, pause.last] for pause in one.pauses],
    }


def _options(known: Iterable[Ref], used: Iterable[Ref]) -> Iterator[Data]:
    there = {ref.id for ref in used}
    return ({"id": ref.key, "title": ref.title} for ref in known if ref.id in there)


def _different(values: Iterable[str]) -> list[str]:
    return sorted({*values})
