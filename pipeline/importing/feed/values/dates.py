"""Dates of feeds, to the second: RFC 2822 as RSS wants it, ISO 8601 as Atom does, and what programs made of these."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from pipeline.formats.scalars import FIRST_YEAR, LAST_YEAR

_MONTHS: Final[Mapping[str, int]] = {
    name: number
    for number, names in enumerate(
        (
            *("jan january januar janvier janv ene enero gen gennaio januari", "feb february februar février févr fév"),
            *("mar march märz mär mrz mars marzo maart mrt", "apr april avril avr abr abril aprile"),
            *("may mai mei mayo maggio mag", "jun june juni juin junio giu giugno"),
            *("jul july juli juillet juil julio lug luglio", "aug august août aoû ago agosto augustus"),
            *("sep sept september septembre septiembre set settembre", "oct october okt oktober octobre octubre ott"),
            *("nov november novembre noviembre", "dec december dez dezember déc décembre dic diciembre dicembre"),
        ),
        1,
    )
    for name in names.split()
}
"""Names of months in the languages whose blog programs put them into feeds."""
_ZONES: Final[Mapping[str, int]] = {
    name: hours
    for hours, names in {
        -10: "hst",
        -9: "akst",
        -8: "pst pt akdt",
        -7: "mst mt pdt",
        -6: "cst ct mdt",
        -5: "est et cdt",
        -4: "edt ast at",
        -3: "adt",
        0: "z ut gmt utc wet",
        1: "bst cet mez met west",
        2: "cest mesz mest eet sast",
        3: "eest msk",
        8: "awst",
        9: "jst",
        10: "aest",
        11: "aedt",
        12: "nzst",
        13: "nzdt",
    }.items()
    for name in names.split()
}
"""Hours east of Greenwich. Clients take what they do not know for Greenwich's."""
_CLOCK: Final = (
    r"(?:,?[Tt ]{1,3}(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    r"\s{0,3}(?P<half>[AaPp]\.?[Mm]\.?)?)?\s{0,3}(?:Etc/)?(?P<zone>[A-Za-z]{0,4}[+-]?[\d:]{0,6})"
)
_WEEKDAY: Final = r"(?:[^\W\d]{2,12}(?:\.?,?\s{1,3}|,))?"
_FORMS: Final = tuple(
    re.compile(form + _CLOCK)
    for form in (
        _WEEKDAY + r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?[ -](?P<name>[^\W\d]{3,10})\.?,?[ -](?P<year>\d{2,4})",
        _WEEKDAY + r"(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})",
        r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})",
        _WEEKDAY + r"(?P<name>[^\W\d]{3,10})\.?\s{1,3}(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s{1,3}(?P<year>\d{4})",
    )
)
"""RFC 2822, ISO 8601, and what Americans write."""
_ASCTIME = re.compile(
    r"[A-Za-z]{3} ([A-Za-z]{3} \d{1,2}) (\d{1,2}:\d{2}:\d{2})((?: [A-Z]{2,4})?(?: [+-]\d{4})?) (\d{4})", re.ASCII
)
"""What C writes: the year stands at the end."""
_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d{2})?", re.ASCII)
_HALF: Final = 12


def instant(text: str) -> str:
    """A date as an instant with its offset, `2021-05-03T06:00:00+02:00`; "" for what is none. One without a zone is of
    Greenwich, as clients take it.
    """
    said = " ".join(text.replace("\u00a0", " ").split())[:100]
    if match := _ASCTIME.fullmatch(said):
        said = f"{match[1]}, {match[4]} {match[2]}{match[3]}"
    for form in _FORMS:
        if match := form.fullmatch(said):
            try:
                found = _made(match)
            except (ValueError, OverflowError):
                continue
            return found.isoformat().replace("+00:00", "Z") if FIRST_YEAR <= found.year <= LAST_YEAR else ""
    return ""


def _made(match: re.Match[str]) -> datetime:
    """Raises `ValueError` for a day or a time that there is not."""
    said = {name: value or "" for name, value in match.groupdict().items()}
    month = _month(said["name"]) if "name" in said else int(said["month"])
    hour, minute, second = _hour(said["hour"], said["half"]), int(said["minute"] or 0), int(said["second"] or 0)
    midnight = (hour, minute, second) == (24, 0, 0)
    day = datetime(_year(said["year"]), month, int(said["day"]), tzinfo=_zone(said["zone"]))
    time = timedelta(days=1) if midnight else timedelta(hours=_below(hour, 24), minutes=_below(minute, 60))
    return day + time + timedelta(seconds=min(_below(second, 61), 59))


def _below(number: int, bound: int) -> int:
    """Raises `ValueError`."""
    if number >= bound:
        raise ValueError(number)
    return number


def _year(text: str) -> int:
    """Two digits are of the years from 1969 (RFC 2822, obsolete syntax, as POSIX has it)."""
    year = int(text)
    return year if len(text) > 2 else year + (1900 if year > 68 else 2000)


def _month(name: str) -> int:
    """Raises `ValueError`."""
    if (number := _MONTHS.get(name.casefold(), 0)) == 0:
        raise ValueError(name)
    return number


def _hour(text: str, half: str) -> int:
    hour = int(text or 0)
    if not half:
        return hour
    return hour % _HALF + (_HALF if half[0] in "Pp" else 0)


def _zone(text: str) -> timezone:
    """The offset of a zone: its digits count more than its name (`GMT+0200`)."""
    if match := _OFFSET.search(text):
        offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
        return timezone(-offset if match[1] == "-" else offset)
    hours = _ZONES.get(text.strip().casefold(), 0)
    return timezone(timedelta(hours=hours)) if hours else UTC
