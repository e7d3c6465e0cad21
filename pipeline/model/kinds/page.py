"""A free page: home, about, help, privacy, accessibility, and what else a library needs."""

from __future__ import annotations

from typing import Literal

from pydantic.dataclasses import dataclass as fields_of

from pipeline.model.entry import STRICT, Common
from pipeline.model.kinds.kind import Kind
from pipeline.model.rows import JsonLd, Row, thing

HOME = "content/pages/home.md"


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Page(Common):
    """The fields of a page."""


@fields_of(frozen=True, slots=True, kw_only=True)
class PageRow(Row):
    """A free page."""

    kind: Literal["page"]


def _json_ld(row: PageRow) -> JsonLd:
    return thing("AboutPage" if row.id == "about/" else "WebPage", row)


KIND = Kind(
    name="page",
    files="content/pages/*.md",
    fields=Page,
    row_type=PageRow,
    template="kinds/page.html",
    words={"en": {"kinds": {"page": {"singular": "Page", "plural": "Pages", "about": ""}}}},
    fixed={HOME: ""},
    news=False,
    free=True,
    json_ld=_json_ld,
)
