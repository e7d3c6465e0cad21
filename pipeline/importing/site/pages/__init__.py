"""A page of HTML: what its head says, and its text without what stands around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from lxml.html import fromstring

from pipeline.importing.site.folder import read
from pipeline.importing.site.front import Front
from pipeline.importing.site.pages import head, shared
from pipeline.importing.site.pages.decode import charset, parsed
from pipeline.importing.site.pages.main import links, root, serialised, trimmed
from pipeline.importing.source.loss import Loss
from pipeline.problems import Place

_KINDS = {"form": "html/form", "around": "page/around"}


@dataclass(frozen=True, slots=True)
class Document:
    """A page: its `front` as if it had been written above a text, the HTML of its `text` and the line on which that
    begins, the address that it says it has, where it leads, and its blocks, by digests of what they say.
    """

    path: str
    front: Front
    text: str
    line: int = 1
    canonical: str = ""
    links: tuple[str, ...] = ()
    blocks: frozenset[bytes] = frozenset()
    title: str = ""
    losses: tuple[Loss, ...] = ()


def document(data: bytes, path: str, content_type: str = "") -> Document | None:
    """The page in some bytes; None where nothing is in it."""
    text, odd = read(data, path, charset(data, content_type))
    tree = parsed(text)
    if tree is None:
        return None
    front, found = head.front(tree), root(tree)
    line = found.sourceline or 1
    told = dict.fromkeys(links(tree))
    around = trimmed(found, front.said("title"))
    title = " ".join((tree.findtext(".//title") or "").split())
    counts = Counter(one.sort for one in around)
    losses = tuple(
        Loss(_KINDS[one.sort], "dropped", one.words, Place(path, one.line), counts[one.sort])
        for one in {one.sort: one for one in reversed(around)}.values()
    )
    digests = frozenset(digest for digest, _ in shared.blocks(found, path))
    return Document(
        path, front, serialised(found), line, head.canonical(tree), tuple(told), digests, title, (*odd, *losses)
    )


def without(page: Document, common: AbstractSet[bytes]) -> tuple[Document, tuple[tuple[bytes, Loss], ...]]:
    """A page without the blocks that it shares with the others of its site, and each of them with its digest."""
    if not page.blocks & common:
        return page, ()
    found = fromstring(page.text)
    gone = tuple(
        (digest, Loss("page/shared", "dropped", words[:80], Place(page.path, page.line + line - 1)))
        for digest, words, line in shared.removed(found, page.path, common)
    )
    return replace(page, text=serialised(found)), gone


def common(pages: tuple[Document, ...]) -> AbstractSet[bytes]:
    """The blocks that the pages of a site have in common."""
    counts: Counter[bytes] = Counter()
    for page in pages:
        counts.update(page.blocks)
    return shared.common(counts, len(pages))


def suffix(titles: tuple[str, ...]) -> str:
    """What stands behind the titles of nearly all pages: ` | Name of the site`."""
    ends: Counter[str] = Counter()
    for title in titles:
        for mark in (" | ", " – ", " - ", " — ", " · ", " » ", " :: "):
            before, found, name = title.rpartition(mark)
            if before:
                ends[found + name] += 1
    end, count = next(iter(ends.most_common(1)), ("", 0))
    return end if count >= max(2, len(titles) * 0.6) else ""
