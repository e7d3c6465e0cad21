"""The plain letters of a text, however long it is and whatever memory a process has left."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import letters
from tests.attacks.growth import MOST, cpu

MARKED = st.text("ae\u0301\u0308\u0316\u0f73\u0344\ufdfaé ", min_size=1, max_size=20)
"""Letters and marks that are taken apart, put in order and joined."""


@given(st.text(min_size=1, max_size=20) | MARKED, st.integers(1, 300))
def test_a_long_text_is_normalised_as_at_once(unit: str, times: int) -> None:
    text = unit * times
    assert letters.decomposed(text) == unicodedata.normalize("NFKD", text)
    assert letters.composed(text) == unicodedata.normalize("NFC", text)
    assert letters.basic(text) == unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


@given(st.text("aé_ﬁ-\u0301 .", max_size=80))
def test_what_a_heading_is_called_is_found_by_its_name(text: str) -> None:
    assert letters.anchor(text) == letters.anchor(unicodedata.normalize("NFD", text))


@pytest.mark.parametrize("letter", ["é", "\ufdfa"])
def test_memory_in_pieces_is_not_copied_again_and_again(letter: str) -> None:
    """Among holes that are each a little larger than the one before, what grows by a few letters moves each time."""
    holes, between = list[bytearray](), list[bytearray]()
    for size in range(1_024, 124_000, 128):
        holes.append(bytearray(size))
        between.append(bytearray(9_000))

    def taken() -> float:
        return min(cpu(lambda: [letters.decomposed(letter * 15_000) for _ in range(10)]) for _ in range(3))

    whole = taken()
    holes.clear()
    assert taken() <= MOST / 8 * whole
