"""Pictures: those of shows and episodes are what podcast directories take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.model.entry import Entry, resolve
from pipeline.model.kinds import KINDS
from pipeline.model.library import Library
from pipeline.model.media import ARTWORK, PictureFacts
from pipeline.problems import Problem


def check(library: Library, pictures: Mapping[str, PictureFacts]) -> Iterator[Problem]:
    """Artwork that is not square or too small. A show can't do without; apps know what to show for an episode."""
    for entry in library.entries:
        match KINDS[entry.kind].artwork:
            case "needed":
                yield from _artwork(entry, pictures, "podcast directories refuse it", "bad-artwork")
            case "own":
                yield from _artwork(entry, pictures, "apps will show the artwork of the show instead", "odd-artwork")


def _artwork(entry: Entry[Any], pictures: Mapping[str, PictureFacts], effect: str, code: str) -> Iterator[Problem]:
    path = resolve(entry.fields.image.file, entry.path) if entry.fields.image else None
    facts = pictures.get(path) if path else None
    if facts is None or facts.is_artwork:
        return
    message = f"this picture has {facts.width:,} × {facts.height:,} pixels: {effect}"
    remedy = "crop it to a square" if facts.width != facts.height else "export it as one"
    hint = f"{remedy} of at least {ARTWORK[0]:,} × {ARTWORK[0]:,} pixels"
    yield Problem(entry.place("image", "file"), message, hint, code)
