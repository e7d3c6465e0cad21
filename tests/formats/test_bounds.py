"""How much is too much: a text at each bound is rendered, and one beyond it is refused by its name."""

from __future__ import annotations

import pytest

from pipeline.formats.bounds import too_complex
from pipeline.formats.markdown import render


def lines(text: str, count: int) -> str:
    return f"{text}\n" * count


BOUNDS = {
    "1,000,000 characters": ("a" * 1_000_000, "a"),
    "5,000 opening brackets": ("[" * 5_000, "["),
    "5,000 `<` characters": ("<" * 5_000, "<"),
    "30,000 lines": ("\n" * 29_999, "\n"),
    "10,000 cells": (lines("|" * 10, 100) + "\n" + lines("|" * 100, 90), "\n|"),
}


@pytest.mark.parametrize("bound", BOUNDS)
def test_a_text_at_a_bound_is_taken_and_one_more_is_not(bound: str) -> None:
    most, one = BOUNDS[bound]
    assert too_complex(most) is None
    assert bound in (too_complex(most + one) or "")
    (finding,) = render(most + one, "a").findings
    assert finding.code == "too-complex" and bound in finding.message


def test_cells_of_several_tables_are_counted_together() -> None:
    table = lines("|" * 50, 50)
    assert too_complex("\n".join([table] * 4)) is None
    assert "10,000 cells" in (too_complex("\n".join([table] * 4) + "\n|\n") or "")


def refused(body: str) -> str:
    """Why a body is too complex, which is seen when it was parsed."""
    assert too_complex(body) is None
    return "; ".join(found.message for found in render(body, "a").findings if found.code == "too-complex")


def test_lists_and_quotes_are_nested_so_deep_and_no_deeper() -> None:
    nested = "lists or quotes are nested more than 20 levels deep"
    for mark in ("- ", "1. ", "* "):
        assert refused(mark * 20 + "x") == "", mark
        assert refused(mark * 21 + "x") == nested, mark
    assert render("- " * 20 + "x", "a").text == "x" and refused("> " * 1_000 + "x") == nested
    assert refused("\n".join("  " * depth + "- x" for depth in range(20))) == ""
    assert refused("\n".join("  " * depth + "- x" for depth in range(250))) == nested


def test_a_long_definition_is_not_used_often() -> None:
    definition = f"[a]: {'b' * 1_000}"
    assert refused(f"{definition}\n\n{'[a] ' * 3_000}") == ""
    assert refused(f"{definition}\n\n{'[a] ' * 3_001}") == "a long link definition is used very often"
    assert refused(f"[a]: b '{'c' * 999}'\n\n{'![a] ' * 3_001}") == "a long link definition is used very often"
