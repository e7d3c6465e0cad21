"""Events for calendars: one to take away, and what stands in that of the library."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from pipeline.formats.zones import zone
from pipeline.model import urls
from pipeline.model.gathering.occasion import Occasion, changed, located, uid
from pipeline.model.kinds.news.row import EventRow, NewsRow
from pipeline.model.rows import Desk


def one(row: NewsRow, desk: Desk) -> str:
    """The calendar of one event."""
    from pipeline.model.gathering.calendar import calendar  # noqa: PLC0415 - most commands write none

    return calendar(row.title, row.description, occasions(row, desk), desk)


def occasions(row: NewsRow, desk: Desk) -> Iterator[Occasion]:
    """The event of which news tells, if it tells of one; one that is over stays in the calendars that have it."""
    if event := row.event:
        yield Occasion(
            uid=uid(row, urls.NEWS, desk),
            title=row.title,
            url=row.url,
            changed=changed(row),
            begin=_moment(event.begin, event.timezone),
            end=_moment(event.end, event.timezone),
            about=tuple(_about(row, event, desk)),
            location=located(event.place, desk.say("meetings.modes.online")),
            categories=tuple(one.title for one in (*row.topics, *row.audiences)),
            ways=((event.join.url, "VIDEO"),) if event.join else (),
            cancelled=event.cancelled,
        )


def _moment(told: str, timezone: str) -> date:
    """What the row tells, with the zone by its name."""
    return datetime.fromisoformat(told).astimezone(zone(timezone)) if "T" in told else date.fromisoformat(told)


def _about(row: NewsRow, event: EventRow, desk: Desk) -> Iterator[str]:
    if event.cancelled:
        yield desk.say("news.cancelled")
    yield row.description
    if event.join:
        yield "\n".join(filter(None, (f"{desk.say('meetings.join')}: {event.join.url}", event.join.note)))
    if event.place and event.place.note:
        yield event.place.note
    yield row.url
