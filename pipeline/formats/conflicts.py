"""What a merge leaves in a file when two people changed the same lines and nobody chose between them."""

from __future__ import annotations

import re

from pipeline.problems import Place, Problem

# Git writes seven of them at the beginning of a line, and the name of the branch or commit behind a space.
_MARK = re.compile(r"^(?:<{7}|>{7})(?: [^\n]*)?$", re.MULTILINE)
_MOST = 20


def conflicts(text: str, path: str) -> tuple[Problem, ...]:
    """A problem for each place of a file where two versions of it stand one after the other. Code `merge-conflict`."""
    if "<<<<<<<" not in text and ">>>>>>>" not in text:
        return ()
    problems: list[Problem] = []
    is_open = False
    for match in _MARK.finditer(text):
        begins = match[0].startswith("<")
        if begins or not is_open:
            place = Place(path, text.count("\n", 0, match.start()) + 1)
            problems.append(Problem(place, *(_BOTH if begins else _LEFT), "merge-conflict"))
        is_open = begins
    return tuple(problems[:_MOST])


_BOTH = (
    "two versions of the same lines stand here, one below the other: a merge was not finished",
    "keep the lines that are right; remove the others, and the lines that begin with `<<<<<<<`, `=======`, `>>>>>>>`",
)
_LEFT = (
    "this line was left here by a merge: readers would see it",
    "remove it, and look whether the lines above it are right",
)
