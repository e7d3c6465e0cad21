"""What a source holds, laid out: which file each item and each thing that goes along becomes, and what is in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.importing.deciding.decisions import Decisions, OfItem
from pipeline.importing.fetching import Got, Missed, Wanted, is_led_to, told, unfit
from pipeline.importing.fetching.types import ENDINGS
from pipeline.importing.keeping.draft import Draft
from pipeline.importing.keeping.ledger import Kept
from pipeline.importing.laying.compose import Brought, Composer, Ground
from pipeline.importing.laying.known import Addresses
from pipeline.importing.laying.leaves import assets
from pipeline.importing.laying.placing import Places
from pipeline.importing.prose import wanted
from pipeline.importing.source.found import Asset, Found, Item
from pipeline.importing.source.loss import Loss
from pipeline.model.artifact import Blob
from pipeline.model.documents import remedy
from pipeline.model.kinds import KINDS

_TELLS_LITTLE, _LONGEST = frozenset({".zip", ".txt", ".xml", ".json"}), 8
Came = Mapping[str, tuple[Wanted, Got | Missed]]
"""How each thing that goes along was wanted, and what came of it, by its id."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the library has: the digest of each file by its path, what an earlier import noted of files by their ids,
    the files that lie by now at addresses of what this source has no more, or another one had, and the entries whose
    recordings files are.
    """

    digests: Mapping[str, str] = field(default_factory=dict)
    noted: Mapping[str, Kept] = field(default_factory=dict)
    elsewhere: Sequence[tuple[tuple[str, ...], str]] = ()
    recordings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Arranged:
    """Drafts of all items; the files that come along by their paths, and what the lock says of each by its id."""

    drafts: tuple[Draft, ...]
    files: Mapping[str, Blob] = field(default_factory=dict)
    kept: Mapping[str, Kept] = field(default_factory=dict)


def chosen(found: Found, decisions: Decisions) -> tuple[Item, ...]:
    """The items that are moved in, as the kinds that people decided. What belongs to one that stays, stays too."""
    items: dict[str, Item] = {}
    stay: set[str] = set()
    for item in sorted(found.items, key=lambda one: bool(one.within)):
        own = decisions.items.get(item.id, OfItem())
        if own.skip or item.within in stay:
            stay.add(item.id)
        else:
            items[item.id] = replace(item, kind=own.kind) if own.kind in KINDS else item
    return tuple(items.values())


def alongside(items: Iterable[Item], homes: tuple[str, ...]) -> dict[str, tuple[Asset, ...]]:
    """All that goes along with each item: what its fields name, and what its text shows or leads to."""
    return {item.id: (*assets(item), *_in_texts(item, homes)) for item in items}


def _in_texts(item: Item, homes: tuple[str, ...]) -> Iterator[Asset]:
    for text in (item.body, item.summary):
        yield from wanted(text, homes) if text else ()


def arranged(
    items: Sequence[Item],
    beside: Mapping[str, tuple[Asset, ...]],
    came: Came,
    places: Places,
    shelf: Shelf,
    ground: Ground,
) -> Arranged:
    """All of it laid out. `beside` is what goes along with each item, `came` what came of that."""
    paths: dict[str, str] = {}
    for item in items:
        paths[item.id] = places.entry(item, paths.get(item.within, ""))
    settled = _Settled(came, places, shelf)
    first = {item.id: settled.take(assets(item), paths[item.id]) for item in items}  # texts lead to what fields name
    untold = {item.id: _with(item, (*first[item.id], *settled.take(beside[item.id], paths[item.id]))) for item in items}
    where = Addresses()
    for item in items:
        where.say((item.id, *item.old), paths[item.id])
    played = {**shelf.recordings, **dict(_played(items, paths, settled.files))}
    for asset, brought in settled.assets():
        where.say((asset.url or asset.id, asset.id, *asset.old), played.get(brought.path, brought.path), asset.about)
    for old, path in shelf.elsewhere:
        where.say(old, played.get(path, path))
    composer = Composer(ground, paths, settled.files, where)
    drafts = tuple(composer.draft(untold[item.id]) for item in items)
    return Arranged(drafts, settled.new, settled.kept)


def _played(items: Iterable[Item], paths: Mapping[str, str], files: Mapping[str, Brought]) -> Iterator[tuple[str, str]]:
    """Each file that is the recording of an item, and the entry of that: who is led to it, is led to its page."""
    for item in items:
        audio = item.fields.get("audio")
        sound = audio.get("file") if isinstance(audio, Mapping) else audio
        if isinstance(sound, Asset) and (brought := files.get(sound.id)) and brought.path:
            yield brought.path, paths[item.id]


def _with(item: Item, losses: Iterable[Loss]) -> Item:
    return replace(item, losses=(*item.losses, *losses))


@dataclass(slots=True)
class _Settled:
    """Where what came along lies. What has the bytes of a file that is there is that file; and one that came before
    stays as a person left it, unless the source has another by now and the person did nothing.
    """

    came: Came
    places: Places
    shelf: Shelf
    files: dict[str, Brought] = field(default_factory=dict)
    new: dict[str, Blob] = field(default_factory=dict)
    kept: dict[str, Kept] = field(default_factory=dict)
    _known: dict[str, Asset] = field(default_factory=dict)
    _by_digest: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for path, digest in self.shelf.digests.items():
            self._by_digest.setdefault(digest, path)

    def take(self, things: Iterable[Asset], beside: str) -> tuple[Loss, ...]:
        """Find the places of what goes along with the entry in the file `beside`; what is told of that."""
        losses: list[Loss] = []
        for asset in things:
            if asset.id in self._known:
                continue
            self._known[asset.id] = asset
            if asset.id not in self.came:
                losses += _left(asset, unfit(asset))
                continue
            wanted, came = self.came[asset.id]
            if not isinstance(came, Got):
                losses += self._stay(asset, came)
                continue
            losses += told(asset, came)
            if is_led_to(asset) and (told_so := remedy(f"x{_ending(asset, came)}")):
                losses += _left(asset, told_so)
            else:
                self._place(wanted, came, beside)
        return tuple(losses)

    def _stay(self, asset: Asset, missed: Missed) -> Iterator[Loss]:
        """What did not come now, and came before, is what came before: nothing is lost."""
        before = self.shelf.noted.get(asset.id)
        stays = before is not None and before.path in self.shelf.digests
        if before is not None and stays:
            self.files[asset.id] = Brought(before.path, before.sha256, asset.url, asset.length, asset.type)
        yield from (replace(loss, outcome="kept") if stays else loss for loss in told(asset, missed))

    def _place(self, wanted: Wanted, got: Got, beside: str) -> None:
        asset, digest = wanted.asset, got.blob.digest
        if wanted.way != "bring":
            self.files[asset.id] = Brought("", digest, asset.url, got.blob.size or asset.length, got.type)
            return
        before = self.shelf.noted.get(asset.id)
        if before is None:
            path = self._free(asset, got, beside)
            anew = self.shelf.digests.get(path) != digest
        else:
            path, untouched = before.path, self.shelf.digests.get(before.path) == before.sha256
            anew = untouched and before.sha256 != digest
            digest = digest if anew else before.sha256
        if anew:
            self.new[path] = got.blob
        self._by_digest.setdefault(digest, path)
        self.files[asset.id] = Brought(path, digest, asset.url, got.blob.size, got.type)
        self.kept[asset.id] = Kept(
            path, digest, tuple(dict.fromkeys(old for old in (asset.url, *asset.old) if "://" in old))
        )

    def _free(self, asset: Asset, got: Got, beside: str) -> str:
        """The path of what comes for the first time."""
        there = self._by_digest.get(got.blob.digest)
        return self.places.alike(asset, there) if there else self.places.file(asset, _ending(asset, got), beside)

    def assets(self) -> Iterator[tuple[Asset, Brought]]:
        """What lies in the library by now."""
        return ((self._known[one], brought) for one, brought in self.files.items() if brought.path)


def _left(asset: Asset, remedy: str) -> Iterator[Loss]:
    """A file that stays where it is, since no library publishes its sort."""
    if remedy:
        ending = asset.name.rpartition(".")[2].lower() if "." in asset.name else "other"
        yield Loss(f"file/{ending[:_LONGEST]}", "dropped", f"{asset.url}: {remedy}", asset.place)


def _ending(asset: Asset, got: Got) -> str:
    """How the name of a file ends: by what it is, or else by what it was called."""
    said = ENDINGS.get(got.type, "")
    if said and said not in _TELLS_LITTLE:
        return said
    last = (asset.name if "." in asset.name else asset.url).partition("?")[0].rpartition("/")[2]
    own = last.rpartition(".")[2].lower() if "." in last else ""
    return f".{own}" if own.isascii() and own.isalnum() and len(own) <= _LONGEST else said
