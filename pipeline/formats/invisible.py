"""Characters that nobody sees and that change what is read, found or run: they are told where they stand.

Escape sequences repaint a terminal, overrides of direction show a text in another order than it has (CVE-2021-42574),
and what has no width hides a word from the search and an address from whoever looks at it. Some of them some scripts
need: those are no fault behind the letters of such a script.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_CONTROLS = "\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f"
_NO_TEXT = "\\ud800-\\udfff\\ufdd0-\\ufdef\\ufffe\\uffff"  # by Unicode's own definition: our marks can't be forged
_OVERRIDES = "\\u2028-\\u202e\\u2066-\\u206f"
_WIDTHLESS = "\\u180e\\u2060-\\u2065\\ufeff\\u115f\\u1160\\u3164\\uffa0\\ufff9-\\ufffb"
_JOINERS, _DIRECTIONS, _TAGS = "\\u200b-\\u200d", "\\u061c\\u200e\\u200f", "\\U000e0000-\\U000e007f"
_SUSPECT = re.compile(f"[{_CONTROLS}{_NO_TEXT}{_OVERRIDES}{_WIDTHLESS}{_JOINERS}{_DIRECTIONS}{_TAGS}]")
_RIGHT_TO_LEFT = re.compile(
    "[\\u0590-\\u08ff\\ufb1d-\\ufdfd\\ufe70-\\ufefc\\U00010800-\\U00010fff\\U0001e800-\\U0001efff]"
)
_FLAG = re.compile("\\U0001f3f4[\\U000e0020-\\U000e007e]+\\U000e007f")
"""A flag of a part of a country: the only text that is written with tags (UTS 51)."""


def invisible(text: str) -> Iterator[int]:
    """Where in a text such characters stand."""
    found = _SUSPECT.search(text)
    if found is None:
        return
    flags = {at for flag in _FLAG.finditer(text) for at in range(*flag.span())}
    right_to_left = _RIGHT_TO_LEFT.search(text) is not None
    for match in _SUSPECT.finditer(text, found.start()):
        at = match.start()
        if at not in flags and not _is_needed(text, at, right_to_left=right_to_left):
            yield at


def _is_needed(text: str, at: int, *, right_to_left: bool) -> bool:
    """Whether a script needs what stands there: it joins or parts letters, or says in which direction they go."""
    one = text[at]
    if one in "\u061c\u200e\u200f":
        return right_to_left
    if one not in "\u200b\u200c\u200d":
        return False
    before = unicodedata.category(text[at - 1]) if at else ""
    # Letters without case are those of the scripts that have such rules; a symbol with a joiner is an emoji.
    return before in ("Lo", "Mn", "Mc") or (one == "\u200d" and before in ("So", "Sk"))


def name_of(character: str) -> str:
    """What people call it: `U+200B (zero width space)`."""
    name = unicodedata.name(character, "").lower()
    return f"U+{ord(character):04X}" + (f" ({name})" if name else "")


def seen(text: str) -> str:
    """A text without them, and without places where a word may be parted."""
    if text.isascii():
        return text
    text = text.replace("\N{SOFT HYPHEN}", "")
    gone = set(invisible(text))
    return "".join(sign for at, sign in enumerate(text) if at not in gone) if gone else text
