"""The words of the pages as they are spelt: what is listed, and that it is the same however pages are parted."""

from __future__ import annotations

from collections import Counter

from pipeline.search.spelling import MOST, added, counted, listed, to_bytes
from tests.search.conftest import Laid, library


def test_words_are_counted_by_pages_without_marks_and_numbers() -> None:
    pages = ["<h1 id='urge'>Urges</h1><p>An urge, an urge; urges, café &amp; l’été 2026</p>", "<p>The urge</p>"]
    assert counted(pages, "en") == Counter({"urge": 2, "urges": 1, "café": 1})


def test_nobody_is_offered_a_name() -> None:
    page = ["<p>Stephen says: sleep. Sleep, Stephen!</p>"]
    assert set(counted(page, "en")) == {"says", "sleep"}
    assert "stephen" in counted(page, "de"), "a language that writes all nouns so"


def test_the_frequent_words_come_first_and_the_list_has_an_end() -> None:
    counts = Counter({f"w{number}": number for number in range(1, MOST + 10)})
    lines = listed(added([to_bytes(counts)]), 1_000).decode().split("\n")
    assert lines[0] == f"w{MOST + 9}" and len(lines) == MOST + 1


def test_what_several_say_is_added() -> None:
    several = (Counter({"urge": 2, "wave": 1}), Counter[str](), Counter({"wave": 1, "l’été": 3, "urge": 5}))
    assert added(map(to_bytes, several)) == several[0] + several[2]


def test_what_stands_on_one_page_of_many_may_be_a_slip_itself() -> None:
    counts = Counter({"alcohol": 9, "alchohol": 1})
    assert (listed(counts, 1_000), listed(counts, 10)) == (b"alcohol\n", b"alcohol\nalchohol\n")


def test_the_list_is_the_same_however_the_pages_are_parted(laid: Laid) -> None:
    pages = library(40)
    lists = {laid.index(pages, full)["spellings.txt"] for full in (4, 9, 40)}
    assert len(lists) == 1 and len(lists.pop().split(b"\n")) > 100
