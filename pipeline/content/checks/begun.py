"""What stands in an entry and was not written by its editor, or twice: what `new` put there, and its own title."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from pipeline.content.checks.around import Around
from pipeline.formats import yaml
from pipeline.model.entry import Entry
from pipeline.model.kinds import KINDS
from pipeline.model.kinds.begin import DESCRIPTION
from pipeline.problems import Place, Problem

_MARKS = "#>*+- \t"


def of(entry: Entry[Any], around: Around) -> Iterator[Problem]:
    """Texts of `new` that nobody replaced, in an entry that is no draft; and a title that readers would see twice."""
    if not entry.fields.draft:
        yield from _placeholders(entry)
    yield from _title(entry, around)


def _placeholders(entry: Entry[Any]) -> Iterator[Problem]:
    left = _lines(entry.kind)
    hint = "write your own in its place, or remove it; until then, keep the line `draft: yes` among the fields"
    fields = yaml.leaves(entry.document.value)
    places = [
        entry.document.marks[loc] for loc, said in fields if isinstance(said, str) and " ".join(said.split()) in left
    ]
    for number, line in enumerate(entry.body.split("\n"), entry.body_line):
        if line.strip(_MARKS) in left:
            places.append(Place(entry.path, number))
    for place in places:
        yield Problem(place, "this is still what `pipeline new` wrote, to be replaced", hint, "placeholder")


@cache
def _lines(kind: str) -> frozenset[str]:
    """What must not stay of what `new` writes for a kind: of its body, headings may."""
    lines = KINDS[kind].placeholders.split("\n")
    return frozenset({DESCRIPTION, *(line.strip(_MARKS) for line in lines if line.strip() and line[0] != "#")})


def _title(entry: Entry[Any], around: Around) -> Iterator[Problem]:
    """The title once more, as the first heading of the text: many programs want it there, and pages show it anyway."""
    headings = around.rendering(entry).headings
    title = getattr(entry.fields, "title", "").casefold()
    if not headings or headings[0].title.casefold() != title:
        return
    for number, line in enumerate(entry.body.split("\n"), entry.body_line):
        if line.strip("#= \t").casefold() == title:
            message = "the title stands here once more, and the page shows it above the text by itself"
            yield Problem(Place(entry.path, number), message, "remove this line", "title-twice")
            return
