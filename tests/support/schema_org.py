"""JSON-LD held against the vocabulary of schema.org: types, properties, and the range of their values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from schema_org import registry

_VOCABULARY = "https://schema.org/"
_SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def graph_of(html: str) -> list[dict[str, Any]]:
    """The nodes of the one block of JSON-LD that a page has."""
    (block,) = _SCRIPT.findall(html)
    data = json.loads(block)
    assert data["@context"] == "https://schema.org"
    nodes: list[dict[str, Any]] = data["@graph"]
    return nodes


def nodes_of(value: object) -> Iterator[dict[str, Any]]:
    """All nodes that have a type, also those inside others."""
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        for inner in value.values():
            yield from nodes_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes_of(inner)


def check(graph: list[dict[str, Any]]) -> None:
    """Raises ValueError where a node says what schema.org does not know, or no more, or refers to one that is not
    there.
    """
    known = {node["@id"]: _types(node) for node in nodes_of(graph) if "@id" in node}
    for found in nodes_of(graph):
        for name, value in found.items():
            if name.startswith("@"):
                continue
            told = registry.PROPERTY_BY_SCHEMA.get(name)
            if told is None or told.superseded_by or not _is_any(_types(found), told.domains):
                raise ValueError(f"{_types(found)} has no property {name}")
            for one in value if isinstance(value, list) else [value]:
                if not _fits(one, told.ranges, known):
                    raise ValueError(f"{name} can't be {one}")


def _types(node: dict[str, Any]) -> list[str]:
    types = node["@type"]
    return types if isinstance(types, list) else [types]


def _is_any(types: list[str], of: tuple[str, ...]) -> bool:
    """Whether something of these types is, by one of them, of one of those."""
    return any(not {one, *registry.ancestry(one)}.isdisjoint(of) for one in types)


def _fits(value: Any, ranges: tuple[str, ...], known: dict[str, list[str]]) -> bool:
    if isinstance(value, dict):
        if "@type" not in value and value["@id"] not in known:
            raise ValueError(f"{value['@id']} is not here")
        return _is_any(_types(value) if "@type" in value else known[value["@id"]], ranges)
    if isinstance(value, bool):
        return "Boolean" in ranges
    if isinstance(value, int | float):
        return not {"Number", "Integer" if isinstance(value, int) else "Float"}.isdisjoint(ranges)
    if value.startswith(_VOCABULARY):
        lists = (registry.ENUM_MEMBERS.get(one, ()) for one in ranges)
        return any(value.removeprefix(_VOCABULARY) in members for members in lists)
    return any(_reads(value, one) for one in ranges if one in registry.DATATYPES)


def _reads(text: str, kind: str) -> bool:
    """Whether a text is of a type of data; those that are not here are texts of any form."""
    try:
        if kind == "Date":
            date.fromisoformat(f"{text}-01-01" if re.fullmatch(r"\d{4}", text) else text)
        elif kind == "DateTime":
            return "T" in text and bool(datetime.fromisoformat(text))
        elif kind == "Time":
            time.fromisoformat(text)
    except ValueError:
        return False
    return kind not in ("Boolean", "Number", "Integer", "Float")
