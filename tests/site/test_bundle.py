"""The index in one form: whatever the order in which Pagefind wrote it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.artifact import Artifact, Piece, sha256
from pipeline.release import Route, assemble, route
from pipeline.release.headers import IMMUTABLE
from pipeline.search import bundle

WORDS = st.text(min_size=1, max_size=8)
VALUES = st.dictionaries(WORDS, st.lists(st.integers(0, 70_000), max_size=5), max_size=5)
FILTERS = st.dictionaries(WORDS, VALUES, max_size=5)
PAGES = st.lists(st.tuples(st.binary(max_size=20), st.integers(0, 100_000)), max_size=6)


def pagefind(pages: list[tuple[bytes, int]], filters: Mapping[str, Mapping[str, list[int]]], seed: int) -> Any:
    """A bundle as Pagefind writes it: names from bytes, filters and their values in an order of this seed."""
    random, files = Random(seed), {}

    def put(folder: str, data: bytes) -> str:
        name = f"en_{sha256(data)[:7]}"
        files[f"{folder}/{name}.pf_{folder}"] = data
        return name

    def shuffled(items: Any) -> list[list[Any]]:
        return [list(item) for item in random.sample(list(items), len(items))]

    fragments = [[put("fragment", data), words] for data, words in pages]
    chunks = [["a", "z", put("index", b"words")]]
    named = [
        [name, put("filter", bundle.packed([name, shuffled(values.items())]))]
        for name, values in shuffled(filters.items())
    ]
    meta = bundle.packed(["1.5.2", fragments, chunks, named, [], ["kind", "title"]])
    files[f"pagefind.en_{sha256(meta)[:10]}.pf_meta"] = meta
    about = {"hash": f"en_{sha256(meta)[:10]}", "wasm": "en", "page_count": len(pages)}
    files[bundle.ENTRY] = json.dumps({"version": "1.5.2", "languages": {"en": about}}).encode()
    return files | {"wasm.en.pagefind": b"program", "pagefind.js": b"script", "pagefind-ui.js": b"not ours"}


def read(files: Mapping[str, bytes]) -> tuple[Any, dict[str, Any]]:
    """What a browser finds, by the names that lead there: pages, and filters with their values."""
    about = json.loads(files[bundle.ENTRY])["languages"]["en"]
    assert f"wasm.{about['wasm']}.pagefind" in files
    _, pages, chunks, filters, _, _ = bundle.unpacked(files[f"pagefind.{about['hash']}.pf_meta"])
    assert [files[f"index/{name}.pf_index"] for _, _, name in chunks] == [b"words"]
    values = {title: bundle.unpacked(files[f"filter/{name}.pf_filter"]) for title, name in filters}
    assert all(title == inside for title, (inside, _) in values.items())
    texts = [(files[f"fragment/{name}.pf_fragment"], words) for name, words in pages]
    return texts, {title: dict(inside) for title, (_, inside) in values.items()}


@given(PAGES, FILTERS, st.integers(), st.integers())
def test_the_order_of_writing_leaves_no_trace(pages: Any, filters: Any, one: int, other: int) -> None:
    assert bundle.normalised(pagefind(pages, filters, one)) == bundle.normalised(pagefind(pages, filters, other))


@given(PAGES, FILTERS, st.integers())
def test_nothing_is_lost_and_every_name_leads_there(pages: Any, filters: Any, seed: int) -> None:
    assert read(bundle.normalised(pagefind(pages, filters, seed))) == (pages, filters)


@given(PAGES, FILTERS, st.integers())
def test_names_carry_the_digest_of_their_bytes(pages: Any, filters: Any, seed: int) -> None:
    for path, data in bundle.normalised(pagefind(pages, filters, seed)).items():
        if path not in (bundle.ENTRY, bundle.SCRIPT):
            assert Artifact(path, sha256(data), len(data)).immutable, path


@given(PAGES, FILTERS)
def test_what_is_in_one_form_stays_as_it_is(pages: Any, filters: Any) -> None:
    once = bundle.normalised(pagefind(pages, filters, 1))
    assert bundle.normalised(once) == once


def test_what_is_named_goes_out_before_the_entry_and_is_cached_for_ever() -> None:
    files = bundle.normalised(pagefind([(b"page", 3)], {"kind": {"Article": [0]}}, 1))
    pieces = (Piece(f"search/{path}", data) for path, data in files.items())
    for path, artifact in assemble(pieces, (), "", "", {}).artifacts.items():
        served, when = artifact.headers["cache-control"], route(path, immutable=artifact.immutable)
        if path == f"search/{bundle.ENTRY}":
            assert when is Route.PAGE and served != IMMUTABLE
        elif path != f"search/{bundle.SCRIPT}":
            assert when is Route.HASHED and served == IMMUTABLE


def test_another_file_is_refused() -> None:
    files = pagefind([], {}, 1)
    name = next(path for path in files if path.endswith(".pf_meta"))
    files[name] = gzip.compress(b"something else")
    with pytest.raises(ValueError, match="no file of a Pagefind bundle"):
        bundle.normalised(files)
