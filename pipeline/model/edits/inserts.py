"""Values that come into a file: a field of a mapping, or an item at the end of a list, written as its neighbours are.

What is there is read again before it is given: it says what it said, and what came. Where it would say something else,
nothing is written, and whoever asked tells so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.formats import frontmatter, yaml
from pipeline.formats.yaml import Document, Path
from pipeline.model.edits.edit import Edit
from pipeline.model.edits.parts import SPACE, before_fields, is_about_what_follows, offset, parted
from pipeline.model.kinds.begin import quoted
from pipeline.model.tree import File
from pipeline.problems import Place

_PLAIN = re.compile(r"[^\W\d_](?:[\w .’&()/–-]*[\w.)])?")
"""Text that needs no quotes in YAML, wherever it stands."""
_WORDS_OF_YAML = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})


def scalar(text: str) -> str:
    """Text as YAML: in quotes where another reader of YAML could take it for something else."""
    plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS_OF_YAML
    return text if plain else quoted(text)


def row(texts: tuple[str, ...]) -> str:
    """A list of texts on one line, as YAML."""
    return f"[{', '.join(map(scalar, texts))}]"


@dataclass(slots=True)
class Fields:
    """The YAML of a file of fields, or of its front matter, while something is written into it."""

    file: File
    first_line: int
    text: str
    _before: str
    _head: str
    _tail: str

    @classmethod
    def of(cls, file: File) -> Fields | None:
        """Those of a file; None where there is nothing to read."""
        text, _ = frontmatter.decode(file.data or b"", file.path)
        front = parted(text, file.path) if text is not None else None
        if text is None or front is None:
            return None
        head = before_fields(text, front)
        return cls(file, front.yaml_line, front.yaml, text, head, text[len(head) + len(front.yaml) :])

    def document(self) -> Document | None:
        """What it says; None where it can't be read, or not in one way."""
        document, problems = yaml.parse(self.text, self.file.path, first_line=self.first_line)
        return None if problems else document

    def said(self, document: Document, loc: Path) -> str:
        """A value as it is written."""
        return self.text[self._offset(document.marks[loc]) : self._offset(document.ends[loc])].strip(SPACE)

    def put(self, loc: Path, value: str) -> bool:
        """Write a value, given as YAML, where a field is empty or is not there; whether that could be done."""
        document = self.document()
        if document is None:
            return False
        if loc not in document.marks:
            return self._take(self._with_field(document, loc, value), document, loc, value)
        begin, end = (self._offset(place[loc]) for place in (document.marks, document.ends))
        gap = " " if self.text[begin - 1 : begin] == ":" else ""
        return self._take(f"{self.text[:begin]}{gap}{value}{self.text[end:]}", document, loc, value)

    def write(self, name: str, value: str) -> bool:
        """Write a field of the file itself, whatever it says; last where it is new. The value is given as YAML behind
        the colon, later lines in their own indentation. Whether that could be done, and no comment went with it.
        """
        document = self.document()
        if document is None or not isinstance(document.value, dict):
            return False
        indent, end = self._indent(document), len(self.text.rstrip(SPACE)) + 1
        line = f"{name}:{value}".replace("\n", f"\n{indent}")
        if (loc := (name,)) not in document.keys:
            return self._take(f"{self.text[:end]}{indent}{line}\n{self.text[end:]}", document, loc, value)
        begin = self._offset(document.keys[loc])
        end = self._end_of(begin, self._offset(document.ends[loc]), len(indent))
        return not yaml.has_comment(self.text[begin:end]) and self._take(
            f"{self.text[:begin]}{line}{self.text[end:] or chr(10)}", document, loc, value
        )

    def append(self, name: str, item: Mapping[str, str]) -> bool:
        """Write an item of fields, each given as YAML, at the end of the list `name`; whether that could be done."""
        document = self.document()
        said = document.value.get(name) if document and isinstance(document.value, dict) else ()
        items = [] if empty(said) else said
        if document is None or not isinstance(items, list):
            return False
        lines = self._with_item(document, name, items, item)
        meant = [*items, {key: _read(value) for key, value in item.items()}]
        return self._take(lines, document, (name,), meant=meant)

    def edit(self) -> Edit:
        """The file with what was written into it, and as it was."""
        return Edit.of(self.file, self._before, f"{self._head}{self.text}{self._tail}")

    def _take(self, text: str, document: Document, loc: Path, value: str = "", *, meant: object = None) -> bool:
        """Keep a text that says what was said, and at one place what is meant; nothing else is kept."""
        after, problems = yaml.parse(text, self.file.path, first_line=self.first_line)
        said = _with(document.value, loc, _read(value) if meant is None else meant)
        if after is None or problems or after.value != said:
            return False
        self.text = text
        return True

    def _with_field(self, document: Document, loc: Path, value: str) -> str:
        above = loc[:-1]
        if self.text[self._offset(document.marks[above])] == "{":
            end = self._offset(document.ends[above]) - 1
            kept = self.text[:end].rstrip(SPACE)
            comma = "" if kept.endswith(("{", ",")) else ","
            return f"{kept}{comma} {loc[-1]}: {value}{self.text[end:]}"
        column = next(place.column for key, place in document.keys.items() if key[:-1] == above)
        return self._after(document, above, f"{' ' * (column - 1)}{loc[-1]}: {value}\n")

    def _with_item(self, document: Document, name: str, items: list[Any], item: Mapping[str, str]) -> str:
        loc: Path = (name,)
        indent = self._indent(document)
        if loc not in document.marks:
            return f"{self.text}{indent}{name}:\n{_item(f'{indent}  ', item)}"
        if not items:
            begin, end = self._offset(document.marks[loc]), self._offset(document.ends[loc])
            kept = self.text[:begin].rstrip(SPACE)  # a comment behind it stays there
            stop = self._line_end(end)
            behind = self.text[end:stop].rstrip(SPACE)
            return f"{kept}{behind}\n{_item(f'{indent}  ', item).rstrip(SPACE)}{self.text[stop:]}"
        last = (name, len(items) - 1)
        dash = " " * (document.marks[loc].column - 1)  # a list begins with its first dash
        parted = "\n" if len(items) > 1 and not self._line(document.marks[last], above=1).strip(SPACE) else ""
        return self._after(document, last, parted + _item(dash, item))

    def _indent(self, document: Document) -> str:
        """The spaces before the fields of the file."""
        return " " * (min((key.column for loc, key in document.keys.items() if len(loc) == 1), default=1) - 1)

    def _end_of(self, begin: int, end: int, deep: int) -> int:
        """Where the last line of a field ends: a block is said to end where the next one begins, behind all comments
        between them.
        """
        first, *lines = self.text[begin:end].rstrip(SPACE).split("\n")
        while lines and is_about_what_follows(lines[-1], deep):
            lines.pop()
        return begin + len("\n".join([first, *lines]).rstrip(SPACE))

    def _line_end(self, at: int) -> int:
        stop = self.text.find("\n", at)
        return len(self.text) if stop < 0 else stop

    def _after(self, document: Document, loc: Path, lines: str) -> str:
        """With whole lines behind a value: behind its last leaf, for a block is said to end where the next one begins,
        after all comments between them.
        """
        while below := [key for key in document.marks if len(key) == len(loc) + 1 and key[:-1] == loc]:
            if self.text[self._offset(document.marks[loc])] in "[{":
                break
            loc = max(below, key=lambda key: document.marks[key])
        end = self._offset(document.ends[loc])
        stop = self._line_end(end)
        if self.text[end - 1 : end] == "\n":  # a text of several lines
            stop = len(self.text[:end].rstrip(SPACE))
        deep = len(lines.lstrip("\n")) - len(lines.lstrip(SPACE))
        while self._is_comment(line := self.text[stop + 1 : self._line_end(stop + 1)], deep):
            stop += 1 + len(line)  # it is about what stands before it
        before = self.text[:stop]
        return f"{before}\n{lines}{self.text[len(before) + 1 :]}"

    @staticmethod
    def _is_comment(line: str, deep: int) -> bool:
        """Whether a line is a comment that stands deeper than so many spaces."""
        return line.lstrip(SPACE).startswith("#") and len(line) - len(line.lstrip(SPACE)) > deep

    def _line(self, place: Place, above: int = 0) -> str:
        number = place.line - self.first_line - above
        return self.text.split("\n")[number] if number >= 0 else ""

    def _offset(self, place: Place) -> int:
        return offset(self.text, place, self.first_line)


def _item(indent: str, item: Mapping[str, str]) -> str:
    """An item of a list as lines, the dash behind `indent`."""
    return "".join(
        f"{indent}{'  ' if number else '- '}{name}:{f' {value}' if value else ''}\n"
        for number, (name, value) in enumerate(item.items())
    )


def _read(value: str) -> object:
    """What a value, given as YAML, says."""
    document, _ = yaml.parse(f"x: {value}", "")
    said = document.value if document else None
    return said["x"] if isinstance(said, dict) else None


def _with(value: object, loc: Path, said: object) -> object:
    """A value with another one at a place in it, which may be new."""
    if not loc:
        return said
    part, *rest = loc
    if isinstance(value, dict):
        return {**value, part: _with(value.get(part), tuple(rest), said)}
    if isinstance(value, list):
        return [_with(one, tuple(rest), said) if number == part else one for number, one in enumerate(value)]
    return value


def empty(value: object) -> bool:
    """Whether a field says nothing: it is not there, or holds no text and no item."""
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def items(document: Document, name: str) -> Iterator[tuple[int, Mapping[str, object]]]:
    """The items of a list that are fields, with their number from 0."""
    found = document.value.get(name) if isinstance(document.value, dict) else None
    for number, one in enumerate(found if isinstance(found, list) else ()):
        if isinstance(one, dict):
            yield number, one
