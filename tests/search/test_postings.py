"""Lists of pages by word: those of shards, joined, are those of all pages at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.search.postings import CHUNK, Postings, chunks, letters, ranges

Places = tuple[list[int], list[int]]
Page = Mapping[tuple[str, str], Places]  # (word, spelling) → where it stands

PLACES = st.tuples(st.lists(st.integers(-256, 70_000), max_size=3), st.lists(st.integers(-9, 9), max_size=2))
WORD = st.tuples(st.sampled_from(["a", "be", "cafe", "été", "年"]), st.sampled_from(["", "é", "café"]))
LIBRARY = st.lists(st.dictionaries(WORD, PLACES, max_size=5), max_size=300 // 8)


def written(pages: Sequence[Page]) -> list[Any]:
    """The words of pages as Pagefind writes them."""
    words: dict[str, dict[str, list[Any]]] = {}
    for number, page in enumerate(pages):
        for (word, spelling), (text, about) in page.items():
            words.setdefault(word, {}).setdefault(spelling, []).append([number, text, about])
    return [
        [word, _distances(lists.pop("", [])), [[name, _distances(one)] for name, one in sorted(lists.items())]]
        for word, lists in sorted(words.items())
    ]


def _distances(listed: list[Any]) -> list[Any]:
    numbers = [0, *(number for number, _, _ in listed)]
    return [[after - before, *one[1:]] for (before, after), one in zip(pairwise(numbers), listed, strict=True)]


def by_letters(pages: Sequence[Page]) -> dict[str, Postings]:
    """What a shard says of words."""
    return ranges([cbor2.dumps([written(pages)])])


def read(parts: Sequence[tuple[int, Mapping[str, Postings]]]) -> list[Any]:
    """What a browser reads of the files of words, by their order."""
    names = sorted({name for _, part in parts for name in part})
    found = []
    for name in names:
        of = [(base, Postings.from_bytes(part[name].to_bytes())) for base, part in parts if name in part]
        for chunk in chunks(of):
            ((records),) = cbor2.loads(chunk.data)
            assert (chunk.first, chunk.last) == (records[0][0], records[-1][0])
            found += records
    return found


@given(LIBRARY, st.lists(st.integers(0, 40), max_size=4))
def test_what_shards_say_is_joined_as_if_they_were_one(pages: list[Page], cuts: list[int]) -> None:
    ends = [0, *sorted(min(cut, len(pages)) for cut in cuts), len(pages)]
    parts = [(a, by_letters(pages[a:b])) for a, b in pairwise(ends)]
    assert read(parts) == written(pages)


def test_a_file_ends_when_it_is_large_and_words_that_begin_alike_stay_together() -> None:
    words = [f"w{number:06}" for number in range(0, 300_000, 100)]  # ten begin with the same four letters
    page: Page = {(word, ""): ([*range(20)], []) for word in words}
    ((_, part),) = by_letters([page]).items()
    files = [*chunks([(0, part)])]
    sizes = [len(chunk.data) for chunk in files]
    assert len(files) > 1 and all(CHUNK - 1_000 < size <= CHUNK + 10 for size in sizes[:-1])
    held = [[record[0] for record in cbor2.loads(chunk.data)[0]] for chunk in files]
    assert [word for several in held for word in several] == words
    assert [(chunk.first, chunk.last) for chunk in files] == [(several[0], several[-1]) for several in held]
    assert all(several[0][:4] != before[-1][:4] for before, several in pairwise(held))


def test_a_family_that_is_too_large_has_a_file_alone() -> None:
    family = [f"they{number:05}" for number in range(CHUNK // 20)]
    page: Page = {(word, ""): ([*range(20)], []) for word in ("that", *family, "this")}
    ((_, part),) = by_letters([page]).items()
    assert [(chunk.first, chunk.last) for chunk in chunks([(0, part)])] == [
        ("that", "that"),
        (family[0], family[-1]),
        ("this", "this"),
    ]


def test_a_word_that_stands_everywhere_keeps_its_pages_and_the_first_places_on_them() -> None:
    often = [{("they", ""): ([-25, 7, -1, *range(300, 330)], [3])} for _ in range(1_000)]
    seldom: Page = {("they", ""): ([*range(30)], []), ("theyd", ""): ([*range(30)], [])}
    ((_, part),) = by_letters([*often, seldom]).items()
    (chunk,) = chunks([(0, part)])
    they, theyd = cbor2.loads(chunk.data)[0]
    assert len(chunk.data) < CHUNK and len(they[1]) == 1_001
    assert they[1][0] == [0, [-25, 7, -1, 300, 301, 302], [3]]  # four places, with their weights; all of its facts
    assert theyd[1][0][1] == [*range(30)], "what is small stays whole"


def test_what_volumes_have_cut_is_what_is_cut_of_all() -> None:
    many = [{("they", ""): ([-25, 7, *range(300, 300 + number % 40)], [3])} for number in range(1_500)]
    many[7]["theyd", ""] = ([9], [])
    apart = [(0, by_letters(many[:900])), (900, by_letters(many[900:1_497])), (1_497, by_letters(many[1_497:]))]
    ((name, _),) = apart[0][1].items()
    whole = [(base, part[name]) for base, part in apart]
    cut = [(base, Postings.from_bytes(part.with_cuts().to_bytes())) for base, part in whole]
    assert [[*part.cut[4]] for _, part in cut] == [["they"], ["they"], []], "what is long, and only that"
    (chunk,), (same,) = chunks(whole), chunks(cut)
    assert same == chunk and len(chunk.data) < CHUNK
    they, theyd = cbor2.loads(chunk.data)[0]
    assert len(they[1]) == 1_500 and they[1][39][1] == [-25, 7, 300, 301, 302] and theyd[1] == [[7, [9], []]]


@pytest.mark.parametrize("cut", range(1, 24))
def test_what_ends_too_early_is_refused(cut: int) -> None:
    data = cbor2.dumps([written([{("word", ""): ([1, 2], [3]), ("word", "wörd"): ([400], [])}])])
    with pytest.raises((ValueError, IndexError)):
        ranges([data[:-cut]])


@given(st.lists(st.text(min_size=1, max_size=3), min_size=1))
def test_ranges_of_letters_follow_each_other_as_their_words_do(words: list[str]) -> None:
    of = [letters(word) for word in sorted(words)]
    assert of == sorted(of)


def test_a_range_is_a_letter_of_an_alphabet_and_many_signs_of_a_large_script() -> None:
    assert len({letters(letter) for letter in "abcdefghijklmnopqrstuvwxyz"}) == 26
    assert len({letters(chr(sign)) for sign in range(0x4E00, 0xA000)}) == 21
