"""A walk through the fields of an entry: every value with its location, and what its type says of it.

What a field means to others is declared once, by its type: `RelPath` names a file, `TopicId` a topic, `Picture` is
shown. Checks, pictures and links find these values here, in kinds that they have never heard of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, is_dataclass
from datetime import date
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

_SINGLE = (str, int, float, date)
Loc = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A value somewhere in the fields. `types` are the annotated types that its field declares."""

    loc: Loc
    value: Any
    types: tuple[Any, ...] = ()

    def marks(self, sort: type[Any]) -> Iterator[Any]:
        """What the types of the field carry of this sort."""
        return (mark for one in self.types for mark in one.__metadata__ if isinstance(mark, sort))


def nodes(value: Any, loc: Loc = (), types: tuple[Any, ...] = ()) -> Iterator[Node]:
    """Every value below one, itself included; what is unset is none, and free mappings are not entered."""
    if value is None:
        return
    yield Node(loc, value, types)
    if is_dataclass(value):
        for name, declared in _declared(value.__class__).items():
            yield from nodes(getattr(value, name), (*loc, name), declared)
    elif isinstance(value, tuple):
        for number, one in enumerate(value):
            yield from nodes(one, (*loc, number), types)


def typed(value: Any, of: Any) -> Iterator[tuple[Loc, Any]]:
    """Location and value of every text, number or day whose field has the annotated type `of`."""
    return (
        (node.loc, node.value)
        for node in nodes(value)
        if isinstance(node.value, _SINGLE) and any(is_of(one, of) for one in node.types)
    )


def instances(value: Any, of: type[Any]) -> Iterator[tuple[Loc, Any]]:
    """Location and value of every object of a class."""
    return ((node.loc, node.value) for node in nodes(value) if isinstance(node.value, of))


def is_of(declared: Any, of: Any) -> bool:
    """Whether a declared type is another, alone or with more conditions."""
    wanted = get_args(of)
    return declared is of or get_args(declared)[: len(wanted)] == wanted


def fields_with(model: Any, of: Any) -> tuple[str, ...]:
    """The names of the fields of a class that have the annotated type `of`."""
    return tuple(name for name, types in _declared(model).items() if any(is_of(one, of) for one in types))


@cache
def _declared(model: Any) -> dict[str, tuple[Any, ...]]:
    hints = get_type_hints(model, include_extras=True)
    return {name: tuple(_annotated(hints[name])) for name in model.__dataclass_fields__}


def _annotated(hint: Any) -> Iterator[Any]:
    if get_origin(hint) is Annotated:
        yield hint
        if get_args(get_args(hint)[0]):  # a union, of which something is said as a whole
            yield from _annotated(get_args(hint)[0])
    else:
        for inner in get_args(hint):
            yield from _annotated(inner)
