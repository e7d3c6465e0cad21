"""Files: what fields name is there, and what is there is named."""

from __future__ import annotations

import posixpath
import shlex
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from pipeline.content.checks.around import Around
from pipeline.content.checks.strays import stray
from pipeline.content.load import AUDIENCES, PEOPLE, TOPICS
from pipeline.formats.scalars import RelPath
from pipeline.formats.yaml import Path
from pipeline.model import walk
from pipeline.model.entry import Entry, resolve
from pipeline.model.kinds import claiming
from pipeline.model.library import Library
from pipeline.model.tree import PICTURE_SUFFIXES, TEXT_SUFFIXES, suffix
from pipeline.model.wordlist import WORDS
from pipeline.problems import Known, Place, Problem


def of(entry: Entry[Any], around: Around) -> Iterator[Problem]:
    """Files that the fields of an entry name and that are not there."""
    for loc, named in walk.typed(entry.fields, RelPath):
        path = resolve(named, entry.path)
        if path is None:
            message = f"`{named}` leads out of the library"
            yield Problem(entry.place(*loc), message, _There.of(around).likely(named, entry), "outside-library")
        elif not path.startswith("content/"):
            message = f"`{named}` leads out of `content/`: `/` at the beginning is the root of the library"
            yield Problem(entry.place(*loc), message, _There.of(around).likely(named, entry), "outside-library")
        elif not around.exists(path):
            yield _missing(entry, loc, named, _There.of(around))


def check(library: Library, claimed: Iterable[str]) -> Iterator[Problem]:
    """Files that the lists name and that are not there, and files that nothing names; `claimed` are those that entries
    name, show or link to.
    """
    named = {PEOPLE, TOPICS, AUDIENCES, WORDS, *claimed}
    for place, path in _taxonomy_pictures(library):
        named.add(path)
        if path not in library.tree:
            yield Problem(place, f"there is no file `{path}`", "add it, or mend the path", "missing-file")
    yield from _unclaimed(library, named)


class _There:
    """The files under `content/`, made ready once for as many wrong paths as there are."""

    def __init__(self, paths: Iterable[str]) -> None:
        paths = tuple(paths)
        self._composed = {unicodedata.normalize("NFC", path): path for path in paths}
        self._alike: dict[str, list[str]] = {}
        self._named: dict[tuple[str, str], str] = {}
        self._beside: dict[tuple[str, str], Known] = {}
        for path in (path for path in paths if path.startswith("content/")):
            self._alike.setdefault(_sort(path), []).append(path)
            self._named.setdefault((path.rpartition("/")[2], _sort(path)), path)

    @classmethod
    def of(cls, around: Around) -> _There:
        return _there(around.paths())

    def likely(self, named: str, entry: Entry[Any]) -> str:
        """The remedy for a path that leads nowhere: a file beside the entry, or one of that name elsewhere."""
        folder, sort = f"{entry.path.rpartition('/')[0]}/", _sort(named)
        if (folder, sort) not in self._beside:
            alike = (path for path in self._alike.get(sort, ()) if path.startswith(folder))
            self._beside[folder, sort] = Known(path.removeprefix(folder) for path in alike)
        elsewhere = self._named.get((named.rpartition("/")[2], sort))
        near = f"did you mean `{posixpath.relpath(elsewhere, folder)}`?" if elsewhere else ""
        near = self._beside[folder, sort].did_you_mean(named) or near
        return near or "add the file inside `content/`, or mend the path (it is relative to this file)"

    def encoded_otherwise(self, named: str, entry: Entry[Any]) -> str:
        """The file of that path whose accents are encoded in another way, or nothing."""
        return self._composed.get(unicodedata.normalize("NFC", resolve(named, entry.path) or ""), "")


@lru_cache(maxsize=1)
def _there(paths: tuple[str, ...]) -> _There:
    return _There(paths)


def _missing(entry: Entry[Any], loc: Path, named: str, there: _There) -> Problem:
    message = f"there is no file `{named}`"
    if other := there.encoded_otherwise(named, entry):
        message = f"{message}: that of `{other}` has its accents encoded in another way"
        hint = f"rename it with plain letters, and write that name here: `git mv {shlex.quote(other)} …`"
        return Problem(entry.place(*loc), message, hint, "missing-file")
    return Problem(entry.place(*loc), message, there.likely(named, entry), "missing-file")


def _sort(path: str) -> str:
    """What can stand in each other's place: pictures, recordings and the like, or texts of one ending."""
    ending = suffix(path)
    return "picture" if ending in PICTURE_SUFFIXES else ending if ending in TEXT_SUFFIXES else ""


def _taxonomy_pictures(library: Library) -> Iterator[tuple[Place, str]]:
    for file, named in ((PEOPLE, library.people), (TOPICS, library.topics), (AUDIENCES, library.audiences)):
        for value in named.values():
            picture = getattr(value, "photo", None) or getattr(value, "image", None)
            if picture and (path := resolve(picture.file, file)):
                yield Place(file), path


def _unread(library: Library) -> set[str]:
    """The folders of entries with problems of their own: what those name is not known."""
    read = {entry.path for entry in library.entries}
    unread = (f.path for f in library.tree if f.path not in read and claiming(f.path))
    return {path.rsplit("/", 1)[0] for path in unread}


def _unclaimed(library: Library, claimed: set[str]) -> Iterator[Problem]:
    unread = _unread(library)
    for file in library.tree:
        name = file.path.rsplit("/", 1)[-1]
        if not file.path.startswith("content/") or name.startswith(".") or file.path in claimed:
            continue
        if file.path.rsplit("/", 1)[0] in unread or claiming(file.path):
            continue
        if meant := stray(file, library.tree):
            yield meant
            continue
        hint = "name it in a field, move it out of `content/`, or begin its name with a dot"
        yield Problem(Place(file.path), "nothing names this file, so it is not published", hint, "unclaimed-file")
