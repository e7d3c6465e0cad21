"""Instants as other programs write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from pipeline.formats import days, zones
from pipeline.formats.scalars import FIRST_YEAR, LAST_YEAR

_INSTANT = re.compile(
    r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})[T ] ?([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?(?:[.,][0-9]{1,9})?"
    r" ?([AaPp][Mm])? ?(Z|z|UTC|GMT|[+-][0-9]{1,2}(?::?[0-9]{2})?)?(?: [A-Z]{2,5})?"
)
_DAY = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")


def instant(text: str, zone: str = "") -> str:
    """A date or an instant to the second (ISO 8601), in the time zone in which its site is written where it names none
    itself; "" for what is none, or could be two.
    """
    text = " ".join(text.split())[:80]
    if match := _DAY.fullmatch(text):
        return _checked(match[1], match[2], match[3])[:10]
    if match := _INSTANT.fullmatch(text):
        return _written(match, zone)
    if day := days.plain(text):
        return day if FIRST_YEAR <= int(day[:4]) <= LAST_YEAR else ""
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
    return found.isoformat() if FIRST_YEAR <= found.year <= LAST_YEAR else ""


def _checked(year: str, month: str, day: str, hour: int = 0, minute: int = 0, second: int = 0) -> str:
    try:
        found = datetime(int(year), int(month), int(day), hour, minute, second)  # noqa: DTZ001 - its zone comes after
    except ValueError:
        return ""
    return found.isoformat() if FIRST_YEAR <= found.year <= LAST_YEAR else ""


def _written(match: re.Match[str], zone: str) -> str:
    hour = int(match[4])
    if half := (match[7] or "").lower():
        hour = hour % 12 + (12 if half == "pm" else 0)
    plain = _checked(match[1], match[2], match[3], hour, int(match[5]), int(match[6] or 0))
    if not plain:
        return ""
    naive = datetime.fromisoformat(plain)
    try:
        if match[8]:
            return naive.replace(tzinfo=_offset(match[8])).isoformat()
        return naive.replace(tzinfo=zones.zone(zone)).isoformat() if zone else plain
    except (ValueError, KeyError):
        return plain


def _offset(text: str) -> timezone:
    """Raises `ValueError` for an offset that no place on earth has."""
    if text[0] not in "+-":
        return UTC
    digits = text[1:].replace(":", "")
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    return timezone((-1 if text[0] == "-" else 1) * timedelta(hours=hours, minutes=minutes))
