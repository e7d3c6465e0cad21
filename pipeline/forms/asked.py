"""Fields as they are declared → what a form asks. Every type says how it is asked for; `Asked` says the rest.

Words: the English of labels is made of the names of fields, that of hints is what the model says of them, and remedies
are those of `check`, since they are asked from the types themselves. A translation of each has a name: see `words`.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import pydantic
from pydantic import TypeAdapter
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from pipeline.formats import category, region, role, scalars, telephone
from pipeline.formats.wording import ENGLISH, Wording
from pipeline.forms.form import Field, Form, Listing, Option, Sort
from pipeline.forms.words import OTHERS
from pipeline.model.entry import Asked, Names
from pipeline.model.kinds import KINDS
from pipeline.model.kinds.kind import Kind
from pipeline.model.taxonomy import LISTS, Heading, Person
from pipeline.model.walk import is_of

_WEB = r"https?://[^\s\\<>\"]+"
_CATEGORIES = tuple(
    name
    for outer, inner in category.CATEGORIES.items()
    for name in (outer, *(f"{outer}{category.BETWEEN}{one}" for one in inner))
)
_ROLES = tuple(sorted({one.lower() for group in role.GROUPS.values() for one in group}))


@dataclass(frozen=True, slots=True)
class _Scalar:
    """How values of a type are asked for: a pattern, or what is chosen from. A pattern is less strict than the type:
    what it lets pass `check` still looks at.
    """

    name: str
    of: Any
    sort: Sort
    pattern: str = ""
    values: tuple[str, ...] = ()


_SCALARS = (
    _Scalar("yes", scalars.YesNo, "yes"),
    _Scalar("whole", scalars.Whole, "whole"),
    _Scalar("from-one", scalars.FromOne, "whole"),
    _Scalar("bytes", scalars.Bytes, "whole"),
    _Scalar("number", scalars.Number, "number"),
    _Scalar("day", scalars.Day, "day"),
    _Scalar("instant", scalars.Instant, "instant"),
    _Scalar("local", scalars.Local, "instant"),
    _Scalar("path", scalars.RelPath, "file"),
    _Scalar("role", scalars.Role, "choice", values=_ROLES),
    _Scalar("group", scalars.Group, "choice", values=tuple(name.lower() for name in role.GROUPS)),
    _Scalar("category", scalars.Category, "choice", values=_CATEGORIES),
    _Scalar("duration", scalars.Duration, "line", r"([0-9]+:){0,2}[0-9]+([.,][0-9]+)?"),
    _Scalar("clock", scalars.Clock, "line", "([01]?[0-9]|2[0-3]):[0-5][0-9]"),
    _Scalar("isbn", scalars.Isbn, "line", r"(97[89][\s-]?)?([0-9][\s-]?){9}[0-9Xx]"),
    _Scalar("id", scalars.Id, "line", "[a-z0-9]+(-[a-z0-9]+)*"),
    _Scalar("language", scalars.Language, "line", "[A-Za-z]{2,3}(-[A-Za-z0-9]+)*"),
    _Scalar("region", scalars.Region, "line", region.PATTERN),
    _Scalar("url", scalars.Url, "line", rf"({_WEB}|mailto:[^@\s]+@[^@\s]+|tel:\S+)"),
    _Scalar("web", scalars.WebUrl, "line", _WEB),
    _Scalar("uuid", scalars.Uuid, "line", "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
    _Scalar("geo", scalars.Geo, "line", r"geo:-?[0-9.]+,-?[0-9.]+\S*"),
    _Scalar("osm", scalars.Osm, "line", "[NWR][0-9]+(#[0-9]+)?"),
    _Scalar("dial", telephone.Dial, "line", r"\+?[0-9][0-9 ().-]{2,25}([,*#][0-9,*#]*)?"),
)
_LABELS = {
    "account_url": "Address of the account",
    "also": "Other spellings",
    "alt": "Words for the picture",
    "at": "Starts at",
    "by": "Written by",
    "geo": "Coordinates",
    "guid": "GUID",
    "id": "Id",
    "isbn": "ISBN",
    "licence_url": "Address of the licence",
    "new_feed_url": "New address of the feed",
    "osm": "OpenStreetMap",
    "podroll": "Shows of others",
    "rel": "What the place is",
    "rrule": "The same as a rule",
    "see": "Read more in",
    "sms": "Number for SMS",
    "toc": "In the list of chapters",
    "txt": "Text for programs",
    "url": "Web address",
}
"""Labels that the name of the field would not make."""
_LEAST_PROBE = "!"
"""No type but text takes it: what each says then is its remedy."""


def form(kind: Kind[Any], wording: Wording) -> Form:
    """What is asked for an entry of a kind, in the words of a language."""
    here = f"kinds.{kind.name}"
    own_folder = "*" not in kind.files
    return Form(
        name=kind.name,
        label=_said(wording, f"{here}.singular", kind.label),
        plural=_said(wording, f"{here}.plural", kind.label),
        about=_said(wording, f"{here}.about", ""),
        files=kind.files,
        folder=kind.folder,
        fields=tuple(_fields(kind.fields, wording)),
        body=kind.front_matter,
        deep="**/" in kind.files,
        above=kind.above.name if kind.above else "",
        file=kind.files.rpartition("/")[2] if own_folder else "",
    )


def listings(wording: Wording) -> tuple[Listing, ...]:
    """What is asked for people, topics and audiences."""
    return tuple(
        Listing(
            name,
            _said(wording, f"forms.lists.{name}", _LISTED[name][0]),
            file,
            tuple(_fields(_LISTED[name][1], wording)),
            keyed=_LISTED[name][1] is Person,
        )
        for name, file in LISTS.items()
    )


_LISTED: Mapping[str, tuple[str, type[Any]]] = {
    "person": ("People", Person),
    "topic": ("Topics", Heading),
    "audience": ("Audiences", Heading),
}


@dataclass(frozen=True, slots=True)
class _Type:
    """A declared type, taken apart: of what, whether a list of that, and all that is said of it."""

    of: Any
    many: bool
    marks: tuple[Any, ...]

    @property
    def scalar(self) -> _Scalar | None:
        return _scalar(self.of)

    def mark(self, sort: type[Any]) -> Any:
        return next((mark for mark in self.marks if isinstance(mark, sort)), None)


def _apart(hint: Any, marks: tuple[Any, ...] = (), *, many: bool = False) -> _Type:
    """Of several types that a field may have, the first is asked for."""
    if get_origin(hint) is Annotated:
        inner, *more = get_args(hint)
        marks = (*marks, *more)
        return _Type(hint, many, marks) if _scalar(hint) or inner is str else _apart(inner, marks, many=many)
    if get_origin(hint) in (Union, UnionType):
        return _apart(next(one for one in get_args(hint) if one is not NoneType), marks, many=many)
    if get_origin(hint) is tuple:
        return _apart(get_args(hint)[0], marks, many=True)
    return _Type(hint, many, marks)


def _is_one_of_several(hint: Any) -> bool:
    """Whether a field takes values of several types, besides none."""
    if get_origin(hint) is Annotated:
        return _scalar(hint) is None and _is_one_of_several(get_args(hint)[0])
    return get_origin(hint) in (Union, UnionType) and len([one for one in get_args(hint) if one is not NoneType]) > 1


def _scalar(hint: Any) -> _Scalar | None:
    """The type of which this is one: annotations that come after its own say more of the field."""
    return next((one for one in _SCALARS if is_of(hint, one.of)), None)


def _fields(model: type[Any], wording: Wording) -> Iterator[Field]:
    hints = get_type_hints(model, include_extras=True)
    for field in fields(model):
        yield _field(model, field.name, hints[field.name], wording)


def _field(model: type[Any], name: str, hint: Any, wording: Wording) -> Field:
    info: FieldInfo = model.__pydantic_fields__[name]
    found = _apart(hint)
    sort, scalar = _sort(found), found.scalar
    bounds = _Bounds.of(info, found)
    pattern = bounds.pattern or (scalar.pattern if scalar and sort == "line" else "")
    about = info.description or ""
    return Field(
        name=name,
        label=_said(wording, f"forms.labels.{name}", label(name)),
        hint=_said(wording, f"forms.hints.{_room(model, name)}.{name}", about),
        sort=sort,
        needed=info.is_required(),
        many=found.many,
        least=bounds.least if found.many else 0,
        shortest=0 if found.many else bounds.least,
        longest=0 if found.many else bounds.most,
        pattern=pattern,
        remedy=_said(wording, f"forms.remedies.{scalar.name}", _remedy(scalar.name)) if pattern and scalar else "",
        default=_default(info),
        options=tuple(_options(name, found, wording)) if sort == "choice" else (),
        fields=tuple(_fields(found.of, wording)) if sort == "fields" else (),
        otherwise=sort != "once" and _is_one_of_several(hint),
    )


def _sort(found: _Type) -> Sort:
    asked, names = found.mark(Asked), found.mark(Names)
    if is_dataclass(found.of):
        return asked.how if asked else "fields"
    if get_origin(found.of) is Literal:
        return "choice"
    if get_origin(found.of) is dict:
        return "free" if get_args(found.of)[1] is Any else "names"
    how: Sort | None = asked.how if asked else names.what if names else None
    return how or (found.scalar.sort if found.scalar else "line")


@dataclass(frozen=True, slots=True)
class _Bounds:
    """What a declaration says of the length of a text or a list, and of its pattern, without anchors."""

    least: int = 0
    most: int = 0
    pattern: str = ""

    @classmethod
    def of(cls, info: FieldInfo, found: _Type) -> _Bounds:
        said = [*info.metadata, *(one for mark in found.marks if isinstance(mark, FieldInfo) for one in mark.metadata)]

        def first(name: str) -> Any:
            return next((value for one in said if (value := getattr(one, name, None))), None)

        pattern = str(first("pattern") or "").removeprefix("^").removesuffix("$")
        return cls(first("min_length") or 0, first("max_length") or 0, pattern)


def _default(info: FieldInfo) -> Any:
    """What holds where nothing is written; None where that is nothing."""
    value = info.default
    return None if value is PydanticUndefined or value in ("", ()) else value


def _options(name: str, found: _Type, wording: Wording) -> Iterator[Option]:
    scalar = found.scalar
    for value in scalar.values if scalar else get_args(found.of):
        yield Option(value, _said(wording, f"forms.options.{scalar.name if scalar else name}.{value}", value))


@cache
def _remedy(name: str) -> str:
    """What `check` says to a value that is none of the type."""
    scalar = next(one for one in _SCALARS if one.name == name)
    try:
        TypeAdapter(scalar.of).validate_python(_LEAST_PROBE)
    except pydantic.ValidationError as error:
        hint: str = error.errors(include_url=False)[0]["ctx"]["hint"]
        return hint
    return ""


def label(name: str) -> str:
    """The English label of a field."""
    return _LABELS.get(name) or name.replace("_", " ").capitalize()


def _room(model: type[Any], name: str) -> str:
    """Where a field is declared, as words name it: `entry.common`, `book-list.book`."""
    owner = next(one for one in model.__mro__ if name in inspect.get_annotations(one))
    module = owner.__module__.removeprefix("pipeline.model.").removeprefix("kinds.")
    parts = [part.replace("_", "-") for part in module.split(".") if part != "fields"]
    return ".".join((*parts, re.sub("(?<=[a-z])(?=[A-Z])", "-", owner.__name__).lower()))


def _said(wording: Wording, name: str, english: str) -> str:
    """A text in the language of the wording, else in English."""
    text = wording.words.get(name, english)
    return text if isinstance(text, str) else english


class _Noted(dict[str, Any]):
    """Words that lack all, and note which are asked for, with what is said instead."""

    def get(self, name: str, default: Any = None) -> Any:
        return self.setdefault(name, default)


def words() -> Mapping[str, str]:
    """Every text of the forms by its name, in English: what a translation says otherwise."""
    noted = _Noted()
    wording = Wording(ENGLISH, noted)
    for kind in KINDS.values():
        form(kind, wording)
    listings(wording)
    noted |= {f"forms.words.{name}": text for name, text in OTHERS.items()}
    return {name: text for name, text in sorted(noted.items()) if name.startswith("forms.") and text}
