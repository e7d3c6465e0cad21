"""What there was before an import: the library, what earlier ones noted of it, and where all that is by now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from posixpath import basename

from pipeline.importing.keeping.ledger import Kept, Known, Record
from pipeline.importing.keeping.merge import Whereabouts, is_untouched
from pipeline.importing.laying.known import key
from pipeline.importing.source.found import Item
from pipeline.model.kinds import KINDS
from pipeline.model.library import Library
from pipeline.model.tree import Tree


@dataclass(frozen=True)
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
        items = tuple(items)
        whereabouts, joined, refiled = self._whereabouts(self.known), self.joined(items), self.refiled(items)
        found = {}
        for item in items:
            record = None if item.id in refiled else self.known.items.get(item.id)
            path = joined.get(item.id, record.path if record else "")
            if path not in self.tree:
                path = whereabouts.find(item.kind, item.fields.get("guid"), item.old, record) or path
            noted = self.journal.get(item.id, "")
            if path := path or (noted if noted in self.tree and noted != refiled.get(item.id) else ""):
                found[item.id] = path
        return found

    def joined(self, items: Sequence[Item]) -> dict[str, str]:
        """The files of items that are new, and whose page is that of one entry with an identity of its own, which came
        from another source: what subscribers know it by stays.
        """
        pages: dict[str, set[str]] = {}
        for known in self.others:
            for record in known.items.values():
                if has_identity(record.kind) and record.path in self.tree:
                    for old in record.old:
                        pages.setdefault(key(old), set()).add(record.path)
        asked = Counter(page for item in items for page in {key(old) for old in item.old})
        found = {}
        for item in items:
            if self._is_new(item) and not KINDS[item.kind].feed:
                paths = set().union(*(pages.get(key(old), ()) for old in item.old if asked[key(old)] == 1))
                if len(paths) == 1:
                    found[item.id] = paths.pop()
        return found

    def refiled(self, items: Iterable[Item]) -> dict[str, str]:
        """The files of items that people made another kind of since, and that nobody touched: they go."""
        found = {}
        for item in items:
            record = self._otherwise(item)
            file = self.tree.get(record.path) if record else None
            if record and file and is_untouched(file, record):
                found[item.id] = record.path
        return found

    def settled(self, item: Item, joined: Mapping[str, str]) -> Item:
        """An item as the kind that it is here, and without the GUID that is not that of its entry."""
        record = self.known.items.get(item.id)
        path = record.path if record and _is_part(record) else joined.get(item.id, "")
        if path:
            kind = next(name for name, kind in KINDS.items() if kind.claims(path))
            return replace(item, kind=kind, fields={name: one for name, one in item.fields.items() if name != "guid"})
        return replace(item, kind=self.known.items[item.id].kind) if self.stays(item) else item

    def _is_new(self, item: Item) -> bool:
        """Whether it is new here, or new as this kind."""
        return item.id not in self.known.items or bool(self.refiled([item]))

    def stays(self, item: Item) -> bool:
        """Whether an item stays the kind that it is here, though it would be another, as people changed it."""
        return self._otherwise(item) is not None and not self.refiled([item])

    def _otherwise(self, item: Item) -> Record | None:
        """What was noted of an item that is there, and was another kind."""
        record = self.known.items.get(item.id)
        other = record and record.kind != item.kind and record.path in self.tree and not _is_part(record)
        return record if other else None

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
    def recordings(self) -> dict[str, str]:
        """The entry of each file that is a recording."""
        found = ((self.library.recording(one), one.path) for one in self.library.entries)
        return {file.path: path for file, path in found if file}

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
            if item.within and item.within not in paths and item.id in paths and self._is_new(item):
                above = KINDS[item.kind].path_above(paths[item.id])
                if above and above in self.tree:
                    found.setdefault(item.within, above)
        return found


def has_identity(kind: str) -> bool:
    """Whether entries of a kind are known to others by a GUID, whatever their address is, and have a text."""
    return KINDS[kind].front_matter and "guid" in KINDS[kind].fields.__dataclass_fields__


def _is_part(record: Record) -> bool:
    """Whether an item is an entry that came from another source, which has its identity from there."""
    return has_identity(record.kind) and "guid" not in record.fields


def settled(items: Sequence[Item], before: Before) -> tuple[tuple[Item, ...], tuple[str, ...]]:
    """The items as the kinds that they are here, and what is told of that. The page of an episode that came by its feed
    is that episode, and no article beside it; what people changed stays what it is, whatever is decided later.
    """
    joined = before.joined(items)
    made = tuple(before.settled(item, joined) for item in items)
    stay = [before.known.items[one.id].path for one in items if before.stays(one)]
    notes = []
    if joined:
        notes.append(f"{len(joined):,} of these are at the addresses of entries that are here: they are those")
    if stay:
        notes.append(
            "Another kind was decided for these, and people changed them here; so they stay what they are, until you "
            f"remove them, and their lines in `import.lock`: {', '.join(stay)}"
        )
    return made, tuple(notes)
