"""What all pages of a site have in common, which is no part of the text of any."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from hashlib import blake2b
from math import ceil
from urllib.parse import unquote

from lxml import etree
from lxml.html import HtmlElement

from pipeline.importing.site.pages.main import CUT, cut, outermost

FEWEST, SHARE = 4, 0.6
"""How many pages, and what part of all, have a block before it counts as one of their site."""
_SHORTEST, _LONGEST = 4, 2_000
"""Characters of an address that is looked for, and of one in which it is."""
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


def blocks(found: HtmlElement, path: str) -> Iterator[tuple[bytes, HtmlElement]]:
    """The blocks of a page that say something, each with a digest of what it says: where it names the address of the
    page itself, as buttons do by which it is shared, that of another says the same. Each element is looked at once.
    """
    digests: dict[HtmlElement, tuple[bytes, bool]] = {}
    own = _own(path)
    for _, one in etree.iterwalk(found, events=("end",)):
        if not isinstance(one.tag, str):
            continue
        leads = one.get("href") or one.get("src") or ""
        leads = "" if own and own in unquote(leads[:_LONGEST]) else leads
        digest = blake2b(f"{one.tag} {leads}\0{_plain(one.text, own)}".encode(errors="replace"), digest_size=16)
        says = bool(_plain(one.text))
        for inner in one:
            inner_digest, inner_says = digests.pop(inner, (b"", False))
            digest.update(inner_digest + _plain(inner.tail, own).encode(errors="replace") + b"\0")
            says = says or inner_says or bool(_plain(inner.tail))
        digests[one] = digest.digest(), says
        if says and one.tag in _BLOCKS and one is not found:
            yield digest.digest(), one


def common(counts: Counter[bytes], pages: int) -> AbstractSet[bytes]:
    """Those blocks that so many of the pages have that they are of their site."""
    least = max(FEWEST, ceil(pages * SHARE))
    return {digest for digest, count in counts.items() if count >= least}


def removed(found: HtmlElement, path: str, shared: AbstractSet[bytes]) -> tuple[tuple[bytes, str, int], ...]:
    """Take out the blocks that are shared, the outermost of each: its digest, its words, and its line."""
    marked = {one: digest for digest, one in blocks(found, path) if digest in shared}
    gone = list(outermost(found, marked.__contains__))
    said = tuple((marked[one], _plain("".join(one.itertext())), one.sourceline or 1) for one in gone)
    for one in gone:
        cut(one)
    etree.strip_tags(found, CUT)
    return said


def _own(path: str) -> str:
    """What tells the address of a page from those of others; "" for that of a first page."""
    own = path.partition("://")[2].partition("/")[2] if "://" in path else path
    own = own.removesuffix("index.html").strip("/")
    return own if len(own) >= _SHORTEST else ""


def _plain(text: str | None, own: str = "") -> str:
    words = " ".join((text or "").split())
    return "" if own and "://" in words and own in words else words
