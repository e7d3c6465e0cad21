"""What XML 1.0 can hold."""

from __future__ import annotations

import re

_UNSPEAKABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    """The text without what XML 1.0 can't hold (section 2.2, `Char`): controls, lone surrogates, U+FFFE, U+FFFF."""
    return _UNSPEAKABLE.sub("", text)
