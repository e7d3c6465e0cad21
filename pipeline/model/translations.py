"""Which entries say the same in other languages: each names the one that it translates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.model.entry import Entry, resolve


def originals(entries: Iterable[Entry[Any]]) -> dict[str, str]:
    """Path of each translation → that of its original: where it names a translation, that of what that translates. What
    goes round in a circle has none.
    """
    named = {entry.path: path for entry in entries if (path := translated(entry))}
    found = {path: _first(path, named) for path in named}
    return {path: first for path, first in found.items() if first}


def translated(entry: Entry[Any]) -> str:
    """The path of the entry that one names as what it translates; "" where it names none."""
    written = getattr(entry.fields, "translation_of", None)
    return (resolve(written, entry.path) or "") if written else ""


def _first(path: str, named: Mapping[str, str]) -> str:
    seen = {path}
    while path in named:
        path = named[path]
        if path in seen:
            return ""
        seen.add(path)
    return path
