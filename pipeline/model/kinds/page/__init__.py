"""A free page: home, about, help, privacy, accessibility, and what else a library needs."""

from __future__ import annotations

from pipeline.model.kinds.begin import Beginning, Ground, Wish
from pipeline.model.kinds.kind import Kind
from pipeline.model.kinds.page.check import check
from pipeline.model.kinds.page.fields import Page
from pipeline.model.kinds.page.row import PageRow, json_ld, listing, page, row
from pipeline.model.kinds.page.words import WORDS

__all__ = ["HOME", "KIND", "Page", "PageRow"]

HOME = "content/pages/home.md"

_BODY = """\
Say in a sentence or two what the reader finds here, and what not.

## What belongs here

What is about the library itself: who makes it, how to reach you, how to take part. What helps is an article.
"""


def _begin(wish: Wish, ground: Ground) -> Beginning:  # noqa: ARG001 - the shape of a beginning
    return Beginning({}, _BODY)


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
    begin=_begin,
    placeholders=_BODY,
)
