"""Meetings in a calendar: events of iCalendar that are held again and again.

Standard: RFC 5545 <https://www.rfc-editor.org/rfc/rfc5545>, and `CONFERENCE` of RFC 7986. Rules that a meeting can have
are those of weeks and of weekdays of a month; an event without a rule is held once.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from pipeline.formats import scalars, zones
from pipeline.importing.meetings import rule as rules
from pipeline.importing.meetings.record import MOST, Record
from pipeline.importing.source.faults import Faults
from pipeline.problems import Place

_INSTANT = re.compile(r"([0-9]{8})(?:T([0-9]{4})[0-9]{2}(Z)?)?")
_LENGTH = re.compile(r"P(?:([0-9]{1,3})D)?T?(?:([0-9]{1,3})H)?(?:([0-9]{1,4})M)?(?:[0-9]+S)?")
_LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:)]", re.IGNORECASE)
_CALL = re.compile(
    r"https://(?:[a-z0-9-]+\.)*(?:zoom\.us/(?:j|w|my|s)|meet\.google\.com|teams\.(?:microsoft|live)\.com/(?:l/)?meet(?:up-join)?"
    r"|webex\.com/(?:meet|[a-z0-9.-]+/j)|meet\.jit\.si|whereby\.com|meet\.goto\.com)/[^\s<>\"]*[^\s<>\".,;:)]",
    re.IGNORECASE,
)
"""A link into a call, at the hosts where groups meet most."""
_TEXTS: Final = {
    "SUMMARY": "name",
    "UID": "slug",
    "DESCRIPTION": "notes",
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

    def says(self, name: str) -> str:
        """A value that is a word, in capitals; "" where there is none."""
        line = self.first(name)
        return line.value.strip().upper() if line else ""


@dataclass(frozen=True, slots=True)
class _Moment:
    """What a clock on a wall shows (`at`, whose own zone means nothing), and in which zone it hangs, as the source
    names it; a day is a `whole` one.
    """

    at: datetime
    zone: str
    whole: bool

    @property
    def day(self) -> str:
        return self.at.date().isoformat()

    @property
    def hour(self) -> str:
        return "" if self.whole else f"{self.at:%H:%M}"

    def seen(self, zone: str) -> _Moment:
        """One in UTC as a clock in that zone shows it; each other, and that of a zone that nobody knows, as it is."""
        meant = zones.meant(zone)
        if self.zone != "Etc/UTC" or not meant:
            return self
        try:
            return replace(self, at=self.at.astimezone(zones.zone(meant)).replace(tzinfo=UTC), zone=zone)
        except OverflowError:
            return self  # `99991231T235959Z` is how some write `for ever`


def records(text: str, path: str, faults: Faults) -> Iterator[Record]:
    """The meetings of a calendar. What is cancelled or private, and changes of single days, are no meetings; nor is
    what is held by a rule for which a meeting has no words: one of other days would lead people to a locked door.
    """
    lines = tuple(_unfolded(text))
    home = next((line.value.strip() for _, line in lines if line.name == "X-WR-TIMEZONE"), "")
    events = tuple(_events(lines))
    hosts = {urlsplit(page).hostname for event in events if (page := _page(event))}
    for number, event in enumerate(events):
        if number == MOST:
            return faults.add("meetings/too-many", "dropped", f"more than {MOST:,}", event.line)
        rule = event.says("RRULE")
        said = {name: value for name, value in _said(event, home) if value}
        if page := _page(event):  # of one host it is the site of the calendar; of several, those of others
            said["url" if len(hosts) == 1 else "website"] = page
        if event.says("STATUS") == "CANCELLED":
            faults.add("meetings/cancelled", "dropped", "an event that is cancelled", event.line)
        elif event.says("CLASS") in ("PRIVATE", "CONFIDENTIAL"):
            faults.add("meetings/private", "dropped", "an event that only its owner shall see", event.line)
        elif event.first("RECURRENCE-ID"):
            faults.add("meetings/single-change", "dropped", "one day of an event that is held otherwise", event.line)
        elif rule and "time" in said and "day" not in said:
            faults.add("meetings/rule", "dropped", f"{said.get('name', '')[:60]}: {rule[:80]}", event.line)
        else:
            if rule and event.first("RDATE"):
                faults.add("meetings/single-change", "dropped", "days beside those of a rule", event.line)
            yield Record(Place(path, event.line), said, {})
    return None


def _events(lines: Iterable[tuple[int, _Line]]) -> Iterator[_Event]:
    event, inner = None, 0
    for number, line in lines:
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


def _said(event: _Event, home: str) -> Iterator[tuple[str, str]]:
    for name, own in _TEXTS.items():
        if line := event.first(name):
            yield own, _text(line.value, keep=name == "CATEGORIES")
    yield from _where(event)
    for line in event.lines:
        if line.name == "CONFERENCE":
            phone = line.value.lower().startswith("tel:")
            yield ("conference_phone", line.value[4:]) if phone else ("conference_url", line.value)
    if modified := event.first("LAST-MODIFIED") or event.first("DTSTAMP"):
        yield "updated", modified.value
    yield from _when(event, home)


def _text(value: str, *, keep: bool = False) -> str:
    """A value without its escapes; commas of a list stay."""
    plain = re.sub(r"\\([nN,;\\])", lambda one: "\n" if one[1] in "nN" else one[1], value)
    return plain if keep else plain.strip()


def _page(event: _Event) -> str:
    """The page of an event; "" of one that has none, or a link into a call in its place."""
    line = event.first("URL")
    page = line.value.strip() if line else ""
    is_web = page.lower().startswith(("http://", "https://")) and scalars.is_url(page)
    return page if is_web and not _CALL.fullmatch(page) else ""


def _where(event: _Event) -> Iterator[tuple[str, str]]:
    """Where it is held. The link by which one comes in stands wherever a program or a person put it: in the text, as
    the page of the event, or as its place, alone or beside an address.
    """
    for name in ("DESCRIPTION", "URL"):
        line = event.first(name)
        if line and (call := _CALL.search(_text(line.value))):
            yield "conference_url", html.unescape(call[0])
    line = event.first("LOCATION")
    text = _text(line.value) if line else ""
    if link := _LINK.search(text):
        yield "conference_url", link[0]
        text = _LINK.sub(" ", text).strip(" \n,;:|()–-")
    yield "formatted_address", text


def _when(event: _Event, home: str) -> Iterator[tuple[str, str]]:
    begin = _moment(event.first("DTSTART"))
    if begin is None:
        return
    rule = rules.parts(event.says("RRULE")) if event.first("RRULE") else {}
    if not rule:
        begin = begin.seen(home)  # a rule goes by the clock by which it was written
    zone = begin.zone or home
    yield "time", begin.hour
    yield "timezone", zone
    yield "starts", begin.day
    yield "duration", str(_minutes(event, begin))
    yield "not_on", ", ".join(one.seen(zone).day for one in _moments(event, "EXDATE"))
    if not rule:
        yield "day", ", ".join(dict.fromkeys((begin.day, *(one.seen(zone).day for one in _moments(event, "RDATE")))))
    elif found := rules.held(rule, begin.at.date()):
        yield "day", ", ".join((*found.weekly, *found.monthly))
        yield "interval", str(found.every)
        until = _moment(_Line("UNTIL", {}, rule.get("UNTIL", "")))
        yield "until", until.seen(zone).day if until else rules.last(found, begin.at.date(), rule.get("COUNT", ""))


def _moments(event: _Event, name: str) -> Iterator[_Moment]:
    for line in event.lines:
        if line.name == name:
            found = (_moment(_Line(name, line.about, value.partition("/")[0])) for value in line.value.split(","))
            yield from filter(None, found)


def _moment(line: _Line | None) -> _Moment | None:
    """A moment as the event has it; None of what is none."""
    match = _INSTANT.fullmatch(line.value.strip()) if line else None
    if line is None or match is None:
        return None
    try:
        at = datetime.strptime(f"{match[1]}{match[2] or '0000'}", "%Y%m%d%H%M").replace(tzinfo=UTC)
    except ValueError:
        return None
    return _Moment(at, "Etc/UTC" if match[3] else line.about.get("TZID", ""), whole=not match[2])


def _minutes(event: _Event, begin: _Moment) -> int:
    if end := _moment(event.first("DTEND")):
        return max(0, int((end.seen(begin.zone).at - begin.at) / timedelta(minutes=1)))
    length = event.first("DURATION")
    match = _LENGTH.fullmatch(length.value.strip()) if length else None
    days, hours, rest = (int(one or 0) for one in match.groups()) if match else (0, 0, 0)
    return (days * 24 + hours) * 60 + rest
