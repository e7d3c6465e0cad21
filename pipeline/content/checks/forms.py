"""Forms: every `form` block of a handout is one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.formats import form
from pipeline.formats.markdown import Rendering
from pipeline.model.library import Library
from pipeline.problems import Place, Problem


def check(library: Library, renderings: Mapping[str, Rendering]) -> Iterator[Problem]:
    """The problems of all form blocks; a form outside a handout is one."""
    for entry in library.entries:
        taken: set[str] = set()
        for block in renderings[entry.path].forms:
            if entry.kind != "handout":
                message = "a form stands in a handout only"
                yield Problem(Place(entry.path, block.line), message, "move it to `content/handouts/`", "bad-form")
                continue
            parsed, problems = form.parse(block.text, entry.path, block.line, taken=taken)
            yield from problems
            taken |= {item.id for item in parsed.items} if parsed else set()
