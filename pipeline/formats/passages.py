"""The passages of a text: what stands below each heading of the second level, up to the next."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.formats import markup

_VOID = frozenset({"br", "col", "hr", "img", "wbr"})
_HEADING = "h2"


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading as plain text, the id of its place on the page, and the HTML below it. An anchor in the heading, `<a
    id="…"></a>`, is its place before its own id: that one changes with the words.
    """

    id: str
    title: str
    html: str


def passages(text: str) -> tuple[Passage, ...]:
    """Those of sanitised HTML. What stands in quotes and boxes begins none, nor what stands before the first."""
    headings = list(_headings(text))
    ends = (*(start for start, _, _ in headings[1:]), len(text))
    return tuple(_passage(text, heading, end) for heading, end in zip(headings, ends, strict=False))


def _headings(text: str) -> Iterator[tuple[int, int, re.Match[str]]]:
    """Where each heading begins and ends, and its start tag."""
    depth, opened = 0, None
    for tag in markup.TAG.finditer(text):
        if tag[2] in _VOID:
            continue
        if not tag[1]:
            opened = tag if not depth and tag[2] == _HEADING else opened
            depth += 1
            continue
        depth = max(0, depth - 1)
        if opened and not depth:
            yield opened.start(), tag.end(), opened
            opened = None


def _passage(text: str, heading: tuple[int, int, re.Match[str]], end: int) -> Passage:
    start, below, opened = heading
    ids = (markup.attributes_of(tag[3]).get("id") for tag in markup.TAG.finditer(text, opened.end(), below) if tag[3])
    own = markup.attributes_of(opened[3]).get("id", "")
    title = " ".join(html.unescape(markup.TAG.sub("", text[start:below])).split())
    return Passage(next(filter(None, ids), own), title, text[below:end].strip())
