"""The letters of a text: each in one piece, or plain, without what stands over them, to sort by or to make names of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import Literal

_AT_ONCE = 50
"""Letters that are taken apart at once; one may stand for eighteen. Python asks for more memory after each ten that it
writes, and where that isn't to be had in place, it copies all that it wrote: the square of the length.
"""
_MARKS = re.compile(r"[^\w\s\x00-\x7f]{30,}")
"""What may hold marks that follow each other, more of them than any language has (UAX #15, section 13)."""


def decomposed(text: str) -> str:
    """A text with its letters taken apart, and those that stand for others as those: NFKD (UAX #15)."""
    return _normalized("NFKD", text)


def composed(text: str) -> str:
    """A text with each letter in one piece, where there is one for it: NFC (UAX #15)."""
    return _normalized("NFC", text)


def unmarked(text: str) -> str:
    """A text without what stands over its letters and below them: ä is a."""
    return "".join(one for one in decomposed(text) if not unicodedata.combining(one))


def basic(text: str) -> str:
    """What a text has of the letters and signs of ASCII, é among them."""
    return decomposed(text).encode("ascii", "ignore").decode()


@lru_cache(1 << 16)
def sortable(title: str) -> str:
    """A title as lists sort it, without case, accents and marks, so that é is beside e; one space parts words."""
    plain = decomposed(title.casefold())
    return " ".join("".join(one for one in plain if one.isalnum() or one.isspace()).split())


def slug(text: str) -> str:
    """The id nearest to a text: ASCII letters and digits in lower case, all else hyphens; may be empty."""
    return re.sub(r"[^a-z0-9]+", "-", basic(text).lower()).strip("-")


_SPELT = str.maketrans(
    {"ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l"}
    | {"đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ħ": "h", "Ħ": "h", "\u0131": "i"}
)
"""Letters of Latin that are no letter with a mark, as they are written without them."""


def filename(title: str) -> str:
    """The name of a new file, and so the last part of an address, for a title: as `slug`, and `ß` is `ss`."""
    return slug(title.translate(_SPELT))


def anchor(text: str) -> str:
    """The id of a heading, as Python-Markdown makes it (`slugify_unicode`): letters, digits and `_` in lower case,
    hyphens for spaces; may be empty.
    """
    plain = re.sub(r"[^\w\s-]", "", _normalized("NFKC", text)).strip().lower()
    return re.sub(r"[-\s]+", "-", plain)


def _normalized(form: Literal["NFC", "NFKC", "NFKD"], text: str) -> str:
    """A text as `unicodedata` normalises it, in a time that grows with its length whatever it holds."""
    if len(text) <= _AT_ONCE or text.isascii():
        return unicodedata.normalize(form, text)
    apart = "".join(_apart("NFKD" if "K" in form else "NFD", text))
    return unicodedata.normalize(form, _MARKS.sub(_in_order, apart))


def _apart(form: Literal["NFD", "NFKD"], text: str) -> Iterator[str]:
    for start in range(0, len(text), _AT_ONCE):
        yield unicodedata.normalize(form, text[start : start + _AT_ONCE])


def _in_order(run: re.Match[str]) -> str:
    """Marks in their canonical order. Python exchanges neighbours until all stand right: the square of their number."""
    parts = groupby(run[0], key=lambda one: unicodedata.combining(one) > 0)
    return "".join("".join(sorted(part, key=unicodedata.combining) if marks else part) for marks, part in parts)
