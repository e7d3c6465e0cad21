"""The schedule on paper: all meetings in the order of the week, with what one needs to get there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from pipeline.formats.locale import Spoken
from pipeline.formats.telephone import shown
from pipeline.formats.wording import Wording
from pipeline.model.gathering.places import postal
from pipeline.model.kinds.meeting.page import groups
from pipeline.model.kinds.meeting.row import MeetingRow
from pipeline.model.kinds.meeting.said import at, on
from pipeline.model.rows import Desk


def body(rows: Sequence[MeetingRow], desk: Desk) -> str:
    """The HTML below the head of the sheet: a group for each day, and one for those that are held otherwise."""
    made = "".join(
        f'<section class="day">\n<h2>{escape(title)}</h2>\n'
        f"{''.join(_meeting(row, desk, weekly=weekly) for row in found)}</section>\n"
        for title, weekly, found in _days(rows, desk)
    )
    return f'<div class="schedule">\n{made}</div>'


def _days(rows: Sequence[MeetingRow], desk: Desk) -> Iterator[tuple[str, bool, list[MeetingRow]]]:
    for name, found in groups(rows):
        weekly = name not in ("monthly", "dates")
        yield desk.say(f"meetings.days.{name}" if weekly else f"meetings.groups.{name}"), weekly, found


def _meeting(row: MeetingRow, desk: Desk, *, weekly: bool) -> str:
    say, held = desk.say, row.recurrence
    rare = not weekly or held.every > 1
    days = f"{escape(on(held, say, desk.site.language))}<br>" if rare else ""
    lines = "".join(f"<br>{line}" for line in _lines(row, desk))
    return (
        f'<div class="meeting"><h3>{escape(row.title)}</h3>\n'
        f"<p>{days}<strong>{escape(at(held, say, desk.site.language))}</strong>{lines}</p></div>\n"
    )


def _lines(row: MeetingRow, desk: Desk) -> Iterator[str]:
    """Lines of HTML."""
    say = desk.say
    whom = [audience.title for audience in row.audiences]
    whom += [say(f"meetings.people.{one}") for one in row.especially_for]
    yield escape(f"{say(f'meetings.modes.{row.mode}')} · {', '.join(whom)}")
    if row.place:
        yield escape(", ".join(filter(None, (row.place.name, postal(row.place)))))
        if row.place.note:
            yield escape(row.place.note)
    if row.join:
        yield escape(row.join.url)
    if row.dial_in:
        yield " ".join(filter(None, (shown(row.dial_in.phone), escape(row.dial_in.note))))
    if row.recurrence.suspended_until:
        day = Spoken(Wording(desk.site.language)).day(row.recurrence.suspended_until)
        yield escape(say("meetings.suspended", day=day))
