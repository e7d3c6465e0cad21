"""Addresses by the patterns of their programs: `/:year/:month/:title/`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime

from pipeline.formats.letters import basic

_TOKEN = re.compile(r":([A-Za-z_]+)(?:\[([0-9a-z:]{1,10})\])?")


def filled(pattern: str, tokens: Mapping[str, str]) -> str:
    """A pattern with what stands for each token; "" where one is not known. Parts that are empty go."""
    lost = False

    def value(match: re.Match[str]) -> str:
        nonlocal lost
        name = _longest(match[1], tokens)
        lost = lost or not name
        return tokens.get(name, "") + match[1][len(name) :]

    found = _TOKEN.sub(value, pattern)
    plain = "/" + "/".join(part for part in found.split("/") if part)
    return "" if lost else plain if plain == "/" or not found.endswith("/") else f"{plain}/"


def _longest(name: str, tokens: Mapping[str, str]) -> str:
    """The token with which a name begins: `:year-:month` has no end that could be seen."""
    return next((name[:end] for end in range(len(name), 0, -1) if name[:end] in tokens), "")


def times(date: str) -> Mapping[str, str]:
    """What stands for the tokens of an instant (ISO 8601); nothing where there is none."""
    if not date:
        return {}
    at = datetime.fromisoformat(date)
    week = at.isocalendar()
    return {
        "year": f"{at.year:04}",
        "month": f"{at.month:02}",
        "day": f"{at.day:02}",
        "short_year": f"{at.year % 100:02}",
        "i_month": str(at.month),
        "i_day": str(at.day),
        "y_day": f"{at:%j}",
        "yearday": str(int(f"{at:%j}")),
        "week": f"{week.week:02}",
        "w_year": str(week.year),
        "hour": f"{at.hour:02}",
        "minute": f"{at.minute:02}",
        "second": f"{at.second:02}",
        "short_month": _MONTHS[at.month - 1][:3],
        "long_month": _MONTHS[at.month - 1],
        "monthname": _MONTHS[at.month - 1],
        "weekdayname": _DAYS[at.weekday()],
        "w_day": str(week.weekday),
        "short_day": _DAYS[at.weekday()][:3],
        "long_day": _DAYS[at.weekday()],
        "weekday": str(week.weekday % 7),
    }


# In English, whatever the language of this machine.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def hyphened(text: str, kept: Callable[[str], bool] = lambda _: False) -> str:
    """A text with one hyphen in place of all that is neither letter, digit nor `kept`; as Jekyll writes a slug."""
    return "-".join("".join(one if one.isalnum() or kept(one) else " " for one in text).split())


def urlized(text: str) -> str:
    """A text as Hugo writes it in an address: in lower case, spaces as hyphens, without other signs."""
    text = "".join(one for one in text if one.isalnum() or one.isspace() or one in "._-+~@/" or _is_mark(one))
    return "-".join(text.lower().split())


def word(text: str) -> str:
    """A text as Python programs write it in an address: ASCII letters, digits and hyphens."""
    ascii_text = basic(text).lower()
    return "-".join(
        "".join(
            one if one.isalnum() or one == "_" else " " if one.isspace() or one == "-" else "" for one in ascii_text
        ).split()
    )


def _is_mark(one: str) -> bool:
    return unicodedata.category(one).startswith("M")
