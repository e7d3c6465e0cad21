"""Letters that another encoding made others of, or lost: a text that was saved as one and opened as another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.formats.prose import CODE

LOST = "\ufffd"
_GARBLED = re.compile(
    f"{LOST}"
    "|\u00e2\u20ac[\u0153\u201c\u201d\u2122\u02dc\u00a6\u2013\u2014\u00a2]"  # quotes and dashes
    "|\u00c3[\u00a1-\u00ba\u00bc-\u00bf\u201e\u2013\u0153\u0178\u2030\u20ac]"  # letters with accents
    "|\u00c2[\u00a3\u00a7\u00a9\u00ab\u00ae\u00b0\u00b4\u00b7\u00bb]"  # signs
)
"""What UTF-8 looks like to who takes it for Windows-1252; no language writes one of these pairs."""


def first(text: str) -> tuple[int, str, str] | None:
    """Where the first of them stands in a text, what is wrong, and the remedy; or None."""
    if text.isascii() or (found := _GARBLED.search(text)) is None:
        return None
    return found.start(), *_told(found[0])


def garbled(lines: Iterable[str]) -> Iterator[tuple[tuple[int, int], str, str]]:
    """The first of them in each line of a body, but for those in code: place, what is wrong, and the remedy."""
    for number, line in enumerate(lines, 1):
        text = CODE.sub(lambda code: " " * len(code[0]), line) if "`" in line and not line.isascii() else line
        if found := first(text):
            yield (number, found[0] + 1), *found[1:]


def _told(pair: str) -> tuple[str, str]:
    if pair == LOST:
        message = f"a letter was lost here, when the text was saved in another encoding: readers see `{LOST}`"
        return message, "write that letter again, and look for others in the text"
    message = f"`{pair}` is what another encoding made of one sign, and readers see it so"
    try:
        right = pair.encode("cp1252").decode()
    except UnicodeError:
        return message, "copy the text again from where it is right, or write that sign"
    return message, f"write `{right}`; where there are many, copy the text again from where it is right"
