"""What the public knows of a handout."""

from __future__ import annotations

from html import escape
from typing import Any, Literal, cast

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.declared import LATE
from pipeline.formats.form import Item, sort_of
from pipeline.model.access import Access
from pipeline.model.edition import LARGE
from pipeline.model.entry import Entry
from pipeline.model.kinds.handout.fields import Handout
from pipeline.model.kinds.kind import Say
from pipeline.model.rows import Data, Document, JsonLd, Outlook, Row, seconds, thing


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class FormItem:
    """One thing to fill in. What its sort does not have is null or empty."""

    id: str = Field(description="Unique on the handout; in `html` with `f-` before it.")
    sort: Literal["text", "lines", "check", "choice", "scale", "table", "date", "sign"] = Field(description="Which.")
    label: str = Field(description="The question.")
    help: str = Field(description="A hint.")
    rows: int | None = Field(description="Lines of `lines`, rows of a `table`.")
    options: tuple[str, ...] = Field(description="Of a `choice`.")
    start: int | None = Field(description="The lowest number of a `scale`.")
    stop: int | None = Field(description="The highest number of a `scale`.")
    labels: tuple[str, ...] = Field(description="What the two ends of a `scale` mean.")
    columns: tuple[str, ...] = Field(description="Heads of a `table`.")


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class HandoutRow(Row):
    """A handout or worksheet."""

    kind: Literal["handout"]
    minutes: int | None = Field(description="How many minutes it takes.")
    forms: tuple[tuple[FormItem, ...], ...] = Field(description="The forms that stand in `html`, in order.")
    documents: tuple[Document, ...] = Field(description="The sheet to print and fill in.")


def row(entry: Entry[Handout], outlook: Outlook) -> Data:
    """The fields of the row that are a handout's own."""
    return {
        "minutes": entry.fields.minutes,
        "forms": tuple(tuple(_form_item(item) for item in form.items) for form in outlook.forms(entry.path)),
        "documents": outlook.documents(entry.path),
    }


def _form_item(item: Item) -> FormItem:
    return FormItem(
        id=item.id,
        sort=cast("Any", sort_of(item)),  # checked when the row is made
        label=item.label,
        help=item.help,
        rows=getattr(item, "rows", None),
        options=getattr(item, "options", ()),
        start=getattr(item, "start", None),
        stop=getattr(item, "stop", None),
        labels=getattr(item, "labels", ()),
        columns=getattr(item, "columns", ()),
    )


def json_ld(row: HandoutRow) -> JsonLd:
    """The handout in the words of schema.org."""
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


def access(row: HandoutRow) -> Access:
    """It is printed, where the machine could, and also large where its editor has it so."""
    large = LARGE.path(row.id)
    return Access(printed=bool(row.documents), large=any(one.url.endswith(large) for one in row.documents))


def listing(row: HandoutRow, say: Say) -> str:
    """The way to its page, for readers of a feed: nothing is filled in there."""
    return f'<p><a href="{escape(row.url)}">{escape(say("handout.listing"))}</a></p>'
