"""The day of a look, written beside what was looked at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.formats.yaml import Path
from pipeline.model.edits.edit import Edit
from pipeline.model.edits.inserts import Fields
from pipeline.model.tree import File

CHECKED = "checked"


def looked(file: File, days: Mapping[Path, str]) -> Edit | None:
    """The edit of a file that gives the things at these places their day (ISO 8601); None where none has an older one,
    or none can be written.
    """
    fields = Fields.of(file)
    document = fields.document() if fields else None
    if fields is None or document is None:
        return None
    for loc, day in days.items():
        if str(_at(document.value, loc).get(CHECKED) or "") < day:
            fields.put((*loc, CHECKED), day)
    edit = fields.edit()
    return edit if edit.after != edit.before else None


def _at(value: Any, loc: Path) -> Any:
    for part in loc:
        value = value[part]
    return value
