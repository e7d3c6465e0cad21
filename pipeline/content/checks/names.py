"""Names: people, topics and audiences that are there, addresses and GUIDs that stand once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pipeline.content.load import AUDIENCES, PEOPLE, TOPICS
from pipeline.model import urls
from pipeline.model.entry import Entry
from pipeline.model.library import Library
from pipeline.problems import Known, Place, Problem

_OLD = re.compile(r"(?:(?!\.)[\w.~-]+/)*(?!\.)[\w.~-]+(?:/|\.html)")
_LISTS = {"person": PEOPLE, "topic": TOPICS, "audience": AUDIENCES}


def check(library: Library) -> Iterator[Problem]:
    """Every name that leads nowhere, and every address or GUID that two entries claim."""
    lists = _Lists(library)
    for entry in library.entries:
        yield from _named(entry, lists)
    yield from _addresses(library)
    yield from _guids(library)
    yield from _redirects(library)


class _Lists:
    """The ids of people, topics and audiences, made ready once for as many names as there are."""

    def __init__(self, library: Library) -> None:
        ids = {"person": library.people, "topic": library.topics, "audience": library.audiences}
        # Where nothing of a list could be read, that is told of the list.
        read = {what: named for what, named in ids.items() if named or not library.exists(_LISTS[what])}
        self._known = {what: Known(named) for what, named in read.items()}

    def check(self, name: str, what: str, place: Place) -> Iterator[Problem]:
        known = self._known.get(what)
        if known is None or name in known:
            return
        hint = known.did_you_mean(name) or f"add `{name}` to `{_LISTS[what]}`"
        message = f"no {what} `{name}` is in `{_LISTS[what].removeprefix('content/')}`"
        yield Problem(place, message, hint, f"unknown-{what}")


def _named(entry: Entry[Any], lists: _Lists) -> Iterator[Problem]:
    fields = entry.fields
    for i, author in enumerate(getattr(fields, "authors", ())):
        yield from lists.check(author, "person", entry.place("authors", i))
    for i, credit in enumerate(getattr(fields, "people", ())):
        yield from lists.check(credit.person, "person", entry.place("people", i, "person"))
    yield from _shelved(entry, lists, fields, ())
    for i, book in enumerate(getattr(fields, "books", ())):
        yield from _shelved(entry, lists, book, ("books", i))


def _shelved(entry: Entry[Any], lists: _Lists, fields: Any, loc: tuple[str | int, ...]) -> Iterator[Problem]:
    for i, topic in enumerate(getattr(fields, "topics", ())):
        yield from lists.check(topic, "topic", entry.place(*loc, "topics", i))
    for i, audience in enumerate(getattr(fields, "audiences", ())):
        yield from lists.check(audience, "audience", entry.place(*loc, "audiences", i))


def _addresses(library: Library) -> Iterator[Problem]:
    seen: dict[str, Entry[Any]] = {}
    for entry in library.entries:
        other = seen.setdefault(entry.address, entry)
        if other is not entry:
            message = f"the address `/{entry.address}` is already that of `{other.path}`"
            yield Problem(entry.place("slug"), message, "give one of them another `slug`", "duplicate-address")


def _redirects(library: Library) -> Iterator[Problem]:
    """Old addresses: plain paths of this site, and nobody's own."""
    taken = {entry.address: entry.path for entry in library.entries}
    for entry in library.entries:
        for i, written in enumerate(entry.fields.redirect_from):
            place, address = entry.place("redirect_from", i), urls.old(written)
            if not _OLD.fullmatch(address):
                hint = "write the path alone, like `/old-name/`"
                yield Problem(place, f"`{written}` is not an address of this site", hint, "invalid-value")
            elif address in taken:
                message = f"the address `/{address}` is already that of `{taken[address]}`"
                yield Problem(place, message, "remove it here", "duplicate-address")
            taken.setdefault(address, entry.path)


def _guids(library: Library) -> Iterator[Problem]:
    seen: dict[str, Entry[Any]] = {}
    identified: tuple[Entry[Any], ...] = (*library.shows, *library.episodes)
    for entry in identified:
        guid = entry.fields.guid
        other = seen.setdefault("".join(guid.casefold().split()), entry)
        if other is entry:
            continue
        same = other.fields.guid == guid
        message = f"the GUID `{guid}` {'is already' if same else 'differs only in case or white space from'} that of "
        hint = "give the one that is not yet published a new GUID: some apps would take both for one"
        yield Problem(entry.place("guid"), f"{message}`{other.path}`", hint, "duplicate-guid")
