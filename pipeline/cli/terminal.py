"""The terminal that somebody looks at: what it can do, and no more is asked of it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


def moves() -> bool:
    """Whether stderr is a terminal that can move its cursor, with somebody before it: CI has none."""
    dumb = os.environ.get("TERM", "") in ("", "dumb", "unknown")
    return sys.stderr.isatty() and not dumb and not os.environ.get("CI")


def console(*, stderr: bool = False) -> Console:
    """A console that takes text for text: what looks like markup, a link or an emoji in it stays as it is written.

    With `NO_COLOR` it has neither colours nor other styles.
    """
    from rich.console import Console

    plain = bool(os.environ.get("NO_COLOR"))
    return Console(stderr=stderr, color_system=None if plain else "auto", highlight=False, markup=False, emoji=False)
