"""Days as people write them, where what is written can mean one day only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache

from babel import Locale

_LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "da", "sv", "nb", "fi", "pl", "cs", "ga", "cy", "tr")
"""Those whose names of months are known. A name that is another month in another of them is none."""
_DASHES = re.compile(r"(?<=\d)\s?[\u2010-\u2015\u2212-]\s?(?=\d)")
"""What a word processor makes of a hyphen."""
_YEAR_FIRST = re.compile(r"(\d{4})([-/. ]?)(\d{1,2})\2(\d{1,2})")
_DOTS = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})")  # nobody who writes dots puts the month first
_SLASHES = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4})")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|\.|º)?(?: de)? ([^\W\d_]{3,12})\.?,?(?: de)? (\d{4})")
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,12})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")


def plain(text: str) -> str:
    """A date in another form, as `2026-11-24`; "" when it could mean two days, or none."""
    text = _DASHES.sub("-", text.strip().replace("\xa0", " "))
    found = {day for numbers in _readings(text) if (day := _day(*numbers))}
    return found.pop() if len(found) == 1 else ""


def _readings(text: str) -> list[tuple[str, str, str]]:
    """Year, month and day, in every way in which a text can be read."""
    if match := _YEAR_FIRST.fullmatch(text):
        year, separator, month, day = match.groups()
        return [(year, month, day)] if separator or len(month + day) == 4 else []
    if match := _DOTS.fullmatch(text):
        return [(match[3], match[2], match[1])]
    if match := _SLASHES.fullmatch(text):
        return [(match[4], match[3], match[1]), (match[4], match[1], match[3])]
    if match := _DAY_FIRST.fullmatch(text):
        return [(match[3], _month(match[2]), match[1])]
    if match := _MONTH_FIRST.fullmatch(text):
        return [(match[3], _month(match[1]), match[2])]
    return []


def _day(year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def _month(name: str) -> str:
    """The number of a month by its name, whole or short; "0" when there is none."""
    return str(_months().get(name.casefold(), 0))


@cache
def _months() -> Mapping[str, int]:
    found: dict[str, set[int]] = {"sept": {9}}
    for language in _LANGUAGES:
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in Locale(language).months[context][width].items():
                    found.setdefault(name.casefold().rstrip("."), set()).add(number)
    return {name: next(iter(numbers)) for name, numbers in found.items() if len(numbers) == 1}
