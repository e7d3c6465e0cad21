"""How much a text may hold: what lies beyond it would take long to render, and none that people read needs it."""

from __future__ import annotations

from collections.abc import Iterable

# The time of markdown-it-py grows with a text, but for brackets that nothing closes; that of the sanitiser but for tags
# in tags. A definition and the cells of a table make more HTML than there is text.
_MOST = (("[", 5_000, "opening brackets"), ("<", 5_000, "`<` characters"))
_MOST_CHARACTERS, _MOST_LINES, _MOST_CELLS = 1_000_000, 30_000, 10_000


def too_complex(body: str) -> str | None:
    """Why a body would take unreasonable time or memory to render, or None. Takes time linear in its length."""
    if len(body) > _MOST_CHARACTERS:
        return f"the text has more than {_MOST_CHARACTERS:,} characters"
    for mark, most, noun in _MOST:
        if body.count(mark) > most:
            return f"the text has more than {most:,} {noun}"
    lines = body.split("\n")
    if len(lines) > _MOST_LINES:
        return f"the text has more than {_MOST_LINES:,} lines"
    return _too_wide(lines)


def _too_wide(lines: Iterable[str]) -> str | None:
    """Every row of a table is filled up to the width of its head: cells count, not characters."""
    rows = widest = cells = 0
    for line in (*lines, ""):
        pipes = line.count("|")
        if not line.strip():
            cells, rows, widest = cells + rows * widest, 0, 0
        elif pipes or rows:
            rows, widest = rows + 1, max(widest, pipes)
        if cells + rows * widest > _MOST_CELLS:
            return f"the tables have more than {_MOST_CELLS:,} cells"
    return None
