"""What is wrong with a value."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

SHOWN = 80


class Wrong(NamedTuple):
    """What is wrong, and the remedy."""

    message: str
    hint: str = ""


Check = Callable[[str], Wrong | None]
"""What is wrong with a text, or None."""


def shown(text: str) -> str:
    """A value inside a message: one line, cut where it is long."""
    line = " ".join(text.split())
    return f"`{line[:SHOWN]}…`" if len(line) > SHOWN else f"`{line}`"
