"""Rules of recurrence of calendars (RFC 5545, 3.3.10) as days on which a meeting can be held: those of weeks, and of
weekdays of a month.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Final

from pipeline.importing.meetings.days import Held
from pipeline.model.kinds.meeting.fields import ORDINALS, WEEKDAYS, Weekday
from pipeline.model.kinds.meeting.recurrence import Recurrence, days

_DAYS: Final = {day[:2].upper(): day for day in WEEKDAYS}
_NTH: Final = {str(number): name for name, number in ORDINALS.items()}
_DAY = re.compile(rf"([+-]?[0-9]{{1,2}})?({'|'.join(_DAYS)})")
_CLOCK: Final = ("BYHOUR", "BYMINUTE", "BYSECOND")
"""With one value each they say again when an event begins."""
_MOST: Final = 5_000
"""Times that are counted: who holds a meeting more often, holds it for ever."""


def parts(rule: str) -> Mapping[str, str]:
    """What a rule says, by its names."""
    pairs = (part.partition("=") for part in rule.upper().split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def held(said: Mapping[str, str], first: date) -> Held | None:
    """The days of a rule that begins on a day; None of a rule for which a meeting has no words."""
    by = {name: value for name, value in said.items() if name.startswith("BY")}
    found = [_DAY.fullmatch(one) for one in _list(by.pop("BYDAY", ""))]
    named = [(one[1] or "", _DAYS[one[2]]) for one in found if one]
    places = _list(by.pop("BYSETPOS", ""))
    every = _number(said.get("INTERVAL", "1"))
    if not every or len(named) < len(found) or any(name not in _CLOCK or "," in value for name, value in by.items()):
        return None
    if said.get("FREQ") == "MONTHLY":
        return _monthly(named, places) if every == 1 else None
    return _weekly(said, [day for _, day in named], first, every) if not places else None


def _weekly(said: Mapping[str, str], named: Sequence[Weekday], first: date, every: int) -> Held | None:
    weekly = tuple(day for day in WEEKDAYS if day in named)
    own = (WEEKDAYS[first.weekday()],)
    match said.get("FREQ"):
        case "DAILY" if every == 1:
            return Held(weekly or WEEKDAYS)
        case "DAILY" if not weekly and every % 7 == 0:
            return Held(own, every=every // 7)
        case "WEEKLY" if every == 1 or len(weekly) < 2 or said.get("WKST", "MO") == "MO":
            return Held(weekly or own, every=every)
    return None  # with weeks that begin on another day, every other one has other days than ours


def _monthly(named: Sequence[tuple[str, Weekday]], places: Sequence[str]) -> Held | None:
    """`1TU`; or `TU`, of which places say which ones; without either it is each of them."""
    if places:
        named = [(place, day) for place in places for number, day in named[:1] if not number and len(named) == 1]
    elif named and not any(number for number, _ in named):
        return Held(tuple(day for day in WEEKDAYS if ("", day) in named))
    monthly = tuple(f"{_NTH[plain]} {day}" for number, day in named if (plain := number.lstrip("+0")) in _NTH)
    return Held(monthly=monthly) if monthly and len(monthly) == len(named) else None


def last(found: Held, first: date, count: str) -> str:
    """The day on which an event that is held so often is held last; "" of one that is not counted."""
    number = _number(count)
    if not 0 < number <= _MOST:
        return ""
    try:
        return next(day.isoformat() for day in islice(_days(found, first), number - 1, None))
    except (OverflowError, ValueError):
        return ""  # in a year that no calendar has


def _days(found: Held, first: date) -> Iterator[date]:
    return days(
        Recurrence(
            time="00:00",
            timezone="UTC",
            minutes=1,
            weekly=found.weekly,
            every=found.every,
            monthly=found.monthly,
            dates=(),
            starts=first.isoformat(),
            ends=None,
            not_on=(),
            pauses=(),
            suspended_until=None,
        )
    )


def _list(text: str) -> list[str]:
    return [one for part in text.split(",") if (one := part.strip())]


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 5 else 0
