"""How much is too much: a text at each bound is rendered, and one beyond it is refused by its name."""

from __future__ import annotations

import pytest

from pipeline.formats.bounds import too_complex


def lines(text: str, count: int, together: int = 1_000) -> str:
    """A text again and again, with empty lines so that not too many stand together."""
    return "".join(f"{text}\n" + ("\n" if n % together == together - 1 else "") for n in range(count))


BOUNDS = {
    "1,000,000 characters": ("a" * 1_000_000, "a"),
    "2,000 opening brackets": ("[" * 2_000, "["),
    "3,000 `<` characters": ("<" * 3_000, "<"),
    "200 declarations and comments": ("<!" * 200, "<!"),
    "600 footnote marks": ("[^" * 600, "[^"),
    "2,000 opening braces": ("{" * 2_000, "{"),
    "20,000 asterisks": ("*" * 20_000, "*"),
    "20,000 underscores": ("_" * 20_000, "_"),
    "10,000 backticks": ("`" * 10_000, "`"),
    "10,000 backslashes": ("\\" * 10_000, "\\"),
    "10,000 `&` characters": ("&" * 10_000, "&"),
    "30,000 lines": ("\n" * 29_999, "\n"),
    "2,000 lines without an empty one": ("a\n" * 1_999 + "a", "\na"),
    "2,000 headings": (lines("# a", 2_000), "\n# a"),
    "1,000 fences of code": (lines("```", 500) + lines("~~~", 500), "\n~~~"),
    "10,000 cells": (lines("|" * 10, 100) + "\n" + lines("|" * 100, 90), "\n|"),
    "20 levels deep": ("> " * 20, "> x"),
}


@pytest.mark.parametrize("bound", BOUNDS)
def test_a_text_at_a_bound_is_taken_and_one_more_is_not(bound: str) -> None:
    most, one = BOUNDS[bound]
    assert too_complex(most) is None
    assert bound in (too_complex(most + one) or "")


def test_marks_of_lists_and_white_space_are_levels_too() -> None:
    for mark in ("- ", "1. ", "* ", "    "):
        assert too_complex(mark * 20 + "x") is None, mark
        assert "20 levels deep" in (too_complex(mark * 21 + "x") or ""), mark
    assert too_complex(" " * 200) is None, "an empty line has no level"


def test_a_long_definition_is_not_used_often() -> None:
    definition = f"[a]: {'b' * 1_495}"
    assert len(definition) == 1_500
    assert too_complex(f"{definition}\n\n{'[a] ' * 1_999}") is None
    assert too_complex(f"{definition}b\n\n{'[a] ' * 1_999}") == "a long link definition is used very often"


def test_cells_of_several_tables_are_counted_together() -> None:
    table = lines("|" * 50, 50)
    assert too_complex("\n".join([table] * 4)) is None
    assert "10,000 cells" in (too_complex("\n".join([table] * 4) + "\n|\n") or "")
