"""Descriptions cut from texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.importing.prose import description

LONG = "An urge is a wave. " * 30


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("A short text.", "A short text."),
        ("", ""),
        ("https://e.org/a\n00:00 Intro\n12:30 More\n--\nWhat we say about urges.", "What we say about urges."),
        ("One.\nTwo.", "One. Two."),
        (
            "Why we slip\nA slip is no fall.\nWhat helps\nTalk to somebody today.",
            "A slip is no fall. Talk to somebody today.",
        ),
        ("Only\nlabels", "Only labels"),
        (LONG, ("An urge is a wave. " * 15).strip()),
        ("word " * 100, "word " * 59 + "word…"),
        ("x" * 400, "x" * 299 + "…"),
    ],
)
def test_it_is_cut_behind_a_sentence_or_a_word(text: str, made: str) -> None:
    assert description(text) == made


@given(st.text('ab .!?\n,’"', max_size=700))
def test_it_has_no_more_than_three_hundred_characters_and_ends_no_word_in_the_middle(text: str) -> None:
    made = description(text)
    assert len(made) <= 300
    words = " ".join(text.split())
    begin = made.removesuffix("…")
    assert begin in words or "\n" in text
