"""An episode that names its recording by address and digest: one field is written, and all else stays as it was."""

from __future__ import annotations

import codecs

from pipeline.editing.fixes import Edit
from pipeline.formats import frontmatter, yaml
from pipeline.formats.yaml import Document
from pipeline.model.media import Elsewhere
from pipeline.model.tree import File
from pipeline.problems import Place, Problem

_FIELD = "audio"


def recorded(file: File, where: Elsewhere) -> Edit | None:
    """The edit of the file of an episode by which it names a recording outside git; None where its front matter can't
    be read.
    """
    data = file.data or b""
    text, _ = frontmatter.decode(data, file.path)
    front, _ = frontmatter.split(text, file.path) if text is not None else (None, ())
    document, _ = yaml.parse(front.yaml, file.path, first_line=front.yaml_line) if front else (None, ())
    if text is None or front is None or document is None or not isinstance(document.value, dict):
        return None
    fields, left = _written(front.yaml, document, where, front.yaml_line)
    head = text[: text.index("\n") + 1]
    after = head + fields + text[len(head) + len(front.yaml) :]
    crlf, mark = 2 * data.count(b"\r\n") > text.count("\n"), data.startswith(codecs.BOM_UTF8)
    return Edit(file.path, text, after, crlf, mark, left)


def _written(text: str, document: Document, where: Elsewhere, first: int) -> tuple[str, tuple[Problem, ...]]:
    """The fields with the recording, if they say all else that they said."""
    begin, end = _span(text, document, first)
    indent = " " * (min((key.column for loc, key in document.keys.items() if len(loc) == 1), default=1) - 1)
    lines = f"{_FIELD}:\n{indent}  url: {where.url}\n{indent}  sha256: {where.sha256}"
    made = f"{text[:begin]}{indent if begin == end else ''}{lines}{text[end:] or chr(10)}"
    after, _ = yaml.parse(made, document.marks[()].path, first_line=first)
    fields = document.value if isinstance(document.value, dict) else {}
    meant = {**fields, _FIELD: {"url": where.url, "sha256": where.sha256}}
    if after is not None and after.value == meant and "#" not in text[begin:end]:
        return made, ()
    place = document.keys.get((_FIELD,)) or Place(document.marks[()].path, first)
    hint = f"write it by hand: `{_FIELD}: {{url: {where.url}, sha256: {where.sha256}}}`"
    return text, (Problem(place, "this field can't be written without changing more", hint, "not-repaired"),)


def _span(text: str, document: Document, first: int) -> tuple[int, int]:
    """Where the field stands in the text, with its name; at its end where there is none."""
    if (_FIELD,) not in document.keys:
        end = len(text.rstrip("\n")) + 1 if text.strip() else 0
        return end, end
    begin, end = (_offset(text, place, first) for place in (document.keys[_FIELD,], document.ends[_FIELD,]))
    return begin, begin + len(text[begin:end].rstrip())


def _offset(text: str, place: Place, first: int) -> int:
    at = 0
    for _ in range(place.line - first):
        at = text.index("\n", at) + 1
    return at + place.column - 1
