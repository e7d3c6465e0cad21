"""A list of links to other resources."""

from __future__ import annotations

from pipeline.model.kinds.begin import Beginning, Ground, Wish
from pipeline.model.kinds.kind import Hub, Kind
from pipeline.model.kinds.link_list.fields import LinkList
from pipeline.model.kinds.link_list.page import page
from pipeline.model.kinds.link_list.row import LinkListRow, json_ld, listing, row
from pipeline.model.kinds.link_list.words import WORDS

_DESCRIPTION = "Replace this link by yours, and say what it offers and to whom."
_BODY = "Say for whom these links are, and how you chose them."
_LINK = f"""
  - url: https://www.who.int/
    title: World Health Organization
    description: {_DESCRIPTION}
    kind: organisation # organisation, helpline, tool, app, course, reading, video or community"""


def _begin(wish: Wish, ground: Ground) -> Beginning:  # noqa: ARG001 - the shape of a beginning
    return Beginning({"links": _LINK}, f"{_BODY}\n")


KIND = Kind(
    name="link-list",
    files="content/library/links/*.md",
    fields=LinkList,
    row_type=LinkListRow,
    template="kinds/link-list.html",
    words=WORDS,
    root="library/links/",
    hub=Hub(50),
    row=row,
    json_ld=json_ld,
    listing=listing,
    bound=True,
    page=page,
    begin=_begin,
    placeholders=f"{_DESCRIPTION}\n{_BODY}",
)
