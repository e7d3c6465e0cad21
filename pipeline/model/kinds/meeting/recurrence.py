"""The days on which a meeting is held, and the same as a rule for calendars (RFC 5545).

A day is one of the calendar where the meeting is at home; with the time of day and the time zone it becomes an instant,
so that daylight saving moves the instant and never the clock on the wall.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import count

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.declared import LATE
from pipeline.formats.zones import zone
from pipeline.model.kinds.meeting.fields import ORDINALS, WEEKDAYS, Monthly, Weekday
from pipeline.model.rows import DayText

WEEK = timedelta(days=7)
_AHEAD = timedelta(days=3660)
"""So far is looked for a first day."""


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class Break:
    """Days without it, the last included."""

    first: DayText = Field(description="The first day.")
    last: DayText = Field(description="The last day.")
    why: str = Field(description="Why, in a few words.")


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class Recurrence:
    """When a meeting is held: `weekly`, `monthly` or on `dates`; the two others are empty."""

    time: str = Field(description="When it begins, `19:30`, in its time zone.")
    timezone: str = Field(description="IANA tz database.")
    minutes: int = Field(description="How long it takes.")
    weekly: tuple[Weekday, ...] = Field(description="Days of the week.")
    every: int = Field(description="Every so many weeks, counted from that of `starts`; weeks begin on Monday.")
    monthly: tuple[Monthly, ...] = Field(description="Days of every month, as `first tuesday` or `last friday`.")
    dates: tuple[DayText, ...] = Field(description="Single days.")
    starts: DayText = Field(description="Not before this day.")
    ends: DayText | None = Field(description="Not after this day.")
    not_on: tuple[DayText, ...] = Field(description="Days on which it is left out.")
    pauses: tuple[Break, ...] = Field(description="Longer times without it.")
    suspended_until: DayText | None = Field(description="Not held before this day, for now.")


def days(one: Recurrence) -> Iterator[date]:
    """The days of a meeting, whatever is left out of them, for ever or until its end."""
    first, last = date.fromisoformat(one.starts), date.fromisoformat(one.ends) if one.ends else date.max
    for day in _planned(one, first):
        if day > last:
            return
        if day >= first:
            yield day


def _planned(one: Recurrence, first: date) -> Iterator[date]:
    """The days of the rule, from somewhat before the first one on."""
    if one.dates:
        yield from sorted({date.fromisoformat(day) for day in one.dates})
    elif one.weekly:
        monday, wanted = first - timedelta(days=first.weekday()), sorted({WEEKDAYS.index(day) for day in one.weekly})
        for week in count(step=one.every):
            yield from (monday + week * WEEK + timedelta(days=day) for day in wanted)
    elif one.monthly:
        for month in count(first.year * 12 + first.month - 1):
            yield from sorted({day for text in one.monthly if (day := _of_month(text, *divmod(month, 12)))})


def _of_month(text: str, year: int, month: int) -> date | None:
    """`last friday` of a month, counted from 0; None where it has no such day, as a fifth Tuesday."""
    which, _, weekday = text.partition(" ")
    number, first = ORDINALS[which], date(year, month + 1, 1)
    found = first + timedelta(days=(WEEKDAYS.index(weekday) - first.weekday()) % 7)
    if number > 0:
        found += (number - 1) * WEEK
        return found if found.month == first.month else None
    while (found + WEEK).month == first.month:
        found += WEEK
    return found


def begins(one: Recurrence) -> date | None:
    """The first day of the meeting that is still to be held, as far as it is suspended; None where there is none."""
    least = max(one.starts, one.suspended_until or "")
    end = date.fromisoformat(least) + _AHEAD if not one.dates else date.max
    for day in days(one):
        if day.isoformat() >= least:
            return day if day <= end else None
    return None


def left_out(one: Recurrence) -> Iterator[date]:
    """The days of a meeting that are left out, from its first on."""
    first = begins(one)
    gone = {date.fromisoformat(day) for day in one.not_on}
    last = max([*gone, *(date.fromisoformat(pause.last) for pause in one.pauses)], default=date.min)
    for day in days(one) if first else ():
        if day > last:
            return
        paused = any(pause.first <= day.isoformat() <= pause.last for pause in one.pauses)
        if first and day >= first and (day in gone or paused):
            yield day


def held(one: Recurrence) -> Iterator[date]:
    """The days on which it is held, from its first on."""
    first, gone = begins(one), {*left_out(one)}
    return (day for day in days(one) if first and day >= first and day not in gone)


def local(one: Recurrence, day: date) -> datetime:
    """When it begins on a day, with its time zone. A time that a day lacks counts as before the clock was moved."""
    return datetime.combine(day, time.fromisoformat(one.time), zone(one.timezone))


def rule(one: Recurrence) -> Mapping[str, object] | None:
    """The recurrence rule (RFC 5545, 3.3.10); None for single days."""
    if one.dates:
        return None
    until = _until(one)
    if one.weekly:
        by = [day[:2].upper() for day in WEEKDAYS if day in one.weekly]
        return {"FREQ": "WEEKLY", "INTERVAL": one.every, "BYDAY": by, "WKST": "MO", **until}
    by = [f"{ORDINALS[which]}{day[:2].upper()}" for which, _, day in (text.partition(" ") for text in one.monthly)]
    return {"FREQ": "MONTHLY", "BYDAY": by, **until}


def _until(one: Recurrence) -> Mapping[str, object]:
    """The end of the last day: in UTC, as the rule of an event with a time zone wants it."""
    if one.ends is None:
        return {}
    day = date.fromisoformat(one.ends)
    return {"UNTIL": datetime.combine(day, time(23, 59, 59), zone(one.timezone)).astimezone(zone("UTC"))}
