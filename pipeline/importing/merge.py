"""A draft onto the file that is there: what no person touched since the last import is updated, all else stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pipeline.importing.draft import Draft
from pipeline.importing.ledger import Record, digest
from pipeline.importing.written import ordered, written
from pipeline.model.tree import File

BODY = "body"
"""What the text below the fields is called among them."""
State = Literal["new", "adopted", "same", "updated", "gone", "taken", "unreadable"]


@dataclass(frozen=True, slots=True)
class Merged:
    """What an import makes of one file. `data` are its bytes; None where nothing is written.

    `record` is what the ledger says of the item from now on. `state`: the file is `new`; it was written by an import
    that was stopped before it could note so (`adopted`); nothing of it changes (`same`); it was `updated`; a person
    removed it (`gone`); another entry lies there, so that the draft needs another path (`taken`); nobody can read it.
    `updated` are the names of the fields that change, `untouched` those that people changed, and which the source has
    otherwise; the body is called `body`. `left` are those that could not be written without changing more.
    """

    data: bytes | None
    record: Record | None
    state: State
    updated: tuple[str, ...] = ()
    untouched: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def merged(draft: Draft, file: File | None, record: Record | None) -> Merged:
    """What becomes of `file`, which lies at the path of the draft (None: nothing does), and what to remember of it;
    `record` is what the last import noted of the item (None: it is new).
    """
    fresh = _recorded(draft)
    if file is None:
        if record is not None:
            return Merged(None, Record(record.kind, record.path, record.fields, record.body, fresh.old, True), "gone")
        return Merged(written(draft), fresh, "new")
    if record is None:
        return Merged(None, fresh, "adopted") if file.data == written(draft) else Merged(None, None, "taken")
    return Merged(None, record, "same")


def _recorded(draft: Draft) -> Record:
    fields: Mapping[str, str] = {name: digest(draft.fields[name]) for name in ordered(draft.kind, draft.fields)}
    return Record(draft.kind, draft.path, fields, digest(draft.body) if draft.body is not None else "", draft.old)
