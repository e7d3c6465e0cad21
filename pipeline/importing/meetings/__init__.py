"""Lists of meetings of any sort: the JSON of the Meeting Guide, tables (CSV), calendars (iCalendar)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import urlsplit

from pipeline.formats.letters import slug
from pipeline.importing.deciding.decisions import Decisions
from pipeline.importing.meetings import calendar, guide, table, where
from pipeline.importing.meetings.days import Held, clock
from pipeline.importing.meetings.meeting import SINCE, Known, days, meeting
from pipeline.importing.meetings.record import Record
from pipeline.importing.source import decoded
from pipeline.importing.source.faults import Faults
from pipeline.importing.source.found import Found, Item
from pipeline.importing.source.loss import Loss
from pipeline.importing.source.origin import Origin
from pipeline.model.kinds.meeting.fields import WEEKDAYS
from pipeline.web import Unreachable

__all__ = ["read"]

_NOT_OF_DAYS: Final = frozenset({"slug", "day", "url", "updated", "edit_url"})
"""What may differ between the days of one meeting, which other programs list one by one."""


@dataclass(slots=True)
class _Several:
    """Records that are one meeting on several days: the first of them, and what the others add."""

    first: Record
    when: Held
    others: list[Record] = field(default_factory=list)


def read(origin: Origin, decisions: Decisions) -> Found:
    """The meetings of what was named. Raises `Unreachable` where that is no list of meetings."""
    if not origin.named:
        raise Unreachable("no list of meetings is named", "name its address, or its file")
    losses, records = list[Loss](), list[Record]()
    for named in origin.named:
        faults = Faults(_shown(named))
        found = origin.read(named)
        records += _records(found.data, found.content_type, faults)
        losses += (replace(loss, kind=loss.kind.replace("xml/", "meetings/")) for loss in faults.losses)
    if not records and not losses:
        raise Unreachable(f"`{origin.named[0]}` holds no meeting", _WANTED)
    several = tuple(_together(records, losses))
    items = tuple(_items(several, decisions))
    notes = [f"No list says since when meetings are held: {SINCE} stands there as their date."] if items else []
    joined = sum(len(one.others) for one in several)
    if joined:
        notes.append(f"{joined} entries of the source are other days of meetings: each of these is one file.")
    return Found(f"meetings {_name(origin.named[0])}", items, _homes(records), tuple(losses), tuple(notes))


_WANTED: Final = (
    "name the JSON of a Meeting Guide, a table (CSV) whose first row names the columns, or a calendar (.ics)"
)


def _shown(named: str) -> str:
    return named if "://" in named else posixpath.basename(named)


def _name(named: str) -> str:
    """What a list is known by for ever: its address, or the name of its file, wherever that lies."""
    return named.partition("://")[2] if "://" in named else posixpath.basename(named)


def _records(data: bytes, content_type: str, faults: Faults) -> Iterator[Record]:
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Unreachable("this is a spreadsheet, not a table of text", "save it as CSV (UTF-8), and name that")
    charset = content_type.partition("charset=")[2].partition(";")[0].strip("\"' ")
    text = "".join(decoded.text((data,), faults, charset))
    begin = text.lstrip()[:64]
    if begin.startswith(("[", "{")):
        return guide.records(text, faults.path, faults)
    if begin.upper().startswith("BEGIN:VCALENDAR"):
        return calendar.records(text, faults.path, faults)
    if begin.startswith("<"):
        raise Unreachable(f"`{faults.path}` is a page, and no list of meetings", _WANTED)
    return table.records(text, faults.path, faults)


def _together(records: Iterable[Record], losses: list[Loss]) -> Iterator[_Several]:
    """Records with their days: those that differ in the day alone are one; those without days are told."""
    found: dict[tuple[tuple[str, str], ...], _Several] = {}
    for record in records:
        when = days(record)
        if when is None:
            what = record["name"][:60] if clock(record["time"]) or not record["time"] else f"at {record['time'][:40]}"
            losses.append(Loss("meetings/by-appointment", "dropped", what, record.place))
            continue
        same = tuple(sorted((*_alike(record.said).items(), *record.others.items())))
        before = found.setdefault(same, _Several(record, when))
        if before.first is record:
            continue
        if {*when.weekly} <= {*before.when.weekly} and {*when.monthly} <= {*before.when.monthly}:
            losses.append(Loss("meetings/duplicate", "changed", record["name"][:60], record.place))
        elif when.every != before.when.every or bool(when.weekly) != bool(before.when.weekly):
            found[*same, ("line", str(record.place))] = _Several(record, when)
        else:
            before.others.append(record)
            before.when = _joined(before.when, when)
    yield from found.values()


def _alike(said: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in said.items() if name not in _NOT_OF_DAYS}


def _joined(one: Held, other: Held) -> Held:
    weekly = tuple(sorted({*one.weekly, *other.weekly}, key=WEEKDAYS.index))
    return Held(weekly, tuple(dict.fromkeys((*one.monthly, *other.monthly))), one.every)


def _items(several: Sequence[_Several], decisions: Decisions) -> Iterator[Item]:
    taken, country = set[str](), _country(one.first for one in several)
    for one in several:
        id_ = _id(one.first)
        number = 2
        while id_ in taken:
            id_, number = f"{_id(one.first)} ({number})", number + 1
        taken.add(id_)
        made = meeting(one.first, Known(id_, one.when, country), decisions)
        yield replace(made, old=(*made.old, *(record["url"] for record in one.others if record["url"])))


def _country(records: Iterable[Record]) -> str:
    """The country of a list that is of one alone; "" where it is of several, or says of none."""
    found = {place.country for record in records if (place := where.spot(record, record["timezone"])).country}
    return found.pop() if len(found) == 1 else ""


def _id(record: Record) -> str:
    """What the source knows a meeting by; of one without an id, what it says of itself."""
    said = (record["name"], record["day"], record["time"], record["location"], record["city"])
    return record["slug"] or slug(" ".join(said)) or str(record.place)


def _homes(records: Iterable[Record]) -> tuple[str, ...]:
    """The sites on which the meetings are listed."""
    found = (urlsplit(record["url"]) for record in records if record["url"].startswith(("http://", "https://")))
    return tuple(dict.fromkeys(f"{one.scheme}://{one.netloc}/" for one in found))
