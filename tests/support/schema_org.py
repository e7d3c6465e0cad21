"""JSON-LD held against the vocabulary of schema.org: types, properties, and the range of their values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from schema_org import registry

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
    """Raises ValueError where a node says what schema.org does not know, or refers to one that is not there."""
    known = {node["@id"]: node["@type"] for node in nodes_of(graph) if "@id" in node}
    for found in nodes_of(graph):
        types = found["@type"] if isinstance(found["@type"], list) else [found["@type"]]
        for name, value in found.items():
            if not name.startswith("@"):
                models = [registry.get_model(one) for one in types]
                knowing = [m for m in models if name in {prop.schema_name for prop in m.SCHEMA_PROPERTIES}]
                if not knowing:
                    raise ValueError(f"{types} has no property {name}")
                knowing[0](**{name: _built(value, name, known)})


def _built(value: Any, name: str, known: dict[str, Any]) -> Any:
    """A value as the checker wants it: dates as dates, what schema.org lists as of its list, nodes as what they are
    (their own properties are seen alone).
    """
    if isinstance(value, list):
        return [_built(one, name, known) for one in value]
    if isinstance(value, dict):
        if "@type" not in value and value["@id"] not in known:
            raise ValueError(f"{name} leads to {value['@id']}, which is not here")
        kind = value.get("@type") or known[value["@id"]]
        return registry.get_model(kind if isinstance(kind, str) else kind[0])()
    if isinstance(value, str) and value.startswith("https://schema.org/"):
        known_lists: list[Any] = [*registry.ENUM_BY_SCHEMA.values()]
        lists = [one for one in known_lists if value in {member.value for member in one}]
        if not lists:
            raise ValueError(f"{value} is on none of its lists")
        return min(lists, key=len)(value)  # the narrowest of them
    if (name.endswith("Time") or name in ("opens", "closes")) and isinstance(value, str) and "T" not in value:
        return time.fromisoformat(value)
    if (name.startswith("date") or name.endswith("Date") or name == "expires") and isinstance(value, str):
        year = re.fullmatch(r"\d{4}", value)
        return date(int(value), 1, 1) if year else datetime.fromisoformat(value)
    return value
