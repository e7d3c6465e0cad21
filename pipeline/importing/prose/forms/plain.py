"""Plain text as HTML: paragraphs, and the breaks of its lines but for those at the edge of a window."""

from __future__ import annotations

from itertools import pairwise

from pipeline.formats import markup
from pipeline.formats.breaks import EARLY, NARROW
from pipeline.formats.dialect import escape
from pipeline.importing.prose.page.elements import BLOCKS
from pipeline.importing.prose.page.letters import readable

_RULE = frozenset("-=_*~#•· ")
_WIDE = 120
"""Characters: a longer line has no edge, it is a paragraph."""


def is_lined(text: str) -> bool:
    """Whether HTML is a plain text that has a link or bold words here and there: its lines would run together."""
    return "\n" in text.strip() and not any(
        tag.name in BLOCKS or tag.name in ("br", "img") for tag in markup.tags(text)
    )


def html(text: str, *, tagged: bool = False) -> str:
    """HTML whose lines are those of the text. Where it is `tagged`, its tags and entities are those of HTML."""
    lines = [line.strip() for line in readable(text).replace("\t", " ").split("\n")]
    sizes = [len(_shown(line)) if tagged else len(line) for line in lines]
    longest = max(sizes, default=0)
    made: list[str] = []
    inside = False
    for (line, behind), size in zip(pairwise((*lines, "")), sizes, strict=True):
        if not line or _is_rule(line):
            made.append(("</p>" if inside else "") + ("<hr>" if line else ""))
            inside = False
            continue
        broken = bool(behind) and not _is_rule(behind) and _is_meant(size, behind, longest)
        made.append(
            ("" if inside else "<p>")
            + (line if tagged else escape(line).replace("&nbsp;", "\xa0"))
            + ("<br>" if broken else "")
        )
        inside = True
    return "\n".join(made) + ("</p>" if inside else "")


def _shown(line: str) -> str:
    """The text of a line without tags."""
    first, *rest = line.split("<")
    return first + "".join(part.partition(">")[2] for part in rest)


def _is_rule(line: str) -> bool:
    return len(line) >= 3 and len(set(line) - {" "}) == 1 and set(line) <= _RULE


def _is_meant(size: int, behind: str, longest: int) -> bool:
    """Whether a line was ended on purpose: the next word would have had room, or there is no edge to be seen."""
    if longest < NARROW or longest > _WIDE or not behind[:1].isalpha():
        return True
    return size + 1 + len(behind.split(" ", 1)[0]) <= EARLY * longest
