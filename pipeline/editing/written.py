"""The YAML of a file while it is repaired: names and values that mean one thing only get the form that we keep.

Each repaired text is read again before it is taken: it says what it said, but for what was put right.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, get_origin

import pydantic
from pydantic import TypeAdapter

from pipeline.editing.declared import declared, fields_at, is_a
from pipeline.editing.text import composed, trimmed
from pipeline.formats import isbn, letters, meant, scalars, yaml
from pipeline.formats.refusals import written
from pipeline.formats.yaml import Document, Path
from pipeline.model.edits.parts import SPACE, offset
from pipeline.problems import Place, Problem

_ROUNDS = 5
"""What is put right may show more: `author: Sam` is `authors`, then a list, then an id."""
_LONGEST_ID = 100
_LINES = 20
"""The most lines of a file that are put right because they could not be read."""
_PLAIN = re.compile(r"[A-Za-z0-9][\w./+-]*(?: [\w./+-]+)*|(?:https?://|mailto:)[\w./?&=%~+@:-]+")
_OTHER_PROGRAMS = frozenset({"yes", "no", "on", "off", "true", "false", "null", "y", "n"})
"""What most programs take for something else than text."""
Right = str | list[str]
Refer = Callable[[str], str]
"""A path as it is written → as it has to be written."""


@dataclass(slots=True)
class Fields:
    """The YAML of a file while it is repaired, and what could not be."""

    path: str
    model: Any
    first_line: int
    text: str
    left: dict[Problem, None] = field(default_factory=dict)
    _read: tuple[str, Document | None] | None = None

    def document(self) -> Document | None:
        """What the text says now; None where it can't be read."""
        if self._read is None or self._read[0] != self.text:
            self._read = self.text, yaml.parse(self.text, self.path, first_line=self.first_line)[0]
        return self._read[1]

    def take(self, text: str, is_meant: Callable[[Document], bool], what: str) -> None:
        """Keep a repaired text that says what is meant; else leave what is there, and say so."""
        if text == self.text:
            return
        document, _ = yaml.parse(text, self.path, first_line=self.first_line)
        if document is not None and is_meant(document):
            self.text, self._read = text, (text, document)
        else:
            self.leave(Place(self.path, self.first_line), f"{what}: the fields would say something else", "")

    def leave(self, place: Place, message: str, hint: str) -> None:
        self.left[Problem(place, message, hint or "mend it by hand", "not-repaired")] = None

    def mend(self) -> None:
        """With each line that stops the parser put right, if it can be read then."""
        text = self.text
        for _ in range(_LINES):
            document, problems = yaml.parse(text, self.path, first_line=self.first_line)
            if not any(problem.code == "bad-yaml" for problem in problems):
                self.text, self._read = text, (text, document)
                return
            text = yaml.mended(text)
            if not text:
                return

    def tidy(self, uncomposed: Iterable[str]) -> None:
        """Composed, and without spaces at the ends of lines. All words stay; what counts to the byte stays whole."""
        document = self.document()
        text = composed(trimmed(self.text), uncomposed)
        if document is None or text == self.text:
            return
        exact = {loc for loc, hint in declared(self.model, document.value) if _is_exact(hint)}

        def says(value: object) -> dict[Path, object]:
            return {loc: one if loc in exact else _words(one) for loc, one in yaml.leaves(value)}

        what = "spaces at the ends of lines and accents were left as they are"
        self.take(text, lambda after: says(after.value) == says(document.value), what)

    def put_right(self, refer: Refer) -> None:
        """With names and values that mean one thing only in the form that we keep; paths as `refer` has them."""
        for _ in range(_ROUNDS):
            before = self.text
            self._name()
            self._put_right(refer)
            if self.text == before:
                return

    def _name(self) -> None:
        """With the names of fields that were meant."""
        document = self.document()
        renamed: dict[Path, str] = dict(_misnamed(self.model, document)) if document else {}
        made: dict[tuple[int, int], str] = {}
        for loc, right in renamed.items():
            written, begin = str(loc[-1]), self.offset(document.keys[loc]) if document else 0
            begin += self.text[begin : begin + 1] in ("'", '"')
            if self.text.startswith(written, begin):
                made[begin, begin + len(written)] = right
        if document is not None and len(made) == len(renamed):
            after = _renamed(document.value, renamed)
            self.take(self._with(made), lambda new: new.value == after, "names of fields were not repaired")

    def _put_right(self, refer: Refer) -> None:
        document = self.document()
        if document is None:
            return
        made: dict[tuple[int, int], str] = {}
        rights: dict[Path, Right] = {}
        for loc, right in _wrong(self.model, document, refer):
            begin, end = self.span(document, loc)
            written = self.text[begin:end]
            if written[0] in "&!" or "#" in written:
                message = "this was not repaired: an anchor, a tag or a comment belongs to it"
                self.leave(document.marks[loc], message, f"write `{_yaml(right, written)}` in its place")
            else:
                made[begin, end], rights[loc] = _yaml(right, written), right
        meant_value = _with(document.value, rights)
        self.take(self._with(made), lambda after: after.value == meant_value, "values were not repaired")

    def _with(self, made: Mapping[tuple[int, int], str]) -> str:
        text = self.text
        for (begin, end), right in sorted(made.items(), reverse=True):  # from the right: earlier places stay true
            text = f"{text[:begin]}{right}{text[end:]}"
        return text

    def offset(self, place: Place) -> int:
        """Where a place is in the text."""
        return offset(self.text, place, self.first_line)

    def span(self, document: Document, loc: Path) -> tuple[int, int]:
        """Where a value begins and ends in the text, without the white space after a block."""
        begin, end = self.offset(document.marks[loc]), self.offset(document.ends[loc])
        return begin, begin + len(self.text[begin:end].rstrip(SPACE))

    def add_guid(self, new: Callable[[Any], str]) -> None:
        """With the `guid` that is missing, as the last field; `new` is given the fields."""
        document = self.document()
        fields = document.value if document else None
        if document is None or not isinstance(fields, dict) or not fields or "guid" in fields:
            return
        column = next(place.column for loc, place in document.keys.items() if len(loc) == 1)
        wanted = {**fields, "guid": new(fields)}
        text = f"{self.text.rstrip(SPACE)}\n{' ' * (column - 1)}guid: {wanted['guid']}\n"
        self.take(text, lambda after: after.value == wanted, "no `guid` was added")


def _misnamed(model: Any, document: Document) -> Iterator[tuple[Path, str]]:
    """The fields that bear another name than the one that was meant, each with that; of people, the ids."""
    taken: dict[Path, set[str]] = {}
    if get_origin(model) is dict and isinstance(document.value, dict):
        yield from _no_ids(document.value)
    for details, loc in _errors(model, document):
        if details["type"] in meant.UNKNOWN and loc in document.keys:
            above = loc[:-1]
            names = taken.setdefault(above, set(yaml.at(document.value, above)))
            if right := meant.name(str(loc[-1]), fields_at(model, above), names):
                names.add(right)
                yield loc, right


def _no_ids(named: Mapping[str, object]) -> Iterator[tuple[Path, str]]:
    """The names that are to be ids and are none, each with the id that is nearest."""
    taken = set(named)
    for name in named:
        right = letters.slug(name)
        if right and len(right) <= _LONGEST_ID and right not in taken:
            taken.add(right)
            yield (name,), right


def _wrong(model: Any, document: Document, refer: Refer) -> Iterator[tuple[Path, Right]]:
    """The values that can be put right, each with what is meant."""
    found: dict[Path, list[Right]] = {}
    for loc, hint in declared(model, document.value):
        written = yaml.at(document.value, loc)
        if is_a(hint, scalars.Isbn) and len(isbn.compact(written)) == 10 and (number := isbn.normalise(written)):
            found.setdefault(loc, []).append(number)
        if is_a(hint, scalars.RelPath) and (path := refer(written)) != written:
            found.setdefault(loc, []).append(path)
        if not _is_exact(hint) and (text := meant.mixed(written)):
            found.setdefault(loc, []).append(text)
    for details, loc in _errors(model, document):
        right = meant.value(details)
        if right is not None and isinstance(yaml.at(document.value, loc), str):
            found.setdefault(loc, []).append(right)
    for loc, rights in found.items():
        if all(right == rights[0] for right in rights):
            yield loc, rights[0]


@cache
def _adapter(model: Any) -> TypeAdapter[Any]:
    return TypeAdapter(model)


def _errors(model: Any, document: Document) -> Iterator[tuple[Any, Path]]:
    """What pydantic says of a document, each with the place in it."""
    try:
        _adapter(model).validate_python(document.value)
    except pydantic.ValidationError as error:
        for details in error.errors(include_url=False):
            yield details, written(details, document)


def _yaml(right: Right, written: str) -> str:
    """A value as YAML, in the place of what is written there."""
    if isinstance(right, list):
        one_line = "\n" not in written and written[:1] not in ("|", ">")
        return f"[{written if one_line else ', '.join(json.dumps(one, ensure_ascii=False) for one in right)}]"
    digits = right.isdecimal() and len(right) == 13  # an ISBN: other programs make a number of it
    plain = _PLAIN.fullmatch(right) and right.lower() not in _OTHER_PROGRAMS and not digits
    return right if plain and written[:1] not in meant.CURLY else json.dumps(right, ensure_ascii=False)


def _is_exact(hint: Any) -> bool:
    """Whether every byte may count: identities, names of files, and what the editor keeps for other purposes."""
    return hint is Any or is_a(hint, scalars.Guid) or is_a(hint, scalars.RelPath)


def _with(value: object, right: Mapping[Path, Right], loc: Path = ()) -> object:
    """A value with others at some of its places."""
    if isinstance(value, dict):
        return {key: _with(inner, right, (*loc, key)) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with(inner, right, (*loc, index)) for index, inner in enumerate(value)]
    return right.get(loc, value)


def _renamed(value: object, names: Mapping[Path, str], loc: Path = ()) -> object:
    """A value in which some fields bear other names."""
    if isinstance(value, dict):
        return {names.get((*loc, key), key): _renamed(inner, names, (*loc, key)) for key, inner in value.items()}
    if isinstance(value, list):
        return [_renamed(inner, names, (*loc, index)) for index, inner in enumerate(value)]
    return value


def _words(text: object) -> object:
    return letters.composed(" ".join(text.split())) if isinstance(text, str) else text
