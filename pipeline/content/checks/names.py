"""Names: people, topics and audiences that are there, old addresses, and GUIDs that stand once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.model import urls, walk
from pipeline.model.entry import Entry, Names
from pipeline.model.kinds import KINDS
from pipeline.model.library import Library
from pipeline.model.taxonomy import LISTS
from pipeline.problems import Known, Place, Problem


def check(library: Library) -> Iterator[Problem]:
    """Every name that leads nowhere, and every GUID that two entries claim."""
    lists = _Lists(library)
    for entry in library.entries:
        yield from _named(entry, lists)
        yield from _alone(entry, library)
        yield from _old(entry)
    yield from _guids(library)


class _Lists:
    """The ids of people, topics and audiences, made ready once for as many names as there are."""

    def __init__(self, library: Library) -> None:
        ids = {"person": library.people, "topic": library.topics, "audience": library.audiences}
        # Where nothing of a list could be read, that is told of the list.
        read = {what: named for what, named in ids.items() if named or not library.exists(LISTS[what])}
        self._known = {what: Known(named) for what, named in read.items()}

    def check(self, name: str, what: str, place: Place) -> Iterator[Problem]:
        known = self._known.get(what)
        if known is None or name in known:
            return
        hint = known.did_you_mean(name) or f"add `{name}` to `{LISTS[what]}`"
        message = f"no {what} `{name}` is in `{LISTS[what].removeprefix('content/')}`"
        yield Problem(place, message, hint, f"unknown-{what}")


def _named(entry: Entry[Any], lists: _Lists) -> Iterator[Problem]:
    for node in walk.nodes(entry.fields):
        if isinstance(node.value, str):
            for mark in node.marks(Names):
                yield from lists.check(node.value, mark.what, entry.place(*node.loc))


def _alone(entry: Entry[Any], library: Library) -> Iterator[Problem]:
    """An entry that belongs to another that is not there."""
    kind = KINDS[entry.kind]
    above = kind.path_above(entry.path)
    if above and above not in library.tree:
        noun = kind.label.lower()
        message = f"there is no `{above.rpartition('/')[2]}` beside this {noun}"
        yield Problem(Place(entry.path), message, f"add one, or move the {noun}", "missing-file")


def _old(entry: Entry[Any]) -> Iterator[Problem]:
    """Old addresses that are no plain paths of this site."""
    for i, written in enumerate(entry.fields.redirect_from):
        if not urls.is_plain(urls.old(written)):
            message, hint = f"`{written}` is not an address of this site", "write the path alone, like `/old-name/`"
            yield Problem(entry.place("redirect_from", i), message, hint, "invalid-value")


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
