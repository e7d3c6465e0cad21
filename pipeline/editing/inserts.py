"""Values that come into a file: a field of a mapping, or an item at the end of a list, written as its neighbours are.

What is there is read again before it is given: it says what it said, and what came. Where it would say something else,
nothing is written, and whoever asked tells so.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.editing.fixes import Edit
from pipeline.formats import frontmatter, yaml
from pipeline.formats.yaml import Document, Path
from pipeline.model.kinds import claiming
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
        kind = claiming(file.path)
        if text is None:
            return None
        if kind is None or not kind.front_matter:
            return cls(file, 1, text, text, "", "")
        front, _ = frontmatter.split(text, file.path)
        if front is None:
            return None
        head = text[: text.index("\n") + 1]
        return cls(file, front.yaml_line, front.yaml, text, head, text[len(head) + len(front.yaml) :])

    def document(self) -> Document | None:
        """What it says; None where it can't be read, or not in one way."""
        document, problems = yaml.parse(self.text, self.file.path, first_line=self.first_line)
        return None if problems else document

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

    def append(self, name: str, item: Mapping[str, str]) -> bool:
        """Write an item of fields, each given as YAML, at the end of the list `name`; whether that could be done."""
        document = self.document()
        items = document.value.get(name) if document and isinstance(document.value, dict) else ()
        if document is None or not (items is None or isinstance(items, list)):
            return False
        lines = self._with_item(document, name, items or [], item)
        meant = [*(items or []), {key: _read(value) for key, value in item.items()}]
        return self._take(lines, document, (name,), meant=meant)

    def edit(self) -> Edit:
        """The file with what was written into it, and as it was."""
        data = self.file.data or b""
        crlf, mark = 2 * data.count(b"\r\n") > self._before.count("\n"), data.startswith(codecs.BOM_UTF8)
        return Edit(self.file.path, self._before, f"{self._head}{self.text}{self._tail}", crlf, mark)

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
            kept = self.text[:end].rstrip()
            comma = "" if kept.endswith(("{", ",")) else ","
            return f"{kept}{comma} {loc[-1]}: {value}{self.text[end:]}"
        column = next(place.column for key, place in document.keys.items() if key[:-1] == above)
        return self._after(document, above, f"{' ' * (column - 1)}{loc[-1]}: {value}\n")

    def _with_item(self, document: Document, name: str, items: list[Any], item: Mapping[str, str]) -> str:
        loc: Path = (name,)
        if loc not in document.marks:
            return f"{self.text}{name}:\n{_item('  ', item)}"
        if not items:
            begin, end = self._offset(document.marks[loc]), self._offset(document.ends[loc])
            return f"{self.text[:begin].rstrip()}\n{_item('  ', item).rstrip()}{self.text[end:]}"
        last = (name, len(items) - 1)
        line = self._line(document.marks[last])
        dash = line[: document.marks[last].column - 1].rstrip().removesuffix("-")
        parted = "\n" if len(items) > 1 and not self._line(document.marks[last], above=1).strip() else ""
        return self._after(document, last, parted + _item(dash, item))

    def _after(self, document: Document, loc: Path, lines: str) -> str:
        """With whole lines behind a value: behind its last leaf, for a block is said to end where the next one begins,
        after all comments between them.
        """
        while below := [key for key in document.marks if len(key) == len(loc) + 1 and key[:-1] == loc]:
            if self.text[self._offset(document.marks[loc])] in "[{":
                break
            loc = max(below, key=lambda key: document.marks[key])
        end = self._offset(document.ends[loc])
        stop = self.text.find("\n", end)
        if self.text[end - 1 : end] == "\n":  # a text of several lines
            stop = len(self.text[:end].rstrip())
        before = self.text if stop < 0 else self.text[:stop]
        return f"{before}\n{lines}{self.text[len(before) + 1 :]}"

    def _line(self, place: Place, above: int = 0) -> str:
        number = place.line - self.first_line - above
        return self.text.split("\n")[number] if number >= 0 else ""

    def _offset(self, place: Place) -> int:
        at = 0
        for _ in range(place.line - self.first_line):
            at = self.text.index("\n", at) + 1
        return at + place.column - 1


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
