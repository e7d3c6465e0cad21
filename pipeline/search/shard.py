"""A shard as Pagefind wrote it → what it brings to the one index.

Pagefind numbers pages as they were given to it, and gives the values of a filter in an order that changes from run to
run. Here all is in one order. Files that nothing leads to (interfaces of its own) are left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from pipeline.search import bundle
from pipeline.search.parting import place
from pipeline.search.postings import Postings, ranges


@dataclass(frozen=True, slots=True)
class Shard:
    """Facts and bytes of a shard.

    `common` is what all shards of one index have alike; `pages`: the name of each page's file, and its count of words;
    `filters`: name → value → numbers of pages in this list; `words` by ranges of letters. `files` are published as
    they are.
    """

    common: Mapping[str, Any]
    pages: Sequence[tuple[str, int]]
    filters: Mapping[str, Mapping[str, Sequence[int]]]
    words: Mapping[str, Postings]
    files: Mapping[str, bytes]


def read(files: Mapping[str, bytes]) -> Shard:
    """The shard that these files are, whose pages were given in the order of their places. Raises ValueError, TypeError
    or LookupError where we don't know their form.
    """
    entry = json.loads(files[bundle.ENTRY])
    ((language, about),) = entry.pop("languages").items()
    version, pages, chunks, filters, _, facts = bundle.decoded(files[bundle.path("pf_meta", about["hash"])])
    program = files[bundle.path("wasm", about["wasm"] or "unknown")]  # "unknown" stems no words
    texts = {page: files[bundle.path("fragment", page)] for page, _ in pages}
    names = {page: bundle.name(language, text) for page, text in texts.items()}
    common = {"entry": entry, "language": language, "version": version, "facts": facts}
    common["program"] = bundle.name(language, program)
    kept = {bundle.path("fragment", names[page]): text for page, text in texts.items()}
    kept |= {name: files[name] for name in bundle.SCRIPTS} | {bundle.path("wasm", common["program"]): program}
    places = [_place(texts[page]) for page, _ in pages]
    if places != sorted(places):
        raise ValueError("its pages are not in the order in which they were given")
    return Shard(
        common,
        [(names[page], words) for page, words in pages],
        _filters(bundle.decoded(files[bundle.path("filter", name)]) for _, name in filters),
        ranges(bundle.unpacked(files[bundle.path("index", name)]) for _, _, name in chunks),
        kept,
    )


def _place(text: bytes) -> str:
    """The place of a page among all, from the file that results are shown of."""
    return place(unquote(json.loads(bundle.unpacked(text))["url"]).removeprefix("/"))


def _filters(filters: Iterable[Any]) -> dict[str, dict[str, list[int]]]:
    return {name: {value: sorted(pages) for value, pages in sorted(values)} for name, values in sorted(filters)}
