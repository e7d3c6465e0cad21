"""What all pages of a site have in common, which is no part of the text of any."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from hashlib import blake2b
from math import ceil

from lxml import etree
from lxml.html import HtmlElement

from pipeline.importing.site.pages.main import CUT, cut, outermost

FEWEST, SHARE = 4, 0.6
"""How many pages, and what part of all, have a block before it counts as one of their site."""
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "ul",
        "ol",
        "table",
        "aside",
        "header",
        "footer",
        "figure",
        "dl",
        "blockquote",
        "address",
        "center",
    ]
)


def blocks(found: HtmlElement) -> Iterator[tuple[bytes, HtmlElement]]:
    """The blocks of a page that say something, each with a digest of what it says. Each element is looked at once."""
    digests: dict[HtmlElement, tuple[bytes, bool]] = {}
    for _, one in etree.iterwalk(found, events=("end",)):
        if not isinstance(one.tag, str):
            continue
        leads = one.get("href") or one.get("src") or ""
        digest = blake2b(f"{one.tag} {leads}\0{_plain(one.text)}".encode(errors="replace"), digest_size=16)
        says = bool(_plain(one.text))
        for inner in one:
            inner_digest, inner_says = digests.pop(inner, (b"", False))
            digest.update(inner_digest + _plain(inner.tail).encode(errors="replace") + b"\0")
            says = says or inner_says or bool(_plain(inner.tail))
        digests[one] = digest.digest(), says
        if says and one.tag in _BLOCKS and one is not found:
            yield digest.digest(), one


def common(counts: Counter[bytes], pages: int) -> AbstractSet[bytes]:
    """Those blocks that so many of the pages have that they are of their site."""
    least = max(FEWEST, ceil(pages * SHARE))
    return {digest for digest, count in counts.items() if count >= least}


def removed(found: HtmlElement, shared: AbstractSet[bytes]) -> tuple[tuple[str, int], ...]:
    """Take out the blocks that are shared, the outermost of each; the words of each and its line."""
    marked = {one for digest, one in blocks(found) if digest in shared}
    gone = list(outermost(found, marked.__contains__))
    said = tuple((_plain("".join(one.itertext())), one.sourceline or 1) for one in gone)
    for one in gone:
        cut(one)
    etree.strip_tags(found, CUT)
    return said


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())
