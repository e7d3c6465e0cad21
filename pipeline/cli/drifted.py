"""What a look at a target found that is not as it remembers, in words and as data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.release import Drift

SHOWN = 20
"""Paths of a kind that are named; a plan names those that it mends, all of them."""


def lines(drift: Drift) -> Iterator[str]:
    """A warning for each kind that there is."""
    for paths, what in (
        (drift.missing, "gone from the target, and put again"),
        (drift.changed, "not as published, and put again"),
        (drift.foreign, "of no release: left alone"),
    ):
        if paths:
            more = f", and {len(paths) - SHOWN} more" if len(paths) > SHOWN else ""
            files = f"{len(paths)} file{'s' * (len(paths) != 1)}"
            yield f"warning: {files} {what}: {', '.join(f'`{path}`' for path in paths[:SHOWN])}{more}"


def as_data(drift: Drift) -> dict[str, Any]:
    """All of it; `looked` files were looked at to their bytes."""
    return {
        "missing": list(drift.missing),
        "changed": list(drift.changed),
        "foreign": list(drift.foreign),
        "looked": drift.looked,
    }
