"""When news is over. A time is that of the clocks where it takes place, so that daylight saving moves no hour of it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from pipeline.formats.zones import zone
from pipeline.model.entry import Entry
from pipeline.model.kinds.kind import Span
from pipeline.model.kinds.news.fields import Event, News
from pipeline.settings import Settings

FRESH = timedelta(days=60)
"""So long news without an end stands on the first page."""
_DAY = timedelta(days=1)


def span(entry: Entry[News], settings: Settings) -> Span:
    """From when to when it is of the day: an event until it ends, other news until its last day."""
    fields, here = entry.fields, settings.site.timezone
    if fields.event:
        there = fields.event.timezone or here
        return Span(after(last(fields.event), there), instant(fields.event.begin, there))
    return Span(after(fields.until, here) if fields.until else entry.public_from + FRESH)


def last(event: Event) -> date:
    """When an event ends, or its last day."""
    return event.end or event.begin


def instant(value: date, timezone: str) -> datetime:
    """A time of the clocks of a zone, the first where it comes twice; of a day the midnight with which it begins."""
    naive = value if isinstance(value, datetime) else datetime.combine(value, time())
    return naive.replace(tzinfo=zone(timezone))


def after(value: date, timezone: str) -> datetime:
    """The same; the midnight with which a day ends."""
    return instant(value if isinstance(value, datetime) else value + _DAY, timezone)
