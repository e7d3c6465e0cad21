"""An episode that names its transcript: one field is written where it says nothing of one, and all else stays."""

from __future__ import annotations

from pipeline.model.edits.edit import Edit
from pipeline.model.edits.inserts import Fields, scalar
from pipeline.model.tree import File

_FIELD = "transcript"


def transcribed(file: File, name: str) -> Edit | None:
    """The edit of the file of an episode by which it names a transcript beside it; None where that can't be written."""
    fields = Fields.of(file)
    if fields is None or not fields.write(_FIELD, f" {scalar(name)}"):
        return None
    return fields.edit()
