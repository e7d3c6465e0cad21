"""What a model declares for the values of a document: the one walk over annotations and values together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import is_dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from pipeline.formats.yaml import Path

_UNIONS = (Union, UnionType)


def declared(hint: Any, value: object, loc: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every text of a value with the type that is declared for it, as `scalars.Isbn` or `Any`, in order.

    `hint` is a model or a type of one, as `dict[str, Person]`. A text that a union declares in two ways comes twice.
    Values of another shape than the declared one are left out: whoever checks them tells it.
    """
    hint = _bare(hint)
    origin = get_origin(hint)
    if origin in _UNIONS:
        for one in get_args(hint):
            if one is not NoneType:
                yield from declared(one, value, loc)
    elif isinstance(value, str):
        yield loc, hint
    elif origin is Annotated:
        yield from declared(get_args(hint)[0], value, loc)
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from declared(_of_key(hint, name), inner, (*loc, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from declared(_of_item(hint, index), inner, (*loc, index))


def _bare(hint: Any) -> Any:
    """A union without what is said of it as a whole."""
    inner = get_args(hint)[0] if get_origin(hint) is Annotated else None
    return inner if get_origin(inner) in _UNIONS else hint


def is_a(hint: Any, scalar: Any) -> bool:
    """Whether a declared type is one of `formats.scalars`, alone or with more conditions."""
    wanted = get_args(scalar)
    return get_origin(hint) is Annotated and get_args(hint)[: len(wanted)] == wanted


def _of_key(hint: Any, name: str) -> Any:
    if is_dataclass(hint) and isinstance(hint, type):
        return types_of(hint).get(name, Any)
    inner = get_args(hint)
    return inner[1] if len(inner) == 2 else Any


def _of_item(hint: Any, index: int) -> Any:
    inner = get_args(hint)
    if not inner:
        return Any
    return inner[0] if len(inner) == 1 or inner[-1] is Ellipsis else inner[min(index, len(inner) - 1)]


_TYPES: dict[Any, dict[str, Any]] = {}


def types_of(model: Any) -> dict[str, Any]:
    """The declared types of the fields of a model, by name."""
    if model not in _TYPES:
        _TYPES[model] = get_type_hints(model, include_extras=True)
    return _TYPES[model]


def fields_at(hint: Any, loc: Path) -> frozenset[str]:
    """The names of the fields that stand at a place of a model; of a union, those of all its models."""
    hints = [hint]
    for part in loc:
        branches = [one for above in hints for one in _branches(above)]
        hints = [_of_key(one, part) if isinstance(part, str) else _of_item(one, part) for one in branches]
    models = (one for above in hints for one in _branches(above) if is_dataclass(one) and isinstance(one, type))
    return frozenset(name for model in models for name in types_of(model))


def _branches(hint: Any) -> Iterator[Any]:
    """The types of which a value may be: those of a union, without what is said of them."""
    hint = get_args(hint)[0] if get_origin(hint) is Annotated else hint
    if get_origin(hint) in _UNIONS:
        for one in get_args(hint):
            yield from _branches(one)
    else:
        yield hint
