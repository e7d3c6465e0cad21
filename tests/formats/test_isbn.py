from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import isbn


@pytest.mark.parametrize(
    "text", ["0306406152", "0-306-40615-2", "978-0-306-40615-7", "978 0 306 40615 7", "978\u20110306406157"]
)
def test_every_way_of_writing_one_book(text: str) -> None:
    assert isbn.normalise(text) == "9780306406157"


@pytest.mark.parametrize(
    "text", ["", "0306406153", "9780306406158", "1234567890128", "٠٣٠٦٤٠٦١٥٢", "030640615", "9" * 5000]
)
def test_what_is_none(text: str) -> None:
    assert isbn.normalise(text) is None


def test_hyphens_stand_where_the_agency_puts_them() -> None:
    assert isbn.hyphenated("9780306406157") == "978-0-306-40615-7"
    assert isbn.hyphenated("9791034738182") == "979-10-347-3818-2"


def test_check_digit() -> None:
    assert isbn.check_digit("9780306406150") == "7"
    assert isbn.check_digit("043942089x") == "X"


@pytest.mark.parametrize(
    ("text", "digit"),
    [("97803064061", None), ("9770306406150", None), ("123456789X", "X"), ("080442957-0", "X"), ("0-306-40615-9", "2")],
)
def test_the_digit_that_the_others_ask_for(text: str, digit: str | None) -> None:
    assert isbn.check_digit(text) == digit


@given(st.integers(0, 999_999_999), st.sampled_from(["", "978", "979"]))
def test_a_number_with_its_check_digit_is_a_valid_one(number: int, prefix: str) -> None:
    digits = f"{prefix}{number:09}"
    digit = isbn.check_digit(f"{digits}0")
    assert digit is not None and isbn.normalise(digits + digit) is not None
    wrong = "0" if digit != "0" else "1"
    assert isbn.normalise(digits + wrong) is None
