"""A free page: home, about, help, privacy, accessibility, and what else a library needs."""

from __future__ import annotations

import re
from typing import Any, Literal

from pydantic.dataclasses import dataclass as fields_of

from pipeline.model.entry import STRICT, Common, Entry
from pipeline.model.kinds.kind import Kind
from pipeline.model.rows import JsonLd, Outlook, Row, thing

HOME = "content/pages/home.md"


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Page(Common):
    """The fields of a page."""


@fields_of(frozen=True, slots=True, kw_only=True)
class PageRow(Row):
    """A free page."""

    kind: Literal["page"]


def _row(entry: Entry[Page], common: dict[str, Any], outlook: Outlook) -> PageRow:  # noqa: ARG001 - the shape
    return PageRow(**common)


def _json_ld(row: PageRow) -> JsonLd:
    return thing("AboutPage" if row.id == "about/" else "WebPage", row)


KIND = Kind(
    name="page",
    label="Page",
    fields=Page,
    pattern=re.compile(r"content/pages/(?P<name>[^/]+)\.md"),
    root="",
    template="kinds/page.html",
    row_type=PageRow,
    row=_row,
    json_ld=_json_ld,
)
