"""YAML 1.1 as editors write it: positions of everything, scalars as written, typed later by the model.

`NO` is no boolean here, `12:30` no integer and `0306406152` keeps its zero. Only mappings with plain keys, lists and
scalars are taken; a key that stands twice is an error; size and depth are bounded before anything is built.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pydantic
import yaml

from pipeline.problems import CODES, Place, Problem, did_you_mean

Path = tuple[str | int, ...]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# What YAML 1.1 calls not printable (section 5.1; libyaml's own error for it bears no position), and the three that end
# a line for YAML alone: the lines it counts after them are not those of an editor.
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_LOOK = "look at this line and the one before it: each is `name: value` or `- item`, indented as its neighbours"
_MISSING = ("missing", "missing_argument")  # what pydantic calls a field that is not there
_HINTS = {
    "mapping values are not allowed": "put text that holds a colon and a space in quotes",
    "cannot start any token": "put text that begins with this character in quotes",
    "found undefined alias": "put text that begins with `*` in quotes",
    "while scanning an alias": "put text that begins with `*` in quotes",
    "while scanning a quoted scalar": "close the quotes",
    "could not find expected ':'": "write each field as `name: value`, and indent the lines that belong to it",
    "found a tab character": "indent with spaces, never with tabs",
    "did not find expected": "look at the indentation, the quotes and the brackets of this line and the one before",
    "expected a single document": "write one document only, without a line `---` inside",
}


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed text. `value` is made of dicts, lists, text as written, and None for `null`, `~` and nothing.

    `marks` has the place of every value by its path from the root `()`; `keys` that of every key, whose path ends in
    the key itself. `ends` has the place behind every value: behind the white space after it, where it is a block. What
    an alias stands for has the places of what it repeats.
    """

    value: object
    marks: Mapping[Path, Place]
    keys: Mapping[Path, Place]
    ends: Mapping[Path, Place] = field(default_factory=dict)


def parse(
    text: str, path: str, *, first_line: int = 1, max_depth: int = 64, max_nodes: int = 20_000
) -> tuple[Document | None, tuple[Problem, ...]]:
    """Parse one YAML document of the file `path`, whose first line is `first_line` there.

    Never raises. The problems are `bad-yaml`, `duplicate-key` (the first one is kept) and `too-complex`; aliases count
    as often as they are used. Without a document there is at least one problem.
    """
    found = _UNPRINTABLE.search(text)
    if found is not None:
        return None, (_unprintable(text, found.start(), path, first_line),)
    try:
        reason = _unbounded(text, max_depth, max_nodes)
        if reason is None:
            walk = _Walk(path, first_line, max_depth, max_nodes)
            node = yaml.compose(text, Loader=_LOADER)
            value = None if node is None else walk.value(node, ())
            walk.marks.setdefault((), Place(path, first_line, 1))
            return Document(value, walk.marks, walk.keys, walk.ends), tuple(walk.problems)
    except _TooComplex as error:
        reason = error.reason
    except yaml.YAMLError as error:
        return None, (_bad_yaml(error, text, path, first_line),)
    except (ValueError, RecursionError, TypeError, AttributeError):
        # The pure Python loader raises these for some malformed escapes and directives.
        return None, (Problem(Place(path, first_line), "this is not valid YAML", _LOOK, "bad-yaml"),)
    hint = "write less in one file, or nest less deeply"
    return None, (Problem(Place(path, first_line), reason, hint, "too-complex"),)


def place_of(document: Document, loc: Path) -> Place:
    """The place of the value at `loc`, or of the nearest of its ancestors that stands in the document."""
    while loc and loc not in document.marks:
        loc = loc[:-1]
    return document.marks[loc]


def parts(document: Document) -> dict[str | int, Document]:
    """What stands below each key or item of the root, as documents of their own, in order."""
    value = document.value
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    below: list[dict[str | int, dict[Path, Place]]] = []
    for places, least in ((document.marks, 1), (document.keys, 2), (document.ends, 1)):
        found: dict[str | int, dict[Path, Place]] = {}
        for loc, place in places.items():
            if len(loc) >= least:
                found.setdefault(loc[0], {})[loc[1:]] = place
        below.append(found)
    return {key: Document(inner, *(found.get(key, {}) for found in below)) for key, inner in items}


def problems_of(
    error: pydantic.ValidationError,
    document: Document,
    known: Iterable[str] | Callable[[Path], Iterable[str]],
    kind: str,
) -> tuple[Problem, ...]:
    """What pydantic found, each with the place of the value it is about.

    `known` are the names of the fields (where it is a mapping: with what they mean), or a function that gives them for
    the path of a mapping; `kind` is the noun of the whole ("article"). A custom error whose type is a key of `CODES`
    keeps it, its message and `ctx["hint"]`.
    """
    names = cache(known if callable(known) else _constant(known))
    found = [(d, _written(d, document)) for d in error.errors(include_url=False)]
    above = {loc[:depth] for _, loc in found for depth in range(len(loc))}
    return tuple(_problem_of(d, loc, document, names, kind) for d, loc in found if not _follows(d, loc, above))


def _written(details: Any, document: Document) -> Path:
    """Where a problem is, without the names of pydantic's own branches, which no editor wrote."""
    loc: Path = ()
    for part in details["loc"]:
        loc = (*loc, part) if (*loc, part) in document.marks else loc
    return (*loc, details["loc"][-1]) if details["type"] in _MISSING else loc


def _follows(details: Any, loc: Path, above: Container[Path]) -> bool:
    """Whether this only follows from a problem below it (`above` are the locations with one below): a list is too short
    when each of its items was refused, and it is no text where text may stand instead.
    """
    return loc in above and (details["type"] == "too_short" or loc != tuple(details["loc"]))


class _TooComplex(Exception):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def _unbounded(text: str, max_depth: int, max_nodes: int) -> str | None:
    """Why the text must not be composed: libyaml's composer overflows the stack at some depth. Stops early."""
    depth = nodes = 0
    for event in _events(text):
        if isinstance(event, yaml.NodeEvent):
            nodes += 1
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > max_depth:
            return f"the YAML is nested more than {max_depth} levels deep"
        if nodes > max_nodes:
            return f"the YAML holds more than {max_nodes:,} values"
    return None


def _events(text: str) -> Iterator[Any]:
    yield from yaml.parse(text, Loader=_LOADER)


@dataclass(slots=True)
class _Walk:
    """Builds the value, counting again because aliases multiply what the events counted once."""

    path: str
    first_line: int
    max_depth: int
    max_nodes: int
    marks: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)
    ends: dict[Path, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    nodes: int = 0

    def value(self, node: yaml.Node, loc: Path) -> object:
        self.nodes += 1
        if self.nodes > self.max_nodes:
            raise _TooComplex(f"the YAML holds more than {self.max_nodes:,} values, aliases counted")
        if len(loc) > self.max_depth:
            raise _TooComplex(f"the YAML is nested more than {self.max_depth} levels deep, aliases counted")
        self.marks[loc], self.ends[loc] = self.place(node), self.at(node.end_mark)
        if not str(node.tag).startswith("tag:yaml.org,2002:"):
            self.report(node, f"the YAML tag `{node.tag}` means nothing here", "remove it, or put the text in quotes")
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, loc)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*loc, index)) for index, item in enumerate(node.value)]
        # The C parser gives "" as the style of a plain scalar, the Python one None.
        plain = not getattr(node, "style", None)
        return None if plain and node.value in _NULLS else str(node.value)

    def mapping(self, node: yaml.MappingNode, loc: Path) -> dict[str, object]:
        result: dict[str, object] = {}
        for key, child in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.report(
                    key, "a list or mapping can't be the name of a field", "put a name that holds brackets in quotes"
                )
                continue
            name = str(key.value)
            where = (*loc, name)
            if name in result:
                first = self.keys[where].line
                self.report(
                    key, f"`{name}` stands here twice", f"remove one; the first is on line {first}", "duplicate-key"
                )
                continue
            self.keys[where] = self.place(key)
            result[name] = self.value(child, where)
        return result

    def place(self, node: yaml.Node) -> Place:
        return self.at(node.start_mark)

    def at(self, mark: Any) -> Place:
        return Place(self.path, mark.line + self.first_line, mark.column + 1)

    def report(self, node: yaml.Node, message: str, hint: str, code: str = "bad-yaml") -> None:
        self.problems.append(Problem(self.place(node), message, hint, code))


def _unprintable(text: str, offset: int, path: str, first_line: int) -> Problem:
    before = text[:offset]
    place = Place(path, before.count("\n") + first_line, offset - before.rfind("\n"))
    message = f"the control character U+{ord(text[offset]):04X} can't stand in YAML"
    return Problem(place, message, "remove it; it may be invisible in your editor", "bad-yaml")


def _bad_yaml(error: yaml.YAMLError, text: str, path: str, first_line: int) -> Problem:
    mark = getattr(error, "problem_mark", None)
    context = getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or "this is not valid YAML"
    whole = " ".join(part for part in (getattr(error, "context", None), problem) if part)
    if context is not None and (mark is None or "end of stream" in whole or "simple key" in whole):
        # The end of the file tells nothing, nor the line after a name: what was begun and never ended does.
        mark = context
    place = Place(path, first_line) if mark is None else Place(path, mark.line + first_line, mark.column + 1)
    if mark is not None and text[mark.index : mark.index + 1] == "\t":
        whole = "found a tab character"  # libyaml says so in some places only
    hint = next((hint for words, hint in _HINTS.items() if words in whole), _LOOK)
    return Problem(place, f"not valid YAML: {problem}", hint, "bad-yaml")


def _constant(names: Iterable[str]) -> Callable[[Path], Iterable[str]]:
    return lambda _: names


def _problem_of(
    details: Any, loc: Path, document: Document, known: Callable[[Path], Iterable[str]], kind: str
) -> Problem:
    parent, name = loc[:-1], str(loc[-1]) if loc else ""
    sort, message = str(details["type"]), str(details["msg"])
    if sort in ("extra_forbidden", "unexpected_keyword_argument"):
        place = document.keys.get(loc) or place_of(document, loc)
        hint = did_you_mean(name, known(parent)) or "fields of your own belong under `extra`"
        return Problem(place, f"{_owner(parent, kind)} has no field `{name}`", hint, "unknown-field")
    if sort in _MISSING:
        message = f"{_owner(parent, kind)} needs the field `{name}`"
        return Problem(place_of(document, parent), message, _addition(name, known(parent)), "missing-field")
    if sort in CODES:
        hint = str(details.get("ctx", {}).get("hint", ""))
        return Problem(place_of(document, loc), message, hint, sort)
    hint = f"look at the fields of the {kind} in docs/reference/content.md"
    return Problem(place_of(document, loc), _plain(message, _owner(loc, kind)), hint, "invalid-value")


def _addition(name: str, known: Iterable[str]) -> str:
    """The remedy for a missing field, with what it means where that is known."""
    meaning = known.get(name, "") if isinstance(known, Mapping) else ""
    return f"add `{name}:` ({meaning[:1].lower()}{meaning[1:].rstrip('.')})" if meaning else f"add `{name}:`"


def _owner(parent: Path, kind: str) -> str:
    names = [part for part in parent if isinstance(part, str)]
    if not names:
        return f"{'an' if kind[:1].lower() in tuple('aeiou') else 'a'} {kind}"
    if isinstance(parent[-1], int):
        return f"entry {parent[-1] + 1} of `{names[-1]}`"
    return f"`{names[-1]}`"


def _plain(message: str, subject: str) -> str:
    """Pydantic's sentence ("Input should be …") with the field in its place."""
    message = message.removeprefix("Value error, ").removeprefix("Assertion failed, ")
    start = re.match(r"(?:Input|String|List|Tuple|Set|Dictionary|Value|Data) should ", message)
    if start is None:
        return f"{subject}: {message[:1].lower()}{message[1:]}"
    return f"{subject} must {message[start.end() :]}"
