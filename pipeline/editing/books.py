"""A book by its ISBN: what Open Library knows of it, written into a list beside what people wrote, and never over it.

Open Library's search gives an edition with its authors in one answer (https://openlibrary.org/dev/docs/api/search). It
may give a neighbour of what was asked for, so that an answer counts only if it bears the number.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args
from urllib.parse import urlencode

from pydantic import TypeAdapter, ValidationError

from pipeline.editing.declared import types_of
from pipeline.formats import isbn, language
from pipeline.formats.letters import composed
from pipeline.formats.scalars import Isbn
from pipeline.formats.yaml import Document
from pipeline.model.edits import inserts
from pipeline.model.edits.edit import Edit
from pipeline.model.edits.inserts import Fields
from pipeline.model.kinds import KINDS, claiming
from pipeline.model.kinds.begin import CanNotBegin
from pipeline.model.kinds.kind import Kind
from pipeline.model.tree import Tree
from pipeline.problems import did_you_mean
from pipeline.web import Sought, Unreachable

ADDRESS = "https://openlibrary.org/search.json"
SOUGHT = Sought("book", "application/json", 1 << 20, for_anybody="try again later, or type the fields yourself")
"""What is asked for: a few kilobytes."""
_ASKED = ("title", "subtitle", "publisher", "publish_date", "language", "isbn")
_YEAR = re.compile(r"(?<![0-9])(?:1[4-9]|20)[0-9]{2}(?![0-9])")
_NO_LANGUAGE = frozenset({"mis", "mul", "und", "zxx"})
_MARKS = " :;/=,"
"""What cataloguers put between a title and what follows."""
_LONGEST = 300
_TYPE = "type the fields yourself, from the book"

Ask = Callable[[str], bytes]
"""Gives what lies at an address. Raises `Unreachable`."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A book that an editor asks for: the name of the item in the table of kinds, its number, and the list: its file,
    or its name, or nothing where there is one only.
    """

    name: str
    number: str
    list: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of it: the edit of the list (which says the same where nothing was added), the line of the book, what
    was filled in and what is left to be typed, and why Open Library gave nothing.
    """

    edit: Edit
    line: int
    number: str
    filled: Mapping[str, object]
    left: tuple[str, ...]
    trouble: str = ""


def names() -> tuple[str, ...]:
    """The names of what can be added to an entry by its number."""
    return tuple(kind.item.name for kind in KINDS.values() if kind.item)


def add(tree: Tree, wanted: Wanted, ask: Ask) -> Added:
    """A book on a list, filled in as far as it is known. Raises `CanNotBegin`."""
    kind = next(kind for kind in KINDS.values() if kind.item and kind.item.name == wanted.name)
    assert kind.item is not None, wanted.name
    number, path = _number(wanted.number), _list(tree, kind, wanted.list)
    fields = Fields.of(tree.files[path])
    document = fields.document() if fields else None
    if fields is None or document is None:
        raise CanNotBegin(f"`{path}` can’t be read as it stands", "mend it first: `pipeline check` says where")
    place, written = _there(document, kind.item.field, number)
    types = types_of(_item_of(kind))
    lacking = [name for name in types if name in _FILLED and inserts.empty(written.get(name))]
    known, trouble = _asked(number, types, ask) if lacking else ({}, "")
    filled = {name: known[name] for name in types if name in lacking and name in known}
    _write(fields, kind, place, number, filled)
    return _added(fields, kind, number, filled, trouble)


def question(number: str) -> str:
    """The address that tells what Open Library knows of the edition with an ISBN of thirteen digits."""
    wanted = ",".join(("author_name", "editions", *(f"editions.{name}" for name in _ASKED)))
    return f"{ADDRESS}?{urlencode({'q': f'isbn:{number}', 'fields': wanted, 'limit': 1})}"


def read(data: bytes, number: str) -> Mapping[str, object]:
    """The fields of a book by their names, from an answer of Open Library; none where it does not know the number.

    Raises `ValueError` for anything that is no such answer.
    """
    try:
        works = _dicts(json.loads(data)["docs"])
    except (ValueError, RecursionError, KeyError, TypeError):
        raise ValueError("its answer can’t be read") from None
    for work in works:
        for edition in _dicts(_get(work.get("editions"), "docs")):
            if number in map(isbn.normalise, _texts(edition.get("isbn"))):
                return {name: value for name, read_ in _FILLED.items() if (value := read_(work, edition))}
    return {}


def _number(text: str) -> str:
    """Thirteen digits, as the fields of a book take them. Raises `CanNotBegin`."""
    bare = re.sub(r"^\s*ISBN(?:-1[03])?:?\s*", "", text, flags=re.IGNORECASE)
    try:
        return str(TypeAdapter[Any](Isbn).validate_python(bare))
    except ValidationError as error:
        told = error.errors()[0]
        raise CanNotBegin(told["msg"], str(told.get("ctx", {}).get("hint", ""))) from None


def _list(tree: Tree, kind: Kind[Any], named: str) -> str:
    """The file of the list that is meant. Raises `CanNotBegin`."""
    assert kind.item is not None, kind.name
    what, known = kind.label.lower(), sorted(file.path for file in tree if claiming(file.path) is kind)
    if not known:
        raise CanNotBegin(f"there is no {what} yet", f"begin one: `pipeline new {kind.name} TITLE`")
    if not named and len(known) > 1:
        raise CanNotBegin(f"there are several {what}s: {', '.join(known)}", "say which: `--list FILE`")
    if not named or named in known:
        return named or known[0]
    by_name = {kind.parts(path)[1]: path for path in known}
    if named.removesuffix(".md") not in by_name:
        hint = did_you_mean(named.rpartition("/")[2].removesuffix(".md"), by_name) or f"known: {', '.join(known)}"
        raise CanNotBegin(f"there is no {what} `{named}`", hint)
    return by_name[named.removesuffix(".md")]


def _there(document: Document, field: str, number: str) -> tuple[int | None, Mapping[str, object]]:
    """The place of a book on the list, and its fields as they are written; none where it is not on it."""
    for place, book in inserts.items(document, field):
        if isinstance(said := book.get("isbn"), str) and isbn.normalise(said) == number:
            return place, book
    return None, {}


def _item_of(kind: Kind[Any]) -> Any:
    """The model of one item of the list of a kind."""
    assert kind.item is not None, kind.name
    return get_args(types_of(kind.fields)[kind.item.field])[0]


def _must(kind: Kind[Any]) -> tuple[str, ...]:
    """The fields that an item must have."""
    return tuple(name for name, one in _item_of(kind).__pydantic_fields__.items() if one.is_required())


def _asked(number: str, types: Mapping[str, Any], ask: Ask) -> tuple[Mapping[str, object], str]:
    """What is known of a book, of that what its fields take; or why nothing is."""
    try:
        known = read(ask(question(number)), number)
    except Unreachable as error:
        why = f"it answers {error.status}" if error.status else error.message  # its address is long, and helps nobody
        return {}, f"Open Library gave no answer: {why}; {_TYPE}"
    except ValueError as error:
        return {}, f"Open Library gave no answer: {error}; {_TYPE}"
    if not known:
        return {}, f"Open Library does not know the ISBN {number}; {_TYPE}"
    return {name: value for name, value in known.items() if name in types and _fits(types[name], value)}, ""


def _fits(sort: Any, value: object) -> bool:
    try:
        TypeAdapter[Any](sort).validate_python(value)
    except ValidationError:
        return False
    return True


def _write(fields: Fields, kind: Kind[Any], place: int | None, number: str, filled: Mapping[str, object]) -> None:
    """Write what is new: of a new book what is known and what must be typed, and where nothing is known all that may
    be. Raises `CanNotBegin` where the list is written in a way that takes nothing more.
    """
    assert kind.item is not None, kind.name
    field, must = kind.item.field, _must(kind)
    if place is None:
        said = {name: _yaml(value) for name, value in filled.items()} | {"isbn": f'"{number}"'}
        asked = [name for name in _NEW if name in said or not filled or name in must]
        done = fields.append(field, {name: said.get(name, "") for name in asked})
    else:
        done = all(fields.put((field, place, name), _yaml(value)) for name, value in filled.items())
    if not done:
        hint = "write each of its items below the other, each begun with `- `"
        raise CanNotBegin(f"`{field}` of `{fields.file.path}` is written in a way that can’t be added to", hint)


def _yaml(value: object) -> str:
    if isinstance(value, tuple):
        return inserts.row(value)
    return str(value) if isinstance(value, int) else inserts.scalar(str(value))


def _added(fields: Fields, kind: Kind[Any], number: str, filled: Mapping[str, object], trouble: str) -> Added:
    """What became of it, read from the list as it is now."""
    document = fields.document()
    assert document is not None and kind.item is not None, fields.file.path
    place, written = _there(document, kind.item.field, number)
    left = tuple(name for name in _must(kind) if inserts.empty(written.get(name)))
    line = document.marks[kind.item.field, place if place is not None else 0].line
    return Added(fields.edit(), line, number, filled, left, trouble)


def _title(_work: Mapping[str, Any], edition: Mapping[str, Any]) -> str:
    return _line(edition.get("title"))


def _subtitle(_work: Mapping[str, Any], edition: Mapping[str, Any]) -> str:
    return _line(edition.get("subtitle"))


def _authors(work: Mapping[str, Any], _edition: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for text in _texts(work.get("author_name")) if (name := _line(text))))


def _publisher(_work: Mapping[str, Any], edition: Mapping[str, Any]) -> str:
    return next((name for text in _texts(edition.get("publisher")) if (name := _line(text))), "")


def _year(_work: Mapping[str, Any], edition: Mapping[str, Any]) -> int:
    """The year of publication, where the date names one year only."""
    years = {year for text in _texts(edition.get("publish_date")) for year in _YEAR.findall(text)}
    return int(years.pop()) if len(years) == 1 else 0


def _language(_work: Mapping[str, Any], edition: Mapping[str, Any]) -> str:
    """BCP 47, from the one code of MARC that an edition has."""
    codes = set(_texts(edition.get("language"))) - _NO_LANGUAGE
    code = codes.pop() if len(codes) == 1 else ""
    return language.standard(code) if re.fullmatch("[a-z]{3}", code) and language.is_tag(code) else ""


_FILLED: Mapping[str, Callable[[Mapping[str, Any], Mapping[str, Any]], object]] = {
    "title": _title,
    "subtitle": _subtitle,
    "authors": _authors,
    "publisher": _publisher,
    "year": _year,
    "language": _language,
}
"""The fields that are filled in, each from a work and its edition."""
_NEW = ("title", "subtitle", "authors", "isbn", "publisher", "year", "language", "annotation")
"""The fields of a new book, in their order: what an editor alone can say comes last."""


def _line(value: object) -> str:
    """Text on one line, without the marks of a catalogue at its end; nothing for what is no text, or too long."""
    text = " ".join(composed(value).split()).rstrip(_MARKS) if isinstance(value, str) else ""
    return text if len(text) <= _LONGEST else ""


def _get(value: object, name: str) -> object:
    return value.get(name) if isinstance(value, dict) else None


def _dicts(value: object) -> Iterator[dict[str, Any]]:
    return (one for one in value if isinstance(one, dict)) if isinstance(value, list) else iter(())


def _texts(value: object) -> Iterator[str]:
    return (one for one in value if isinstance(one, str)) if isinstance(value, list) else iter(())
