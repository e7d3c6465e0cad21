"""What somebody wrote in fields, as their model wants it: people and forms write one thing in several ways.

A field that may be left out, and is left empty, is absent; one value where a list stands is a list of one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pipeline.formats.refusals import Fields, fields_at
from pipeline.formats.yaml import Path


def wanted(model: type[Any], value: object, loc: Path = ()) -> object:
    """The value of a document for its model. Items of lists keep their places: their problems name them."""
    if isinstance(value, list):
        return [wanted(model, one, (*loc, index)) for index, one in enumerate(value)]
    if not isinstance(value, dict):
        return value
    fields, below = _below(model, tuple(part for part in loc if isinstance(part, str)))  # type: ignore[arg-type]
    return {
        name: [one] if name in below and _is_single(one) else wanted(model, one, (*loc, name))
        for name, one in value.items()
        if not (name in fields and not fields[name].is_required() and _says_nothing(fields[name].annotation, one))
    }


def _says_nothing(hint: Any, value: object) -> bool:
    """Whether a field says nothing. In one of lists by names that an editor chose, an empty list says that: none."""
    hint = _bare(hint)
    of_lists = get_origin(hint) is dict and get_origin(_bare(get_args(hint)[1])) in (tuple, list)
    return not value if of_lists else _is_empty(value)


def _is_empty(value: object) -> bool:
    """Whether nothing is said: forms write `""`, or each field of a group so."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or (isinstance(value, dict | list) and all(map(_is_empty, _inner(value))))


def _inner(value: Mapping[str, object] | list[object]) -> list[object]:
    return list(value.values()) if isinstance(value, Mapping) else value


def _is_single(value: object) -> bool:
    """Whether this is one value: with a comma it may be several, and `-` begins what was meant to be a list."""
    return (
        isinstance(value, str) and bool(value.strip()) and not any(sign in value for sign in ",;\n") and value[0] != "-"
    )


@cache
def _below(model: type[Any], names: tuple[str, ...]) -> tuple[Fields, frozenset[str]]:
    """The fields at a place of a model, and those of them that are lists of single values."""
    fields = fields_at(model, names)
    return fields, frozenset(name for name, field in fields.items() if _lists(getattr(field, "annotation", None)))


def _lists(hint: Any) -> bool:
    """Whether a type takes lists of single values, and no single value itself."""
    hints = [_bare(one) for one in _alternatives(hint)]
    lists = [one for one in hints if get_origin(one) in (tuple, list)]
    return len(lists) == len(hints) == 1 and not any(is_dataclass(_bare(one)) for one in get_args(lists[0]))


def _alternatives(hint: Any) -> list[Any]:
    hint = _bare(hint)
    parts = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    return [part for part in parts if part is not NoneType]


def _bare(hint: Any) -> Any:
    return get_args(hint)[0] if get_origin(hint) is Annotated else hint
