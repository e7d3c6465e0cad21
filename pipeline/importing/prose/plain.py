"""Plain text as HTML: paragraphs, and the breaks of its lines but for those at the edge of a window."""

from __future__ import annotations

from itertools import pairwise

from pipeline.formats.breaks import EARLY, NARROW
from pipeline.formats.dialect import escape
from pipeline.importing.prose.letters import readable

_RULE = frozenset("-=_*~#•· ")
_WIDE = 120
"""Characters: a longer line has no edge, it is a paragraph."""


def html(text: str) -> str:
    """HTML whose lines are those of the text."""
    lines = [line.strip() for line in readable(text).replace("\t", " ").split("\n")]
    longest = max((len(line) for line in lines), default=0)
    made: list[str] = []
    inside = False
    for line, behind in pairwise((*lines, "")):
        if not line or _is_rule(line):
            made.append(("</p>" if inside else "") + ("<hr>" if line else ""))
            inside = False
            continue
        broken = bool(behind) and not _is_rule(behind) and _is_meant(line, behind, longest)
        made.append(("" if inside else "<p>") + escape(line).replace("&nbsp;", "\xa0") + ("<br>" if broken else ""))
        inside = True
    return "\n".join(made) + ("</p>" if inside else "")


def _is_rule(line: str) -> bool:
    return len(line) >= 3 and len(set(line) - {" "}) == 1 and set(line) <= _RULE


def _is_meant(line: str, behind: str, longest: int) -> bool:
    """Whether a line was ended on purpose: the next word would have had room, or there is no edge to be seen."""
    if longest < NARROW or longest > _WIDE or not behind[:1].isalpha():
        return True
    return len(line) + 1 + len(behind.split(" ", 1)[0]) <= EARLY * longest
