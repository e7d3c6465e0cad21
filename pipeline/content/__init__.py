"""Content: what editors wrote, read and checked.

`load` reads a tree into a library; `pictures` describes how pictures are cleaned and `cleaned` puts them in place;
`texts` describes the rendering of every body and `renderings` reads what came of it; `check` finds what is wrong
across entries. `fixes` are the repairs that can be made in one way only, `begin` the files of a new entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from pipeline.content.checks import dates, files, forms, links, names, sound
from pipeline.content.fixes import Edit, fixes
from pipeline.content.load import load
from pipeline.content.pictures import cleaned, pictures
from pipeline.content.scaffold import NAMES, CanNotBegin, Wish, begin, recording
from pipeline.content.texts import renderings, texts
from pipeline.formats.markdown import Rendering
from pipeline.jobs import Outcome
from pipeline.model.kinds import KINDS
from pipeline.model.library import Library
from pipeline.model.media import AudioFacts
from pipeline.problems import Problem

__all__ = [
    "NAMES",
    "CanNotBegin",
    "Edit",
    "Wish",
    "begin",
    "check",
    "cleaned",
    "fixes",
    "load",
    "pictures",
    "recording",
    "renderings",
    "texts",
]


def check(
    library: Library,
    rendered: Mapping[str, Rendering],
    audio: Mapping[str, AudioFacts],
    probes: Iterable[Outcome],
    instant: datetime,
) -> tuple[Problem, ...]:
    """Everything that is wrong across entries, scheduled ones included."""
    own = (problem for entry in library.entries for problem in KINDS[entry.kind].check(entry, library))
    return (
        *own,
        *names.check(library),
        *files.check(library, links.pictured(library, rendered)),
        *links.check(library, rendered, instant),
        *forms.check(library, rendered),
        *sound.check(library, audio, probes),
        *dates.check(library, instant),
    )
