"""An episode that names its recording by address and digest: one field is written, and all else stays as it was.

Where it said that its chapters stand in that recording by the same path, it says so by its word.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.editing.edit import Edit
from pipeline.editing.inserts import Fields
from pipeline.model.kinds.episode.fields import Inside
from pipeline.model.media import Elsewhere
from pipeline.model.tree import File
from pipeline.problems import Place, Problem

_FIELD, _CHAPTERS = "audio", "chapters"


def recorded(file: File, where: Elsewhere) -> Edit | None:
    """The edit of the file of an episode by which it names a recording outside git; None where its front matter can't
    be read.
    """
    fields = Fields.of(file)
    document = fields.document() if fields else None
    if fields is None or document is None or not isinstance(document.value, dict):
        return None
    as_it_was, before = fields.edit(), document.value
    written = fields.write(_FIELD, f"\n  url: {where.url}\n  sha256: {where.sha256}")
    if written and (named := before.get(_FIELD)) and before.get(_CHAPTERS) == named:
        written = fields.write(_CHAPTERS, f" {Inside.RECORDING.value}")
    if written:
        return fields.edit()
    place = document.keys.get((_FIELD,)) or Place(file.path, fields.first_line)
    hint = f"write it by hand: `{_FIELD}: {{url: {where.url}, sha256: {where.sha256}}}`"
    return replace(
        as_it_was, left=(Problem(place, "this field can't be written without changing more", hint, "not-repaired"),)
    )
