"""Places of ISO 3166, and what people write instead of their codes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import region


@pytest.mark.parametrize(
    ("text", "near"),
    [
        (" gb ", "GB"),
        ("UK", "GB"),
        ("uk-sct", "GB-SCT"),
        ("USA", "US"),
        ("United Kingdom", "GB"),
        (" switzerland ", "CH"),
        ("European Union", "EU"),
        ("SU", ""),  # of its fifteen countries none is meant more than another
        ("United Nations", ""),
        ("Atlantis", ""),
        ("", ""),
    ],
)
def test_the_place_that_was_meant(text: str, near: str) -> None:
    assert region.near(text) == near


@pytest.mark.parametrize("code", ["GB", "GB-SCT", "US-CA", "FR-75", "EU", "XK"])
def test_what_is_a_place(code: str) -> None:
    assert region.known(code) and region.near(code.lower()) == code


@pytest.mark.parametrize("code", ["", "gb", "GBR", "GB-", "GB-ABCD", "GB-sct", "QQ", "UN", "ZZ", "XA", "001", "150"])
def test_what_is_none(code: str) -> None:
    assert not region.known(code)


def test_what_serves_the_union_serves_each_of_its_countries() -> None:
    served = region.countries("EU")
    assert served[0] == "EU" and len(served) == 28 and {"DE", "IE", "HR"} < set(served) and "GB" not in served
    assert region.countries("GB-SCT") == region.countries("GB") == ("GB",)


@given(st.text(max_size=30))
def test_what_is_near_is_a_place(text: str) -> None:
    near = region.near(text)
    assert near == "" or region.known(near)
    assert not region.known(text) or re.fullmatch(region.PATTERN, text)
