"""The one index that leads to what its shards made: as Pagefind would make it of all pages at once.

Its pages are those of the shards, one after the other. So the index is the same however its pages were parted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

from pipeline.model.artifact import canonical
from pipeline.search import bundle

Chunks = Sequence[tuple[str, str, str]]
"""Of files of words, in order: the first word, the last one, and the name."""


def bases(shards: Sequence[Mapping[str, Any]]) -> list[int]:
    """The number of the first page of each shard, from what shards say of themselves."""
    return [*accumulate((len(shard["pages"]) for shard in shards), initial=0)][:-1]


def heads(shards: Sequence[Mapping[str, Any]], chunks: Chunks) -> dict[str, bytes]:
    """The files that lead to all others. Raises ValueError where the shards are not of one index."""
    common = shards[0]["common"]
    if any(shard["common"] != common for shard in shards):
        raise ValueError("these shards are not of one index")
    made: dict[str, bytes] = {}

    def put(sort: str, content: Any) -> str:
        data = bundle.encoded(content)
        name = bundle.name(common["language"], data)
        made[bundle.path(sort, name)] = data
        return name

    pages = [page for shard in shards for page in shard["pages"]]
    filters = [[name, put("filter", [name, values])] for name, values in _filters(shards)]
    metadata = put("pf_meta", [common["version"], pages, [*_bounds(chunks)], filters, [], common["facts"]])
    about = {"hash": metadata, "wasm": common["program"], "page_count": len(pages)}
    made[bundle.ENTRY] = canonical({**common["entry"], "languages": {common["language"]: about}})
    return made


def _bounds(chunks: Chunks) -> Iterator[list[str]]:
    """The files of words, their first and last words cut to what parts them from their neighbours. A browser asks for
    each file whose last word begins a word typed, too: where `so` is the last one, something less than a letter
    follows, or whoever types `someone` would load that file besides their own.
    """
    firsts, lasts = [first for first, _, _ in chunks], [last for _, last, _ in chunks]
    for number in range(1, len(chunks)):
        before, after = lasts[number - 1], firsts[number]
        end = next(i for i, letter in enumerate(after) if letter != before[i : i + 1]) + 1  # words are in order
        lasts[number - 1] = f"{before}\0" if after.startswith(before) else before[:end]
        firsts[number] = after[:end]
    return map(list, zip(firsts, lasts, (name for _, _, name in chunks), strict=True))


def _filters(shards: Sequence[Mapping[str, Any]]) -> list[tuple[str, list[tuple[str, list[int]]]]]:
    made: dict[str, dict[str, list[int]]] = {}
    for base, shard in zip(bases(shards), shards, strict=True):
        for name, values in shard["filters"].items():
            for value, pages in values.items():
                made.setdefault(name, {}).setdefault(value, []).extend(base + page for page in pages)
    return [(name, sorted(values.items())) for name, values in sorted(made.items())]
