"""Dates (RFC 2822, ISO 8601), lengths of time, and rules of repetition (RFC 5545)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

from pipeline.problems import did_you_mean
from pipeline.validator.values.wrong import Wrong, shown

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ZONES = {"GMT": 0, "UT": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
_DATE = re.compile(
    r"(?:([A-Za-z]{3,9}), {1,3})?([0-9]{1,2}) ([A-Za-z]{3,9}) ([0-9]{2,4}) "
    r"([0-9]{2}):([0-9]{2})(?::([0-9]{2}))? ([+-][0-9]{4}|[A-Z]{1,5})"
)
_REMEDY = "write it as `Tue, 24 Nov 2026 18:30:00 +0000`"
_ISO = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
    r"(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]{1,9})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_CLOCK = re.compile(r"(?:([0-9]{1,3}):)?([0-9]{1,3}):([0-9]{2})(?:\.[0-9]{1,3})?")
_SECONDS = re.compile(r"[0-9]{1,7}(?:\.[0-9]{1,3})?")


def instant(text: str) -> datetime | None:
    """The instant that a date of RFC 2822 tells; None for what is none."""
    return None if date(text) else _instant(text)


def date(text: str) -> Wrong | None:
    """A date of RFC 2822: its shape, its day, the day of the week, its zone."""
    match = _DATE.fullmatch(text)
    if match is None:
        return Wrong(f"{shown(text)} is no date of RFC 2822", _REMEDY)
    weekday, _, month, year, *_, zone = match.groups()
    if len(year) != 4:
        return Wrong(f"the year of {shown(text)} has not four digits", _REMEDY)
    if month not in MONTHS:
        return Wrong(f"`{month}` is no month", did_you_mean(month[:3].title(), MONTHS) or f"known: {', '.join(MONTHS)}")
    if not _is_zone(zone):
        return Wrong(f"`{zone}` is no time zone of RFC 2822", "write the distance from UTC, as `+0000` or `-0500`")
    found = _instant(text)
    if found is None:
        return Wrong(f"{shown(text)} is no day or time that there is", _REMEDY)
    right = DAYS[datetime(found.year, found.month, int(match[2]), tzinfo=UTC).weekday()]
    if weekday and weekday != right:
        return Wrong(f"{shown(text)} was no `{weekday}`", f"write `{right}`")
    return None


def _is_zone(zone: str) -> bool:
    if zone[0] in "+-":
        return int(zone[1:3]) <= 23 and int(zone[3:]) <= 59
    return zone in _ZONES


def _instant(text: str) -> datetime | None:
    match = _DATE.fullmatch(text)
    if match is None or match[3] not in MONTHS or not _is_zone(match[8]):
        return None
    zone, second = match[8], min(59, int(match[7] or 0)) if match[7] == "60" else int(match[7] or 0)
    minutes = _ZONES.get(zone, 0) * 60 if zone[0] not in "+-" else int(zone[1:3]) * 60 + int(zone[3:])
    away = timedelta(minutes=-minutes if zone[0] == "-" else minutes)
    try:
        return datetime(
            int(match[4]), MONTHS.index(match[3]) + 1, int(match[2]), int(match[5]), int(match[6]), second,
            tzinfo=timezone(away),
        )  # fmt: skip
    except ValueError:
        return None


def iso_date(text: str) -> Wrong | None:
    """A date, or a date with a time, of ISO 8601."""
    match = _ISO.fullmatch(text)
    try:
        if match is not None:
            datetime(*(int(part or 0) for part in match.groups()[:6]))  # type: ignore[arg-type]  # noqa: DTZ001
            return None
    except ValueError:
        pass
    return Wrong(f"{shown(text)} is no date of ISO 8601", "write it as `2026-11-24T18:30:00+00:00`")


def duration(text: str) -> Wrong | None:
    """Seconds, or hours, minutes and seconds."""
    if seconds(text) is not None:
        return None
    return Wrong(f"{shown(text)} is no length of time", "write seconds, as `1801`, or `00:30:01`")


def seconds(text: str) -> float | None:
    """The seconds that a length of time tells; None for what is none."""
    if _SECONDS.fullmatch(text):
        return float(text)
    match = _CLOCK.fullmatch(text)
    if match is None or int(match[3]) > 59 or (match[1] and int(match[2]) > 59):
        return None
    return int(match[1] or 0) * 3600 + int(match[2]) * 60 + float(text.rpartition(":")[2])


# Rules of repetition -------------------------------------------------------------------------------------------------

_DAY = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_UNTIL = re.compile(r"[0-9]{8}(T[0-9]{6}Z?)?")
FREQUENCIES = ("SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY")


def _numbers(least: int, most: int, *, signed: bool = False) -> Callable[[str], bool]:
    def good(text: str) -> bool:
        digits = text.lstrip("+-") if signed and text[:1] in ("+", "-") else text
        return digits.isascii() and digits.isdigit() and len(digits) < 7 and least <= int(digits) <= most

    return lambda text: all(good(part) for part in text.split(","))


_PARTS: dict[str, Callable[[str], bool]] = {
    "FREQ": FREQUENCIES.__contains__,
    "UNTIL": lambda text: bool(_UNTIL.fullmatch(text)) or iso_date(text) is None,
    "COUNT": lambda text: _numbers(1, 100_000)(text) and "," not in text,
    "INTERVAL": lambda text: _numbers(1, 100_000)(text) and "," not in text,
    "BYSECOND": _numbers(0, 60),
    "BYMINUTE": _numbers(0, 59),
    "BYHOUR": _numbers(0, 23),
    "BYDAY": lambda text: all(_DAY.fullmatch(day) for day in text.split(",")),
    "BYMONTHDAY": _numbers(1, 31, signed=True),
    "BYYEARDAY": _numbers(1, 366, signed=True),
    "BYWEEKNO": _numbers(1, 53, signed=True),
    "BYMONTH": _numbers(1, 12),
    "BYSETPOS": _numbers(1, 366, signed=True),
    "WKST": ("MO", "TU", "WE", "TH", "FR", "SA", "SU").__contains__,
}


def repetition(text: str) -> Wrong | None:
    """A rule of repetition (RFC 5545, section 3.3.10)."""
    parts = [tuple(part.partition("=")[::2]) for part in text.split(";")]
    names = [name for name, _ in parts]
    for name, value in parts:
        if name not in _PARTS:
            return Wrong(f"{shown(name)} is no part of a rule", did_you_mean(name.upper(), _PARTS) or "see RFC 5545")
        if not _PARTS[name](value):
            return Wrong(f"{shown(f'{name}={value}')} is no {name} of RFC 5545", "see RFC 5545, section 3.3.10")
    if "FREQ" not in names:
        return Wrong("the rule has no `FREQ`", "begin it with one, as `FREQ=WEEKLY`")
    if len(set(names)) < len(names):
        return Wrong("a part of the rule stands twice", "write each once")
    if {"COUNT", "UNTIL"} <= set(names):
        return Wrong("the rule has `COUNT` and `UNTIL`", "leave one of them out")
    return None
