"""Places on pages that have an address of their own, words and questions: which of those that people may hold are gone.

The public catalogue tells them: a thing in the row of an entry whose address is that of the page and a fragment.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from pipeline.model import urls
from pipeline.model.entry import Entry
from pipeline.problems import Place, Problem

_LONGEST = 200


def places_in(catalogue: bytes) -> dict[str, tuple[str, ...]]:
    """The address of each page → the ids of its places, from the bytes of a catalogue; empty where it is none."""
    try:
        rows = json.loads(catalogue)["entries"]
        found = {str(row["id"]): tuple(_places(row)) for row in rows}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}
    return {address: places for address, places in found.items() if places and urls.is_plain(address)}


def _places(row: Mapping[str, Any]) -> Iterator[str]:
    page = f"{row['url']}#"
    for value in row.values():
        for one in value if isinstance(value, list) else ():
            address = one.get("url") if isinstance(one, dict) else None
            if isinstance(address, str) and address.startswith(page) and _is_id(address.removeprefix(page)):
                yield address.removeprefix(page)


def _is_id(text: str) -> bool:
    return 0 < len(text) < _LONGEST and all(char.isalnum() or char in "_-" for char in text)


def displaced(entry: Entry[Any], public: Collection[str], there: Collection[str], prefix: str) -> tuple[Problem, ...]:
    """Each place that is public of an entry, and that it has no more; `prefix` is that of the ids of a page."""
    return tuple(_displaced(entry, place, place.removeprefix(prefix)) for place in public if place not in there)


def _displaced(entry: Entry[Any], place: str, name: str) -> Problem:
    message = f"the published place `/{entry.address}#{place}` would be gone, and people may hold its address"
    hint = f'write `<a id="{name}"></a>` into the heading that says it now, or `id: {name}` to the word'
    return Problem(Place(entry.path), message, hint, "abandoned-address")
