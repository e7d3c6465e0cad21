"""International Standard Book Numbers (ISO 2108), kept as thirteen digits."""

from __future__ import annotations

import re

from stdnum import isbn

_SEPARATORS = re.compile(r"[\s\u00ad\u2010-\u2015-]+")
_SHAPE = re.compile(r"97[89][0-9]{10}|[0-9]{9}[0-9X]")


def compact(text: str) -> str:
    """The number without hyphens and spaces, `x` made `X`. Nothing is checked."""
    return _SEPARATORS.sub("", text).upper()


def check_digit(text: str) -> str | None:
    """The check digit that the other digits ask for, `0` to `9` or `X`; None when the length or prefix is wrong."""
    number = compact(text)
    if not _SHAPE.fullmatch(number):
        return None
    if len(number) == 10:
        rest = -sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), number, strict=False)) % 11
        return "X" if rest == 10 else str(rest)
    return str(-sum(int(digit) * (3 if index % 2 else 1) for index, digit in enumerate(number[:12])) % 10)


def normalise(text: str) -> str | None:
    """The ISBN as thirteen digits, from ten or thirteen with hyphens or spaces; None when it is not a valid one."""
    number = compact(text)
    if not _SHAPE.fullmatch(number) or not isbn.is_valid(number):
        return None
    return str(isbn.to_isbn13(number))


def hyphenated(isbn13: str) -> str:
    """Thirteen digits with the hyphens of the ranges of the ISBN agency, as printed: `978-0-452-28132-5`."""
    return str(isbn.format(isbn13))
