"""What a CDN was told, in words and as data."""

from __future__ import annotations

from typing import Any

from pipeline.edge import Stale, Told


def rows(told: Told | None) -> list[tuple[str, str]]:
    """Rows for the end of a publish: what is forgotten, and what is not yet."""
    if told is None:
        return []
    parts = (("forgets", told.told, ""), ("was not told of", told.left, "; the next publish tells it"))
    return [("CDN", f"{told.label} {verb} {_counted(part)}{more}") for verb, part, more in parts if part]


def lines(told: Told | None) -> list[str]:
    """The same as a line of its own."""
    return [said for _name, said in rows(told)]


def failed(told: Told) -> str:
    """What was not taken, why not, and what becomes of it."""
    return f"{told.failure} Its caches keep {_counted(told.left)} until they expire; the next publish tells it again"


def as_data(told: Told | None) -> dict[str, Any] | None:
    """The same as JSON data; null where there is no CDN, or nothing to tell it."""
    if told is None:
        return None
    return {
        "cdn": told.label,
        "told": _plain(told.told),
        "left": _plain(told.left),
        "failure": told.failure or None,
    }


def _plain(stale: Stale) -> dict[str, list[str]]:
    return {"files": sorted(stale.files), "folders": sorted(f"{folder or '/'}" for folder in stale.folders)}


def _counted(stale: Stale) -> str:
    if "" in stale.folders:
        return "everything"
    counts = (("file", len(stale.files)), ("folder", len(stale.folders)))
    return " and ".join(f"{count} {name}{'s' * (count != 1)}" for name, count in counts if count) or "nothing"
