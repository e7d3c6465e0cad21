"""Reasons: why a job was done again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


def reason(before: Mapping[str, Any] | None, now: Mapping[str, Any], formerly: Iterable[Mapping[str, Any]] = ()) -> str:
    """What differs between the last description of a subject and this one, in words. Where earlier versions of ours
    described the same work otherwise (`formerly`), what they said in other words is no difference.
    """
    if before is None:
        return "never made here"
    now = min((now, *formerly), key=lambda form: _differences(before, form))
    for name, digest in now["inputs"].items():
        if name not in before.get("inputs", {}):
            return f"input `{name}` is new"
        if before["inputs"][name] != digest:
            return f"input `{name}` changed"
    if gone := sorted(set(before.get("inputs", {})) - set(now["inputs"])):
        return f"input `{gone[0]}` is gone"
    if changed := _first_difference(before.get("params", {}), now["params"]):
        return f"`{changed}` changed"
    if before.get("recipe") != now["recipe"]:
        return f"the recipe of `{now['performer']}` changed"
    if changed := _first_difference(before.get("tools", {}), now["tools"]):
        return f"`{changed}` has another version"
    return "its result was gone"


def _differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> int:
    """How many inputs and params are others."""
    parts = ((before.get(part, {}), now[part]) for part in ("inputs", "params"))
    return sum(one.get(name) != other.get(name) for one, other in parts for name in {*one, *other})


def _first_difference(before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    names = sorted({*before, *now})
    return next((name for name in names if before.get(name) != now.get(name)), "")
