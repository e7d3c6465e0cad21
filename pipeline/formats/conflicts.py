"""What a merge leaves in a file when two people changed the same lines and nobody chose between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from pipeline.problems import Place, Problem

# Git writes seven of them at the beginning of a line, and the name of the branch or commit behind a space.
_MARK = re.compile(r"^(?:<{7}|>{7})(?: [^\n]*)?$", re.MULTILINE)
_MOST = 20


def conflicts(text: str, path: str) -> tuple[Problem, ...]:
    """A problem for each place of a file where two versions of it stand one after the other. Code `merge-conflict`."""
    if "<<<<<<<" not in text and ">>>>>>>" not in text:
        return ()
    return tuple(islice(_told(text, path), _MOST))


def _told(text: str, path: str) -> Iterator[Problem]:
    line, at, is_open = 1, 0, False
    for match in _MARK.finditer(text):
        line, at = line + text.count("\n", at, match.start()), match.start()
        begins = match[0].startswith("<")
        if begins or not is_open:
            yield Problem(Place(path, line), *(_BOTH if begins else _LEFT), "merge-conflict")
        is_open = begins


_BOTH = (
    "two versions of the same lines stand here, one below the other: a merge was not finished",
    "keep the lines that are right; remove the others, and the lines that begin with `<<<<<<<`, `=======`, `>>>>>>>`",
)
_LEFT = (
    "this line was left here by a merge: readers would see it",
    "remove it, and look whether the lines above it are right",
)
