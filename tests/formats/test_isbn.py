from __future__ import annotations

import pytest

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
