"""The index in shards is the one index: its bytes, and what has to be made again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from pipeline import search
from pipeline.jobs import Job
from pipeline.jobs.job import key_of
from pipeline.model.artifact import Artifact, Piece, sha256
from pipeline.release import Route, assemble, route
from pipeline.release.manifest.headers import IMMUTABLE
from pipeline.search import bundle, index
from pipeline.search.spelling import FILE
from tests.search.conftest import Laid, Page, library

PAGES = library(60)
FULL = 10


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    return Laid(tmp_path_factory.mktemp("whole"), {}).index(PAGES, len(PAGES))


@pytest.mark.parametrize("full", [1, FULL, 31])
def test_the_index_is_the_same_however_its_pages_are_parted(laid: Laid, whole: Mapping[str, bytes], full: int) -> None:
    pages = dict([*PAGES.items()][:20]) if full == 1 else PAGES
    assert laid.index(pages, full) == (whole if pages is PAGES else laid.index(pages, len(pages)))


def test_every_name_leads_to_a_file_and_no_file_lies_there_for_nothing(whole: Mapping[str, bytes]) -> None:
    entry, metadata = _metadata(whole)
    _, pages, chunks, filters, _, _ = metadata
    led = {bundle.path("fragment", name) for name, _ in pages} | {bundle.path("index", one[2]) for one in chunks}
    led |= {bundle.path("filter", name) for _, name in filters} | {bundle.path("wasm", entry["wasm"])}
    assert {*whole} == led | {bundle.ENTRY, *bundle.SCRIPTS, FILE, bundle.path("pf_meta", entry["hash"])}
    assert entry["page_count"] == len(pages) == len(PAGES)


def test_names_carry_the_digest_of_their_bytes(whole: Mapping[str, bytes]) -> None:
    for path in {*whole} - {bundle.ENTRY, *bundle.SCRIPTS, FILE}:
        assert Artifact(path, sha256(whole[path]), len(whole[path])).immutable, path


def test_what_is_named_goes_out_before_the_entry_and_is_cached_for_ever(whole: Mapping[str, bytes]) -> None:
    pieces = (Piece(f"search/{path}", data) for path, data in whole.items())
    for path, artifact in assemble(pieces, (), "", "", {}).artifacts.items():
        served, when = artifact.headers["cache-control"], route(path, immutable=artifact.immutable)
        if path == f"search/{bundle.ENTRY}":
            assert when is Route.PAGE and served != IMMUTABLE
        elif path.removeprefix("search/") not in (*bundle.SCRIPTS, FILE):
            assert when is Route.HASHED and served == IMMUTABLE


def test_files_of_words_are_told_apart_by_the_fewest_letters() -> None:
    facts = {"common": {"entry": {}, "language": "en", "version": "1", "facts": [], "program": "en"}}
    chunks = [("apple", "catharsis", "1"), ("cats", "yacht", "2"), ("yachts", "zoo", "3")]
    made = index.heads([{**facts, "pages": [], "filters": {}}], chunks)
    # A browser asks for what begins a word typed, too: who types `yachts` shall load one file.
    assert _metadata(made)[1][2] == [["apple", "cath", "1"], ["cats", "yacht\0", "2"], ["yachts", "zoo", "3"]]


def test_shards_of_another_kind_are_refused() -> None:
    shards = [{"common": {"version": version}, "pages": [], "filters": {}} for version in ("1", "2")]
    with pytest.raises(ValueError, match="not of one index"):
        index.heads(shards, [])


def test_a_changed_word_indexes_one_shard_and_joins_its_volume_and_the_letters_that_it_had_and_has(laid: Laid) -> None:
    address = [*PAGES][7]
    page = PAGES[address]
    first, second = page.words.partition("<p>")[2].split()[:2]  # no word after it moves
    edited = {**PAGES, address: replace(page, words=page.words.replace(f"<p>{first} ", f"<p>{second} ", 1))}
    before, after = _keys(laid, PAGES), _keys(laid, edited)
    assert [*before] == [*after]
    changed = [name for name in before if before[name] != after[name] and name != "how the words are spelt"]
    letters = [name for name in changed if " from U+" in name]
    (shard,) = (name for name in changed if name.startswith("shard"))
    (volume,) = {*changed} - {shard, *letters}
    assert shard.removeprefix("shard ").startswith(volume.rpartition(" ")[2])
    assert len(before) > 15 and len(letters) <= 2


def test_a_fact_of_a_page_indexes_its_shard_and_the_order_of_pages_none(laid: Laid) -> None:
    address = [*PAGES][7]
    retitled = {**PAGES, address: Page({**PAGES[address].about, "people": "Sam"}, PAGES[address].words)}
    before, after = (_described(laid.jobs(pages, FULL)) for pages in (PAGES, retitled))
    assert len([name for name in before if before[name] != after[name]]) == 1
    assert _described(laid.jobs(dict(reversed(PAGES.items())), FULL)) == before


def _keys(laid: Laid, pages: Mapping[str, Page]) -> dict[str, str]:
    shards = laid.jobs(pages, FULL)
    indexed = laid.run(shards)
    volumes = search.volumes(indexed, 3 * FULL)
    return _described((*shards, *volumes, *search.joins(indexed, laid.run(volumes), 3 * FULL)))


def _described(jobs: tuple[Job, ...]) -> dict[str, str]:
    return {job.subject: key_of(job.description(1)) for job in jobs}


def _metadata(files: Mapping[str, bytes]) -> tuple[dict[str, Any], Any]:
    (about,) = json.loads(files[bundle.ENTRY])["languages"].values()
    return about, bundle.decoded(files[bundle.path("pf_meta", about["hash"])])
