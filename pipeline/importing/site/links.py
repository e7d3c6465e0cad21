"""The links of a Markdown text, each with another address where that is known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape

from pipeline.importing.site.marks.code import outside

_INLINE = re.compile(
    r"\]\([ \t]{0,3}(?:<([^<>\n]{1,2000})>|([^\s()<>]{1,2000}+(?:\([^\s()<>]{0,200}+\)[^\s()<>]{0,200}+){0,5}))"
)
_DEFINITION = re.compile(r"^[ ]{0,3}\[(?!\^)[^\]\n]{1,200}\]:[ \t]{0,5}<?([^\s<>]{1,2000})", re.MULTILINE)
_ATTRIBUTE = re.compile(r"""(?<![\w-])(?:href|src|poster)=(?:"([^"<>\n]{1,2000})"|'([^'<>\n]{1,2000})')""")


def rewritten(text: str, leads: Callable[[str], str]) -> str:
    """The text with what `leads` says in place of the address of each link; "" leaves one as it is."""
    out, at = list[str](), 0
    for begin, end, written in sorted(_destinations(text)):
        where = leads(unescape(written))
        if begin >= at and where:
            if text[begin - 1] == "(":
                where = f"<{where}>" if any(one in where for one in " ()") else where
            out += (text[at:begin], where)
            at = end
    return "".join([*out, text[at:]])


def _destinations(text: str) -> Iterator[tuple[int, int, str]]:
    plain = outside(text)
    for pattern in (_INLINE, _DEFINITION, _ATTRIBUTE):
        for match in pattern.finditer(text):
            if plain(match.start()):
                group = next(number for number in range(1, pattern.groups + 1) if match[number] is not None)
                yield *match.span(group), match[group]
