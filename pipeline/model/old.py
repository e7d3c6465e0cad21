"""Old addresses: where something was published before, and where it is now.

An entry names them in `redirect_from`. Its page moves with what lies below it, as a show with its episodes; and where
it has a feed, that goes on being served at the old address, since apps ask for it there for years.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.model import urls
from pipeline.model.entry import Entry
from pipeline.model.kinds import KINDS
from pipeline.model.library import Library


@dataclass(frozen=True, slots=True)
class Old:
    """One old address: its file on the site, the address to which it leads, and the entry that is there. `number` says
    which line of `redirect_from` it comes from. A `named` one stands there itself; others follow from it.
    """

    path: str
    leads_to: str
    entry: Entry[Any]
    number: int
    named: bool = True

    @property
    def feed(self) -> bool:
        """Whether a feed lies there, and not a page."""
        return urls.is_feed(self.path)


def old(library: Library, entry: Entry[Any]) -> Iterator[Old]:
    """Every old address that comes of the lines of an entry."""
    for number, address in _written(entry):
        yield from _named(entry, number, address)
        if address.endswith("/"):
            yield from _below(library, entry, number, address)


def feeds(entry: Entry[Any]) -> tuple[Old, ...]:
    """Where the feed of an entry was before."""
    return tuple(one for number, address in _written(entry) for one in _named(entry, number, address) if one.feed)


def _written(entry: Entry[Any]) -> Iterator[tuple[int, str]]:
    """The lines of `redirect_from` that are addresses of this site: their numbers, and the addresses."""
    addresses = enumerate(map(urls.old, entry.fields.redirect_from))
    return ((number, address) for number, address in addresses if urls.is_plain(address))


def _named(entry: Entry[Any], number: int, address: str) -> Iterator[Old]:
    """The old page of an entry and its feed, or its feed alone."""
    has_feed = KINDS[entry.kind].feed
    if not urls.is_feed(address):
        yield Old(urls.page_file(address), entry.address, entry, number)
    if has_feed and (urls.is_feed(address) or address.endswith("/")):
        path = address if urls.is_feed(address) else urls.show_feed(address)
        yield Old(path, urls.show_feed(entry.address), entry, number)


def _below(library: Library, above: Entry[Any], number: int, address: str) -> Iterator[Old]:
    """The old pages of what belongs to an entry and lies below it."""
    for entry in library.below(above):
        beside = (path for path in KINDS[entry.kind].beside(entry) if path.endswith("/"))
        for page in (entry.address, *beside):
            if page.startswith(above.address):
                path = urls.page_file(address + page.removeprefix(above.address))
                yield Old(path, page, entry, number, named=False)
