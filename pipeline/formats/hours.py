"""The hours in which somebody is there, as schema.org (`openingHours`) and OpenStreetMap write them:
`Mo-Fr 18:00-22:00; Sa,Su 14:00-22:00`, or `24 hours`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_EVER = ("24 hours", "24/7")
_LEAST = 2
"""Letters of a day that tell it from the others."""
_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Span:
    """From one time of day to another on some days, of which 0 is Monday; `24:00` is the end of a day. Where it ends no
    later than it starts, it ends on the day after.
    """

    days: tuple[int, ...]
    start: str
    end: str


ALWAYS = (Span(tuple(range(7)), "00:00", "24:00"),)


def parse(text: str) -> tuple[Span, ...]:
    """The spans of a week. Raises `ValueError`, which says what of the text can't be read."""
    plain = " ".join(text.replace("–", "-").split()).casefold()
    if plain in _EVER:
        return ALWAYS
    return tuple(span for part in plain.split(";") for span in _part(part.strip()))


def runs(days: Sequence[int]) -> list[tuple[int, int]]:
    """Days that follow each other, as the first and the last of them."""
    found: list[tuple[int, int]] = []
    for day in days:
        if found and found[-1][1] == day - 1:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def _part(text: str) -> Iterator[Span]:
    """`mo-fr 18:00-20:00, 21:00-22:00`: days, of which all are meant where none is named, and their hours."""
    words = text.replace(", ", ",").split()
    if not 1 <= len(words) <= 2:
        raise ValueError(f"`{text}` is not days and then hours" if text else "there is nothing between two `;`")
    days = _days(words[0]) if len(words) == 2 else ALWAYS[0].days
    for hours in words[-1].split(","):
        start, dash, end = hours.partition("-")
        if not dash:
            raise ValueError(f"`{hours}` has no hour at which it ends")
        yield Span(days, _clock(start, _DAY - 1), _clock(end, _DAY))


def _days(text: str) -> tuple[int, ...]:
    found: set[int] = set()
    for part in text.split(","):
        first, _, last = part.partition("-")
        begin, end = _day(first), _day(last or first)
        found |= {day % 7 for day in range(begin, end + 1 + 7 * (end < begin))}
    return tuple(sorted(found))


def _day(text: str) -> int:
    for number, name in enumerate(DAYS):
        if len(text) >= _LEAST and name.startswith(text):
            return number
    raise ValueError(f"`{text}` is not a day")


def _clock(text: str, most: int) -> str:
    hours, colon, minutes = text.partition(":")
    numbers = all(part.isascii() and part.isdigit() for part in (hours, minutes))
    written = colon and numbers and len(hours) in (1, 2) and len(minutes) == 2
    if not written or int(minutes) > 59 or int(hours) * 60 + int(minutes) > most:
        raise ValueError(f"`{text}` is not a time of day")
    return f"{int(hours):02}:{minutes}"
