"""The reference says what the code says. `nox -s docs -- --regenerate` writes it anew."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline import equipment, forms, wiring
from pipeline.cli.commands import main
from pipeline.cli.reference import pages
from pipeline.content import strings
from pipeline.formats import yaml
from pipeline.formats.wording import flat

DOCS = Path(__file__).parents[2] / "docs"
PAGES = pages()


@pytest.mark.parametrize("name", PAGES)
def test_the_reference_is_that_of_the_code(name: str, *, regenerate: bool) -> None:
    path = DOCS / name
    if regenerate:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAGES[name], encoding="utf-8")
    assert path.read_text(encoding="utf-8") == PAGES[name]


def test_what_a_translator_copies_is_read_and_has_every_word() -> None:
    copied, wrong = yaml.parse(PAGES["reference/words.yml"], "theme/strings/de.yml")
    theme, _ = yaml.parse(wiring.strings(), "theme/strings/en.yml")
    assert wrong == ()
    assert copied is not None and isinstance(copied.value, dict)
    assert theme is not None and isinstance(theme.value, dict)
    known = {**strings.of_kinds("en"), **dict(flat(theme.value)), **equipment.words(), **forms.words()}
    assert dict(flat(copied.value)) == known


def test_no_page_is_left_of_what_is_gone() -> None:
    there = {path.relative_to(DOCS).as_posix() for top in ("reference", "schema") for path in (DOCS / top).iterdir()}
    assert there == set(PAGES)


def test_the_readme_names_only_commands_and_pages_that_are_there() -> None:
    readme = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^pipeline (\w+)", readme, re.MULTILINE)) | set(re.findall(r"`pipeline (\w+)", readme))
    assert named
    assert named <= set(main.commands)
    for page in re.findall(r"\]\(((?!https?:)[^)#]+)", readme):
        assert (DOCS.parent / page).exists(), page
