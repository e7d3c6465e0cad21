"""Numbers of lists: one that goes on behind a paragraph or a picture, or begins elsewhere than at 1, keeps its numbers.

Word counts by the list to which a paragraph says it belongs, wherever it stands; HTML by what stands in one list.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml.html import HtmlElement

from pipeline.formats.archive import local
from pipeline.importing.papers.blanks import BOX, CLOSE, OPEN
from pipeline.importing.papers.xml import Element, all_of, child, said, value, words

_SIGN: Final = re.compile(f"{OPEN}n([0-9]{{1,6}}){CLOSE}")
_MOST: Final = 100_000
_BOXES: Final[Mapping[str, str]] = {
    **dict.fromkeys("\u2610\u25a1\u25a2\u274f\u2751\u2752\u2b1c\u25fb\uf06f\uf0a8\uf071\uf072", BOX),
    **dict.fromkeys("\u2611\u2612\uf0fe\uf0fd\uf078", "\u2611"),
}
"""Signs of lists that are boxes, also those of the font Wingdings, by the numbers that Word has for them."""


@dataclass(frozen=True, slots=True)
class Numbering:
    """The lists of a document: what each counts with, from where it begins, and which of them begin anew."""

    counters: Mapping[str, str] = field(default_factory=dict)
    starts: Mapping[str, int] = field(default_factory=dict)
    anew: Mapping[str, int] = field(default_factory=dict)
    boxes: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Of what counts with signs that are boxes, by its levels, the box."""

    @classmethod
    def of(cls, root: Element | None) -> Numbering:
        """What `word/numbering.xml` declares of the first level of each list."""
        declared = list(root) if root is not None else []
        starts = {value(one, "abstractNumId"): _start(one) for one in declared if local(one) == "abstractNum"}
        lists = [one for one in declared if local(one) == "num"]
        counters = {value(one, "numId"): value(child(one, "abstractNumId")) for one in lists}
        anew = {
            value(one, "numId"): _number(value(child(one, "lvlOverride", "startOverride")))
            for one in lists
            if child(one, "lvlOverride", "startOverride") is not None
        }
        boxes = {
            (value(one, "abstractNumId"), value(level, "ilvl")): sign
            for one in declared
            for level in one
            if local(level) == "lvl" and (sign := _BOXES.get(value(child(level, "lvlText")), ""))
        }
        return cls(counters, starts, anew, boxes)

    def mark(self, root: Element) -> None:
        """Put a sign before the first point of each list that does not begin at 1, and a box before each point of one
        whose signs are boxes.
        """
        counts: dict[str, int] = {}
        seen: set[str] = set()
        before = ""
        for paragraph in all_of(root, "p"):
            numbered = child(paragraph, "pPr", "numPr")
            name, level = value(child(numbered, "numId")), value(child(numbered, "ilvl"))
            if name not in self.counters:
                before = before if not words(paragraph) else ""
                continue
            if box := self.boxes.get((self.counters[name], level or "0")):
                paragraph.insert(1, said(paragraph, f"{box} "))
            elif level in ("", "0"):
                number = self._next(name, counts, begins=name not in seen)
                if number != 1 and before != name and 0 < number < _MOST:
                    paragraph.insert(1, said(paragraph, f"{OPEN}n{number}{CLOSE}"))
                seen.add(name)
            before = name

    def _next(self, name: str, counts: dict[str, int], *, begins: bool) -> int:
        counter = self.counters[name]
        if begins and name in self.anew:
            counts[counter] = self.anew[name]
        elif counter in counts:
            counts[counter] += 1
        else:
            counts[counter] = self.starts.get(counter, 1)
        return counts[counter]


def begin(root: HtmlElement) -> None:
    """Begin lists where signs say so, and take the signs out."""
    for points in root.iter("ol"):
        first = next((one for one in points if one.tag == "li"), None)
        if first is not None and (found := _SIGN.match(first.text or "")):
            points.set("start", found[1])
    for one in root.iter():
        one.text = _SIGN.sub("", one.text) if one.text else one.text
        one.tail = _SIGN.sub("", one.tail) if one.tail else one.tail


def _start(abstract: Element) -> int:
    first = next((one for one in abstract if local(one) == "lvl" and value(one, "ilvl") == "0"), None)
    return _number(value(child(first, "start")))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else 1
