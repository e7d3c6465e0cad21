"""The plain letters of a text, however long it is and whatever memory a process has left."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import letters
from tests.attacks.growth import MOST, cpu


@given(st.text(min_size=1, max_size=20), st.integers(1, 300))
def test_a_long_text_is_taken_apart_as_at_once(unit: str, times: int) -> None:
    text = unit * times
    at_once = unicodedata.normalize("NFKD", text)
    made = letters.decomposed(text)
    assert sorted(made) == sorted(at_once)
    if not any(map(unicodedata.combining, at_once)):
        assert made == at_once
    assert letters.basic(text) == at_once.encode("ascii", "ignore").decode()


@given(st.text("ae\u0301\u0308\u1100\u1161\u11a8\n\r\u2028\x85 é", max_size=40))
def test_lines_are_composed_as_the_whole(text: str) -> None:
    assert letters.composed(text) == unicodedata.normalize("NFC", text)


def test_memory_in_pieces_is_not_copied_again_and_again() -> None:
    """Among holes that are each a little larger than the one before, what grows by a few letters moves each time."""
    holes, between = list[bytearray](), list[bytearray]()
    for size in range(16_000, 124_000, 128):
        holes.append(bytearray(size))
        between.append(bytearray(9_000))
    holes.clear()

    def taken(length: int) -> float:
        text = "é" * length
        return min(cpu(lambda: [letters.decomposed(text) for _ in range(10)]) for _ in range(3))

    assert taken(15_000) <= MOST * taken(15_000 // 8)
