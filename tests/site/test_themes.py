"""A library's own templates: what is wrong with one is said with its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.jobs import Failure
from pipeline.site.drivers.material import Material
from pipeline.site.engine import Book, Frame, Page

HOUSE = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\n\n{{ nobody.knows.this }}", "line 3: 'nobody' is undefined"),
        ("\n{% if %}", "line 2: Expected an expression"),
        ("{% include 'partials/none.html' %}", "line 1: there is no template `partials/none.html`"),
        ("\n{{ 1 + 'one' }}", "line 2: unsupported operand"),
    ],
)
def test_a_broken_template_is_named(text: str, said: str, tmp_path: Path) -> None:
    theme = {p.relative_to(HOUSE).as_posix(): str(p) for p in (HOUSE / "theme").rglob("*") if p.is_file()}
    (tmp_path / "page.html").write_text(text, encoding="utf-8")
    theme |= {"mkdocs.yml": str(HOUSE / "mkdocs.yml"), "theme/kinds/page.html": str(tmp_path / "page.html")}
    frame = Frame("A library", "", "en", "https://library.example/", (), {}, {})
    book = Book(frame, (Page("", "Welcome", "The first page.", "kinds/page.html"),))
    with pytest.raises(Failure) as failure:
        list(Material().render(book, theme, str(tmp_path / "site")))
    assert failure.value.message.startswith("`theme/kinds/page.html`, line ")
    assert said in failure.value.message
    assert failure.value.tool
