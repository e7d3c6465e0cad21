"""Files to take away beside the page of an entry, in the formats that its kind knows."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model import urls
from pipeline.model.artifact import Piece
from pipeline.model.kinds import KINDS
from pipeline.model.published import Published


def exports(published: Published) -> Iterator[Piece]:
    """Every entry in every format of its kind."""
    for entry in published.library.entries:
        for ending, write in KINDS[entry.kind].exports.items():
            path = urls.export(entry.address, ending)
            yield Piece(path, write(published.row(entry)).encode(), entry.path)
