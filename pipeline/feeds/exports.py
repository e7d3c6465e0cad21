"""Files to take away, in the formats that a kind knows: of an entry beside its page, of all of them beside the hub."""

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
        yield Piece(urls.export(entry.address, ending), write(published.row(entry), published).encode(), path)


def of_all(name: str, published: Published) -> Iterator[Piece]:
    """All entries of the kind of this name, in every format in which it has them together."""
    kind = KINDS[name]
    for ending, write in kind.hub.exports.items() if kind.hub else ():
        yield Piece(urls.export(kind.root, ending), write(published.rows(kind), published).encode())
