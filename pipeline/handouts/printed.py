"""What is printed: every handout, and all entries of a kind that says how they look on paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.model.edition import Format
from pipeline.model.kinds import KINDS, handout
from pipeline.model.kinds.handout.fields import formats
from pipeline.model.library import Library
from pipeline.problems import Place


@dataclass(frozen=True, slots=True)
class Printed:
    """One thing that is printed. `subject` is the path of the handout, or the root of the kind; `place` is where an
    editor looks when it can't be, `style` a style sheet beside those that all have.
    """

    subject: str
    address: str
    formats: tuple[Format, ...]
    place: Place
    style: str = ""


def printed(library: Library) -> Iterator[Printed]:
    """Everything that is printed of a library."""
    for entry in library.of(handout.KIND):
        yield Printed(entry.path, entry.address, tuple(formats(entry)), Place(entry.path, entry.body_line))
    for kind in KINDS.values():
        if kind.hub and kind.hub.printed and library.of(kind):
            how = kind.hub.printed
            yield Printed(kind.root, kind.root, how.formats, Place(kind.folder), how.style)
