"""Values that leave a file: a field, or an item of a list, cut out of the text with the lines that belong to it.

What is left is read again before it is given: it says what it said, without them. Where it would say something else,
nothing is cut, and that is told.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pipeline.formats import frontmatter, yaml
from pipeline.formats.yaml import Document, Path
from pipeline.model.edits.edit import Edit
from pipeline.model.edits.parts import SPACE, before_fields, is_about_what_follows, offset, parted
from pipeline.model.tree import File
from pipeline.problems import Place, Problem


def cut(file: File, locs: Iterable[Path]) -> Edit | None:
    """The edit of a file of fields, or with front matter, that takes out the values at these places; a list that would
    be empty goes with its name. None where there is nothing to read.
    """
    text, _ = frontmatter.decode(file.data or b"", file.path)
    front = parted(text, file.path) if text is not None else None
    if text is None or front is None:
        return None
    head = before_fields(text, front)
    fields = _Fields(file.path, front.yaml_line, front.yaml)
    last_first = sorted(locs, key=_order, reverse=True)  # so that earlier places stay true
    left = tuple(problem for loc in last_first if (problem := fields.without(loc)))
    after = head + fields.text + text[len(head) + len(front.yaml) :]
    return Edit.of(file, text, after, left)


def _order(loc: Path) -> tuple[tuple[str, int], ...]:
    return tuple(("", part) if isinstance(part, int) else (part, 0) for part in loc)


@dataclass(slots=True)
class _Fields:
    """The YAML of a file while something is cut out of it."""

    path: str
    first_line: int
    text: str

    def without(self, loc: Path) -> Problem | None:
        """Cut out one value; why that can't be done, if so."""
        document, _ = yaml.parse(self.text, self.path, first_line=self.first_line)
        if document is None or loc not in document.marks:
            return None
        while len(loc) > 1 and len(yaml.at(document.value, loc[:-1])) == 1:
            loc = loc[:-1]
        text, meant = self._cut(document, loc), _dropped(document.value, loc)
        after, wrong = yaml.parse(text, self.path, first_line=self.first_line)
        if after is not None and not wrong and after.value == meant:
            self.text = text
            return None
        place = document.keys.get(loc) or document.marks[loc]
        return Problem(
            place, "this could not be cut out without changing something else", "remove it by hand", "not-repaired"
        )

    def _cut(self, document: Document, loc: Path) -> str:
        begin = self._offset(document.keys.get(loc) or document.marks[loc])
        end = self._offset(document.ends[loc])
        if self.text[self._offset(document.marks[loc[:-1]])] in "[{":
            return self._out_of_a_row(begin, end)
        return self._lines(begin, end)

    def _out_of_a_row(self, begin: int, end: int) -> str:
        """Without an item of `[…]` or `{…}`, and the comma after or before it."""
        after = len(self.text) - len(self.text[end:].lstrip(SPACE))
        if self.text[after : after + 1] == ",":
            rest = self.text[after + 1 :].lstrip(SPACE)
            return self.text[:begin] + rest
        return self.text[:begin].rstrip(SPACE).removesuffix(",") + self.text[end:]

    def _lines(self, begin: int, end: int) -> str:
        """Without the lines of a value; comments behind it belong to what follows, if they stand no deeper."""
        start = self.text.rfind("\n", 0, begin) + 1
        deep = begin - start - self.text[start:begin].count("- ") * 2
        stop = end if self.text[end - 1 : end] == "\n" else self.text.find("\n", end) + 1 or len(self.text)
        if not self.text[self.text.rfind("\n", 0, end) + 1 : end].strip(SPACE):
            stop = self.text.rfind("\n", 0, end) + 1
        lines = self.text[start:stop].splitlines(keepends=True)
        while len(lines) > 1 and is_about_what_follows(lines[-1], deep):
            stop -= len(lines.pop())
        return self.text[:start] + self.text[stop:]

    def _offset(self, place: Place) -> int:
        return offset(self.text, place, self.first_line)


def _dropped(value: Any, loc: Path) -> Any:
    """A value without what stands at a place in it."""
    part, *rest = loc
    if isinstance(value, dict):
        return {k: _dropped(v, tuple(rest)) if k == part else v for k, v in value.items() if rest or k != part}
    return [_dropped(v, tuple(rest)) if i == part else v for i, v in enumerate(value) if rest or i != part]
