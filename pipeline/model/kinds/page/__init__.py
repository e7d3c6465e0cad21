"""A free page: home, about, help, privacy, accessibility, and what else a library needs."""

from __future__ import annotations

from pipeline.model.kinds.kind import Kind
from pipeline.model.kinds.page.check import check
from pipeline.model.kinds.page.fields import Page
from pipeline.model.kinds.page.row import PageRow, json_ld, listing, page, row
from pipeline.model.kinds.page.words import WORDS

__all__ = ["HOME", "KIND", "Page", "PageRow"]

HOME = "content/pages/home.md"

KIND = Kind(
    name="page",
    files="content/pages/*.md",
    fields=Page,
    row_type=PageRow,
    template="kinds/page.html",
    words=WORDS,
    fixed={HOME: ""},
    news=False,
    free=True,
    row=row,
    json_ld=json_ld,
    listing=listing,
    page=page,
    check=check,
)
