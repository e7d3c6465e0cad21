"""The kinds of entry: one room a kind, and the table of them all. A new kind is its room and one line here."""

from __future__ import annotations

from typing import Any

from pipeline.model.kinds import (
    article,
    book_list,
    episode,
    faq,
    glossary,
    handout,
    link_list,
    meeting,
    news,
    page,
    show,
)
from pipeline.model.kinds.kind import Kind

KINDS: dict[str, Kind[Any]] = {
    kind.name: kind
    for kind in (
        page.KIND,
        article.KIND,
        book_list.KIND,
        link_list.KIND,
        handout.KIND,
        show.KIND,
        episode.KIND,
        meeting.KIND,
        news.KIND,
        faq.KIND,
        glossary.KIND,
    )
}
"""In the order in which pages that list several kinds name them."""


def claiming(path: str) -> Kind[Any] | None:
    """The kind to which a file belongs; None where it belongs to none."""
    return next((kind for kind in KINDS.values() if kind.claims(path)), None)
