"""A handout or worksheet: what is filled in stands in `form` blocks of the body."""

from __future__ import annotations

import re
from html import escape
from typing import Any, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.scalars import Whole, YesNo
from pipeline.model.entry import STRICT, Entry, Shelved
from pipeline.model.kinds.kind import Kind
from pipeline.model.rows import Document, JsonLd, Outlook, Row, seconds, thing


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Handout(Shelved):
    """The fields of a handout."""

    minutes: Whole | None = Field(default=None, description="How many minutes it takes.")
    paper: tuple[Literal["A4", "Letter"], ...] = Field(default=("A4", "Letter"), description="Sizes of paper.")
    large_print: YesNo = Field(default=True, description="Whether there is an edition in large print.")


@fields_of(frozen=True, slots=True, kw_only=True)
class HandoutRow(Row):
    """A handout or worksheet; its forms stand in `html`."""

    kind: Literal["handout"]
    minutes: int | None = Field(description="How many minutes it takes.")
    documents: tuple[Document, ...] = Field(description="The sheet to print and fill in.")


def _row(entry: Entry[Handout], common: dict[str, Any], outlook: Outlook) -> HandoutRow:
    return HandoutRow(**common, minutes=entry.fields.minutes, documents=outlook.documents(entry.path))


def _json_ld(row: HandoutRow) -> JsonLd:
    return thing(
        ["LearningResource", "DigitalDocument"],
        row,
        learningResourceType="worksheet",
        timeRequired=seconds(row.minutes * 60) if row.minutes else "",
        encoding=[
            {"@type": "MediaObject", "contentUrl": file.url, "encodingFormat": file.type, "contentSize": str(file.size)}
            for file in row.documents
        ],
    )


def _listing(row: HandoutRow) -> str:
    return f'<p><a href="{escape(row.url)}">Fill it in or print it</a></p>'


KIND = Kind(
    name="handout",
    label="Handout",
    plural="Handouts",
    fields=Handout,
    pattern=re.compile(r"content/handouts/(?P<name>[^/]+)\.md"),
    root="handouts/",
    template="kinds/handout.html",
    row_type=HandoutRow,
    row=_row,
    json_ld=_json_ld,
    listing=_listing,
)
