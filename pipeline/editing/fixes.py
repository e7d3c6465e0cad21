"""Repairs: what is wrong in one way and can be put right in one way only. Everything else is for people to decide.

A repaired file is read again before it is given: it says what it said, but for what was put right. What can't be
repaired so is left as it is, and told.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Container, Mapping
from typing import Any

from pipeline.editing.links import Goals, relinked
from pipeline.editing.moves import Moves
from pipeline.editing.text import composed, trimmed_body
from pipeline.editing.written import Fields
from pipeline.formats import frontmatter
from pipeline.model import urls
from pipeline.model.edits.edit import Edit
from pipeline.model.edits.parts import before_fields, parted
from pipeline.model.kinds import claiming
from pipeline.model.kinds.kind import Kind
from pipeline.model.library import Library
from pipeline.model.taxonomy import LISTS, Heading, Person
from pipeline.model.tree import File
from pipeline.model.wordlist import WORDS, Wordlist
from pipeline.problems import Problem

_SETTINGS = "pipeline.toml"
_LISTS: dict[str, Any] = {
    LISTS["person"]: dict[str, Person],
    LISTS["topic"]: list[Heading],
    LISTS["audience"]: list[Heading],
    WORDS: Wordlist,
}


def fixes(
    library: Library, new_guid: Callable[[], str], moves: Moves | None = None, only: Container[str] | None = None
) -> tuple[Edit, ...]:
    """One edit for each file (`only`: of these) that has something to repair, by the path that it has now.

    Repaired is what the message of a problem says exactly, as the name of a field or a value that means one thing only;
    and a missing `guid` (`new_guid` gives an episode's; a show's is that of its feed's address), ISBNs of ten digits,
    Unicode that is not composed (NFC), spaces at the ends of lines, and paths that differ from that of a file in case
    alone, or that `moves` will change.
    """
    repair = _Repair(library, new_guid, moves or Moves(library.tree))
    files = (file for file in library.tree if file.data is not None and (only is None or file.path in only))
    edits = map(repair.edit, files)
    return tuple(edit for edit in edits if edit is not None)


class _Repair:
    """The repairs of one library."""

    def __init__(self, library: Library, new_guid: Callable[[], str], moves: Moves) -> None:
        self._library, self._new_guid, self._moves = library, new_guid, moves
        self._goals = Goals(moves, lambda address: _own(address, library))
        self._uncomposed = _uncomposed(library)

    def edit(self, file: File) -> Edit | None:
        """The edit of a file; None where there is nothing to repair."""
        before, _ = frontmatter.decode(file.data or b"", file.path)
        after, left = self._repaired(before, file.path) if before is not None else (None, ())
        if before is None or after is None or (after == before and not left):
            return None
        return Edit.of(file, before, after, left)

    def _repaired(self, text: str, path: str) -> tuple[str, tuple[Problem, ...]]:
        """The text of a file, repaired, and what could not be; it is taken for what its new name says."""
        shape = self._moves.goal(path)
        kind = claiming(shape)
        model, front = kind.fields if kind else _LISTS.get(shape), parted(text, shape)
        if path == _SETTINGS:
            return self._moves.in_settings(text), ()
        if model is None or front is None:
            return text, ()
        head = before_fields(text, front)
        end = text[len(head) + len(front.yaml) : len(text) - len(front.body)]
        fields = self._fields(Fields(path, model, front.yaml_line, front.yaml), kind)
        body, left = relinked(front.body, path, front.body_line, self._goals)
        return head + fields.text + composed(trimmed_body(end + body), self._uncomposed), (*fields.left, *left)

    def _fields(self, fields: Fields, kind: Kind[Any] | None) -> Fields:
        path, library = fields.path, self._library
        fields.mend()
        fields.tidy(self._uncomposed)
        fields.put_right(lambda written: self._moves.in_field(written, path))
        if kind is not None and _needs_guid(kind):
            fields.add_guid(lambda value: _guid(kind, self._moves.goal(path), value, library, self._new_guid))
        return fields


def _own(address: str, library: Library) -> str:
    """The file of the entry at a whole address of this library; "" where none is."""
    targets = library.settings.targets.values()
    path = urls.own(address, library.settings.site.url, [one.base_url for one in targets if one.base_url])
    entry = library.entry_at(path.removesuffix(urls.INDEX)) if path and path.endswith(urls.INDEX) else None
    return entry.path if entry else ""


def _needs_guid(kind: Kind[Any]) -> bool:
    declared_guid = kind.fields.__pydantic_fields__.get("guid")
    return declared_guid is not None and declared_guid.is_required()


def _uncomposed(library: Library) -> tuple[str, ...]:
    """The names of files and folders that are not in NFC."""
    names = {name for file in library.tree for name in file.path.split("/")}
    return tuple(sorted(name for name in names if not unicodedata.is_normalized("NFC", name)))


def _guid(kind: Kind[Any], path: str, fields: Mapping[str, Any], library: Library, new_guid: Callable[[], str]) -> str:
    """The identity of an entry that has none: that of a feed comes from its address."""
    if not kind.feed:
        return new_guid()
    slug = fields.get("slug")
    address = urls.show_feed(kind.address(path, slug if isinstance(slug, str) else None))
    return urls.podcast_guid(urls.absolute(library.settings.site.url, address))
