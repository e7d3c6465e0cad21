"""Where the code of a Markdown text is: there nothing is markup."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator

_FENCE = re.compile(r"^[ \t>]{0,20}(`{3,}+|~{3,}+)([^\n]*)$", re.MULTILINE)
_TICKS = re.compile("`+")


def outside(text: str) -> Callable[[int], bool]:
    """Whether a position of the text is in no code."""
    spans = sorted(_spans(text))
    begins = [begin for begin, _ in spans]

    def plain(at: int) -> bool:
        number = bisect_right(begins, at) - 1
        return number < 0 or at >= spans[number][1]

    return plain


def lines(text: str) -> Callable[[int], int]:
    """The line (from 0) of a position of the text."""
    breaks = [match.start() for match in re.finditer("\n", text)]
    return lambda at: bisect_left(breaks, at)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for begin, end in _fences(text):
        yield from _inline(text, at, begin)
        yield begin, end
        at = end
    yield from _inline(text, at, len(text))


def _fences(text: str) -> Iterator[tuple[int, int]]:
    opened: re.Match[str] | None = None
    for match in _FENCE.finditer(text):
        if opened is None:
            opened = match if match[1][0] == "~" or "`" not in match[2] else None
        elif match[1].startswith(opened[1]) and not match[2].strip():
            yield opened.start(), match.end()
            opened = None
    if opened is not None:
        yield opened.start(), len(text)


def _inline(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Code between runs of backticks of one length, each looked at once."""
    runs = [match.span() for match in _TICKS.finditer(text, begin, end)]
    last: dict[int, list[int]] = {}
    for number, (first, behind) in enumerate(runs):
        last.setdefault(behind - first, []).append(number)
    for numbers in last.values():
        numbers.reverse()
    number = 0
    while number < len(runs):
        first, behind = runs[number]
        later = last[behind - first]
        while later and later[-1] <= number:
            later.pop()
        if later:
            yield first, runs[later[-1]][1]
            number = later[-1]
        number += 1
