"""Tags of languages: those of two letters are known without what knows all."""

from __future__ import annotations

from itertools import product
from string import ascii_lowercase

import langcodes
import pytest

from pipeline.formats import language


def test_the_plain_tags_are_those_that_are_known_to_who_knows_all() -> None:
    pairs = {"".join(pair) for pair in product(ascii_lowercase, repeat=2)}
    assert {pair for pair in pairs if langcodes.tag_is_valid(pair)} == language.PLAIN


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("en", True), ("en-GB", True), ("zh-Hant-TW", True), ("xx", False), ("en_GB", False), ("e", False), ("", False)],
)
def test_a_tag_is_one_that_is_registered(text: str, is_one: bool) -> None:
    assert language.is_tag(text) is is_one
