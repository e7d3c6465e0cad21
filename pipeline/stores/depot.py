"""A store that machines share, behind that of each of them: what one has made, the others find.

It is asked for a handful of objects, and given a handful at the end of a run: see `layer`. Nobody has to trust it, and
nobody to wait for it: a value that is not what its name says is none, and a store that refuses is done without.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from threading import RLock
from typing import BinaryIO, TypeVar
from weakref import finalize

from pipeline.stores.layer import (
    BLOBS,
    LARGEST,
    LAYERS,
    PACKS,
    SMALL,
    Layer,
    Note,
    Place,
    is_ours,
    laid,
    packed,
    unpacked,
)
from pipeline.stores.sealed import unsealed
from pipeline.stores.store import DAY, Held, LocalStore, SharedStore, StoreError, Warn, unheard

FULL = 8 << 20
"""Bytes of a pack, about. One of which less than half is of use, or was there from the start, is packed anew."""
MOST = 8
"""Layers, from which on a run makes one of all."""
THREADS = 8
LOOKS = 3
_NAMED = re.compile("[0-9a-f]{64}")
"""A digest in a note."""
Staying = Callable[[Iterable[tuple[str, bytes]]], Collection[str]]
"""The keys of what stays, notes and blobs, from the keys and values of the notes."""
Sound = Callable[[str, bytes], bool]
"""Whether a value can be that of its key."""
T = TypeVar("T")


class Depot:
    """Values that machines share in `store`, brought into `local` when they are asked for.

    Keys that start with `blobs/` end with the digest of their value; all others are notes, which are replaced. `sound`
    tells of a note whether it was written under that key. What no run has used for `keep_days` goes. `warn` is told
    once of a store that refuses, and once of what is not as it was written.
    """

    def __init__(
        self, store: SharedStore, local: LocalStore, sound: Sound, keep_days: int, warn: Warn = unheard
    ) -> None:
        self._store, self._local, self._sound, self._warn = store, local, sound, warn
        self._keep_days = keep_days
        self._layers: dict[str, Layer] | None = None
        self._table, self._all_read = Layer(), True
        self._open: dict[str, BinaryIO | None] = {}
        self._offered: set[str] = set()
        self._given: dict[str, Place] = {}
        self._refused = False
        self._lock = RLock()
        finalize(self, _close, self._open)

    # What a run asks for ---------------------------------------------------------------------------------------------

    def has(self, key: str) -> bool:
        """Whether there seems to be a value; `bring` tells whether it can be had."""
        table = self._known()
        return _digest(key) in table.places if key.startswith(BLOBS) else key in table.notes

    def bring(self, key: str) -> bool:
        """Copy a value to this machine, if it is there and is what it should be; whether it was."""
        table = self._known()
        if key.startswith(BLOBS):
            place = table.places.get(_digest(key))
            return place is not None and self._brought(key, place)
        note = table.notes.get(key)
        value = self._text(note) if note else None
        if value is None or not self._sound(key, value):
            if note:
                self._spoiled()
            table.notes.pop(key, None)
            return False
        self._local.write(key, (value,))
        return True

    def bring_all(self, keys: Iterable[str]) -> None:
        """Copy many blobs, some at a time; who asks for one afterwards is told whether it came."""
        places = self._known().places
        wanted = [key for key in keys if _digest(key) in places]
        if wanted:
            with ThreadPoolExecutor(THREADS) as pool:
                list(pool.map(self.bring, wanted))

    def _brought(self, key: str, place: Place) -> bool:
        digest = _digest(key)
        if place.pack:
            value = self._value(digest, place)
            if value is not None:
                self._local.write(key, (value,))
                return True
        else:
            chunks = self._asked(partial(self._store.open, key), None)
            try:
                self._local.write(key, _verified(digest, self._told(chunks or ()), place.size))
            except _OtherBytesError:
                self._spoiled()
            except _RefusedError:
                pass
            else:
                return True
        self._table.places.pop(digest, None)
        return False

    def _text(self, note: Note) -> bytes | None:
        if note.text is not None:
            return note.text.encode()
        place = self._table.places.get(note.digest)
        return self._value(note.digest, place) if place and place.pack else None

    def _value(self, digest: str, place: Place) -> bytes | None:
        """A value out of its pack, if it is what its digest says."""
        with self._lock:
            pack = self._pack(place.pack)
            if pack is None:
                return None
            pack.seek(place.offset)
            row = pack.read(place.length)
        value = unpacked(row, place.size)
        if value is None or hashlib.sha256(value).hexdigest() != digest:
            self._spoiled()
            return None
        return value

    def _pack(self, name: str) -> BinaryIO | None:
        """A pack, fetched once, in a file without a name: nothing is left of it, however this process ends."""
        if name not in self._open:
            chunks = self._asked(partial(self._store.open, f"{PACKS}{name}"), None)
            file: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 - it is open as long as this lives
            self._open[name] = file
            try:
                file.writelines(_verified(name, self._told(chunks or ()), FULL + LARGEST))
            except (_OtherBytesError, _RefusedError):
                file.close()
                self._open[name] = None
                self._spoiled()
        return self._open[name]

    def _known(self) -> Layer:
        """All that the layers tell, once they were read."""
        if self._layers is None and not self._refused:
            self._layers = self._asked(self._looked, None)
            self._table = laid((self._layers or {}).values())
        return self._table

    def _looked(self) -> dict[str, Layer]:
        """The layers by name, the oldest first. One that went since they were listed is part of another by now."""
        found: dict[str, bytes | None] = {}
        for _ in range(LOOKS):
            names = [held.key for held in self._store.held(LAYERS) if is_ours(held.key) and held.size <= LARGEST]
            with ThreadPoolExecutor(THREADS) as pool:
                found = dict(zip(names, pool.map(self._store.read, names), strict=True))
            if None not in found.values():
                break
        read = {name: self._layer(name, data) for name, data in found.items() if data is not None}
        self._all_read = None not in read.values()
        return {name: layer for name, layer in read.items() if layer is not None}

    def _layer(self, name: str, data: bytes) -> Layer | None:
        try:
            if not _is_named(name, data):
                raise ValueError(f"{name} is not what was written there")
            return Layer.from_bytes(data)
        except ValueError:
            self._spoiled()
            return None

    # What workers take and give --------------------------------------------------------------------------------------

    @property
    def store(self) -> SharedStore:
        """The store itself, for those who know digests."""
        return self._store

    def offer(self, key: str, data: Iterable[bytes]) -> None:
        """Put a blob where a worker finds it, once a run; unless this run needs it again, it goes after a day. Raises
        `StoreError` or OSError.
        """
        if key not in self._offered:
            self._store.write(key, data)
            self._offered.add(key)

    def note(self, key: str, size: int) -> None:
        """A worker has put this blob there: the next layer tells of it."""
        place = Place(_today(), size)
        self._known().places[_digest(key)] = self._given[_digest(key)] = place

    def forget(self, key: str) -> None:
        """A worker has not found this blob there, or other bytes."""
        self._offered.discard(key)
        self._table.places.pop(_digest(key), None)
        self._given.pop(_digest(key), None)

    # What a run gives ------------------------------------------------------------------------------------------------

    def keep(self, written: Collection[str], used: Iterable[str]) -> None:
        """Put there what this run wrote, and what it used and others would miss; and note now and then what was used.

        `written` and `used` are keys. Where all of it is there, nothing is written.
        """
        if not written and self._layers is None:  # nobody had to ask: all was here
            return
        self._known()
        if self._refused:
            return
        lacking = self._lacking(written, used)
        lacking.used.places |= self._given
        if lacking.blobs or lacking.notes or lacking.used.notes or lacking.used.places:
            try:
                self._add(lacking)
            except (StoreError, OSError) as error:
                self._refuse(f"the shared store takes nothing, so others make again what was made here: {error}")

    def _lacking(self, written: Collection[str], used: Iterable[str]) -> _Lacking:
        """What there is to be put, and what was used whose last use was noted long ago."""
        found, today = _Lacking(), _today()
        noted = today - self._keep_days // 4
        for key in dict.fromkeys((*written, *used)):
            if key.startswith(BLOBS):
                place = self._table.places.get(_digest(key))
                if place is None:
                    found.blobs.append(key)
                elif place.day < noted:
                    found.used.places[_digest(key)] = replace(place, day=today)
                continue
            note = self._table.notes.get(key)
            value = self._local.read(key) if note is None or key in written else None
            if value is not None and (note is None or self._text(note) != value):
                found.notes[key] = value
            elif note is not None and note.day < noted:
                found.used.notes[key] = replace(note, day=today)
        return found

    def _add(self, lacking: _Lacking) -> None:
        """Put values there, and then the layer that tells of them."""
        layer, today = lacking.used, _today()
        small, large = dict[str, bytes](), dict[str, int]()
        for key in lacking.blobs:
            path = self._local.locate(key)
            if path is not None and (size := path.stat().st_size) > SMALL:
                large[key] = size
            elif (value := self._local.read(key)) is not None and hashlib.sha256(value).hexdigest() == _digest(key):
                small[_digest(key)] = value
        for key, value in lacking.notes.items():
            digest = hashlib.sha256(value).hexdigest()
            text = _as_text(value)
            layer.notes[key] = Note(today, text, "" if text is not None else digest)
            if text is None:
                small[digest] = value
        with ThreadPoolExecutor(THREADS) as pool:
            alone = [pool.submit(self._put_alone, key, size) for key, size in large.items()]
            packs = []
            for body, places in packed(small, today, FULL):
                layer.lay(places)
                packs.append(pool.submit(self._store.write, f"{PACKS}{_name_of(body)}", (body,)))
            for one in packs:
                one.result()
            put = {key for one in alone if (key := one.result())}
        layer.places |= {_digest(key): Place(today, large[key]) for key in put}
        self._write(layer)

    def _put_alone(self, key: str, size: int) -> str:
        """Put a large value and give its key; "" when it has come to be another one here."""
        try:
            self._store.write(key, _verified(_digest(key), self._local.open(key) or (), size))
        except _OtherBytesError:
            return ""
        return key

    def _write(self, layer: Layer) -> None:
        """Write a layer; where there are many by now, one in place of them all."""
        layers = self._layers or {}
        self._table.lay(layer)
        if len(layers) + 1 < MOST:
            self._layers = {**layers, self._write_layer(layer): layer}
        else:
            self._gather(_today() - self._keep_days)

    def _write_layer(self, layer: Layer) -> str:
        data = layer.to_bytes()
        name = f"{LAYERS}{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{_name_of(data)}"
        self._store.write(name, (data,))
        return name

    # What goes -------------------------------------------------------------------------------------------------------

    def _gather(self, day: int) -> tuple[Held, ...]:
        """Make one layer of all, of what was used since that day; then delete what none of them names. What came within
        a day stays: another run may be about to name it. Where a layer can't be read all stays: it may be of a newer
        version of this program.
        """
        before = set(self._layers or ())
        whole = self._repacked(self._table.since(day))
        ours = self._write_layer(whole)
        for name in before:
            self._store.delete(name)
        live = {f"{PACKS}{name}" for name in whole.packs}
        live |= {f"{BLOBS}{digest[:2]}/{digest}" for digest, place in whole.places.items() if not place.pack}
        self._layers, self._table = {ours: whole}, whole
        others = (held for held in self.held() if not held.key.startswith(LAYERS))
        gone = tuple(held for held in others if self._all_read and held.key not in live and held.age >= 1)
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(self._store.delete, [held.key for held in gone]))
        return gone

    def _repacked(self, layer: Layer) -> Layer:
        """The layer with the values of packs that are small, or of which little is used, in packs that are full."""
        poor = {name for name, length in layer.packs.items() if length < FULL // 2}
        if len(poor) < 2:
            return layer
        moved = dict[str, bytes]()
        for digest, place in layer.places.items():
            if place.pack in poor and (value := self._value(digest, place)) is not None:
                moved[digest] = value
        kept = {digest: place for digest, place in layer.places.items() if place.pack not in poor}
        whole = Layer(layer.notes, kept)
        for body, places in packed(moved, 0, FULL):
            self._store.write(f"{PACKS}{_name_of(body)}", (body,))
            whole.places |= {
                digest: replace(place, day=layer.places[digest].day) for digest, place in places.places.items()
            }
        return whole

    def sift(self, digests: Collection[str], staying: Staying, *, anew: bool = False) -> bool:
        """Where one of these values is here, or a note tells of it, and `anew` in any case, let go of all but what
        stays, by the keys that `staying` gives for the notes: at once, however young it is. False when the store
        refused.
        """
        try:
            self._layers = self._looked()
            self._table = laid(self._layers.values())
            notes = {key: value for key, note in self._table.notes.items() if (value := self._text(note)) is not None}
            if anew or self._tells_of(frozenset(digests), notes):
                self._leave(staying((key, unsealed(value) or b"") for key, value in notes.items()))
        except (StoreError, OSError) as error:
            self._refuse(f"the shared store still holds what was taken back; the next run tries again: {error}")
            return False
        return True

    def _tells_of(self, digests: AbstractSet[str], notes: Mapping[str, bytes]) -> bool:
        if not digests.isdisjoint(self._table.places):
            return True
        return any(not digests.isdisjoint(_NAMED.findall(value.decode("utf-8", "replace"))) for value in notes.values())

    def _leave(self, stay: Collection[str]) -> None:
        """Make one layer of what stays, its small values in packs of their own, and delete every other object."""
        kept = Layer({key: note for key, note in self._table.notes.items() if key in stay})
        wanted = {note.digest for note in kept.notes.values()}
        moved = dict[str, bytes]()
        for digest, place in self._table.places.items():
            if digest not in wanted and f"{BLOBS}{digest[:2]}/{digest}" not in stay:
                continue
            if not place.pack:
                kept.places[digest] = place
            elif (value := self._value(digest, place)) is not None:
                moved[digest] = value
        for body, places in packed(moved, _today(), FULL):
            self._store.write(f"{PACKS}{_name_of(body)}", (body,))
            kept.lay(places)
        ours = self._write_layer(kept)
        live = {ours, *(f"{PACKS}{name}" for name in kept.packs)}
        live |= {f"{BLOBS}{digest[:2]}/{digest}" for digest, place in kept.places.items() if not place.pack}
        for key in [held.key for held in self.held() if held.key not in live]:
            self._store.delete(key)
        self._layers, self._table = {ours: kept}, kept

    # What people ask for ---------------------------------------------------------------------------------------------

    def held(self) -> tuple[Held, ...]:
        """All objects, as they lie there. Raises `StoreError` or OSError, as the others below do."""
        return tuple(held for held in self._store.held() if is_ours(held.key))

    def prune(self, days: int) -> tuple[Held, ...]:
        """Remove what no run of so many days used; the objects that went."""
        self._layers = self._looked()
        self._table = laid(self._layers.values())
        return self._gather(_today() - days) if self._layers or self.held() else ()

    def verify(self) -> tuple[str, ...]:
        """Read all of it, and remove what is not what its name says; the keys of what went."""
        spoiled = tuple(held.key for held in self.held() if not self._is_whole(held.key))
        for key in spoiled:
            self._store.delete(key)
        return spoiled

    def _is_whole(self, key: str) -> bool:
        digest = hashlib.sha256()
        for chunk in self._store.open(key) or ():
            digest.update(chunk)
        return key.endswith(digest.hexdigest())

    # A store that refuses --------------------------------------------------------------------------------------------

    def _asked(self, ask: Callable[[], T], nothing: T) -> T:
        """What the store says; `nothing` from the moment on when it refused."""
        if self._refused:
            return nothing
        try:
            return ask()
        except (StoreError, OSError) as error:
            self._refuse(f"the shared store is done without: {error}")
            return nothing

    def _told(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """What the store gives. Raises `_RefusedError` where it ends badly."""
        try:
            yield from chunks
        except (StoreError, OSError) as error:
            self._refuse(f"the shared store is done without: {error}")
            raise _RefusedError from error

    def _refuse(self, message: str) -> None:
        self._refused = True
        self._warn(message)

    def _spoiled(self) -> None:
        if self._refused:
            return
        self._warn(
            "some of what the shared store holds is not what was written there, and is made again; "
            "`pipeline cache --verify` removes it"
        )


@dataclass(slots=True)
class _Lacking:
    """What the store lacks: the keys of blobs, notes by key, and the uses to be noted."""

    blobs: list[str] = field(default_factory=list)
    notes: dict[str, bytes] = field(default_factory=dict)
    used: Layer = field(default_factory=Layer)


class _OtherBytesError(Exception):
    """These are not the bytes that were asked for."""


class _RefusedError(Exception):
    """The store refused while it was read."""


def _close(files: dict[str, BinaryIO | None]) -> None:
    for file in files.values():
        if file is not None:
            file.close()


def _digest(key: str) -> str:
    return key.rpartition("/")[2]


def _name_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _is_named(name: str, data: bytes) -> bool:
    return name.endswith(f"-{_name_of(data)}")


def _as_text(value: bytes) -> str | None:
    """A note as a layer holds it; None where it is large, or no text."""
    if len(value) > SMALL:
        return None
    try:
        return value.decode()
    except UnicodeDecodeError:
        return None


def _verified(digest: str, chunks: Iterable[bytes], most: int) -> Iterator[bytes]:
    """The chunks as they come. Raises before their end is taken for that of a value which they are not, and when there
    are more bytes than that.
    """
    seen, size = hashlib.sha256(), 0
    for chunk in chunks:
        seen.update(chunk)
        size += len(chunk)
        if size > most:
            raise _OtherBytesError
        yield chunk
    if seen.hexdigest() != digest:
        raise _OtherBytesError


def _today() -> int:
    return int(time.time() // DAY)
