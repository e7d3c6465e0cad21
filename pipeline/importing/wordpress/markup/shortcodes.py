"""Shortcodes of WordPress: what in square brackets is one, what it encloses, and what stands in its place.

WordPress knows them by the plugins that are there; an export does not tell. Here one is known by its name, its end tag,
its attributes, or by standing alone. `[1]`, `[sic]` and `[our italics]` in a sentence are text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Final, Literal

from pipeline.importing.wordpress.markup.tags import Lines, blank, comments, spans

_MOST_OPEN: Final = 400
_SHAPE = re.compile(
    r"\[(\[?+)(/?+)([A-Za-z][A-Za-z0-9_-]{0,79}+)(?=[\s\]/=]|:https?:)"
    r"((?:[^\[\]\"=]++|=\"[^\"]{0,2000}+\"|=(?!\"[^\"]{0,2000}+\")|\")*)\](\]?)"
)
_PAIR = re.compile(r"[A-Za-z_][\w:.-]*+\s*+=\s*+[^\s=]")
_ATTRIBUTE = re.compile(
    r"([A-Za-z_][\w:.-]*+)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s'\"]++))|\"([^\"]*+)\"|'([^']*+)'|([^\s\"']++)"
)
_CURLY = re.compile("[“”„″]|&#(?:8220|8221|8222|8243|34);|&quot;")
_BEFORE = re.compile(r"(?:^|[\n>\]])[ \t\xa0]{0,40}\Z")
_BEHIND = re.compile(r"[ \t\xa0]{0,40}+(?:\Z|[\n<\[])")
_NUMBERED = re.compile(r"\s?(?:[A-Za-z_-]{0,40}+[0-9][A-Za-z0-9_-]{0,40}+)?\s?/?")


@dataclass(frozen=True, slots=True)
class Shortcode:
    """One of them: its name, its attributes by name, and those that have none in their order; the line on which it
    begins, and how it is written. `doubtful`: it may as well be a word in brackets.
    """

    name: str
    given: dict[str, str]
    bare: tuple[str, ...]
    line: int
    written: str
    doubtful: bool = False

    def get(self, *names: str) -> str:
        """The value of the first of these attributes that has any, without the blanks around it."""
        return next((value for name in names if (value := self.given.get(name, "").strip())), "")


@dataclass(slots=True)
class _Sign:
    """A tag in brackets: where it begins and ends, and whether it opens, closes, does both or is only text."""

    begin: int
    end: int
    name: str
    said: str
    sort: Literal["open", "close", "alone", "escaped"]
    paired: bool = False
    doubtful: bool = False


Known = Callable[[str, str], bool]
"""Whether a name is that of a shortcode wherever it stands, with what stands behind it."""
Shown = Callable[[Shortcode, str | None], str]
"""What stands in the place of a shortcode: of one that encloses nothing, None is given. Must be in one line, but for
the enclosed."""


def expanded(text: str, shown: Shown, known: Known, first: int = 1) -> str:
    """The text with what stands for each shortcode; it has as many lines as before. `known` says whether a name is one
    wherever it stands, `first` is the line on which the text begins.
    """
    signs = list(_meant(text, known))
    return _Expansion(text, Lines(text, first), shown).of(signs) if signs else text


@dataclass(slots=True)
class _Frame:
    """What a shortcode encloses, as far as it is read."""

    sign: _Sign
    parts: list[str] = field(default_factory=list)


class _Expansion:
    """One text while its shortcodes are replaced."""

    def __init__(self, text: str, lines: Lines, shown: Shown) -> None:
        self._text, self._lines, self._shown = text, lines, shown
        self._frames: list[_Frame] = [_Frame(_Sign(0, 0, "", "", "open"))]

    def of(self, signs: list[_Sign]) -> str:
        """See `expanded`."""
        at = 0
        for sign in signs:
            self._put(self._text[at : sign.begin])
            self._sign(sign)
            at = sign.end
        self._put(self._text[at:])
        return "".join(self._frames[0].parts)

    def _put(self, html: str) -> None:
        self._frames[-1].parts.append(html)

    def _sign(self, sign: _Sign) -> None:
        written = self._text[sign.begin : sign.end]
        if sign.sort == "escaped":
            self._put(written[1:-1])
        elif sign.sort == "close" and sign.paired:
            frame = self._frames.pop()
            opening = self._text[frame.sign.begin : frame.sign.end]
            shown = self._shown(self._told(frame.sign), "".join(frame.parts))
            self._put(shown + _missing(opening + self._text[frame.sign.end : sign.end], shown))
        elif sign.sort == "open" and sign.paired:
            self._frames.append(_Frame(sign))
        else:
            shown = self._shown(self._told(sign), None)
            self._put(shown + _missing(written, shown))

    def _told(self, sign: _Sign) -> Shortcode:
        given, bare = attributes(sign.said)
        written = self._text[sign.begin : sign.end]
        return Shortcode(sign.name, given, bare, self._lines.at(sign.begin), written, sign.doubtful)


def _missing(written: str, shown: str) -> str:
    """The lines that a text had, and what stands for it has not: a comment, which parts nothing."""
    return blank("\n" * (written.count("\n") - shown.count("\n")))


def attributes(said: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """Those with a name, and the others. Quotes that an editor made round are quotes."""
    said = said.strip().removesuffix("/")
    if '"' not in said:
        said = _CURLY.sub('"', said)
    given: dict[str, str] = {}
    bare = []
    for match in _ATTRIBUTE.finditer(said):
        value = next((one for one in match.groups()[1:] if one is not None), "")
        if match[1]:
            given.setdefault(match[1].lower(), unescape(value))
        else:
            bare.append(unescape(value))
    return given, tuple(bare)


def _meant(text: str, known: Known) -> Iterator[_Sign]:
    """The signs that are shortcodes, those that enclose something paired with their ends."""
    found = list(_shapes(text))
    closing = {sign.name for sign in found if sign.sort == "close"}
    kept = [sign for sign in found if _is_one(text, sign, closing, known)]
    _pair(kept)
    return iter(kept)


def _shapes(text: str) -> Iterator[_Sign]:
    """All that has the shape of a shortcode, outside of comments, of code and of tags."""
    hidden = _Hidden(text)
    at = 0
    while match := _SHAPE.search(text, at):
        at = match.end()
        if hidden.at(match.start()):
            continue
        begin, end = match.span()
        escaped = bool(match[1] and match[5])
        if not escaped:
            begin, end = begin + len(match[1]), end - len(match[5])
            at = end
        sort = _sort(match, escaped=escaped)
        yield _Sign(begin, end, match[3].lower(), match[4], sort)


def _sort(match: re.Match[str], *, escaped: bool) -> Literal["open", "close", "alone", "escaped"]:
    if escaped:
        return "escaped"
    if match[2]:
        return "close"
    return "alone" if match[4].endswith("/") else "open"


class _Hidden:
    """Where brackets are no shortcodes: in comments (in which blocks keep lists), in code, in scripts."""

    def __init__(self, text: str) -> None:
        self._spans = sorted([*comments(text), *spans(text, "pre", "code", "script", "style", "textarea")])
        self._next, self._end = 0, -1

    def at(self, offset: int) -> bool:
        """Whether this place is hidden; asked in the order of the text."""
        while self._next < len(self._spans) and self._spans[self._next][0] <= offset:
            self._end = max(self._end, self._spans[self._next][1])
            self._next += 1
        return offset < self._end


def _is_one(text: str, sign: _Sign, closing: Collection[str], known: Known) -> bool:
    if sign.sort == "escaped" or known(sign.name, sign.said) or sign.name in closing or "_" in sign.name:
        return True
    if sign.sort == "alone" or (_PAIR.search(sign.said) and "<" not in sign.said):
        return True
    lower = text[sign.begin + 1 : sign.begin + 1 + len(sign.name)].islower()
    sign.doubtful = lower and bool(_NUMBERED.fullmatch(sign.said)) and _is_alone(text, sign)
    return sign.doubtful


def _is_alone(text: str, sign: _Sign) -> bool:
    before = text[max(0, sign.begin - 42) : sign.begin]
    return bool(_BEFORE.search(before) if sign.begin else True) and bool(_BEHIND.match(text, sign.end))


def _pair(signs: list[_Sign]) -> None:
    """Mark those that enclose something, and their ends: each end belongs to the nearest of its name."""
    opened: list[_Sign] = []
    counted: Counter[str] = Counter()
    for sign in signs:
        if sign.sort == "open" and len(opened) < _MOST_OPEN:
            opened.append(sign)
            counted[sign.name] += 1
        elif sign.sort == "close" and counted[sign.name]:
            while (last := opened.pop()).name != sign.name:
                counted[last.name] -= 1
            counted[sign.name] -= 1
            last.paired = sign.paired = True
