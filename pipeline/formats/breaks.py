"""Line breaks of plain texts: Markdown joins lines, and whoever writes none means each by itself.

Kept are lists of time codes, wherever they stand, and in a text without any Markdown the breaks of lines that end
early: a break where the next word would have had room was meant, one at the edge came from an editor's window.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import pairwise
from typing import Final

NARROW: Final = 50
"""Characters: nobody's window is narrower, so that in a text of shorter lines all breaks are meant."""
EARLY: Final = 0.75
"""The part of the longest line up to which the next word must have had room."""
_PLAIN: Final = frozenset({"p", "br", "a"})
_HREF = re.compile('href="([^"]*)"')
_CODE = re.compile(r"(?:<[^>]*+>)*[ (\[]*+[0-9]{1,3}:[0-9]{2}(?::[0-9]{2})?(?![0-9])")
_START, _END, _BREAK = "<p>", "</p>", "<br>"


def kept(html: str) -> str:
    """The HTML of a text with the line breaks that were meant; everything else as it was. Takes linear time."""
    first, *rest = html.split(_START)
    longest = max((len(_shown(line)) for line in _lines(rest)), default=0) if _is_plain(html) else 0
    return first + "".join(_START + _paragraph(part, longest) for part in rest)


def begins_with_a_time(line: str) -> bool:
    """Whether a line of HTML begins with a time code: `0:00`, `(1:02:03)`, `[12:30]`."""
    return _CODE.match(line.lstrip()) is not None


def _lines(paragraphs: Sequence[str]) -> Iterator[str]:
    for part in paragraphs:
        yield from part.partition(_END)[0].split("\n")


def _paragraph(part: str, longest: int) -> str:
    """What stands between the beginnings of two paragraphs; `longest` is the longest line of a plain text, else 0."""
    inner, end, after = part.partition(_END)
    lines = inner.split("\n")
    listed = sum(map(begins_with_a_time, lines)) >= 2
    made = [lines[0]]
    for before, line in pairwise(lines):
        meant = (listed and begins_with_a_time(line)) or (longest > 0 and _is_meant(before, line, longest))
        made += [_BREAK if meant and not before.endswith(_BREAK) else "", "\n", line]
    return "".join(made) + end + after


def _is_meant(before: str, line: str, longest: int) -> bool:
    word = _shown(line).split(" ", 1)[0]
    return longest < NARROW or len(_shown(before)) + 1 + len(word) <= EARLY * longest


def _is_plain(html: str) -> bool:
    """Whether there is no Markdown: paragraphs, and addresses that lead where they say."""
    for part in html.split("<")[1:]:
        tag, _, text = part.partition(">")
        name = tag.lstrip("/").split(" ", 1)[0]
        href = _HREF.search(tag) if tag.startswith("a ") else None
        if name not in _PLAIN or (href and not href[1].endswith(text)):
            return False
    return True


def _shown(line: str) -> str:
    """The text of a line of HTML."""
    first, *rest = line.split("<")
    return unescape(first + "".join(part.partition(">")[2] for part in rest)).strip()
