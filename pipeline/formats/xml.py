"""What XML 1.0 can hold."""

from __future__ import annotations

import re

_UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """The text without what XML 1.0 can't hold (section 2.2, `Char`): controls, lone surrogates, U+FFFE, U+FFFF."""
    return _UNSPEAKABLE.sub("", text)
