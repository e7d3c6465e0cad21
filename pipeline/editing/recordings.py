"""An episode that names its recording by address and digest: one field is written, and all else stays as it was.

Where it said that its chapters stand in that recording by the same path, it says so by its word.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.model.edits.edit import Edit
from pipeline.model.edits.inserts import Fields
from pipeline.model.kinds.episode.fields import Inside
from pipeline.model.media import Elsewhere
from pipeline.model.tree import File
from pipeline.problems import Place, Problem

_FIELD, _CHAPTERS = "audio", "chapters"
_PLACES = frozenset({"file", "url", "sha256"})
_OF_HOSTED = frozenset({"length", "type", "seconds"})
"""What is said of sound that lies on another host, and is known of what is fetched."""


def recorded(file: File, where: Elsewhere) -> Edit | None:
    """The edit of the file of an episode by which it names a recording outside git; None where its front matter can't
    be read.
    """
    fields = Fields.of(file)
    document = fields.document() if fields else None
    if fields is None or document is None or not isinstance(document.value, dict):
        return None
    as_it_was, before = fields.edit(), document.value
    named = before.get(_FIELD)
    said = {name: fields.said(document, (_FIELD, name)) for name in _beside(named)}
    lines = {"url": where.url, "sha256": where.sha256} | said
    one_line = not any("\n" in value for value in said.values())
    written = one_line and fields.write(_FIELD, "".join(f"\n  {name}: {value}" for name, value in lines.items()))
    path = named.get("file") if isinstance(named, dict) else named
    if written and path and before.get(_CHAPTERS) == path:
        written = fields.write(_CHAPTERS, f" {Inside.RECORDING.value}")
    if written:
        return fields.edit()
    place = document.keys.get((_FIELD,)) or Place(file.path, fields.first_line)
    rest = f", and keep {', '.join(f'`{name}`' for name in said)} beside it" if said else ""
    hint = f"write it by hand: `{_FIELD}: {{url: {where.url}, sha256: {where.sha256}}}`{rest}"
    return replace(
        as_it_was, left=(Problem(place, "this field can't be written without changing more", hint, "not-repaired"),)
    )


def _beside(said: object) -> tuple[str, ...]:
    """The names of what an episode says of its sound besides where it lies: how it is treated."""
    if not isinstance(said, dict):
        return ()
    is_hosted = "file" not in said and "sha256" not in said
    gone = _PLACES | (_OF_HOSTED if is_hosted else frozenset())
    return tuple(name for name in said if name not in gone)
