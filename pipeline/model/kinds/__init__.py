"""The kinds of entry: one file a kind, and the table of them all."""

from __future__ import annotations

from pipeline.model.kinds import article, book_list, episode, handout, link_list, page, show
from pipeline.model.kinds.kind import Kind

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        page.KIND,
        article.KIND,
        book_list.KIND,
        link_list.KIND,
        handout.KIND,
        show.KIND,
        episode.KIND,
    )
}
