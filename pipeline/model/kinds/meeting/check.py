"""What the types of the fields can't tell of a meeting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from pipeline.model.entry import Entry, Lookup
from pipeline.model.kinds.meeting.fields import Meeting
from pipeline.model.kinds.meeting.persons import persons
from pipeline.model.kinds.meeting.recurrence import days
from pipeline.model.kinds.meeting.row import recurrence
from pipeline.problems import Problem

MOST_WEEKS, MOST_MINUTES, LONGEST_PAUSE = 52, 24 * 60, timedelta(days=366)
_NEEDS = {
    "online": (("join",), "write `join:` and below it the `url` that opens the meeting"),
    "local": (("place",), "write `place:` with `name`, `city` and `country`"),
    "hybrid": (("place", "join"), "a hybrid meeting is in a room and online: it has `place` and `join`"),
    "phone": (("dial_in",), "write `dial_in:` and below it the `phone` of the meeting"),
}


def check(entry: Entry[Meeting], lookup: Lookup) -> tuple[Problem, ...]:
    """All of it. What depends on the days of the meeting is looked at once these can be told."""
    wrong = (*_when(entry), *_bounds(entry), *_way_in(entry))
    return wrong or (*_left_out(entry), *_over(entry, lookup), *persons(entry))


def _when(entry: Entry[Meeting]) -> Iterator[Problem]:
    fields = entry.fields
    given = [name for name in ("weekly", "monthly", "dates") if getattr(fields, name)]
    if not given:
        hint = "write `weekly: [tuesday]`, `monthly: [first tuesday]` or `dates: [2026-12-24]`"
        yield Problem(entry.place(), "this meeting does not say on which days it is held", hint, "missing-field")
    for name in given[1:]:
        message = f"this meeting is held by `{given[0]}` already"
        yield Problem(entry.place(name), message, "keep one of the two, and write another file for the other")
    if fields.every > 1 and not fields.weekly:
        yield Problem(entry.place("every"), "`every` counts weeks", "write `weekly` too, or remove it")


def _bounds(entry: Entry[Meeting]) -> Iterator[Problem]:
    fields = entry.fields
    for name, most in (("every", MOST_WEEKS), ("minutes", MOST_MINUTES)):
        if getattr(fields, name) > most:
            yield Problem(entry.place(name), f"`{name}` is at most {most}", "look at the number")
    if fields.ends and fields.ends < (fields.starts or date.min):
        yield Problem(entry.place("ends"), "this meeting ends before it starts", "look at both days")
    for number, pause in enumerate(fields.pauses):
        if pause.last < pause.first:
            message, hint = "this pause ends before it begins", "look at both days"
            yield Problem(entry.place("pauses", number, "last"), message, hint)
        elif pause.last - pause.first > LONGEST_PAUSE:
            message = f"this pause is longer than {LONGEST_PAUSE.days} days"
            hint = "write `ends`, or `suspended_until` while nobody knows"
            yield Problem(entry.place("pauses", number, "last"), message, hint)


def _way_in(entry: Entry[Meeting]) -> Iterator[Problem]:
    needed, hint = _NEEDS[entry.fields.mode]
    for name in needed:
        if getattr(entry.fields, name) is None:
            message = f"`mode: {entry.fields.mode}` needs `{name}`"
            yield Problem(entry.place("mode"), message, hint, "missing-field")


def _left_out(entry: Entry[Meeting]) -> Iterator[Problem]:
    """Days that are left out, and are none on which it would be held: mostly a slip of the pen."""
    wanted = {*entry.fields.not_on}
    for day in days(recurrence(entry.fields, "UTC")) if wanted else ():
        if day > max(entry.fields.not_on):
            break
        wanted.discard(day)
    for number, day in enumerate(entry.fields.not_on):
        if day in wanted:
            message = f"this meeting is not held on {day.isoformat()} in any case"
            yield Problem(entry.place("not_on", number), message, "look at the day, or remove it", "not-held")


def _over(entry: Entry[Meeting], lookup: Lookup) -> Iterator[Problem]:
    fields = entry.fields
    last = fields.ends or (max(fields.dates) if fields.dates else None)
    if last and lookup.is_past(last):
        message = f"this meeting was held for the last time on {last.isoformat()}"
        hint = "write when it goes on, or withdraw it with `draft: yes`"
        yield Problem(entry.place("ends" if fields.ends else "dates"), message, hint, "meeting-over")
    if fields.suspended_until and lookup.is_past(fields.suspended_until):
        message = f"it was suspended until {fields.suspended_until.isoformat()}, and apps still leave it out"
        hint = "remove this line when it is held again, or write another day"
        yield Problem(entry.place("suspended_until"), message, hint, "meeting-over")
