"""A library's own templates: what is wrong with one is said with its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.jobs import Failure, Task
from pipeline.model.page import Page
from pipeline.site.drivers.material import Material, Theme
from pipeline.site.engine import Frame

HOUSE = Path(__file__).parents[2]


def theme() -> dict[str, str]:
    files = {p.relative_to(HOUSE).as_posix(): str(p) for p in (HOUSE / "theme").rglob("*") if p.is_file()}
    return files | {"mkdocs.yml": str(HOUSE / "mkdocs.yml")}


@pytest.mark.parametrize(
    ("name", "text", "problems"),
    [
        ("mkdocs.yml", "theme: [\n", ["mkdocs.yml", 2, "while parsing a flow node"]),
        ("mkdocs.yml", "theme:\n  name: none-such\n", ["mkdocs.yml", 1, "Unrecognised theme name: 'none-such'"]),
        ("mkdocs.yml", "theme:\n  name: material\n  custom_dir: gone\n", ["mkdocs.yml", 1, "gone"]),
        ("mkdocs.yml", "- a\n", ["mkdocs.yml", 1, "Expected a key-value mapping"]),
        ("theme/kinds/own.html", "\n{% if %}", ["theme/kinds/own.html", 2, "Expected an expression, got 'end of"]),
    ],
)
def test_a_theme_that_can_not_be_read_is_told_before_a_page_is_made(
    name: str, text: str, problems: list[object], tmp_path: Path
) -> None:
    assert Theme().perform(Task({}, theme(), str(tmp_path / "good"))).facts == {"problems": []}
    (tmp_path / "bad").write_text(text, encoding="utf-8")
    made = Theme().perform(Task({}, theme() | {name: str(tmp_path / "bad")}, str(tmp_path / "scratch")))
    ((path, line, message),) = made.facts["problems"]
    assert [path, line] == problems[:2] and str(problems[2]) in message and str(tmp_path) not in message


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
    (tmp_path / "page.html").write_text(text, encoding="utf-8")
    files = theme() | {"theme/kinds/page.html": str(tmp_path / "page.html")}
    frame = Frame("A library", "", "en", "https://library.example/", "https://library.example/", ())
    look = {
        name: Path(path).read_text(encoding="utf-8") for name, path in files.items() if name.endswith((".html", ".yml"))
    }
    with pytest.raises(Failure) as failure:
        Material(frame, look, str(tmp_path / "home")).page(Page("", "Welcome", "The first page.", "kinds/page.html"))
    assert failure.value.message.startswith("`theme/kinds/page.html`, line ")
    assert said in failure.value.message
    assert failure.value.tool
