"""What a browser needs to keep pages for a reader who asks for it: a worker, and the digests of all pages, and of what
the search knows before its index, which has the numbers that help.

The worker answers when no line is there; `theme/assets/keep.js` fetches what is kept. By the digests both know that
all kept pages are of one release: a set with another page in it is never shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pipeline.model import urls
from pipeline.model.artifact import Blob, Piece, canonical, sha256
from pipeline.model.library import Library

WORKER: Final = "theme/offline/service-worker.js"
DIGITS: Final = 16
"""Of a digest: enough to tell the pages of two releases apart."""


def pieces(library: Library, made: Iterable[Piece]) -> tuple[Piece, ...]:
    """The two files, for a library that offers to keep its pages; `made` are these and what belongs to them."""
    worker = library.tree.get(WORKER)
    if not library.settings.offline.keep or worker is None:
        return ()
    pages, files = dict[str, str](), dict[str, str]()
    for one in made:
        if urls.is_page_file(one.path):
            pages[urls.asked_for(one.path)] = _digest(one)[:DIGITS]
        elif one.path == urls.SEARCHED_FIRST:
            files[one.path] = _digest(one)[:DIGITS]
    return (
        Piece(urls.WORKER, Blob(worker.digest, worker.size), WORKER),
        Piece(urls.KEPT, canonical({"version": 1, "pages": pages, "files": files}), WORKER),
    )


def _digest(piece: Piece) -> str:
    return piece.data.digest if isinstance(piece.data, Blob) else sha256(piece.data)
