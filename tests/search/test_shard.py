"""What a shard brings: whatever the order in which Pagefind wrote it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.artifact import sha256
from pipeline.search import bundle
from pipeline.search.parting import place
from pipeline.search.shard import Shard, read

VALUES = st.dictionaries(st.text(min_size=1, max_size=8), st.sets(st.integers(0, 5), min_size=1), max_size=5)
FILTERS = st.dictionaries(st.text(min_size=1, max_size=8), VALUES, max_size=5)
PAGES = st.dictionaries(st.text("aé/ ", min_size=1, max_size=5), st.integers(0, 100_000), min_size=6, max_size=6)


def pagefind(pages: Mapping[str, int], filters: Mapping[str, Mapping[str, set[int]]], seed: int) -> dict[str, bytes]:
    """A bundle as Pagefind writes it: names from bytes; pages as they were given, in the order of their places, filters
    and values in an order of this seed.
    """
    random, files = Random(seed), {}
    ordered = sorted(pages.items(), key=lambda page: place(page[0]))
    numbers = [ordered.index(page) for page in pages.items()]

    def put(sort: str, data: bytes) -> str:
        name = f"en_{sha256(data)[:7]}"
        files[bundle.path(sort, name)] = data
        return name

    def shuffled(items: Any) -> list[Any]:
        return random.sample([*items], len(items))

    fragments = [
        [put("fragment", bundle.packed(json.dumps({"url": f"/{address}"}).encode())), words]
        for address, words in ordered
    ]
    values = {
        name: [[value, sorted(numbers[page] for page in of)] for value, of in shuffled(several.items())]
        for name, several in filters.items()
    }
    named = [[name, put("filter", bundle.encoded([name, of]))] for name, of in shuffled(values.items())]
    words = [["a", "z", put("index", bundle.encoded([[["word", [[numbers[0], [7], []]], []]]]))]]
    meta = put("pf_meta", bundle.encoded(["1.5.2", fragments, words, named, [], ["kind", "title"]]))
    about = {"hash": meta, "wasm": "en", "page_count": len(pages)}
    files[bundle.ENTRY] = json.dumps({"version": "1.5.2", "languages": {"en": about}}).encode()
    programs = {"wasm.en.pagefind": b"program", "pagefind.js": b"script", "pagefind-worker.js": b"script"}
    return files | programs | {"pagefind-ui.js": b"not ours"}


def said(shard: Shard) -> tuple[Any, ...]:
    words = {name: postings.to_bytes() for name, postings in shard.words.items()}
    return shard.common, shard.pages, shard.filters, words, shard.files


@given(PAGES, FILTERS, st.integers(), st.integers())
def test_the_order_of_writing_leaves_no_trace(pages: Any, filters: Any, one: int, other: int) -> None:
    assert said(read(pagefind(pages, filters, one))) == said(read(pagefind(pages, filters, other)))


@given(PAGES, FILTERS, st.integers())
def test_pages_are_in_the_order_of_their_places_and_nothing_is_lost(pages: Any, filters: Any, seed: int) -> None:
    shard = read(pagefind(pages, filters, seed))
    urls = [json.loads(bundle.unpacked(shard.files[bundle.path("fragment", name)]))["url"] for name, _ in shard.pages]
    assert urls == [f"/{address}" for address in sorted(pages, key=place)]
    assert [words for _, words in shard.pages] == [pages[url.removeprefix("/")] for url in urls]
    assert {
        name: {value: {urls[page] for page in of} for value, of in values.items()}
        for name, values in shard.filters.items()
    } == {
        name: {value: {f"/{[*pages][page]}" for page in of} for value, of in values.items()}
        for name, values in filters.items()
    }
    ((postings),) = shard.words.values()
    assert urls[postings.first[0]] == f"/{next(iter(pages))}"


def test_only_what_something_leads_to_is_published() -> None:
    shard = read(pagefind({"about/": 3}, {}, 1))
    sorts = {path.partition("-")[0] for path in shard.files}
    assert sorts == {"fragment/en", "pagefind.js", "pagefind", "wasm.en"}


def test_pages_in_another_order_are_refused() -> None:
    files = pagefind({"about/": 3, "help/": 4}, {}, 1)
    name = next(path for path in files if path.endswith(".pf_meta"))
    version, pages, *rest = bundle.decoded(files[name])
    files[name] = bundle.encoded([version, pages[::-1], *rest])
    with pytest.raises(ValueError, match="order"):
        read(files)


def test_another_file_is_refused() -> None:
    files = pagefind({"about/": 3}, {}, 1)
    name = next(path for path in files if path.endswith(".pf_meta"))
    files[name] = gzip.compress(b"something else")
    with pytest.raises(ValueError, match="no file of a Pagefind bundle"):
        read(files)
