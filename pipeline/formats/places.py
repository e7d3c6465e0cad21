"""Where in a body that stands which its tokens hold: a token knows its lines, and what is in it is found from there."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from markdown_it.token import Token

from pipeline.formats import markup
from pipeline.formats.dialect import Written

Place = tuple[int, int]
"""Line and column of a body, from 1; column 0 is the whole line."""


@dataclass(slots=True)
class Cursor:
    """Goes through the text of one block, from the left to the right, and says where in the body it is.

    A block has its lines without what stands before them: marks of lists and quotes, and white space. `behind` is a
    column of its first line (from 0) before which its text can't begin: that of the cell before it.
    """

    lines: Sequence[str]
    text: str
    line: int
    behind: int = 0
    _at: int = 0
    _begin: int = 0
    _shift: int | None = None

    def place(self, at: int) -> Place:
        """The place of a character of the text, by its number."""
        if at < self._at:  # what is in a link stands before its address
            self.line -= self.text.count("\n", at, self._at)
            self._begin = self.text.rfind("\n", 0, at) + 1
            self._shift = None
        elif self.text.find("\n", self._at, at) >= 0:
            self.line += self.text.count("\n", self._at, at)
            self._begin = self.text.rfind("\n", self._at, at) + 1
            self._shift, self.behind = None, 0
        self._at = at
        if self._shift is None:
            self._shift = self._found()
        return self.line + 1, self._shift + at - self._begin + 1 if self._shift >= 0 else 0

    def _found(self) -> int:
        """The column (from 0) at which the line of the text begins in its line of the body; -1 where it isn't found."""
        end = self.text.find("\n", self._begin)
        line = self.text[self._begin :] if end < 0 else self.text[self._begin : end]
        return self.lines[self.line].find(line.rstrip(), self.behind) if self.line < len(self.lines) else -1


@dataclass(slots=True)
class Places:
    """Where links, pictures and headings stand: by the address as it is written, and by their level, in their order."""

    targets: dict[str, deque[Place]] = field(default_factory=lambda: defaultdict(deque))
    headings: dict[int, deque[int]] = field(default_factory=lambda: defaultdict(deque))

    def target(self, address: str) -> Place:
        """The place of the next link or picture with this address, or of the last; line 1 when there is none."""
        places = self.targets.get(address)
        if not places:
            return 1, 0
        return places.popleft() if len(places) > 1 else places[0]

    def heading(self, level: int) -> int:
        """The line of the next heading of a level; 1 when there is none."""
        lines = self.headings.get(level)
        return lines.popleft() if lines else 1


def read(tokens: Sequence[Token], noted: Mapping[str, Any], lines: Sequence[str]) -> Places:
    """The places of a body, from its tokens and lines."""
    reader = _Reader(noted.get("references", {}), lines)
    for at, token in enumerate(tokens):
        if token.map is None:
            continue
        if token.type == "heading_open":
            reader.places.headings[int(token.tag[1])].append(token.map[0] + 1)
        elif token.type == "html_block":
            reader.markup(Cursor(lines, token.content, token.map[0]), token.content, 0)
        elif token.type == "inline":
            reader.inline(token, is_cell=tokens[at - 1].type in ("th_open", "td_open"))
    return reader.places


@dataclass(slots=True)
class _Reader:
    references: Mapping[str, Any]
    lines: Sequence[str]
    places: Places = field(default_factory=Places)
    cell: Place = (0, 0)

    def inline(self, block: Token, *, is_cell: bool) -> None:
        line = block.map[0] if block.map else 0
        cursor = Cursor(self.lines, block.content, line, self.cell[1] if is_cell and self.cell[0] == line else 0)
        children = block.children or ()
        for number, child in enumerate(children):
            if child.type == "html_inline":
                self.markup(cursor, child.content, child.meta["span"][0])
            elif child.type == "image":
                self.places.targets[str(child.attrs["src"])].append(self.place(cursor, child))
            elif child.type == "link_open":
                label = children[number + 1].content if child.markup == "autolink" else ""
                self.places.targets[str(child.attrs["href"])].append(self.place(cursor, child, label))
        if is_cell:
            _, column = cursor.place(0)
            self.cell = line, column + len(block.content)

    def place(self, cursor: Cursor, child: Token, label: str = "") -> Place:
        """The place of the address of a link or picture, or of the `label` that is one itself."""
        start, end = child.meta["span"]
        if "label" in child.meta:
            return self.reference(child)
        if label:
            return cursor.place(end - len(label) - (cursor.text[start] == "<"))
        at = cursor.text.rfind("](", start, end) + 2
        while cursor.text[at].isspace():
            at += 1
        return cursor.place(at + (cursor.text[at] == "<"))

    def reference(self, child: Token) -> Place:
        """The place of an address that is defined elsewhere."""
        line = self.references[child.meta["label"]]["map"][0]
        text = self.lines[line]
        address = str(child.attrs.get("href", child.attrs.get("src", "")))
        return line + 1, text.find(address, text.find("]:")) + 1

    def markup(self, cursor: Cursor, text: str, base: int) -> None:
        """The places of tags, whose text begins at `base` in that of their block."""
        for tag in markup.tags(text):
            if tag.end:
                continue
            if tag.name in ("a", "img"):
                name = "src" if tag.name == "img" else "href"
                start, value = tag.start, ""
                for given, value_, offset in markup.given(tag.attributes):
                    if given == name:
                        start, value = tag.inside + offset, value_
                        break
                self.places.targets[value].append(cursor.place(base + start))
            elif len(tag.name) == 2 and tag.name[0] == "h" and tag.name[1] in "123456":
                self.places.headings[int(tag.name[1])].append(cursor.place(base + tag.start)[0])


@dataclass(slots=True)
class Owners:
    """Which line of the body made which part of its HTML."""

    written: Written
    references: Mapping[str, Any]
    starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        ends = list(accumulate(map(len, self.written.parts), initial=0))
        self.starts = [ends[part] for part, _, _ in self.written.owners]

    def line(self, at: int) -> int:
        """The line (from 1) that made what stands at a place of the HTML."""
        number = bisect_right(self.starts, at) - 1
        if number < 0:
            return 1
        _, block, child = self.written.owners[number]
        first = block.map[0] if block.map else 0
        if child is not None and "label" in child.meta:
            return int(self.references[child.meta["label"]]["map"][0]) + 1
        if child is not None and "span" in child.meta:
            return first + 1 + block.content.count("\n", 0, child.meta["span"][0])
        within = at - self.starts[number]
        return first + 1 + (block.content.count("\n", 0, within) if block.type == "html_block" else 0)
