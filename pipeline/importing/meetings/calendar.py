"""Meetings in a calendar: events of iCalendar that are held again and again.

Standard: RFC 5545 <https://www.rfc-editor.org/rfc/rfc5545>, and `CONFERENCE` of RFC 7986. Rules that a meeting can have
are those of weeks and of weekdays of a month; an event without a rule is held once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from pipeline.formats import zones
from pipeline.importing.meetings.record import MOST, Record
from pipeline.importing.source.faults import Faults
from pipeline.model.kinds.meeting.fields import ORDINALS, WEEKDAYS
from pipeline.problems import Place

_DAYS: Final = {day[:2].upper(): day for day in WEEKDAYS}
_NTH: Final = {str(number): name for name, number in ORDINALS.items()}
_INSTANT = re.compile(r"([0-9]{8})(?:T([0-9]{4})[0-9]{2}(Z)?)?")
_LENGTH = re.compile(r"P(?:([0-9]{1,3})D)?T?(?:([0-9]{1,3})H)?(?:([0-9]{1,4})M)?(?:[0-9]+S)?")
_TEXTS: Final = {
    "SUMMARY": "name",
    "UID": "slug",
    "DESCRIPTION": "notes",
    "LOCATION": "formatted_address",
    "URL": "url",
    "CATEGORIES": "types",
}


@dataclass(frozen=True, slots=True)
class _Line:
    """A property: its parameters in capitals, its value as written."""

    name: str
    about: dict[str, str]
    value: str


@dataclass(slots=True)
class _Event:
    """An event while it is read."""

    line: int
    lines: list[_Line] = field(default_factory=list)

    def first(self, name: str) -> _Line | None:
        return next((one for one in self.lines if one.name == name), None)


def records(text: str, path: str, faults: Faults) -> Iterator[Record]:
    """The meetings of a calendar; what is cancelled, and changes of single days, are no meetings."""
    for number, event in enumerate(_events(text)):
        if number == MOST:
            return faults.add("meetings/too-many", "dropped", f"more than {MOST:,}", event.line)
        status = event.first("STATUS")
        if status and status.value.upper() == "CANCELLED":
            faults.add("meetings/cancelled", "dropped", "an event that is cancelled", event.line)
        elif event.first("RECURRENCE-ID"):
            faults.add("meetings/single-change", "dropped", "one day of an event that is held otherwise", event.line)
        else:
            yield Record(Place(path, event.line), {name: said for name, said in _said(event) if said}, {})
    return None


def _events(text: str) -> Iterator[_Event]:
    event, inner = None, 0
    for number, line in _unfolded(text):
        match line.name, line.value.strip().upper():
            case "BEGIN", "VEVENT":
                event, inner = _Event(number), 0
            case "END", "VEVENT":
                if event:
                    yield event
                event = None
            case "BEGIN", _:
                inner += 1
            case "END", _:
                inner -= 1
            case _ if event and not inner:
                event.lines.append(line)


def _unfolded(text: str) -> Iterator[tuple[int, _Line]]:
    """The lines as they were before they were folded, each with the number of its first."""
    begun, parts = 1, list[str]()
    for number, line in enumerate(text.split("\n"), 1):
        if line[:1] in (" ", "\t") and parts:
            parts.append(line[1:].rstrip("\r"))
            continue
        if parts:
            yield begun, _line("".join(parts))
        begun, parts = number, [line.rstrip("\r")]
    yield begun, _line("".join(parts))


def _line(text: str) -> _Line:
    head, value, quoted = [""], "", False
    for at, sign in enumerate(text):
        quoted = quoted != (sign == '"')
        if sign == ":" and not quoted:
            value = text[at + 1 :]
            break
        if sign == ";" and not quoted:
            head.append("")
        elif sign != '"':
            head[-1] += sign
    about = {part.partition("=")[0].upper(): part.partition("=")[2] for part in head[1:]}
    return _Line(head[0].upper(), about, value)


def _said(event: _Event) -> Iterator[tuple[str, str]]:
    for name, own in _TEXTS.items():
        if line := event.first(name):
            yield own, _text(line.value, keep=name == "CATEGORIES")
    for line in event.lines:
        if line.name == "CONFERENCE":
            phone = line.value.lower().startswith("tel:")
            yield ("conference_phone", line.value[4:]) if phone else ("conference_url", line.value)
    if modified := event.first("LAST-MODIFIED") or event.first("DTSTAMP"):
        yield "updated", modified.value
    yield from _when(event)


def _text(value: str, *, keep: bool = False) -> str:
    """A value without its escapes; commas of a list stay."""
    plain = re.sub(r"\\([nN,;\\])", lambda one: "\n" if one[1] in "nN" else one[1], value)
    return plain if keep else plain.strip()


def _when(event: _Event) -> Iterator[tuple[str, str]]:
    begin = _instant(event.first("DTSTART"))
    if begin is None:
        return
    day, hour, zone = begin
    yield "time", hour
    yield "timezone", zone
    yield "starts", day.date().isoformat()
    yield "duration", str(_minutes(event, begin))
    yield (
        "not_on",
        ", ".join(
            one[0].date().isoformat()
            for line in event.lines
            if line.name == "EXDATE"
            for value in line.value.split(",")
            if (one := _instant(_Line("EXDATE", line.about, value)))
        ),
    )
    rule = event.first("RRULE")
    yield from _rule(rule.value if rule else "", day)


def _rule(rule: str, begin: datetime) -> Iterator[tuple[str, str]]:
    said = {part.partition("=")[0]: part.partition("=")[2] for part in rule.upper().split(";")}
    days = [one for one in said.get("BYDAY", "").split(",") if one]
    often = said.get("FREQ", "")
    if often == "DAILY" and said.get("INTERVAL", "1") == "1":
        yield "day", "daily"
    elif often == "WEEKLY":
        named = [_DAYS[one[-2:]] for one in days if one[-2:] in _DAYS] or [WEEKDAYS[begin.weekday()]]
        yield "day", ", ".join(named)
        yield "interval", said.get("INTERVAL", "1")
    elif often == "MONTHLY" and days:
        place = said.get("BYSETPOS", "")
        yield (
            "day",
            ", ".join(f"{_NTH.get(one[:-2].lstrip('+') or place, '')} {_DAYS.get(one[-2:], '')}" for one in days),
        )
    elif not rule:
        yield "day", begin.date().isoformat()
    if until := _instant(_Line("UNTIL", {}, said.get("UNTIL", ""))):
        yield "until", until[0].date().isoformat()


def _instant(line: _Line | None) -> tuple[datetime, str, str] | None:
    """A day and an hour as the event has them, and its zone; None of what is none. One in UTC stays so."""
    match = _INSTANT.fullmatch(line.value.strip()) if line else None
    if line is None or match is None:
        return None
    try:
        moment = datetime.strptime(f"{match[1]}{match[2] or '0000'}", "%Y%m%d%H%M").replace(tzinfo=UTC)
    except ValueError:
        return None
    zone = "Etc/UTC" if match[3] else line.about.get("TZID", "")
    hour = f"{moment:%H:%M}" if match[2] else ""
    return moment, hour, zone if zone in zones.names() else zones.near(zone) if zone else ""


def _minutes(event: _Event, begin: tuple[datetime, str, str]) -> int:
    if end := _instant(event.first("DTEND")):
        return max(0, int((end[0] - begin[0]) / timedelta(minutes=1)))
    length = event.first("DURATION")
    match = _LENGTH.fullmatch(length.value.strip()) if length else None
    days, hours, rest = (int(one or 0) for one in match.groups()) if match else (0, 0, 0)
    return (days * 24 + hours) * 60 + rest
