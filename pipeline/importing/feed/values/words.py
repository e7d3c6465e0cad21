"""Words of feeds: what is one line, what is a text and in which form, and which of several texts say the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from typing import Final, Literal

from pipeline.formats.breaks import begins_with_a_time
from pipeline.formats.garbled import first as garbled
from pipeline.formats.invisible import seen
from pipeline.importing.feed.values.addresses import is_web

_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,15}(?:\s[^<>]{0,2000})?/?>")
_MARKUP = re.compile(
    r"<(?:/?(?:p|br|a|ul|ol|li|b|i|em|strong|div|span|h[1-6]|img|hr|table|blockquote|figure|iframe|u|small|pre|code|sub)\b)",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ENDS_A_LINE = re.compile(r"<(?:br|/?p|/?li|/?div|/?h[1-6]|/?tr|/?ul|/?ol|/?blockquote)\b[^<>]{0,2000}>", re.IGNORECASE)
_MOST_COMPARED: Final = 200
"""Lines that are looked for one by one."""
_CUT_BEFORE: Final = 0.5
"""The part of a line that may be cut off to end with a whole word."""


def line(text: str) -> str:
    """A text as one line of plain words: without tags, names of characters that were escaped twice, and what nobody
    sees. Letters that another encoding made others of are put right where that is certain.
    """
    plain = unescape(_TAG.sub("", text)) if _ENTITY.search(text) or "<" in text else text
    return seen(mended(" ".join(plain.split()))).strip()


def mended(text: str) -> str:
    """The same, once more decoded where it was encoded twice (`Ã¤` of `ä`), and where that gives whole letters."""
    if garbled(text) is None:
        return text
    try:
        return text.encode("cp1252").decode()
    except UnicodeError:
        return text


def form(text: str) -> Literal["html", "plain"]:
    """Whether this is HTML, or a text whose line breaks count."""
    return "html" if _MARKUP.search(text) else "plain"


def told(text: str) -> str:
    """A text that was escaped once more than it should be, as it was meant: without markup, `&#8217;` is an apostrophe
    and `&lt;p&gt;` a paragraph.
    """
    return unescape(text) if _ENTITY.search(text) and form(text) == "plain" else text


def cut(text: str, most: int) -> str:
    """At most so many characters, cut with `…` between words."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    space = head.rfind(" ")
    return f"{head[:space] if space > most * _CUT_BEFORE else head}…"


def lines(text: str) -> list[str]:
    """The lines that readers see, each in plain words."""
    parts = _ENDS_A_LINE.sub("\n", text.replace("\n", " ")).split("\n") if form(text) == "html" else text.split("\n")
    return [said for part in parts if (said := line(part))]


def heard(text: str) -> str:
    """All that a text says, as it is compared: its letters and digits alone, in lower case."""
    return "".join(one for one in line(_ENDS_A_LINE.sub(" ", text)).casefold() if one.isalnum())


def unsaid(text: str, others: Iterable[str]) -> list[str]:
    """The lines of a text that none of the others says. Times at the beginning of a line are those of chapters, and a
    line that is only an address leads to the rest.
    """
    known = [heard(one) for one in others]
    own = [one for one in lines(text) if not begins_with_a_time(one) and not is_web(one)]
    if len(own) > _MOST_COMPARED:
        return [] if any(heard(text) in other for other in known) else own
    return [one for one in own if (said := heard(one)) and not any(said in other for other in known)]


def number(text: str) -> int:
    """A whole number from 1 as people write it in a feed (`12`, `012`, `12.0`); else 0."""
    plain = text.strip().removesuffix(".0")
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 9 else 0


def yes(text: str) -> bool | None:
    """Yes or no in every form that feeds have; None where it is neither. `clean` says: not explicit."""
    said = text.strip().casefold()
    if said in ("yes", "true", "explicit", "1", "y", "on"):
        return True
    return False if said in ("no", "false", "clean", "0", "n", "off", "none", "notexplicit") else None
