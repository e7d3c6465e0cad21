"""What pages, lists and feeds say of news besides its text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from html import escape

from pipeline.formats.locale import Spoken
from pipeline.formats.wording import Wording
from pipeline.formats.zones import zone
from pipeline.model.entry import Entry
from pipeline.model.gathering.occasion import located
from pipeline.model.gathering.places import postal
from pipeline.model.kinds.kind import Parts, Say
from pipeline.model.kinds.news.fields import News
from pipeline.model.kinds.news.row import EventRow, NewsRow
from pipeline.model.rows import Data, Desk

_MINUTE = timedelta(minutes=1)


def page(row: NewsRow, entry: Entry[News], desk: Desk) -> Parts:
    """What the template gets besides the row."""
    event = row.event
    return Parts(
        {
            "over": desk.is_over(entry.path),
            "until": _last_day(row.until, desk) if row.until else "",
            "address": postal(event.place) if event and event.place else "",
            "held": _held(event) if event and "T" in event.begin else None,
        }
    )


def noted(row: NewsRow, desk: Desk) -> str:
    """The day of an event, else that of the news."""
    spoken = Spoken(Wording(desk.site.language))
    if row.event is None:
        return spoken.day(_there(row.published, desk).date().isoformat()) if row.published else ""
    begin = row.event.begin
    said = spoken.full_day(begin[:10]) + (f", {begin[11:16]}" if "T" in begin else "")
    return f"{desk.say('news.off')}: {said}" if row.event.cancelled else said


def listing(row: NewsRow, say: Say) -> str:
    """When and where, for readers of a feed."""
    return "\n".join(f"<p>{escape(line)}</p>" for line in _lines(row.event, say)) if row.event else ""


def _lines(event: EventRow, say: Say) -> Iterator[str]:
    if event.cancelled:
        yield say("news.cancelled")
    yield f"{say('meetings.when')}: {event.when}"
    if event.place:
        yield f"{say('meetings.place')}: {located(event.place, '')}"
    if event.join:
        yield f"{say('meetings.join')}: {event.join.url}"


def _there(instant: str, desk: Desk) -> datetime:
    return datetime.fromisoformat(instant).astimezone(zone(desk.site.timezone))


def _last_day(until: str, desk: Desk) -> str:
    """The day of an instant where the library is at home; of a midnight that which it ends."""
    return (_there(until, desk) - _MINUTE).date().isoformat()


def _held(event: EventRow) -> Data:
    """An event as the script knows meetings: once, at a day."""
    begin, end = datetime.fromisoformat(event.begin), datetime.fromisoformat(event.end)
    day = begin.date().isoformat()
    once = {"weekly": [], "every": 1, "monthly": [], "dates": [day], "starts": day, "since": day, "ends": None}
    minutes = (end - begin) // _MINUTE
    return {"time": event.begin[11:16], "zone": event.timezone, "minutes": minutes, "not_on": [], "pauses": [], **once}
