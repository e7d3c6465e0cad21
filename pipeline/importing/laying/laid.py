"""Drafts, laid onto the library: which files are written, and which path each has in the end.

A path is given before it is known what will lie there, since entries lead to each other. Where another entry turns out
to have it, the draft gets the next one, and all is composed anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.importing.keeping.ledger import Known, Record
from pipeline.importing.keeping.merge import Merged, merged
from pipeline.importing.laying.arrange import Arranged, Came, Shelf, arranged
from pipeline.importing.laying.before import Before
from pipeline.importing.laying.compose import Ground
from pipeline.importing.laying.placing import Places
from pipeline.importing.source.found import Asset, Item


@dataclass(frozen=True, slots=True)
class Laid:
    """What all drafts come to: what was arranged, what becomes of each file, and the paths of items by their ids."""

    arranged: Arranged
    merges: tuple[Merged, ...]
    paths: Mapping[str, str]

    @property
    def entries(self) -> Mapping[str, bytes]:
        """The bytes of files that are written, by their paths."""
        pairs = zip(self.arranged.drafts, self.merges, strict=True)
        return {draft.path: one.data for draft, one in pairs if one.data is not None}

    @property
    def records(self) -> Mapping[str, Record]:
        """What is remembered of each item."""
        pairs = zip(self.arranged.drafts, self.merges, strict=True)
        return {draft.id: one.record for draft, one in pairs if one.record is not None}


def laid(
    items: Sequence[Item], beside: Mapping[str, tuple[Asset, ...]], came: Came, before: Before, ground: Ground
) -> Laid:
    """All items onto the library."""
    tree, known, given = before.tree, before.known, before.paths(items)
    leaving, joined = before.refiled(items), before.joined(items)
    met = before.above(items, given)
    given |= met
    items = _with_old(items, known)
    kinds = {item.id: item.kind for item in items}
    begun = {one: Record(kinds[one], path) for one, path in {**met, **joined}.items()}
    records = {**begun, **{one: record for one, record in known.items.items() if one not in leaving}}
    noted = before.files(known)
    files = {one: kept.path for one, kept in noted.items()}
    shelf = Shelf(before.digests, noted, tuple(before.elsewhere(items)), before.recordings)
    while True:
        made = arranged(items, beside, came, Places(tree.files, given, files), shelf, ground)
        merges = tuple(merged(draft, tree.get(draft.path), records.get(draft.id)) for draft in made.drafts)
        taken = {draft.id for draft, one in zip(made.drafts, merges, strict=True) if one.state == "taken"}
        if not taken & given.keys():
            return Laid(made, merges, {draft.id: draft.path for draft in made.drafts})
        given = {one: path for one, path in given.items() if one not in taken}


def _with_old(items: Sequence[Item], known: Known) -> list[Item]:
    """The items, also with the addresses that they had before: who has one of those, still arrives."""
    now = {old for item in items for old in item.old}
    before = {one: tuple(old for old in record.old if old not in now) for one, record in known.items.items()}
    return [replace(item, old=(*item.old, *before.get(item.id, ()))) for item in items]
