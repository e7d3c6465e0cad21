"""The line of times above a cue: as WebVTT, SubRip and SubViewer (YouTube's `.sbv`) write it, and as people's programs
do. All times are seconds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from pipeline.formats import times

HINT: Final = "write the line of times like `00:00:01.000 --> 00:00:04.500`"


class Form(Enum):
    """The forms of captions that are lines of text: their names, for people."""

    VTT = "WebVTT"
    SRT = "SubRip"
    SBV = "SubViewer"


_WIDE: Final = {"\uff1a": ":", "\uff0c": ",", "\uff0e": "."}
# Programs that translate or correct texts put spaces behind colons, and dashes or arrows in place of `-->`.
_TIME = r"(?:([0-9]{1,4}) ?: ?)?([0-5]?[0-9]) ?: ?([0-5]?[0-9])(?: ?[.,] ?([0-9]{1,9}))?"
_ARROW = "(?:[-–—\u2212]{1,3} ?(?:>|&gt;)|→)"
_TIMES = re.compile(rf"[ \t]{{0,9}}{_TIME}[ \t]{{0,9}}(?:{_ARROW})[ \t]{{0,9}}{_TIME}(|[ \t].*)")
_SBV = re.compile(
    r"([0-9]{1,4}):([0-5][0-9]):([0-5][0-9])\.([0-9]{3}),([0-9]{1,4}):([0-5][0-9]):([0-5][0-9])\.([0-9]{3})()[ \t]*"
)
_LIKE = re.compile(rf"[ \t]{{0,9}}[0-9]{{1,4}} ?[:.,] ?[0-9][0-9:.,;hms ]{{0,30}}{_ARROW}")
_LONGEST: Final = 500
"""Letters of the longest line of times, with settings of position."""
_LIKE_SBV = re.compile(r"[0-9]{1,4}:[0-9]{1,2}:\S{1,9},[0-9]{1,4}:[0-9]{1,2}:")
_PLAIN_TIME = r"(?:[0-9]{1,4}:)?[0-5][0-9]:[0-5][0-9]"
_PLAIN = {
    Form.VTT: re.compile(rf"\s*{_PLAIN_TIME}\.[0-9]{{3}}\s+-->\s+{_PLAIN_TIME}[.,][0-9]{{3}}(?:\s.*)?"),
    Form.SRT: re.compile(rf"\s*{_PLAIN_TIME}[.,][0-9]{{3}}\s+-->\s+{_PLAIN_TIME}[.,][0-9]{{3}}(?:\s.*)?"),
    Form.SBV: _SBV,
}


@dataclass(frozen=True, slots=True)
class Times:
    """The two times of a cue, and what follows them in their line (settings of position)."""

    start: float
    end: float
    settings: str


def read(line: str) -> Times | None:
    """The times of a cue; None where the line is none of times."""
    if len(line) > _LONGEST:
        return None
    if line.isascii():
        match = _TIMES.fullmatch(line) or _SBV.fullmatch(line)
    else:
        match = _TIMES.fullmatch("".join(map(_plain, line)).replace("\xa0", " "))
    if match is None:
        return None
    *numbers, settings = match.groups()
    return Times(_seconds(numbers[:4]), _seconds(numbers[4:]), settings.strip())


def is_like(line: str) -> bool:
    """Whether a line looks like one of times, but for its numbers."""
    return _LIKE.match(line) is not None or _LIKE_SBV.match(line) is not None


def is_sbv(line: str) -> bool:
    """Whether it is a line of times of SubViewer."""
    return _SBV.fullmatch(line) is not None


def is_plain(line: str, form: Form) -> bool:
    """Whether every program that knows the form reads this line of times."""
    return _PLAIN[form].fullmatch(line) is not None


def written(start: float, end: float, form: Form, settings: str = "") -> str:
    """The line of times as the form has it."""
    first, last = times.timestamp(start), times.timestamp(end)
    if form is Form.SBV:
        return f"{_short(first)},{_short(last)}"
    arrow = f"{first} --> {last}"
    arrow = arrow.replace(".", ",") if form is Form.SRT else arrow
    return f"{arrow} {settings}" if settings else arrow


def _short(stamp: str) -> str:
    """`0:00:01.000`: hours of one digit where that is enough."""
    return stamp.removeprefix("0")


def _plain(letter: str) -> str:
    """Digits and colons as ASCII has them; captions in Arabic or Chinese may have their own."""
    value = unicodedata.decimal(letter, None)
    return str(value) if value is not None else _WIDE.get(letter, letter)


def _seconds(groups: Sequence[str | None]) -> float:
    hours, minutes, seconds = (int(group or 0) for group in groups[:3])
    thousandths = int(f"{groups[3] or 0:0<3}"[:3])
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000
