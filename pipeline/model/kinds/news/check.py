"""What the types of the fields can't tell of news."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from pipeline.formats.zones import zone
from pipeline.model.entry import Entry, Lookup
from pipeline.model.kinds.news.fields import Event, News
from pipeline.model.kinds.news.times import after, last
from pipeline.problems import Problem

LONGEST = timedelta(days=92)


def check(entry: Entry[News], lookup: Lookup) -> tuple[Problem, ...]:  # noqa: ARG001 - the shape of a check
    """All of it."""
    event = entry.fields.event
    if event is None:
        return ()
    return (*_twice(entry), *_where(entry, event), *_ends(entry, event), *_shown(entry, event))


def _twice(entry: Entry[News]) -> Iterator[Problem]:
    if entry.fields.until:
        message, hint = (
            "this is over when its event ends",
            "remove `until`; what comes after is news of its own",
        )
        yield Problem(entry.place("until"), message, hint)


def _where(entry: Entry[News], event: Event) -> Iterator[Problem]:
    if event.place is None and event.join is None:
        hint = "write `place:` with `name`, `city` and `country`, or `join:` with `url`"
        yield Problem(entry.place("event"), "this event does not say where it takes place", hint, "missing-field")


def _ends(entry: Entry[News], event: Event) -> Iterator[Problem]:
    timed = isinstance(event.begin, datetime)
    if event.end is None:
        if timed:
            hint = "write `end`, like `2026-12-12T21:00`; an event that fills the day has no hour in `begin` either"
            yield Problem(entry.place("event", "begin"), "this event does not say when it ends", hint, "missing-field")
    elif timed != isinstance(event.end, datetime):
        message, hint = "of this event only one end has an hour", "write both with an hour, or both without"
        yield Problem(entry.place("event", "end"), message, hint)
    elif event.end < event.begin or (timed and event.end == event.begin):
        yield Problem(entry.place("event", "end"), "this event ends before it begins", "look at both")
    elif event.end - event.begin > LONGEST:
        message = f"this event is longer than {LONGEST.days} days"
        yield Problem(entry.place("event", "end"), message, "look at the year")


def _shown(entry: Entry[News], event: Event) -> Iterator[Problem]:
    """Hours that the clocks there leave out; and what is over before anybody can read of it."""
    there = event.timezone or "UTC"
    for name, value in (("begin", event.begin), ("end", event.end)):
        if value and not _is_shown(value, there):
            message = f"in {there} no clock shows {value:%H:%M} on {value:%Y-%m-%d}: it is moved over that hour"
            yield Problem(entry.place("event", name), message, "ask again when it is", "bad-date")
    if after(last(event), there) + timedelta(days=1) <= entry.public_from:
        message = f"this event was over before it is announced, on {entry.public_from:%Y-%m-%d}"
        yield Problem(entry.place("event", "begin"), message, "look at the year, and at `date`", "over-at-once")


def _is_shown(value: date, timezone: str) -> bool:
    if not isinstance(value, datetime):
        return True
    there = value.replace(tzinfo=zone(timezone))
    return there.astimezone(UTC).astimezone(zone(timezone)).replace(tzinfo=None) == value
