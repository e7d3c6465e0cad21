"""Files to take away beside the page of an entry, in the formats that its kind knows."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model import urls
from pipeline.model.artifact import Piece
from pipeline.model.kinds import KINDS
from pipeline.model.published import Published


def exports(path: str, published: Published) -> Iterator[Piece]:
    """The entry in a file of the library, in every format of its kind."""
    entry = published.find(path)
    assert entry is not None, path
    for ending, write in KINDS[entry.kind].exports.items():
        yield Piece(urls.export(entry.address, ending), write(published.row(entry)).encode(), path)
