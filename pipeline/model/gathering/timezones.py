"""A time zone as calendars want it (RFC 5545, 3.6.5): when the clock is moved, as a rule where there is one.

`icalendar` writes the days one by one until 2038, and moves the clock an hour late in spring; with a rule there is no
end, and Outlook reads it too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vDDDLists, vRecur

from pipeline.formats.zones import zone

YEARS = 12
"""So many are looked at: what holds in all of them is a rule."""


_ZERO = timedelta()


@dataclass(frozen=True, slots=True)
class _Turn:
    """The clock is moved: the instant, and what is told of it before and after. In Ireland winter is the exception by
    law; calendars are told what they know from elsewhere.
    """

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    daylight: bool

    @property
    def wall(self) -> datetime:
        """What the clock shows then, before it is moved."""
        return (self.at + self.before).replace(tzinfo=None)


@lru_cache
def timezone(name: str, year: int) -> Timezone:
    """The zone of a name, from the beginning of a year on."""
    turns = [*_turns(name, year - 1)]
    found = Timezone()
    found.add("tzid", name)
    if not turns:
        start = datetime(year - 1, 1, 1, tzinfo=UTC)
        offset = start.astimezone(zone(name)).utcoffset() or timedelta()
        turns = [_Turn(start, offset, offset, start.astimezone(zone(name)).tzname() or name, daylight=False)]
    groups: dict[tuple[object, ...], list[_Turn]] = {}
    for turn in turns:
        groups.setdefault((turn.before, turn.after, turn.name, turn.daylight), []).append(turn)
    for group in groups.values():
        found.add_component(_observance(group))
    return found


def _turns(name: str, year: int) -> Iterator[_Turn]:
    """Every time the clock is moved within the years that are looked at."""
    there, day = zone(name), datetime(year, 1, 1, tzinfo=UTC)
    while day.year < year + YEARS:
        after = day + timedelta(days=1)
        if _told(day, name) != _told(after, name):
            at = _turn(day, after, name)
            before, now = (at - timedelta(seconds=1)).astimezone(there), at.astimezone(there)
            offsets = (before.utcoffset() or timedelta(), now.utcoffset() or timedelta())
            yield _Turn(at, *offsets, now.tzname() or name, daylight=(now.dst() or _ZERO) > (before.dst() or _ZERO))
        day = after


def _turn(low: datetime, high: datetime, name: str) -> datetime:
    """The second between two instants from which on something else is told."""
    while (middle := low + (high - low) // 2 - timedelta(microseconds=((high - low) // 2).microseconds)) > low:
        low, high = (middle, high) if _told(middle, name) == _told(low, name) else (low, middle)
    return high


def _told(instant: datetime, name: str) -> tuple[object, ...]:
    there = instant.astimezone(zone(name))
    return there.utcoffset(), there.tzname(), bool(there.dst())


def _observance(turns: Sequence[_Turn]) -> TimezoneStandard | TimezoneDaylight:
    first = turns[0]
    one = TimezoneDaylight() if first.daylight else TimezoneStandard()
    one.add("dtstart", first.wall)
    one.add("tzoffsetfrom", first.before)
    one.add("tzoffsetto", first.after)
    one.add("tzname", first.name)
    if by := _rule([turn.wall for turn in turns]):
        one.add("rrule", vRecur({"FREQ": "YEARLY", "BYMONTH": first.wall.month, "BYDAY": by}))
    elif len(turns) > 1:
        one.add("rdate", vDDDLists([turn.wall for turn in turns[1:]]))
    return one


def _rule(walls: Sequence[datetime]) -> str:
    """`-1SU` where the clock is moved every year in the same month, on such a day, at the same time; else empty."""
    years = [wall.year for wall in walls]
    alike = {(wall.month, wall.weekday(), wall.time()) for wall in walls}
    if len(walls) < YEARS - 1 or len(alike) > 1 or years != [*range(years[0], years[0] + len(years))]:
        return ""
    day = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[walls[0].weekday()]
    if all((wall + timedelta(days=7)).month != wall.month for wall in walls):
        return f"-1{day}"
    numbers = {(wall.day - 1) // 7 + 1 for wall in walls}
    return f"{numbers.pop()}{day}" if len(numbers) == 1 else ""
