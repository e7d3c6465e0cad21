"""Fields as their kind takes them: what it refuses goes to `extra`, and is told, so that the rest can stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import pydantic
from pydantic import TypeAdapter

from pipeline.importing.source.loss import Loss
from pipeline.model.kinds import KINDS
from pipeline.problems import Place

KEPT = "import"
"""The name in `extra` below which stands what has no other home."""
_ROUNDS = 20
_TITLE = 150


def fitted(kind: str, fields: Mapping[str, Any], place: Place) -> tuple[dict[str, Any], tuple[Loss, ...]]:
    """The fields that an entry of this kind can have, with the others in `extra`; what was moved there."""
    made, losses = _titled(dict(fields), place)
    for _ in range(_ROUNDS):
        refused = {at: why for at, why in _refused(kind, made).items() if at[0] in made and at[0] != "extra"}
        if not refused:
            break
        for at, why in sorted(refused.items(), key=str):
            losses.append(Loss(f"field/{kind}.{at[0]}", "kept", f"{str(_at(made, at))[:80]}: {why}", place))
        made = _aside(made, refused)
    return made, tuple(losses)


def _titled(fields: dict[str, Any], place: Place) -> tuple[dict[str, Any], list[Loss]]:
    """A title that no list could show is cut between words."""
    title = str(fields.get("title", ""))
    if len(title) <= _TITLE:
        return fields, []
    cut = f"{title[: _TITLE - 1].rpartition(' ')[0] or title[: _TITLE - 1]}…"
    return fields | {"title": cut}, [Loss("field/title", "changed", title[:200], place)]


_At = tuple[str, int | None]
"""A field; or one thing of those in a list, by its number."""


def _refused(kind: str, fields: Mapping[str, Any]) -> dict[_At, str]:
    """What its kind refuses, and what it does not have, each with why."""
    try:
        _adapter(kind).validate_python(dict(fields))
    except pydantic.ValidationError as error:
        wrong = (one for one in error.errors(include_url=False) if one["loc"])
        return {_which(fields, one["loc"]): str(one["msg"]) for one in wrong}
    return {}


def _which(fields: Mapping[str, Any], loc: tuple[int | str, ...]) -> _At:
    name, number = str(loc[0]), loc[1] if len(loc) > 1 else None
    single = isinstance(number, int) and isinstance(fields.get(name), list)
    return name, number if single and isinstance(number, int) else None


def _at(fields: Mapping[str, Any], at: _At) -> Any:
    name, number = at
    return fields[name] if number is None else fields[name][number]


@cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(KINDS[kind].fields)


def _aside(fields: Mapping[str, Any], refused: Iterable[_At]) -> dict[str, Any]:
    """The fields with these in `extra`."""
    extra, left = dict(fields.get("extra") or {}), dict(fields)
    kept = dict(extra.get(KEPT) or {})
    for name, numbers in _by_field(refused).items():
        value = left.pop(name)
        if None in numbers:
            kept[name] = value
            continue
        kept[name] = [*kept.get(name, []), *(value[number] for number in sorted(numbers, key=str))]
        if rest := [one for number, one in enumerate(value) if number not in numbers]:
            left[name] = rest
    return left | {"extra": extra | {KEPT: kept}}


def _by_field(refused: Iterable[_At]) -> dict[str, set[int | None]]:
    fields: dict[str, set[int | None]] = {}
    for name, number in refused:
        fields.setdefault(name, set()).add(number)
    return fields
