"""The form of what machines share: a layer is a table of values, and a pack holds many of them.

layers/<instant>-<digest>   gzip of canonical JSON: what one run added, or all that runs before it did
packs/<digest>              values, one after the other, each compressed where that serves
blobs/<2>/<digest>          a value that is too large for a pack

Names carry the digest of the bytes below them, and a table that of each value, so that none of it has to be believed.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

LAYERS, PACKS, BLOBS = "layers/", "packs/", "blobs/"
SMALL = 64 << 10
"""Bytes up to which a blob goes into a pack, and a note into the layer itself."""
LARGEST = 256 << 20
"""Bytes that a layer, or a note in a pack, may have once it is unpacked: what is larger is nobody's."""
_TEXT = 2048
"""Text of so many bytes is worth compressing."""
_VERSION = 1
_DIGEST = re.compile(r"[0-9a-f]{64}")
_OURS = re.compile(r"(layers/\d{8}T\d{12}-|packs/|blobs/[0-9a-f]{2}/)[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value lies: in a pack, at an offset, so many bytes; or alone, where `pack` is empty. `size` is its own,
    and `day` (since 1970) that of its last use, as far as it was noted.
    """

    day: int
    size: int
    pack: str = ""
    offset: int = 0
    length: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """A value that is looked up by its key: its text, or the digest of it where it lies in a pack."""

    day: int
    text: str | None = None
    digest: str = ""


@dataclass(slots=True)
class Layer:
    """Notes by key, and the places of values by digest."""

    notes: dict[str, Note] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)

    def lay(self, other: Layer) -> None:
        """Lay another one over this: what it says is newer."""
        self.notes |= other.notes
        self.places |= other.places

    def since(self, day: int) -> Layer:
        """What was used on that day or later. What a note leads to is as young as the note."""
        notes = {key: note for key, note in self.notes.items() if note.day >= day}
        named = {note.digest for note in notes.values()}
        return Layer(notes, {d: place for d, place in self.places.items() if place.day >= day or d in named})

    @property
    def packs(self) -> dict[str, int]:
        """The digests of the packs that it names, and how many bytes of each."""
        found: dict[str, int] = {}
        for place in self.places.values():
            if place.pack:
                found[place.pack] = found.get(place.pack, 0) + place.length
        return found

    def to_bytes(self) -> bytes:
        """Its form in a store; equal layers have equal bytes."""
        notes = {key: [note.day, note.text, note.digest] for key, note in self.notes.items()}
        places = {d: [one.day, one.size, one.pack, one.offset, one.length] for d, one in self.places.items()}
        data = json.dumps(
            {"version": _VERSION, "notes": notes, "places": places}, sort_keys=True, separators=(",", ":")
        )
        return gzip.compress(data.encode(), 1, mtime=0)

    @classmethod
    def from_bytes(cls, data: bytes) -> Layer:
        """What `to_bytes` wrote. Raises `ValueError` on anything else."""
        try:
            plain = json.loads(_inflated(data, LARGEST, gzip_=True))
            if plain["version"] != _VERSION:
                raise ValueError(f"a layer of version {plain['version']}")
            notes = {key: _note(*row) for key, row in plain["notes"].items()}
            return cls(notes, {digest: _place(digest, *row) for digest, row in plain["places"].items()})
        except (KeyError, TypeError, AttributeError, RecursionError) as error:
            raise ValueError("not a layer") from error


def is_ours(key: str) -> bool:
    """Whether an object can be one of these; whatever else lies in the same place is somebody else's."""
    return _OURS.fullmatch(key) is not None


def _note(day: Any, text: Any, digest: Any) -> Note:
    if type(day) is not int or not (text is None or isinstance(text, str)) or not isinstance(digest, str):
        raise ValueError("not a note")
    return Note(day, text, digest)


def _place(digest: str, day: Any, size: Any, pack: Any, offset: Any, length: Any) -> Place:
    numbers = (day, size, offset, length)
    if any(type(number) is not int or number < 0 for number in numbers) or not _DIGEST.fullmatch(digest):
        raise ValueError("not a place")
    if pack != "" and not (isinstance(pack, str) and _DIGEST.fullmatch(pack) and size <= LARGEST):
        raise ValueError("not a pack")
    return Place(day, size, pack, offset, length)


def packed(values: Mapping[str, bytes], day: int, full: int) -> Iterator[tuple[bytes, Layer]]:
    """Packs of about `full` bytes for values by digest, each with the places in it."""
    body, rows = bytearray(), dict[str, tuple[int, int, int]]()
    for number, (digest, value) in enumerate(values.items(), 1):
        row = _deflated(value)
        rows[digest] = len(value), len(body), len(row)
        body += row
        if len(body) >= full or number == len(values):
            name = hashlib.sha256(body).hexdigest()
            yield bytes(body), Layer({}, {d: Place(day, size, name, *at) for d, (size, *at) in rows.items()})
            body, rows = bytearray(), {}


def unpacked(row: bytes, size: int) -> bytes | None:
    """The value in a row of a pack, of at most so many bytes; None when it is none."""
    try:
        return _inflated(row[1:], size) if row[:1] == b"z" else row[1:]
    except ValueError:
        return None


def _deflated(value: bytes) -> bytes:
    """A value as it lies in a pack: its form, and its bytes. What is no text is compressed already."""
    is_text = len(value) >= _TEXT and b"\0" not in value[:1024]
    return b"z" + zlib.compress(value, 1) if is_text else b"=" + value


def _inflated(data: bytes, most: int, *, gzip_: bool = False) -> bytes:
    """The bytes that were compressed. Raises `ValueError` where there are more of them, or where it was cut short."""
    reader = zlib.decompressobj(31 if gzip_ else 15)
    try:
        found = reader.decompress(data, most + 1)
    except zlib.error as error:
        raise ValueError("not what was compressed") from error
    if len(found) > most or not reader.eof:
        raise ValueError("not what was compressed")
    return found


def laid(layers: Iterable[Layer]) -> Layer:
    """Layers as one; a later one is newer."""
    whole = Layer()
    for layer in layers:
        whole.lay(layer)
    return whole
