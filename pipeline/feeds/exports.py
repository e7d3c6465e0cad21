"""Files to take away: in the formats that a kind knows, of an entry beside its page, of all of them beside the hub; and
the calendar of the whole library.
"""

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
    kind = KINDS[entry.kind]
    for ending, write in kind.exports.items() if kind.exported(entry) else ():
        yield Piece(urls.export(entry.address, ending), write(published.row(entry), published).encode(), path)


def of_all(name: str, published: Published) -> Iterator[Piece]:
    """All entries of the kind of this name, in every format in which it has them together."""
    kind = KINDS[name]
    for ending, write in kind.hub.exports.items() if kind.hub else ():
        yield Piece(urls.export(kind.root, ending), write(published.rows(kind), published).encode())


def dated(published: Published) -> Iterator[Piece]:
    """Everything of the library that has a day, of all kinds, as one calendar to subscribe to."""
    told = [(row, kind.occasions) for kind in KINDS.values() if kind.occasions for row in published.rows(kind)]
    found = (occasion for row, of in told for occasion in of(row, published))
    if told:
        from pipeline.model.gathering.calendar import calendar  # noqa: PLC0415 - most commands write none

        name, about = published.site.title, published.say("calendar.about", title=published.site.title)
        yield Piece(urls.CALENDAR, calendar(name, about, found, published, urls.CALENDAR).encode())
