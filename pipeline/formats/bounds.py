"""What Python-Markdown can't be given: small texts that would take it seconds, minutes or gigabytes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

# Python-Markdown takes seconds to minutes for some small texts. Each bound is set where a text of that sort still
# renders in about a second, far above what an article holds.
_MOST = (
    ("[", 2_000, "opening brackets"),
    ("<", 3_000, "`<` characters"),
    ("<!", 200, "declarations and comments"),
    ("[^", 600, "footnote marks"),
    ("{", 2_000, "opening braces"),
    ("*", 20_000, "asterisks"),
    ("_", 20_000, "underscores"),
    ("`", 10_000, "backticks"),
    ("\\", 10_000, "backslashes"),
    ("&", 10_000, "`&` characters"),
)
_MOST_CHARACTERS, _MOST_LINES, _MOST_TOGETHER, _MOST_CELLS, _MOST_LEVELS = 1_000_000, 30_000, 2_000, 10_000, 20
_LEVELS = re.compile(r"(?:[ \t]*(?:>|[*+-]|[0-9]{1,9}\.)(?=[ \t>]|$))*")
_DEFINITION = re.compile(r"^[ ]{0,3}\[[^\]\n]*\]:[^\n]*", re.MULTILINE)


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
    if any(not empty and len(list(run)) > _MOST_TOGETHER for empty, run in groupby(lines, _is_empty)):
        return f"the text has more than {_MOST_TOGETHER:,} lines without an empty one between them"
    longest = max((len(match[0]) for match in _DEFINITION.finditer(body)), default=0)
    if longest * body.count("[") > 3_000_000:
        return "a long link definition is used very often"
    for start, most, noun in ((("#",), 2_000, "headings"), (("```", "~~~"), 1_000, "fences of code")):
        if sum(line.startswith(start) for line in lines) > most:
            return f"the text has more than {most:,} {noun}"
    return _too_wide(lines) or _too_deep(lines)


def _is_empty(line: str) -> bool:
    return not line.strip()


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


def _too_deep(lines: Iterable[str]) -> str | None:
    for line in lines:
        marks = _LEVELS.match(line[:2_000])
        levels = len(re.findall(r">|[*+-]|[0-9]+\.", marks[0])) if marks else 0
        indent = len(line[:2_000].expandtabs(4)) - len(line[:2_000].expandtabs(4).lstrip())
        if levels > _MOST_LEVELS or (indent > 4 * _MOST_LEVELS and line.strip()):
            return f"lists or quotes are nested more than {_MOST_LEVELS} levels deep"
    return None
