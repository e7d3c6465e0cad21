"""Files: what fields name is there, and what is there is named."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.content.checks.around import Around
from pipeline.content.checks.likely import There
from pipeline.content.checks.strays import stray
from pipeline.content.load import AUDIENCES, PEOPLE, TOPICS
from pipeline.formats.scalars import RelPath
from pipeline.formats.yaml import Path
from pipeline.model import walk
from pipeline.model.documents import SORTS
from pipeline.model.entry import Entry, resolve
from pipeline.model.kinds import claiming
from pipeline.model.library import Library
from pipeline.model.tree import suffix
from pipeline.model.wordlist import WORDS
from pipeline.problems import Place, Problem

_WORD = re.compile(r"[\w-]++(?:\.[\w-]++)*")
"""A word or a name of a file, of one with spaces the last part."""


def of(entry: Entry[Any], around: Around) -> Iterator[Problem]:
    """Files that the fields of an entry name and that are not there."""
    for loc, named in walk.typed(entry.fields, RelPath):
        path = resolve(named, entry.path)
        if path is None:
            message = f"`{named}` leads out of the library"
            yield Problem(entry.place(*loc), message, There.of(around).likely(named, entry), "outside-library")
        elif not path.startswith("content/"):
            message = f"`{named}` leads out of `content/`: `/` at the beginning is the root of the library"
            yield Problem(entry.place(*loc), message, There.of(around).likely(named, entry), "outside-library")
        elif not around.exists(path):
            yield _missing(entry, loc, named, There.of(around))


def check(library: Library, claimed: Iterable[str]) -> Iterator[Problem]:
    """Files that the lists name and that are not there, and files that nothing names; `claimed` are those that entries
    name, show or link to.
    """
    named = {PEOPLE, TOPICS, AUDIENCES, WORDS, *claimed}
    for place, path in _taxonomy_pictures(library):
        named.add(path)
        if not library.tree.lies_there(path):
            yield Problem(place, f"there is no file `{path}`", "add it, or mend the path", "missing-file")
    yield from _unclaimed(library, named)


def _missing(entry: Entry[Any], loc: Path, named: str, there: There) -> Problem:
    message = f"there is no file `{named}`"
    if other := there.encoded_otherwise(named, entry):
        message = f"{message}: that of `{other}` has its accents encoded in another way"
        hint = f"rename it with plain letters, and write that name here: `git mv {shlex.quote(other)} …`"
        return Problem(entry.place(*loc), message, hint, "missing-file")
    return Problem(entry.place(*loc), message, there.likely(named, entry), "missing-file")


def _taxonomy_pictures(library: Library) -> Iterator[tuple[Place, str]]:
    for file, named in ((PEOPLE, library.people), (TOPICS, library.topics), (AUDIENCES, library.audiences)):
        for value in named.values():
            picture = getattr(value, "photo", None) or getattr(value, "image", None)
            if picture and (path := resolve(picture.file, file)):
                yield Place(file), path


def _unread(library: Library) -> dict[str, set[str]]:
    """The words of entries with problems of their own, by their folder: what those name is known by nothing else."""
    read = {entry.path for entry in library.entries}
    found: dict[str, set[str]] = {}
    for file in library.tree:
        if file.path not in read and claiming(file.path):
            text = (file.data or b"").decode(errors="replace").replace("%20", " ")
            found.setdefault(file.path.rsplit("/", 1)[0], set()).update(_WORD.findall(text))
    return found


def _unclaimed(library: Library, claimed: set[str]) -> Iterator[Problem]:
    unread = _unread(library)
    for file in library.tree:
        folder, name = file.path.rsplit("/", 1) if "/" in file.path else ("", file.path)
        if not file.path.startswith("content/") or name.startswith(".") or file.path in claimed:
            continue
        if claiming(file.path) or set(_WORD.findall(name)[-1:]) & unread.get(folder, set()):
            continue
        if meant := stray(file, library.tree):
            yield meant
            continue
        if folder in unread:
            continue  # what a file of fields that can't be read may name goes by many ways
        name_it = "link to it from a text" if suffix(file.path) in SORTS else "name it in a field"
        hint = f"{name_it}, move it out of `content/`, or begin its name with a dot"
        yield Problem(Place(file.path), "nothing names this file, so it is not published", hint, "unclaimed-file")
