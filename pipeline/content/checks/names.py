"""Names: people, topics and audiences that are there, old addresses, and GUIDs that stand once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pipeline.content.checks.around import Around
from pipeline.formats.letters import slug
from pipeline.formats.scalars import likeness
from pipeline.model import urls, walk
from pipeline.model.entry import Entry, Names
from pipeline.model.kinds import KINDS
from pipeline.model.library import Library
from pipeline.model.taxonomy import LISTS
from pipeline.problems import Place, Problem

_WHOSE_FEED = "write it into the `show.yml` whose feed goes on there"


def of(entry: Entry[Any], around: Around) -> Iterator[Problem]:
    """Every name in an entry that leads nowhere."""
    yield from _named(entry, around)
    yield from _speakers(entry, around)
    yield from _alone(entry, around)
    yield from _old(entry)


def check(library: Library) -> Iterator[Problem]:
    """Every GUID that two entries claim."""
    seen: dict[tuple[str, bool], Entry[Any]] = {}
    for kind in KINDS.values():
        yield from _guids_of(library.of(kind), seen)


def _named(entry: Entry[Any], around: Around) -> Iterator[Problem]:
    for node in walk.nodes(entry.fields):
        if isinstance(node.value, str):
            for mark in node.marks(Names):
                if not around.is_listed(mark.what, node.value):
                    yield _unknown(node.value, mark.what, entry.place(*node.loc), around)


def _speakers(entry: Entry[Any], around: Around) -> Iterator[Problem]:
    """Who speaks as somebody who is not listed. What looks like no id is a name."""
    said: Mapping[str, str] = getattr(entry.fields, "speakers", {})
    for name, who in said.items():
        if who and who == slug(who) and not around.is_listed("person", who):
            yield _unknown(who, "person", entry.place("speakers", name), around)


def _unknown(name: str, what: str, place: Place, around: Around) -> Problem:
    hint = around.near(what).did_you_mean(name) or f"add `{name}` to `{LISTS[what]}`"
    message = f"no {what} `{name}` is in `{LISTS[what].removeprefix('content/')}`"
    return Problem(place, message, hint, f"unknown-{what}")


def _alone(entry: Entry[Any], around: Around) -> Iterator[Problem]:
    """An entry that belongs to another that is not there."""
    kind = KINDS[entry.kind]
    above = kind.path_above(entry.path)
    if above and not around.exists(above):
        noun = kind.label.lower()
        message = f"there is no `{above.rpartition('/')[2]}` beside this {noun}"
        yield Problem(Place(entry.path), message, f"add one, or move the {noun}", "missing-file")


def _old(entry: Entry[Any]) -> Iterator[Problem]:
    """Old addresses that are no plain paths of this site, and those of a feed where there is none."""
    for i, written in enumerate(entry.fields.redirect_from):
        if urls.is_feed(urls.old(written)) and not KINDS[entry.kind].feed:
            message, hint = f"`{written}` is the address of a feed, and this entry has none", _WHOSE_FEED
            yield Problem(entry.place("redirect_from", i), message, hint, "invalid-value")
        elif not urls.is_plain(urls.old(written)):
            message, hint = f"`{written}` is not an address of this site", "write the path alone, like `/old-name/`"
            yield Problem(entry.place("redirect_from", i), message, hint, "invalid-value")


def _guids_of(entries: Iterable[Entry[Any]], seen: dict[tuple[str, bool], Entry[Any]]) -> Iterator[Problem]:
    """`seen`: a GUID, or its likeness (True) → the first entry that has it."""
    for entry in entries:
        guid = _guid(entry)
        if guid is None:
            continue
        same, alike = seen.setdefault((guid, False), entry), seen.setdefault((likeness(guid), True), entry)
        other = alike if same is entry else same
        if other is entry or (same is entry and _as_published(entry) and _as_published(other)):
            continue
        message = f"the GUID `{guid}` {'differs only in case or white space from' if same is entry else 'is already'}"
        hint = "give the one that is not yet published a new GUID: some apps would take both for one"
        yield Problem(entry.place("guid"), f"{message} that of `{other.path}`", hint, "duplicate-guid")


def _guid(entry: Entry[Any]) -> str | None:
    guid: str | None = getattr(entry.fields, "identity", None) or getattr(entry.fields, "guid", None)
    return guid


def _as_published(entry: Entry[Any]) -> bool:
    """Whether its GUID is written as another host published it: there is no other to give it."""
    return not isinstance(getattr(entry.fields, "guid", ""), str)
