"""Forms: they stand where they can be filled in and printed. What is wrong in one is found when its text is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.formats.markdown import Rendering
from pipeline.model.kinds import KINDS
from pipeline.model.library import Library
from pipeline.problems import Place, Problem


def check(library: Library, renderings: Mapping[str, Rendering]) -> Iterator[Problem]:
    """A form in an entry whose kind takes none."""
    takers = [kind for kind in KINDS.values() if kind.forms]
    nouns = " or ".join(f"a {kind.label.lower()}" for kind in takers)
    folders = " or ".join(f"`{kind.folder}/`" for kind in takers)
    for entry in library.entries:
        if not KINDS[entry.kind].forms:
            for block in renderings[entry.path].forms:
                message = f"a form stands in {nouns} only"
                yield Problem(Place(entry.path, block.line), message, f"move it to {folders}", "bad-form")
