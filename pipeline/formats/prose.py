"""Markdown as something that is read: passages and sentences with their places, and how hard English is to read.

Whatever is no prose (code, addresses, tags, attributes) is blanked in place, so that every offset in the result is one
of the body. All patterns take time linear in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

Sort = Literal["prose", "quote", "label"]

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
CODE = re.compile(r"(?<!`)`++[^`\n]++`++")
_INLINE = re.compile(
    r"""!\[[^\[\]]*\]\((?:[^()\n]|\([^()\n]*\))*\)   # picture
    | \]\((?:[^()\n]|\([^()\n]*\))*\)                # target of a link
    | \]\[[^\[\]\n]*\]                               # its reference
    | \[\^[^\[\]\s]+\]                               # mark of a footnote
    | </?[A-Za-z][^<>]*>                             # tag, address in angle brackets
    | https?://[^\s<>]*[^\s<>.,;:!?)"”]              # bare address
    | \{[:#.][^{}\n]*\}                              # attributes
    | (?<!\w)_++ | (?<!_)_++(?!\w) | \*+ | [\[\]\\]          # marks of emphasis and links
    """,
    re.VERBOSE,
)
_MARKS = re.compile(r"[][<{_*\\:]")
"""Where none of these stands, none of those does: most passages have no marks, and one set is quickly looked for."""
_MENTION = re.compile(
    r"""“[^“”]*” | ‘[^‘’]*’(?!\w) | «[^«»]*» | „[^„“”]*[“”] | "[^"]*" | (?<![\w'])'(?:[^']|(?<=\w)'(?=\w))*'(?!\w)
    | (?<![*\w])\*(?=[^\s*])[^*]*\*(?![*\w]) | (?<!\w)_(?=[^\s_])[^_]*_(?!\w)
    """,
    re.VERBOSE,
)
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})[ \t]*(\w*)[^`]*")
_QUOTE = re.compile(r"[ \t]*>[ >\t]*")
_DEFINITION = re.compile(r"[ ]{0,3}\[(?!\^)[^\[\]\n]+\]:[ \t]*\S")
_TITLE = re.compile(r"[ \t]*(?:#{1,6}(?=[ \t]|\w)|!!![ \t]*[\w-]+)")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)]|:|\[\^[^\[\]\s]+\]:)[ \t]+")
_RULE = re.compile(r"[-=*_|: \t]*")
_UNDERLINE = re.compile(r"(?:=+|-{2,})[ \t]*")
_END = re.compile(r"[.!?…]++(?P<end>[\"'”’)]*+(?=\s++[\"'“‘„(]*+[^\W_a-zà-ÿ]))?")
_ABBREVIATION = re.compile(r"\b(?:[Dd]r|[Mm]rs?|[Mm]s|[Pp]rof|[Ss]t|vs|cf|e\.g|i\.e|No|[A-HJ-Z])\.$")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a text: a paragraph or an item (`prose`), someone else's words (`quote`), or what is read by itself,
    as headings, rows and questions of forms are (`label`). It begins with line `line` (from 1) of the whole.

    `text` has blanks in place of what is no prose; `raw` still has pictures, links and tags.
    """

    sort: Sort
    line: int
    text: str
    raw: str

    @property
    def mentions(self) -> tuple[tuple[int, int], ...]:
        """The spans in quotation marks or emphasis: what is mentioned there, or is a title, is not said."""
        return _mentions(self.raw)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, from 1, in the whole."""
        return self.line + self.text.count("\n", 0, offset), offset - self.text.rfind("\n", 0, offset)

    def mentioned(self, offset: int) -> bool:
        """Whether what stands there is mentioned only."""
        at = bisect_right(self.mentions, offset, key=lambda span: span[0]) - 1
        return at >= 0 and offset < self.mentions[at][1]


def passages(body: str) -> Iterator[Passage]:
    """The passages of Markdown, cut where a reader stops: at empty lines, items, headings, rows."""
    lines = list(_lines(_without_comments(body).split("\n")))
    begin = 0
    for at in range(1, len(lines) + 1):
        if at == len(lines) or lines[at].cut or lines[at].sort != lines[begin].sort:
            raw = "\n".join(line.text for line in lines[begin:at])
            if "`" in raw:
                raw = CODE.sub(_blank, raw)
            if _WORD.search(raw):
                text = _INLINE.sub(_blank, raw) if _MARKS.search(raw) else raw
                yield Passage(lines[begin].sort, begin + 1, text, raw)
            begin = at


@lru_cache(maxsize=1)  # asked for many places of one passage, and of most passages never
def _mentions(raw: str) -> tuple[tuple[int, int], ...]:
    return tuple(match.span() for match in _MENTION.finditer(raw))


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of a passage, each with its offset there."""
    start = 0
    for match in (*(one for one in _END.finditer(text) if one["end"] is not None), None):
        end = match.end() if match else len(text)
        if match and _ABBREVIATION.search(text[max(start, match.start() - 8) : match.start() + 1]):
            continue
        sentence = text[start:end]
        if first := _WORD.search(sentence):
            yield start + first.start(), sentence[first.start() :]
        start = end


def words(text: str) -> list[str]:
    """The words of a text."""
    return _WORD.findall(text)


def reading_age(texts: Iterable[str]) -> float:
    """The age in years at which passages of English are read with ease: the Flesch–Kincaid grade (Kincaid et al. 1975),
    which counts years at school, and five.
    """
    count = long = heard = 0
    for text in texts:
        for _, sentence in sentences(text):
            found = words(sentence)
            count, long, heard = count + 1, long + len(found), heard + sum(map(syllables, found))
    return 0.39 * long / count + 11.8 * heard / long - 15.59 + 5 if count else 0.0


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _without_comments(body: str) -> str:
    parts: list[str] = []
    at = 0
    while (begin := body.find("<!--", at)) >= 0 and (end := body.find("-->", begin + 4)) >= 0:
        parts += (body[at:begin], re.sub(r"[^\n]", " ", body[begin : end + 3]))
        at = end + 3
    return "".join((*parts, body[at:]))


class _Line(NamedTuple):
    """A line without the marks at its beginning, its sort, and whether a passage ends before it."""

    sort: Sort
    text: str
    cut: bool


def _lines(lines: list[str]) -> Iterator[_Line]:
    fence = language = ""
    for index, line in enumerate(lines):
        if fence:
            closes = line.strip().startswith(fence) and not line.strip().strip(fence[0])
            yield _Line("label", line if language.lower() == "form" and not closes else "", cut=True)
            fence = "" if closes else fence
        elif opening := _FENCE.fullmatch(line):
            fence, language = opening[1], opening[2]
            yield _Line("label", "", cut=True)
        else:
            following = lines[index + 1] if index + 1 < len(lines) else ""
            yield _line(line, following)


def _line(line: str, following: str) -> _Line:
    if _RULE.fullmatch(line) or _DEFINITION.match(line):
        return _Line("label", "", cut=True)
    if quote := _QUOTE.match(line):
        return _Line("quote", _after(quote, line), cut=False)
    if title := _TITLE.match(line):
        return _Line("label", _after(title, line), cut=True)
    if line.count("|") > 1 or ("|" in line and "|" in following) or _UNDERLINE.fullmatch(following):
        return _Line("label", line, cut=True)
    item = _ITEM.match(line)
    return _Line("prose", _after(item, line) if item else line, cut=bool(item))


def _after(mark: re.Match[str], line: str) -> str:
    return " " * mark.end() + line[mark.end() :]


_VOWELS = re.compile("[aeiouyàáâãäåæèéêëìíîïòóôõöøœùúûüý]+")
_SILENT = re.compile(
    r"""(?<=[a-z])(?<![^aeiouy]l)e(?=
        (?:thing|times?|one|body|where|ways?|ment|ful|less|ly|ness|some|lines?|ty)s?$ | $ | ['’]s$)  # some-thing, like
    | (?<=[a-z])(?<![td])e(?=d$)                                                                   # asked
    | (?<=[a-z])(?<![sxzcg])(?<!sh|ch)(?<![^aeiouy]l)e(?=s$)                                        # likes
    | (?<=ev)e(?=ry|ning)                                                                          # every
    """,
    re.VERBOSE,
)
_APART = re.compile(
    r"""(?<=i)(?<![tscxgq]i)(?=[ao])(?!our|on) | (?<=[cgs]i)(?=at)  # gi-ant, associ-ate
    | (?<=[aeou])(?=ing) | (?<=[aeiou])(?=y[aeiou]) | (?<=y)(?=on[e_])  # see-ing, an-y-one
    | (?<=i)(?<!ri)(?=e[tn]) | (?<=e)(?=o(?![pu])) | (?<=de)(?=a[sl]?$)  # di-et, vide-o, ide-a
    | (?<=u)(?=[ae][lt]) | (?<=re)(?=at(?:e|ing|ed|ion))              # us-u-al, cre-ate
    """,
    re.VERBOSE,
)
_UNWRITTEN = re.compile(r"(?<=[^aeiouyr])n['’]t$|(?:[sd]|th)m$")  # didn't, alcoholism, rhythm


def syllables(word: str) -> int:
    """How many syllables an English word has, as far as its letters tell. Right for 98 in 100 words of our texts."""
    word = word.lower()
    heard = _APART.sub(".", _SILENT.sub("_", word))
    return max(1, len(_VOWELS.findall(heard)) + len(_UNWRITTEN.findall(word)))
