"""The letters of a text: each in one piece, or plain, without what stands over them, to sort by or to make names of."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_AT_ONCE = 1_000
"""Letters that are taken apart at once. Python asks for more memory after each ten that it writes, and where that isn't
to be had in place, it copies all that it wrote: of a long text that takes the square of its length.
"""


def decomposed(text: str) -> str:
    """A text with its letters taken apart, and those that stand for others as those: NFKD (UAX #15). Marks that follow
    each other may stand in another order where a thousandth letter is among them.
    """
    if len(text) <= _AT_ONCE:
        return unicodedata.normalize("NFKD", text)
    parts = (text[start : start + _AT_ONCE] for start in range(0, len(text), _AT_ONCE))
    return "".join(unicodedata.normalize("NFKD", part) for part in parts)


def basic(text: str) -> str:
    """What a text has of the letters and signs of ASCII, é among them."""
    return decomposed(text).encode("ascii", "ignore").decode()


def composed(text: str) -> str:
    """A text with each letter in one piece, where there is one for it: NFC (UAX #15). Nothing joins over the end of a
    line, so lines are taken one by one.
    """
    if unicodedata.is_normalized("NFC", text):
        return text
    return "".join(unicodedata.normalize("NFC", line) for line in text.splitlines(keepends=True))


@lru_cache(1 << 16)
def sortable(title: str) -> str:
    """A title as lists sort it, without case, accents and marks, so that é is beside e; one space parts words."""
    plain = decomposed(title.casefold())
    return " ".join("".join(one for one in plain if one.isalnum() or one.isspace()).split())


def slug(text: str) -> str:
    """The id nearest to a text: ASCII letters and digits in lower case, all else hyphens; may be empty."""
    return re.sub(r"[^a-z0-9]+", "-", basic(text).lower()).strip("-")
