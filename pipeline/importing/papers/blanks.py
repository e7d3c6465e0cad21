"""Where people fill something in: signs that stand in a text for a while, until it is known what is asked there.

They are letters for private use, which no text of a source may have.
"""

from __future__ import annotations

import re
from typing import Final

OPEN, CLOSE = "\ue000", "\ue001"
BLANK: Final = "________"
"""A line to write on, as people draw it."""
DAY: Final = f"{OPEN}date{CLOSE}"
BOX: Final = "\u2610"
LINE: Final = re.compile(r"_(?:[ \t\u00a0]{0,2}_){2,}|\u2026{2,}|[.\u2026]{6,}|\ue000date\ue001")
"""A line to write on, in a text."""
_FOREIGN: Final = re.compile(f"[{OPEN}{CLOSE}]")
_CHOSEN: Final = re.compile(f"{OPEN}([0-9]{{1,4}}){CLOSE}")


def clean(text: str) -> str:
    """A text of a source without our signs."""
    return _FOREIGN.sub("", text)


def choice(number: int) -> str:
    """The sign of a list to choose from, by its number among those of the document."""
    return f"{OPEN}{number}{CLOSE}"


def chosen(text: str) -> int | None:
    """The number of the list to choose from in a text; None where there is none, or there are several."""
    found = _CHOSEN.findall(text)
    return int(found[0]) if len(found) == 1 else None


def plain(text: str) -> str:
    """A text with lines to write on in the place of our signs, for where nothing else becomes of them."""
    return _CHOSEN.sub(BLANK, text.replace(DAY, BLANK))


def without(text: str) -> str:
    """A text without our signs and without lines to write on."""
    return " ".join(LINE.sub(" ", _CHOSEN.sub(" ", text)).split())
