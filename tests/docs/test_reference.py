"""The reference says what the code says. `nox -s docs -- --regenerate` writes it anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cli.reference import pages

DOCS = Path(__file__).parents[2] / "docs"
PAGES = pages()


@pytest.mark.parametrize("name", PAGES)
def test_the_reference_is_that_of_the_code(name: str, *, regenerate: bool) -> None:
    path = DOCS / name
    if regenerate:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAGES[name], encoding="utf-8")
    assert path.read_text(encoding="utf-8") == PAGES[name]


def test_no_page_is_left_of_what_is_gone() -> None:
    there = {path.relative_to(DOCS).as_posix() for top in ("reference", "schema") for path in (DOCS / top).iterdir()}
    assert there == set(PAGES)
