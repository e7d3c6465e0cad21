"""The reference says what the code says. `nox -s docs -- --regenerate` writes it anew."""

from __future__ import annotations

import re
from pathlib import Path
from typing import cast

import pytest

from pipeline import wiring
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


def test_the_words_of_the_interface_can_be_copied_and_translated() -> None:
    document, problems = yaml.parse(PAGES["reference/words.yml"], "theme/strings/xx.yml")
    assert document is not None
    assert problems == ()
    theme, _ = yaml.parse(wiring.strings(), "theme/strings/en.yml")
    assert theme is not None
    wanted = strings.of_kinds("en") | dict(flat(cast("dict[str, object]", theme.value)))
    copied = dict(flat(cast("dict[str, object]", document.value)))
    assert {name: copied.get(name) for name in wanted} == wanted


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
