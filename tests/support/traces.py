"""Where bytes are left: each value of every file and object, unpacked as far as anybody could."""

from __future__ import annotations

import contextlib
import gzip
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

SQLITE = b"SQLite format 3"
_SHORT, _AROUND = 5, 6
"""Bytes of a word that chance may write, and those around it that then must be text."""


def files(root: Path) -> dict[str, bytes]:
    """All files below a folder, by path; what a link leads to lies below it too."""
    found = (path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def found(values: Mapping[str, bytes], words: Iterable[bytes]) -> dict[bytes, set[str]]:
    """In which values each word is found, or in their names."""
    where: dict[bytes, set[str]] = {word: set() for word in words}
    for name, data in values.items():
        views = (name.encode(), *_views(data))
        for word, names in where.items():
            if any(_stands(word, view) for view in views):
                names.add(name)
    return where


def _stands(word: bytes, view: bytes) -> bool:
    """Whether a word stands there. Packed bytes hold each few letters by chance: a short one counts amid text alone."""
    at = view.find(word)
    while at >= 0 and len(word) <= _SHORT and not _is_text(view[max(0, at - _AROUND) : at + len(word) + _AROUND]):
        at = view.find(word, at + 1)
    return at >= 0


def _is_text(data: bytes) -> bool:
    """Whether bytes are text of which letters may be cut at both ends."""
    text = data.decode("utf-8", "replace").strip("\N{REPLACEMENT CHARACTER}")
    return all(sign.isprintable() or sign.isspace() for sign in text) and "\N{REPLACEMENT CHARACTER}" not in text


def _views(data: bytes) -> Iterator[bytes]:
    """The bytes, what they are when they are unpacked, and what is packed somewhere among them."""
    yield data
    if data[:2] == b"\x1f\x8b":
        yield gzip.decompress(data)
    if data.startswith(SQLITE):
        yield from _rows(data)
    at = data.find(b"zx")  # a row of a pack that machines share
    while at >= 0:
        with contextlib.suppress(zlib.error):
            yield zlib.decompressobj().decompress(data[at + 1 :])
        at = data.find(b"zx", at + 1)


def _rows(data: bytes) -> Iterator[bytes]:
    with contextlib.closing(sqlite3.connect(":memory:")) as pack:
        pack.deserialize(data)
        for key, value in pack.execute("SELECT key, value FROM names JOIN stored USING (id)"):
            yield key.encode()
            yield zlib.decompress(value[5:]) if value[4:5] == b"z" else value[5:]
