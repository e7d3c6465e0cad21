"""When a meeting is held, in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from html import escape

from pipeline.formats.locale import Spoken
from pipeline.formats.telephone import shown
from pipeline.formats.wording import Wording
from pipeline.model.gathering.places import postal
from pipeline.model.kinds.kind import Say
from pipeline.model.kinds.meeting.fields import WEEKDAYS
from pipeline.model.kinds.meeting.recurrence import Recurrence
from pipeline.model.kinds.meeting.row import MeetingRow


def on(one: Recurrence, say: Say, language: str) -> str:
    """The days: `Every Tuesday`, `Every first Tuesday of the month`."""
    if one.weekly:
        days = ", ".join(say(f"meetings.days.{day}") for day in WEEKDAYS if day in one.weekly)
        return say("meetings.weekly", days=days) if one.every == 1 else say("meetings.every", days=days, n=one.every)
    if one.monthly:
        parts = (text.partition(" ") for text in one.monthly)
        named = (
            say("meetings.nth", which=say(f"meetings.ordinals.{which}"), day=say(f"meetings.days.{day}"))
            for which, _, day in parts
        )
        return say("meetings.monthly", days=", ".join(named))
    spoken = Spoken(Wording(language))
    return "; ".join(map(spoken.day, one.dates))


def at(one: Recurrence, say: Say, language: str) -> str:
    """The hours, and where these hours are: `19:30 to 20:30, Berlin time`."""
    return say("meetings.at", start=one.time, end=end(one), zone=Spoken(Wording(language)).city(one.timezone))


def end(one: Recurrence) -> str:
    """What the clock shows when it ends, on a day on which nobody moves it."""
    begin = datetime.fromisoformat(f"2000-01-01T{one.time}")
    return f"{begin + timedelta(minutes=one.minutes):%H:%M}"


def when(one: Recurrence, say: Say, language: str) -> str:
    """Days and hours."""
    return f"{on(one, say, language)}, {at(one, say, language)}"


def listing(row: MeetingRow, say: Say) -> str:
    """When and where, for readers elsewhere."""
    return "\n".join(f"<p>{line}</p>" for line in _lines(row, say))


def _lines(row: MeetingRow, say: Say) -> Iterator[str]:
    """Lines of HTML."""
    yield escape(f"{say('meetings.when')}: {when(row.recurrence, say, row.language)}")
    if row.place:
        place = ", ".join(filter(None, (row.place.name, postal(row.place), row.place.note)))
        yield escape(f"{say('meetings.place')}: {place}")
    if row.join:
        yield escape(f"{say('meetings.join')}: {' '.join(filter(None, (row.join.url, row.join.note)))}")
    if row.dial_in:
        reached = filter(None, (shown(row.dial_in.phone), escape(row.dial_in.note)))
        yield f"{escape(say('meetings.dial'))}: {' '.join(reached)}"
