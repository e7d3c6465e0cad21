"""Pictures: where those that fields and texts show are published, named by their bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.formats.markdown import Rendering
from pipeline.model.artifact import Blob, Piece, hashed
from pipeline.model.entry import Entry, resolve
from pipeline.model.library import Library
from pipeline.model.tree import PICTURE_SUFFIXES, File, suffix


def addresses(library: Library, renderings: Mapping[str, Rendering]) -> dict[str, str]:
    """Library path of each picture in use → its path on the site."""
    return {file.path: _address(file) for file in _files(library, renderings)}


def pieces(library: Library, renderings: Mapping[str, Rendering]) -> tuple[Piece, ...]:
    """The pictures in use, to be published; two with the same bytes and name are one."""
    found = {_address(file): file for file in _files(library, renderings)}
    return tuple(Piece(path, Blob(file.digest, file.size), file.path) for path, file in sorted(found.items()))


def artwork(library: Library) -> dict[str, str]:
    """Path of each show → the site path of its artwork."""
    files = ((show, _named(library, show, show.fields.image.file)) for show in library.shows)
    return {show.path: _address(file) for show, file in files if file}


def _address(file: File) -> str:
    return hashed(f"assets/pictures/{file.path.rsplit('/', 1)[-1].lower().replace(' ', '-')}", file.digest)


def _files(library: Library, renderings: Mapping[str, Rendering]) -> Iterator[File]:
    for entry in library.entries:
        image = getattr(entry.fields, "image", None)
        covers = (book.cover for book in getattr(entry.fields, "books", ()))
        for picture in (image, *covers):
            if picture and (file := _named(library, entry, picture.file)):
                yield file
        for link in renderings[entry.path].links:
            linked = library.tree.get(link.resolved)
            if linked and suffix(linked.path) in PICTURE_SUFFIXES:
                yield linked
    people = ((person.photo, "content/people.yml") for person in library.people.values())
    for photo, beside in people:
        path = resolve(photo.file, beside) if photo else None
        if path and (file := library.tree.get(path)):
            yield file


def _named(library: Library, entry: Entry[Any], name: str) -> File | None:
    path = resolve(name, entry.path)
    return library.tree.get(path) if path else None
