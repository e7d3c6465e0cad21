"""Days and hours as people write them: `Tuesday`, `2`, `Mon, Wed & Fri`, `Mo–Fr`, `daily`, `first Tuesday of the
month`, `every other Friday`; `19:30`, `7:30 PM`, `19.30 Uhr`, `noon`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from babel import Locale

from pipeline.importing.meetings.vocabulary import plain
from pipeline.model.kinds.meeting.fields import ORDINALS, WEEKDAYS, Weekday

_LANGUAGES: Final = ("en", "de", "fr", "es", "it", "nl", "pt", "sv", "da", "nb", "fi", "pl", "cs", "ru", "uk", "tr")
_SHORT: Final = "de"
"""In it days have two letters; elsewhere such words mean too much else."""
_DAILY: Final = frozenset({"daily", "every day", "everyday", "täglich", "diario", "tous les jours", "all days"})
_WORKDAYS: Final = frozenset({"weekdays", "weekday", "werktags", "monday to friday"})
_WEEKEND: Final = frozenset({"weekend", "weekends", "wochenende"})
_OTHER: Final = frozenset({"every other", "biweekly", "fortnightly", "alternate", "every second", "zweiwöchentlich"})
_NTH: Final = {
    f"{number}{end}": ordinal
    for ordinal, said in {
        "first": ("1st", "erste"),
        "second": ("2nd", "zweite"),
        "third": ("3rd", "dritte"),
        "fourth": ("4th", "vierte"),
        "fifth": ("5th", "fünfte"),
        "last": ("letzte",),
    }.items()
    for number in said
    for end in ("", "r", "n")
}
_COUNTED: Final = tuple(ORDINALS)
_DOTTED = re.compile(r"(?<![0-9])([1-5])\.(?![0-9])")
"""`1. Samstag`: the first one."""
_MONTH: Final = frozenset({"month", "monthly", "monats", "monat", "monatlich", "mes", "mois"})
_TO: Final = frozenset({"to", "through", "thru", "bis", "until", "till"})
_HOUR = re.compile(r"([0-9]{1,2})(?:[:.h]([0-9]{2}))?(?::[0-9]{2})?([ap])?")
_BARE = re.compile("[0-9]{3,4}")
_NAMED: Final = {"noon": "12:00", "midday": "12:00", "midnight": "00:00", "mittag": "12:00", "mittags": "12:00"}


@dataclass(frozen=True, slots=True)
class Held:
    """When a meeting is held: on days of each week, or each so-manieth one, or of each month."""

    weekly: tuple[Weekday, ...] = ()
    monthly: tuple[str, ...] = ()
    every: int = 1


def held(text: str, often: str = "") -> Held:
    """What a text says of days, with what another says of how often. What can't be read is no day."""
    words = plain(_spread(text)).split()
    if text.strip().replace(",", "").replace(" ", "").isdecimal():
        return Held(_sorted(WEEKDAYS[(int(one) - 1) % 7] for one in re.findall("[0-9]", text) if int(one) < 7))
    around = plain(_DOTTED.sub(lambda one: f"{_COUNTED[int(one[1]) - 1]} ", f"{text} {often}"))
    other = any(phrase in around for phrase in _OTHER)
    monthly = () if other else tuple(dict.fromkeys(_monthly(around.split())))
    if monthly:
        return Held(monthly=monthly)
    weekly = _sorted(_weekdays(words, plain(text)))
    return Held(weekly, every=2 if other and weekly else 1)


def is_monthly(text: str) -> bool:
    """Whether a text says that something is held once a month, whenever in it."""
    return not _MONTH.isdisjoint(plain(text).split())


def _spread(text: str) -> str:
    """A text in which a span is a word: `Mon–Fri` → `Mon to Fri`."""
    return re.sub("[-–—]", " to ", text)


def _monthly(words: Iterable[str]) -> Iterator[str]:
    """Days of a month: `1st and 3rd Saturday, last Sunday`; ordinals may stand behind the days, too."""
    nth, days = list[str](), list[Weekday]()
    for word in words:
        if ordinal := _ordinal(word):
            if nth and days:
                yield from (f"{one} {day}" for one in nth for day in days)
                nth, days = [], []
            nth.append(ordinal)
        elif day := _day(word):
            days.append(day)
    yield from (f"{one} {day}" for one in nth for day in days)


def _ordinal(word: str) -> str:
    return word if word in ORDINALS else _NTH.get(word, "")


def _weekdays(words: list[str], whole: str) -> Iterator[Weekday]:
    if whole in _DAILY:
        yield from WEEKDAYS
    elif whole in _WORKDAYS:
        yield from WEEKDAYS[:5]
    elif whole in _WEEKEND:
        yield from WEEKDAYS[5:]
    found = [(at, day) for at, word in enumerate(words) if (day := _day(word))]
    for (at, day), after in zip(found, [*found[1:], None], strict=False):
        yield day
        if after and not _TO.isdisjoint(words[at + 1 : after[0]]):
            yield from _between(day, after[1])


def _between(first: Weekday, last: Weekday) -> Iterator[Weekday]:
    at = WEEKDAYS.index(first)
    while WEEKDAYS[at % 7] != last:
        yield WEEKDAYS[at % 7]
        at += 1


def _sorted(days: Iterable[Weekday]) -> tuple[Weekday, ...]:
    return tuple(sorted(set(days), key=WEEKDAYS.index))


@lru_cache
def _names() -> dict[str, Weekday]:
    """The names of days in languages of Europe, whole and short, where no two of them mean different days."""
    meant: dict[str, set[Weekday]] = {}
    for language in _LANGUAGES:
        of_language = Locale(language).days
        for width in ("wide", "abbreviated"):
            for form in ("format", "stand-alone"):
                for number, name in of_language[form][width].items():
                    if len(plain(name)) > 2 or language == _SHORT:
                        meant.setdefault(plain(name), set()).add(WEEKDAYS[number])
    known = {name: days.pop() for name, days in meant.items() if len(days) == 1}
    english = {name[:3]: name for name in WEEKDAYS}
    return known | english | {"tues": "tuesday", "weds": "wednesday", "thur": "thursday", "thurs": "thursday"}


def _day(word: str) -> Weekday | None:
    names = _names()
    return names.get(word) or names.get(word.removesuffix("s"))


def clock(text: str) -> str:
    """A time of day as `19:30`; "" where a text says none."""
    said = text.strip().casefold()
    if said in _NAMED:
        return _NAMED[said]
    bare = "".join(said.removesuffix("uhr").replace("o'clock", "").split()).replace(".m.", "m").replace("p.m", "pm")
    bare = bare.replace("a.m", "am").removesuffix(".")
    half = bare[-2:-1] if bare.endswith("m") else ""
    bare = bare[:-1] if half in ("a", "p") else bare
    if _BARE.fullmatch(bare):
        bare = f"{bare[:-2]}:{bare[-2:]}"
    match = _HOUR.fullmatch(bare)
    if match is None:
        return ""
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        if not 1 <= hour <= 12:
            return ""
        hour = hour % 12 + (12 if match[3] == "p" else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else ""


def minutes(begin: str, end: str) -> int:
    """From one time of day to another, which may be of the next day; 0 where they are one."""
    first, last = (int(one[:2]) * 60 + int(one[3:]) for one in (begin, end))
    return (last - first) % (24 * 60)
