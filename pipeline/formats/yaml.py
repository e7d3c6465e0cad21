"""YAML 1.1 as editors write it: positions of everything, scalars as written, typed later by the model.

`NO` is no boolean here, `12:30` no integer and `0306406152` keeps its zero. Only mappings with plain keys, lists and
scalars are taken; a key that stands twice is an error; size and depth are bounded before anything is built.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from pipeline.formats import meant
from pipeline.formats.slips import Slip, Stop, in_quotes, slip, spaced, tight, with_space
from pipeline.problems import Place, Problem

Path = tuple[str | int, ...]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST, MOST_NODES = 64, 20_000
"""Levels and values that a text may have."""
# What YAML 1.1 calls not printable (section 5.1; libyaml's own error for it bears no position), and the three that end
# a line for YAML alone: the lines it counts after them are not those of an editor.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_COMMENT = re.compile(r"[ \t]+#(.*)")
_CURLY = "“”„‟«»"
_PAIRS = frozenset(("“”", "„“", "„”", "””", "‘’", "\u201a‘", "«»", "»«"))
_BLOCKS = ("|", ">")
_LESS = "write less in one file, or nest less deeply"


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed text. `value` is made of dicts, lists, text as written, and None for `null`, `~` and nothing.

    `marks` has the place of every value by its path from the root `()`; `keys` that of every key, whose path ends in
    the key itself. `ends` has the place behind every value: behind the white space after it, where it is a block. What
    an alias stands for has the places of what it repeats. `doubts` are warnings about values that are text: whoever
    knows the types tells them. `lost` has the values that are not those that were meant, which is told already.
    """

    value: object
    marks: Mapping[Path, Place]
    keys: Mapping[Path, Place]
    ends: Mapping[Path, Place] = field(default_factory=dict)
    doubts: Mapping[Path, Problem] = field(default_factory=dict)
    lost: Mapping[Path, Place] = field(default_factory=dict)


def parse(
    text: str, path: str, *, first_line: int = 1, max_depth: int = DEEPEST, max_nodes: int = MOST_NODES
) -> tuple[Document | None, tuple[Problem, ...]]:
    """Parse one YAML document of the file `path`, whose first line is `first_line` there.

    Never raises. The problems are `bad-yaml`, `duplicate-key` (the first one is kept), `comment-in-text` and
    `too-complex`; aliases count as often as they are used. Without a document there is at least one problem.
    """
    found = _UNPRINTABLE.search(text)
    if found is not None:
        return None, (_unprintable(text, found.start(), path, first_line),)
    try:
        bounds = _Bounds(max_depth, max_nodes)
        bounds.take(_events(text))
        walk = _Walk(path, first_line, text)
        node = yaml.compose(text, Loader=_LOADER)
        value = None if node is None else walk.value(node, ())
    except _TooComplex as error:
        place = Place(path, error.mark.line + first_line, error.mark.column + 1)
        return None, (Problem(place, error.reason, _LESS, "too-complex"),)
    except yaml.YAMLError as error:
        return None, (_bad_yaml(error, text, path, first_line),)
    except (ValueError, RecursionError, TypeError, AttributeError):
        # The pure Python loader raises these for some malformed escapes and directives.
        return None, (_told(slip(Stop((), 0, 0)), path, first_line),)
    walk.marks.setdefault((), Place(path, first_line, 1))
    lost = tuple(walk.unused(name, mark) for name, mark in bounds.unused())
    return Document(value, walk.marks, walk.keys, walk.ends, walk.doubts, walk.lost), (*walk.problems, *lost)


def mended(text: str) -> str:
    """The text with one line put right: one at which the parser stops, or that it reads as a part of the text above.

    "" where there is none, where it can be put right in more ways, and for what `parse` finds too much.
    """
    lines, found = text.split("\n"), None
    try:
        walk = _Walk("", 1, text)
        _Bounds(DEEPEST, MOST_NODES).take(_events(text))  # they stop at other places than the composer, as in `parse`
        if (node := yaml.compose(text, Loader=_LOADER)) is not None:
            walk.value(node, ())
        tight_lines = (place.line - 1 for place in walk.lost.values())
        found = next(((line, right) for line in tight_lines if (right := with_space(lines[line]))), None)
    except yaml.YAMLError as error:
        wrong = _slip(error, text)
        found = (wrong.line, wrong.write) if wrong.write else None
    except (_TooComplex, ValueError, RecursionError, TypeError, AttributeError):
        return ""
    return "\n".join([*lines[: found[0]], found[1], *lines[found[0] + 1 :]]) if found else ""


def has_comment(text: str) -> bool:
    """Whether a comment stands in a text of YAML that can be read."""
    at = 0
    for token in yaml.scan(text, Loader=_LOADER):
        if "#" in text[at : token.start_mark.index]:
            return True
        header = text[token.start_mark.index : token.end_mark.index].partition("\n")[0]
        if getattr(token, "style", None) in _BLOCKS and "#" in header:
            return True
        at = token.end_mark.index
    return "#" in text[at:]


def place_of(document: Document, loc: Path) -> Place:
    """The place of the value at `loc`, or of the nearest of its ancestors that stands in the document."""
    while loc and loc not in document.marks:
        loc = loc[:-1]
    return document.marks[loc]


def at(value: Any, loc: Path) -> Any:
    """What stands at a location in a value."""
    for part in loc:
        value = value[part]
    return value


def leaves(value: object, loc: Path = ()) -> Iterator[tuple[Path, object]]:
    """What a value holds that holds nothing itself, in order, each with its location."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if not inner:
        yield loc, value
    for key, one in inner:
        yield from leaves(one, (*loc, key))


def parts(document: Document) -> dict[str | int, Document]:
    """What stands below each key or item of the root, as documents of their own, in order."""
    value = document.value
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    below: list[dict[str | int, dict[Path, Any]]] = []
    told_of = ((document.marks, 1), (document.keys, 2), (document.ends, 1), (document.doubts, 1), (document.lost, 1))
    for told, least in told_of:
        found: dict[str | int, dict[Path, Any]] = {}
        for loc, one in told.items():
            if len(loc) >= least:
                found.setdefault(loc[0], {})[loc[1:]] = one
        below.append(found)
    return {key: Document(inner, *(found.get(key, {}) for found in below)) for key, inner in items}


class _TooComplex(Exception):
    def __init__(self, reason: str, mark: Any) -> None:
        super().__init__(reason)
        self.reason, self.mark = reason, mark


@dataclass(slots=True)
class _Bounds:
    """Counts what a text would be made into, before it is: libyaml's composer overflows the stack at some depth, and
    aliases multiply. Stops at the event that is too much.
    """

    max_depth: int
    max_nodes: int
    nodes: int = 0
    _open: list[tuple[str | None, int]] = field(default_factory=list)
    _named: dict[str, tuple[int, int]] = field(default_factory=dict)
    _marks: dict[str, Any] = field(default_factory=dict)
    _deepest: list[int] = field(default_factory=list)

    def take(self, events: Iterator[Any]) -> None:
        """Raises `_TooComplex`."""
        for event in events:
            if isinstance(event, yaml.AliasEvent):
                self._repeat(event)
            elif isinstance(event, yaml.NodeEvent):
                self._begin(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._end()

    def unused(self) -> Iterator[tuple[str, Any]]:
        """The names that are given to values and never used again, each with where."""
        return iter(self._marks.items())

    def _begin(self, event: Any) -> None:
        self._grow(1, 0, event.start_mark)
        if event.anchor is not None:
            self._marks[event.anchor] = event.start_mark
            self._named[event.anchor] = (1, 0)
        if isinstance(event, yaml.CollectionStartEvent):
            self._open.append((event.anchor, self.nodes - 1))
            self._deepest.append(0)
            self._grow(0, 0, event.start_mark)

    def _end(self) -> None:
        anchor, before = self._open.pop()
        deepest = self._deepest.pop() + 1
        if self._deepest:
            self._deepest[-1] = max(self._deepest[-1], deepest)
        if anchor is not None:
            self._named[anchor] = (self.nodes - before, deepest)

    def _repeat(self, event: Any) -> None:
        if any(anchor == event.anchor for anchor, _ in self._open):
            raise _TooComplex("this repeats itself without an end", event.start_mark)
        self._marks.pop(event.anchor, None)
        self._grow(*self._named.get(event.anchor, (1, 0)), event.start_mark)

    def _grow(self, nodes: int, levels: int, mark: Any) -> None:
        self.nodes += nodes
        if self._deepest:
            self._deepest[-1] = max(self._deepest[-1], levels)
        if len(self._open) + levels > self.max_depth:
            raise _TooComplex(f"what stands here is nested more than {self.max_depth} levels deep", mark)
        if self.nodes > self.max_nodes:
            raise _TooComplex(f"up to here, this holds more than {self.max_nodes:,} values", mark)


def _events(text: str) -> Iterator[Any]:
    yield from yaml.parse(text, Loader=_LOADER)


@dataclass(slots=True)
class _Walk:
    """Builds the value of a text that is bounded, and sees what of it YAML would lose."""

    path: str
    first_line: int
    text: str
    marks: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)
    ends: dict[Path, Place] = field(default_factory=dict)
    doubts: dict[Path, Problem] = field(default_factory=dict)
    lost: dict[Path, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def value(self, node: yaml.Node, loc: Path) -> object:
        self.marks[loc], self.ends[loc] = self.place(node), self.at(node.end_mark)
        if not str(node.tag).startswith("tag:yaml.org,2002:"):
            message = "a text without quotes can't begin with `!`"
            self.report(self.place(node), message, in_quotes(self.line_from(node.start_mark), _name(loc)))
            self.lost[loc] = self.place(node)
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, loc)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*loc, index)) for index, item in enumerate(node.value)]
        return self.scalar(node, loc)

    def scalar(self, node: Any, loc: Path) -> str | None:
        """A value as it was meant: one that stands in a comment alone is that."""
        # The C parser gives "" as the style of a plain scalar, the Python one None.
        text, style = str(node.value), getattr(node, "style", None) or ""
        if mixed := _mixed_quotes(text):
            self.doubts[loc] = Problem(self.place(node), *mixed, "odd-quotes")
        elif not style and (curly := _curly_quotes(text, _name(loc))):
            self.doubts[loc] = Problem(self.place(node), *curly, "odd-quotes")
        if not style and node.end_mark.line > node.start_mark.line:
            self.continued(node, loc)
        found = _COMMENT.match(self.text, node.end_mark.index) if style not in _BLOCKS else None
        hidden = self.comment(found, node, loc, style) if found else ""
        return text if style else hidden or (None if text in _NULLS else text)

    def mapping(self, node: yaml.MappingNode, loc: Path) -> dict[str, object]:
        result: dict[str, object] = {}
        for key, child in node.value:
            if not isinstance(key, yaml.ScalarNode):
                message = "brackets stand here in place of the name of a field"
                self.report(self.place(key), message, "put a text that begins with a bracket in quotes")
                continue
            name = str(key.value)
            where = (*loc, name)
            if name in result:
                message, first = f"`{name}` stands here twice", self.keys[where].line
                self.report(self.place(key), message, f"remove one; the first is on line {first}", "duplicate-key")
                continue
            self.keys[where] = self.place(key)
            result[name] = self.value(child, where)
        return result

    def comment(self, found: re.Match[str], node: Any, loc: Path, style: str) -> str:
        """What stands behind ` #` is no part of the value; where no space follows, nobody meant a comment.

        The text that nobody would see, where it is the whole.
        """
        whole = " ".join(self.text[node.start_mark.index : found.end()].split())
        mark = self.at(node.end_mark)
        place = Place(mark.path, mark.line, mark.column + found.start(1) - found.start() - 1)
        message, hint = (
            "what follows ` #` is taken for a comment, so readers would not see it",
            "put it in the quotes",
        )
        if found[1].strip("#") and not found[1].startswith((" ", "\t", "#")):
            self.report(place, message, hint if style else in_quotes(whole, _name(loc)), "comment-in-text")
            self.lost[loc] = place
            return "" if node.value else whole
        if not style:
            other = "else write the comment on a line of its own"
            hint = f"if it belongs to the text, {in_quotes(whole, _name(loc))}; {other}"
            self.doubts[loc] = Problem(place, message, hint, "comment-behind-text")
        return ""

    def continued(self, node: Any, loc: Path) -> None:
        """Lines that go on a text, and look like what is no text: an item of a list, or a field without its space."""
        lines = self.text[node.start_mark.index : node.end_mark.index].split("\n")
        for number, line in enumerate(lines[1:], node.start_mark.line + 1):
            place = Place(self.path, number + self.first_line, len(line) - len(line.lstrip()) + 1)
            if line.lstrip().startswith("- "):
                self.lost[loc] = place
                message = "this begins further right than the line above, so it is read as a part of its text"
                self.report(place, message, "begin it in the same column as the other items of the list")
            elif found := tight(line):
                self.lost[loc] = place
                self.report(place, f"a space is missing behind `{found[0]}:`", spaced(*found))

    def unused(self, name: str, mark: Any) -> Problem:
        """What was named for a repeat and is never repeated: nobody meant a name."""
        message = f"a text without quotes can't begin with `&`: readers would not see `&{name}`"
        return Problem(self.at(mark), message, in_quotes(self.line_from(mark)), "bad-yaml")

    def line_from(self, mark: Any) -> str:
        return self.text[mark.index :].partition("\n")[0]

    def place(self, node: yaml.Node) -> Place:
        return self.at(node.start_mark)

    def at(self, mark: Any) -> Place:
        return Place(self.path, mark.line + self.first_line, mark.column + 1)

    def report(self, place: Place, message: str, hint: str, code: str = "bad-yaml") -> None:
        self.problems.append(Problem(place, message, hint, code))


def _name(loc: Path) -> str:
    """The name of a field that stands on one line with its value."""
    return loc[-1] if loc and isinstance(loc[-1], str) else ""


def _mixed_quotes(text: str) -> tuple[str, str] | None:
    """A straight quotation mark that closes what a curly one opened, or the other way round."""
    curly = sum(map(text.count, _CURLY))
    if not curly or text.count('"') % 2 == 0:
        return None
    right = meant.mixed(text)
    hint = f"write `{right}`" if right else 'close quotes with the sort that opens them: `“…”`, or `"…"`'
    return "straight and curly quotes are mixed here", hint


def _curly_quotes(text: str, name: str) -> tuple[str, str] | None:
    """Curly quotes around the whole of a value, which for YAML are none."""
    if len(text) < 2 or text[0] + text[-1] not in _PAIRS or sum(map(text.count, _CURLY + "‘")) > 2:
        return None
    message = f"`{text[0]}` and `{text[-1]}` are taken for a part of the text, so readers would see them"
    return message, f"remove them; or, if these are somebody's words, {in_quotes(text, name)}"


def _unprintable(text: str, offset: int, path: str, first_line: int) -> Problem:
    before = text[:offset]
    place = Place(path, before.count("\n") + first_line, offset - before.rfind("\n"))
    message = f"the control character U+{ord(text[offset]):04X} can't stand in YAML"
    return Problem(place, message, "remove it; it may be invisible in your editor", "bad-yaml")


def _bad_yaml(error: yaml.YAMLError, text: str, path: str, first_line: int) -> Problem:
    return _told(_slip(error, text), path, first_line)


def _slip(error: yaml.YAMLError, text: str) -> Slip:
    mark, context = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    words = " ".join(part for name in ("context", "problem") if (part := getattr(error, name, None)))
    mark = mark or context
    lines = tuple(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    begun = (context.line, context.column) if context else None
    return slip(Stop(lines, mark.line if mark else 0, mark.column if mark else 0, words, begun))


def _told(found: Slip, path: str, first_line: int) -> Problem:
    return Problem(Place(path, found.line + first_line, found.column + 1), found.message, found.hint, "bad-yaml")
