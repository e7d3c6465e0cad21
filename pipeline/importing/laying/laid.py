"""Drafts, laid onto the library: which files are written, and which path each has in the end.

A path is given before it is known what will lie there, since entries lead to each other. Where another entry turns out
to have it, the draft gets the next one, and all is composed anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from posixpath import basename

from pipeline.importing.keeping.ledger import Kept, Known, Record
from pipeline.importing.keeping.merge import Merged, Whereabouts, merged
from pipeline.importing.laying.arrange import Arranged, Came, Shelf, arranged
from pipeline.importing.laying.compose import Ground
from pipeline.importing.laying.placing import Places
from pipeline.importing.source.found import Asset, Item
from pipeline.model.kinds import KINDS
from pipeline.model.library import Library
from pipeline.model.tree import Tree


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


@dataclass(frozen=True, slots=True)
class Before:
    """What there was: the library and its files, what an earlier import noted, and the paths that one gave which was
    stopped; what imports of `others` noted, of other sources.
    """

    tree: Tree
    library: Library
    known: Known
    journal: Mapping[str, str] = field(default_factory=dict)
    others: tuple[Known, ...] = ()

    def paths(self, items: Iterable[Item]) -> dict[str, str]:
        """The file of each item that has one, wherever a person moved it."""
        whereabouts = self._whereabouts(self.known)
        found = {}
        for item in items:
            record = self.known.items.get(item.id)
            path = record.path if record else ""
            if path not in self.tree:
                path = whereabouts.find(item.kind, item.fields.get("guid"), item.old, record) or path
            if path := path or self.journal.get(item.id, ""):
                found[item.id] = path
        return found

    def files(self, known: Known) -> dict[str, Kept]:
        """The files that went along, wherever a person moved them: they are known again by their bytes."""
        by_digest: dict[str, list[str]] = {}
        for path, digest in self.digests.items():
            by_digest.setdefault(digest, []).append(path)
        return {one: self._followed(kept, by_digest.get(kept.sha256, ())) for one, kept in known.files.items()}

    def elsewhere(self, items: Iterable[Item]) -> Iterator[tuple[tuple[str, ...], str]]:
        """The addresses by which others knew what came from here and there, but for these items, and what lies there by
        now: a feed shows its newest alone, and a site leads to its show.
        """
        ids = {item.id for item in items}
        for known in (self.known, *self.others):
            whereabouts, own = self._whereabouts(known), known is self.known
            for one, record in known.items.items():
                there = "" if own and one in ids else self._there(record, whereabouts)
                if there:
                    yield (*record.old, *([one] if own else [])), there
            yield from ((kept.old, kept.path) for kept in self.files(known).values() if kept.path in self.tree)

    @property
    def digests(self) -> dict[str, str]:
        """The digest of each file of content, by its path."""
        return {file.path: file.digest for file in self.tree if file.path.startswith("content/")}

    def _whereabouts(self, known: Known) -> Whereabouts:
        there = {record.path for record in known.items.values() if record.path in self.tree}
        return Whereabouts(self.library, there)

    def _there(self, record: Record, whereabouts: Whereabouts) -> str:
        if record.path in self.tree:
            return record.path
        return "" if record.gone else whereabouts.find(record.kind, "", record.old, record)

    def _followed(self, kept: Kept, alike: Sequence[str]) -> Kept:
        """A file where it lies by now: of several with its bytes, the one that is called as it was."""
        if kept.path in self.tree or not alike:
            return kept
        name = basename(kept.path)
        return replace(kept, path=next((path for path in alike if basename(path) == name), alike[0]))

    def above(self, items: Iterable[Item], paths: Mapping[str, str]) -> dict[str, str]:
        """The file of each item that has none yet, and to which others belong that are here already, of another source:
        a show is where its episodes are, by whichever of its feeds they came.
        """
        found: dict[str, str] = {}
        for item in items:
            if item.within and item.within not in paths and item.id in paths and item.id not in self.known.items:
                above = KINDS[item.kind].path_above(paths[item.id])
                if above and above in self.tree:
                    found.setdefault(item.within, above)
        return found


def laid(
    items: Sequence[Item], beside: Mapping[str, tuple[Asset, ...]], came: Came, before: Before, ground: Ground
) -> Laid:
    """All items onto the library."""
    tree, known, given = before.tree, before.known, before.paths(items)
    met = before.above(items, given)
    given |= met
    items = _with_old(items, known)
    kinds = {item.id: item.kind for item in items}
    records = {**{one: Record(kinds[one], path) for one, path in met.items()}, **known.items}
    noted = before.files(known)
    files = {one: kept.path for one, kept in noted.items()}
    shelf = Shelf(before.digests, noted, tuple(before.elsewhere(items)))
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
