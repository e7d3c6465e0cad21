"""Content: what editors wrote, read and checked.

`load` reads a tree into a library; `pictures` describes how pictures are cleaned, `cleaned` puts them in place and
`sizes` tells how large they are;
`texts` describes the rendering of every body and `Renderings` holds what came of it; `marked` names the recordings
whose own chapters are asked for, `speaking` the people who may speak in an episode, `spoken` reads transcripts and
chapters (`transcripts` the former alone, to repair them), and `with_pictures` adds the pictures of these to what
entries lead to; `Findings` tells what is wrong with each entry and what it leads to, `across` what is wrong between
entries.
`named`, `absent`, `heirs` and `shared` tell what an entry is made from, why it is not public, which took the place of
another, and which files are read for the library as a whole; `places`, to which ids of its page texts can lead.
"""

from __future__ import annotations

from pipeline.content.findings import Findings, across
from pipeline.content.load import load
from pipeline.content.parsed import Parsed
from pipeline.content.pictures import cleaned, pictures, sizes
from pipeline.content.sources import absent, heirs, named, shared
from pipeline.content.speakers import speaking
from pipeline.content.spoken import marked, spoken, transcripts, with_pictures
from pipeline.content.texts import Renderings, places, texts

__all__ = [
    "Findings",
    "Parsed",
    "Renderings",
    "absent",
    "across",
    "cleaned",
    "heirs",
    "load",
    "marked",
    "named",
    "pictures",
    "places",
    "shared",
    "sizes",
    "speaking",
    "spoken",
    "texts",
    "transcripts",
    "with_pictures",
]
