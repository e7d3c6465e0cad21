"""Forms: they stand where they can be filled in and printed. What is wrong in one is found when its text is read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.content.checks.around import Around
from pipeline.model.entry import Entry
from pipeline.model.kinds import KINDS
from pipeline.problems import Place, Problem


def of(entry: Entry[Any], around: Around) -> Iterator[Problem]:
    """A form in an entry whose kind takes none."""
    if KINDS[entry.kind].forms:
        return
    takers = [kind for kind in KINDS.values() if kind.forms]
    nouns = " or ".join(f"a {kind.label.lower()}" for kind in takers)
    folders = " or ".join(f"`{kind.folder}/`" for kind in takers)
    for block in around.rendering(entry).forms:
        message = f"a form stands in {nouns} only"
        yield Problem(Place(entry.path, block.line), message, f"move it to {folders}", "bad-form")
