"""`people.yml` while people come into it: what is there stays as it is, comments and order with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.formats import frontmatter, yaml
from pipeline.importing.keeping.written import field, said
from pipeline.model.edits.edit import Edit
from pipeline.model.taxonomy import LISTS
from pipeline.model.tree import File
from pipeline.problems import Place, Problem

_PATH = LISTS["person"]


def joined(file: File | None, people: Mapping[str, Mapping[str, Any]]) -> tuple[bytes | None, tuple[Problem, ...]]:
    """The bytes of `people.yml` with these people behind those that it has; None where nobody comes. Whoever is in it
    already, by the same id, stays as they are. Nothing is written into a file that can't be read.
    """
    if file is None or not (file.data or b"").strip():
        return (_lines(people).encode() if people else None), ()
    text, problems = frontmatter.decode(file.data or b"", file.path)
    document = yaml.parse(text, file.path)[0] if text is not None else None
    known = document.value if document else None
    if text is None or document is None or not isinstance(known, dict):
        return None, problems or (_unread(document),)
    new = {id_: fields for id_, fields in people.items() if id_ not in known}
    if not new:
        return None, ()
    indent = " " * (min(key.column for loc, key in document.keys.items() if len(loc) == 1) - 1)
    lines = "".join(f"{indent}{line}\n" if line else "\n" for line in _lines(new).split("\n")[:-1])
    after = f"{text.rstrip()}\n{lines}"
    again, _ = yaml.parse(after, file.path)
    if again is None or again.value != {**known, **said(new)}:
        return None, (_unread(document),)
    return Edit.of(file, text, after).data, ()


def _lines(people: Mapping[str, Mapping[str, Any]]) -> str:
    return "".join(field(id_, fields) for id_, fields in people.items())


def _unread(document: yaml.Document | None) -> Problem:
    place = document.marks[()] if document else Place(_PATH, 1)
    return Problem(place, "nobody can be added to this list as it is written", "run `pipeline check`", "bad-import")
