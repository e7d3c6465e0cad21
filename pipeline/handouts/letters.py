"""Letters that no font of print has, told before anything is printed: to lay out a sheet takes a hundred times as long.

What the printer itself misses, signs among them, it tells as well; of letters it would say the same.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape

from pipeline.formats.markdown import Rendering
from pipeline.handouts.jobs import fonts
from pipeline.jobs import Job, Outcome
from pipeline.model.answers import Answers
from pipeline.model.artifact import canonical, sha256
from pipeline.model.entry import Entry
from pipeline.model.kinds import handout
from pipeline.model.kinds.handout.fields import Handout
from pipeline.model.library import Library
from pipeline.model.published import forms_of
from pipeline.problems import Place, Problem

LETTERS = "letters"
"""The name by which `wiring` finds the performer."""
_TAG = re.compile(r"<[^<>]*>")
_NAMED = 12
"""Characters that are named, of those that are missing."""


def letters_job(library: Library) -> tuple[Job, ...]:
    """A look at the fonts of print, where something is printed."""
    return (Job(LETTERS, "theme/print/fonts", fonts(library)),) if library.of(handout.KIND) else ()


def unprintable(
    library: Library, rendered: Mapping[str, Rendering], looked: Iterable[Outcome], answers: Answers
) -> Iterator[Problem]:
    """A problem for each handout with a letter that `looked` found in no font; `answers` know those of the last run."""
    drawn = _Letters([row for outcome in looked for row in outcome.facts["letters"]])
    words = sha256(canonical([drawn.rows, sorted(library.wording.words.items())]))
    answers.facts("letters of print", lambda _: words)
    answers.answers("unprintable", lambda path: _missing(path, library, rendered, drawn, answers), kept=True)
    for one in library.of(handout.KIND):
        if missing := answers.ask("unprintable", one.path):
            yield Problem(_place(one, missing), *no_font(missing))


def no_font(missing: Sequence[int]) -> tuple[str, str, str]:
    """What is told of characters that no font has: message, remedy, code."""
    named = [f"{chr(c)} (U+{c:04X})" for c in missing]
    more = f" and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
    return (
        f"no font for print has {', '.join(named[:_NAMED])}{more}",
        "write it in another way, or add a font to `theme/print/fonts/` and name it in `theme/print/own.css`",
        "no-font",
    )


class _Letters:
    """Letters by rows of such that follow each other, from the first to the last of each; sorted."""

    def __init__(self, rows: Sequence[Sequence[int]]) -> None:
        self.rows = rows
        self._firsts = [first for first, _ in rows]

    def __contains__(self, letter: int) -> bool:
        at = bisect_right(self._firsts, letter)
        return at > 0 and letter <= self.rows[at - 1][1]


def _missing(
    path: str, library: Library, rendered: Mapping[str, Rendering], drawn: _Letters, answers: Answers
) -> list[int]:
    answers.fact("letters of print")
    answers.fact("entry", path)
    one = library.entry(path)
    assert one is not None, path
    return sorted(ord(letter) for letter in {*_text(one, library, rendered[path])} if _lacks(letter, drawn))


def _text(one: Entry[Handout], library: Library, rendering: Rendering) -> str:
    """What of a handout is printed, as text: a library that is checked may not be good enough for its sheet."""
    html = " ".join((rendering.html, *forms_of(rendering, library.wording)))
    return f"{one.fields.title} {one.fields.description} {unescape(_TAG.sub(' ', html))}"


def _lacks(letter: str, drawn: _Letters) -> bool:
    """Whether a letter is in no font: neither itself nor what it is put together from."""
    if ord(letter) in drawn or unicodedata.category(letter)[0] != "L":
        return False
    parts = unicodedata.decomposition(letter).split()
    return not parts or parts[0].startswith("<") or any(int(part, 16) not in drawn for part in parts)


def _place(one: Entry[Handout], missing: Iterable[int]) -> Place:
    """Where the first of them stands in the text; where the text begins, for what stands elsewhere."""
    found = [at for letter in missing if (at := one.body.find(chr(letter))) >= 0]
    if not found:
        return Place(one.path, one.body_line)
    before = one.body[: min(found)]
    return Place(one.path, one.body_line + before.count("\n"), len(before) - before.rfind("\n"))
