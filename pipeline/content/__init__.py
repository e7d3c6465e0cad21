"""Content: what editors wrote, read and checked.

`load` reads a tree into a library; `pictures` describes how pictures are cleaned, `cleaned` puts them in place and
`sizes` tells how large they are;
`texts` describes the rendering of every body and `renderings` reads what came of it; `spoken` reads transcripts and
chapters; `check` finds what is wrong across entries. `named`, `absent`, `heirs` and `shared` tell what an entry is made
from, why it is not public, which took the place of another, and which files are read for the library as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from pipeline.content import strings
from pipeline.content.checks import dates, files, forms, links, names, sound, words
from pipeline.content.checks import pictures as artwork
from pipeline.content.load import load
from pipeline.content.pictures import cleaned, pictures, sizes
from pipeline.content.sources import absent, heirs, named, shared
from pipeline.content.spoken import spoken
from pipeline.content.texts import renderings, texts
from pipeline.formats.markdown import Rendering
from pipeline.jobs import Outcome
from pipeline.model.addresses import addresses
from pipeline.model.kinds import KINDS
from pipeline.model.library import Library
from pipeline.model.media import AudioFacts, PictureFacts, Spoken
from pipeline.problems import Problem

__all__ = [
    "absent",
    "check",
    "cleaned",
    "heirs",
    "load",
    "named",
    "pictures",
    "renderings",
    "shared",
    "sizes",
    "spoken",
    "texts",
]


def check(
    library: Library,
    rendered: Mapping[str, Rendering],
    said: Mapping[str, Spoken],
    audio: Mapping[str, AudioFacts],
    probes: Iterable[Outcome],
    looked_at: Mapping[str, PictureFacts],
    instant: datetime,
) -> tuple[Problem, ...]:
    """Everything that is wrong across entries, scheduled ones included."""
    own = (problem for entry in library.entries for problem in KINDS[entry.kind].check(entry, library))
    return (
        *own,
        *names.check(library),
        *addresses(library).problems,
        *files.check(library, links.pictured(library, rendered)),
        *links.check(library, rendered, instant),
        *forms.check(library, rendered),
        *sound.check(library, said, audio, probes),
        *artwork.check(library, looked_at),
        *dates.check(library, instant),
        *words.check(library, instant),
        *strings.check(library),
    )
