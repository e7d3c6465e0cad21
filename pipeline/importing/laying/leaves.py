"""The leaves of fields that become something of the library: files, people, whatever stands for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pipeline.importing.source.found import Asset, Inside, Item, Lead, Named, Term

Leaf = Asset | Named | Term | Lead | Inside


class Gone:
    """Stands for a leaf of which nothing becomes."""


GONE = Gone()


def leaves(value: Any) -> Iterator[Leaf]:
    """The leaves in plain data."""
    if isinstance(value, Asset | Named | Term | Lead):
        yield value
        if isinstance(value, Named) and value.image:
            yield value.image
    elif isinstance(value, Inside):
        yield value
        yield from leaves(value.otherwise)
    elif isinstance(value, dict):
        for one in value.values():
            yield from leaves(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from leaves(one)


def assets(item: Item) -> Iterator[Asset]:
    """The files that an item names outside its text."""
    yield from (leaf for leaf in leaves(dict(item.fields)) if isinstance(leaf, Asset))
    yield from item.assets


def all_grown(fields: Mapping[str, Any], become: Callable[[Leaf], Any]) -> dict[str, Any]:
    """Fields with what became of their leaves; without those of which nothing did."""
    parts = {name: grown(one, become) for name, one in fields.items()}
    return {name: one for name, one in parts.items() if one is not GONE}


def grown(value: Any, become: Callable[[Leaf], Any]) -> Any:
    """Plain data with what became of its leaves. What holds a file of which nothing became goes with it: a picture has
    words that say nothing without it.
    """
    if isinstance(value, Leaf):
        return become(value)
    if isinstance(value, dict):
        parts = {name: grown(one, become) for name, one in value.items()}
        return GONE if any(one is GONE for one in parts.values()) else parts
    if isinstance(value, list | tuple):
        return [part for one in value if (part := grown(one, become)) is not GONE]
    return value
