"""Names: people, topics and audiences that are there, addresses and GUIDs that stand once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pipeline.model import urls, walk
from pipeline.model.entry import Entry, Names
from pipeline.model.kinds import KINDS
from pipeline.model.library import Library
from pipeline.model.taxonomy import LISTS
from pipeline.problems import Place, Problem, did_you_mean

_OLD = re.compile(r"(?:(?!\.)[\w.~-]+/)*(?!\.)[\w.~-]+(?:/|\.html)")


def check(library: Library) -> Iterator[Problem]:
    """Every name that leads nowhere, and every address or GUID that two entries claim."""
    for entry in library.entries:
        yield from _named(entry, library)
        yield from _alone(entry, library)
    yield from _addresses(library)
    yield from _guids(library)
    yield from _redirects(library)


def _named(entry: Entry[Any], library: Library) -> Iterator[Problem]:
    for node in walk.nodes(entry.fields):
        if isinstance(node.value, str):
            for mark in node.marks(Names):
                yield from _known(node.value, mark.what, library, entry.place(*node.loc))


def _known(name: str, what: str, library: Library, place: Place) -> Iterator[Problem]:
    known: Mapping[str, object] = {
        "person": library.people,
        "topic": library.topics,
        "audience": library.audiences,
    }[what]
    if name in known or (not known and library.exists(LISTS[what])):
        return  # where nothing of the list could be read, that is told of the list
    hint = did_you_mean(name, known) or f"add `{name}` to `{LISTS[what]}`"
    yield Problem(place, f"no {what} `{name}` is in `{LISTS[what].removeprefix('content/')}`", hint, f"unknown-{what}")


def _alone(entry: Entry[Any], library: Library) -> Iterator[Problem]:
    """An entry that belongs to another that is not there."""
    kind = KINDS[entry.kind]
    above = kind.path_above(entry.path)
    if above and above not in library.tree:
        noun = kind.label.lower()
        message = f"there is no `{above.rpartition('/')[2]}` beside this {noun}"
        yield Problem(Place(entry.path), message, f"add one, or move the {noun}", "missing-file")


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
    for kind in KINDS.values():
        yield from _guids_of(library.of(kind), seen)


def _guids_of(entries: Iterable[Entry[Any]], seen: dict[str, Entry[Any]]) -> Iterator[Problem]:
    for entry in entries:
        guid = getattr(entry.fields, "guid", None)
        if guid is None:
            continue
        other = seen.setdefault("".join(guid.casefold().split()), entry)
        if other is entry:
            continue
        same = other.fields.guid == guid
        message = f"the GUID `{guid}` {'is already' if same else 'differs only in case or white space from'} that of "
        hint = "give the one that is not yet published a new GUID: some apps would take both for one"
        yield Problem(entry.place("guid"), f"{message}`{other.path}`", hint, "duplicate-guid")
