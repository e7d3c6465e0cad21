"""An episode that names its recording by address and digest: one field is written, and all else stays as it was.

Where it said that its chapters stand in that recording by the same path, it says so by its word.
"""

from __future__ import annotations

import codecs

from pipeline.editing.fixes import Edit
from pipeline.formats import frontmatter, yaml
from pipeline.formats.yaml import Document
from pipeline.model.kinds.episode.fields import Inside
from pipeline.model.media import Elsewhere
from pipeline.model.tree import File
from pipeline.problems import Place, Problem

_FIELD, _CHAPTERS = "audio", "chapters"


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
    path, before = document.marks[()].path, document.value if isinstance(document.value, dict) else {}
    meant = {**before, _FIELD: {"url": where.url, "sha256": where.sha256}}
    indent = " " * (min((key.column for loc, key in document.keys.items() if len(loc) == 1), default=1) - 1)
    made = _put(
        text, document, first, _FIELD, f"\n{indent}  url: {where.url}\n{indent}  sha256: {where.sha256}", indent
    )
    if (named := before.get(_FIELD)) and before.get(_CHAPTERS) == named:
        meant[_CHAPTERS] = Inside.RECORDING.value
        document_now, _ = yaml.parse(made, path, first_line=first)
        made = (
            _put(made, document_now, first, _CHAPTERS, f" {Inside.RECORDING.value}", indent) if document_now else made
        )
    after, _ = yaml.parse(made, path, first_line=first)
    begin, end = _span(text, document, first, _FIELD)
    if after is not None and after.value == meant and "#" not in text[begin:end]:
        return made, ()
    place = document.keys.get((_FIELD,)) or Place(path, first)
    hint = f"write it by hand: `{_FIELD}: {{url: {where.url}, sha256: {where.sha256}}}`"
    return text, (Problem(place, "this field can't be written without changing more", hint, "not-repaired"),)


def _put(text: str, document: Document, first: int, name: str, value: str, indent: str) -> str:
    """The text with another value of a field, which comes last where it is new."""
    begin, end = _span(text, document, first, name)
    return f"{text[:begin]}{indent if begin == end else ''}{name}:{value}{text[end:] or chr(10)}"


def _span(text: str, document: Document, first: int, name: str) -> tuple[int, int]:
    """Where a field stands in the text, with its name; at its end where there is none."""
    if (name,) not in document.keys:
        end = len(text.rstrip("\n")) + 1 if text.strip() else 0
        return end, end
    begin, end = (_offset(text, place, first) for place in (document.keys[name,], document.ends[name,]))
    return begin, begin + len(text[begin:end].rstrip())


def _offset(text: str, place: Place, first: int) -> int:
    at = 0
    for _ in range(place.line - first):
        at = text.index("\n", at) + 1
    return at + place.column - 1
