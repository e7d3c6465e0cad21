"""A YAML document as a value of a model, or all that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydantic
from pydantic import TypeAdapter

from pipeline.formats.refusals import problems_of
from pipeline.formats.scalars import is_text
from pipeline.formats.slips import spaced, tight
from pipeline.formats.wanted import wanted
from pipeline.formats.yaml import Document
from pipeline.model import walk
from pipeline.problems import Problem


def typed(document: Document, model: type[Any], what: str) -> tuple[Any, tuple[Problem, ...]]:
    """A YAML document as a value of `model`, or every problem of it, with places."""
    if not isinstance(document.value, dict):
        return None, (_no_fields(document, what),)
    try:
        fields = adapter(model).validate_python(wanted(model, document.value))
    except pydantic.ValidationError as error:
        return None, problems_of(error, document, model, what)
    return fields, tuple(_doubts(document, fields))


def _doubts(document: Document, fields: object) -> Iterator[Problem]:
    """What is doubtful about values that are text for readers; elsewhere nothing can be lost."""
    for node in walk.nodes(fields) if document.doubts else ():
        if node.loc in document.doubts and isinstance(node.value, str) and any(map(is_text, node.types)):
            yield document.doubts[node.loc]


def _no_fields(document: Document, what: str) -> Problem:
    """A document without fields: what stands there instead."""
    place, value = document.marks[()], document.value
    if isinstance(value, str) and (found := tight(value)):
        return Problem(place, f"a space is missing behind `{found[0]}:`", spaced(*found), "bad-front-matter")
    if isinstance(value, list):
        hint = "remove the `- ` at the beginning of the lines"
        return Problem(place, f"the fields of this {what} are written as a list", hint, "bad-front-matter")
    message = f"there are no fields of this {what} here" + (", only text" if value else "")
    return Problem(place, message, "write a field a line: its name, a colon, a space, its value", "bad-front-matter")


_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {}


def adapter(model: type[Any]) -> TypeAdapter[Any]:
    """The validator of a model, made once."""
    if model not in _ADAPTERS:
        _ADAPTERS[model] = TypeAdapter(model)
    return _ADAPTERS[model]
