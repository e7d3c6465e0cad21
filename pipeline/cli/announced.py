"""What was announced, and what would be, in words and as data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pipeline.announce import State, Told
from pipeline.cli.report import harmless

_SAID = {
    State.DUE: "to announce",
    State.SENT: "announced",
    State.HELD: "not announced now",
    State.WAITING: "not announced yet",
    State.FAILED: "not announced",
    State.GIVEN_UP: "not announced",
}


def in_words(told: Told) -> str:
    """One line: what, to whom, and why not."""
    said = f"{_SAID[told.state]} ({told.endpoint}): {_titles(told)}"
    return f"{said}: {told.detail}" if told.detail else said


def lines(told: Iterable[Told]) -> list[str]:
    """A line each."""
    return [harmless(in_words(one)) for one in told]


def sent(told: Iterable[Told]) -> list[str]:
    """A line for all that was taken; what was not is told as a warning."""
    return lines(one for one in told if one.state is State.SENT)


def rows(told: Iterable[Told]) -> list[tuple[str, str]]:
    """The same for the end of a publish: a row for each endpoint."""
    taken: dict[str, list[str]] = {}
    for one in told:
        if one.state is State.SENT:
            taken.setdefault(one.endpoint, []).append(_titles(one))
    return [("announced", f"{endpoint}: {', '.join(some)}") for endpoint, some in taken.items()]


def as_data(told: Iterable[Told]) -> list[dict[str, Any]]:
    """The same as JSON data."""
    return [
        {
            "endpoint": one.endpoint,
            "state": str(one.state),
            "detail": one.detail,
            "episodes": [{"id": e.id, "guid": e.data.guid, "title": e.data.title} for e in one.events],
        }
        for one in told
    ]


def _titles(told: Told) -> str:
    return ", ".join(f"“{event.data.title}”" for event in told.events)
