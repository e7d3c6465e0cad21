"""Styles of Word: which of them are headings, titles, quotes, code, also with names of somebody's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from pipeline.formats.archive import local
from pipeline.importing.papers.xml import Element, child, value

_DEEP: Final = 20
"""Styles that may rest on each other."""
_LEVELS: Final = 6
_CODE: Final = "pre:separator('\\n')"
_KNOWN: Final[Mapping[str, str]] = {
    "title": "p.title",
    "subtitle": "p.subtitle",
    "quote": "blockquote > p",
    "intense quote": "blockquote > p",
    "html preformatted": _CODE,
    "macro": _CODE,
    "source code": _CODE,
    "caption": "p.caption",
    "list bullet 2": "ul|ol > li > ul > li",
    "list bullet 3": "ul|ol > li > ul|ol > li > ul > li",
    "list number 2": "ul|ol > li > ol > li",
    "list number 3": "ul|ol > li > ul|ol > li > ol > li",
}
"""What becomes of paragraphs of a style, by the name that Word has for it in every language."""


@dataclass(frozen=True, slots=True)
class Style:
    """A style of paragraphs: its name, the id of the one it rests on, and its level as a heading, from 0; -1: none."""

    name: str
    above: str = ""
    level: int = -1


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of paragraphs of a document, by their ids."""

    by_id: Mapping[str, Style] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Element | None) -> Styles:
        """Those that `word/styles.xml` declares."""
        declared = (one for one in (root if root is not None else ()) if local(one) == "style")
        return cls({value(one, "styleId"): _style(one) for one in declared if value(one, "type") == "paragraph"})

    def is_contents(self, style_id: str) -> bool:
        """Whether paragraphs of this style are lines of a table of contents."""
        name = self.by_id[style_id].name.lower() if style_id in self.by_id else style_id.lower()
        return name == "toc heading" or (name.startswith("toc") and name[3:].strip().isdigit())

    def map(self) -> str:
        """What mammoth shall make of each style."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        for style_id in self.by_id:
            goal = self._goal(style_id)
            if goal and style_id.isprintable() and not set(style_id) & set("'\\ []=>:().|"):
                yield f"p.{style_id} => {goal}{'' if goal == _CODE else ':fresh'}"
        yield "r[style-name='Emphasis'] => em"
        yield "r[style-name='Intense Emphasis'] => em"
        yield "r[style-name='HTML Code'] => code"
        yield "r[style-name='Verbatim Char'] => code"

    def _goal(self, style_id: str) -> str:
        for style in self._chain(style_id):
            if known := _KNOWN.get(style.name.lower()):
                return known
            if style.level >= 0:
                return f"h{min(style.level + 1, _LEVELS)}"
        return ""

    def _chain(self, style_id: str) -> Iterator[Style]:
        """A style, and those on which it rests."""
        for _ in range(_DEEP):
            style = self.by_id.get(style_id)
            if style is None:
                return
            yield style
            style_id = style.above


def _style(element: Element) -> Style:
    name, outline = value(child(element, "name")), value(child(element, "pPr", "outlineLvl"))
    level = int(outline) if outline.isdecimal() and int(outline) < 9 else -1
    words = name.lower().split()
    if level < 0 and words[:1] == ["heading"] and words[1:2] and words[1].isdecimal():
        level = int(words[1]) - 1
    return Style(name, value(child(element, "basedOn")), level)
