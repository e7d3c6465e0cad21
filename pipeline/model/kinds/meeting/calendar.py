"""Meetings for calendars, one or all of them, to take away or to subscribe to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from pipeline.formats.telephone import tel
from pipeline.model import urls
from pipeline.model.gathering.occasion import Occasion, changed, located, uid
from pipeline.model.kinds.meeting.page import ROOT
from pipeline.model.kinds.meeting.recurrence import begins, held, left_out, local, rule
from pipeline.model.kinds.meeting.row import MeetingRow
from pipeline.model.rows import Desk


def one(row: MeetingRow, desk: Desk) -> str:
    """The calendar of one meeting."""
    from pipeline.model.gathering.calendar import calendar  # noqa: PLC0415 - most commands write none

    return calendar(row.title, row.description, occasions(row, desk), desk)


def whole(rows: Sequence[MeetingRow], desk: Desk) -> str:
    """The calendar of all meetings, which apps ask for once a day."""
    from pipeline.model.gathering.calendar import calendar  # noqa: PLC0415 - most commands write none

    name = f"{desk.say('kinds.meeting.plural')} – {desk.site.title}"
    found = (one for row in rows for one in occasions(row, desk))
    return calendar(name, desk.say("kinds.meeting.about"), found, desk, urls.export(ROOT, "ics"))


def occasions(row: MeetingRow, desk: Desk) -> Iterator[Occasion]:
    """A meeting with a rule is one event; single days are one each, as not every calendar reads a list of days."""
    first = begins(row.recurrence)
    if first is None:
        return
    if by := rule(row.recurrence):
        gone = tuple(local(row.recurrence, day) for day in left_out(row.recurrence))
        yield replace(_occasion(row, first, uid(row, ROOT, desk), desk), rule=by, left_out=gone)
        return
    for day in held(row.recurrence):
        yield _occasion(row, day, uid(row, ROOT, desk, day.isoformat()), desk)


def _occasion(row: MeetingRow, day: date, identity: str, desk: Desk) -> Occasion:
    return Occasion(
        uid=identity,
        title=row.title,
        url=row.url,
        changed=changed(row),
        begin=local(row.recurrence, day),
        end=timedelta(minutes=row.recurrence.minutes),
        about=tuple(_about(row, desk)),
        location=located(row.place, desk.say(f"meetings.modes.{row.mode}")),
        categories=tuple(audience.title for audience in row.audiences),
        ways=tuple(_ways(row)),
    )


def _about(row: MeetingRow, desk: Desk) -> Iterator[str]:
    yield row.description
    if row.join:
        yield "\n".join(filter(None, (f"{desk.say('meetings.join')}: {row.join.url}", row.join.note)))
    if row.dial_in:
        yield "\n".join(filter(None, (f"{desk.say('meetings.dial')}: {row.dial_in.phone}", row.dial_in.note)))
    if row.place and row.place.note:
        yield row.place.note
    yield row.url


def _ways(row: MeetingRow) -> Iterator[tuple[str, str]]:
    if row.join:
        yield row.join.url, "VIDEO"
    if row.dial_in:
        yield tel(row.dial_in.phone), "PHONE"
