"""An entry begins whatever the letters of its title: where they make no address, its name is said besides."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import main
from tests.support import library


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return library.write(tmp_path / "library")


def new(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["new", *arguments, "--root", str(root)])


@pytest.mark.parametrize("title", ["眠れない夜", "ليالٍ هادئة: نوم", "नींद"])
def test_a_title_in_any_letters_begins_an_entry(root: Path, title: str) -> None:
    refused = new(root, "article", title)
    assert refused.exit_code == 2
    assert f"`{title}` holds no Latin letter or digit for an address" in refused.stderr
    assert "`--name first-night`" in refused.stderr
    assert new(root, "article", title, "--name", "first-night").exit_code == 0
    assert title in (root / "content/library/articles/first-night.md").read_text(encoding="utf-8")
    checked = CliRunner().invoke(main, ["check", "--root", str(root)])
    assert checked.exit_code == 0, checked.stderr


@pytest.mark.parametrize(
    ("title", "name"), [("Größe und Maß", "grosse-und-mass"), ("Łódź", "lodz"), ("Sæt dig, Øl", "saet-dig-ol")]
)
def test_no_letter_of_latin_is_lost_in_the_name_of_a_file(root: Path, title: str, name: str) -> None:
    assert new(root, "article", title).exit_code == 0
    assert (root / f"content/library/articles/{name}.md").is_file()


@pytest.mark.parametrize(
    ("name", "remedy"), [("First Night", "write `--name first-night`"), ("夜", "write it in Latin letters")]
)
def test_a_name_that_makes_no_address_is_refused(root: Path, name: str, remedy: str) -> None:
    refused = new(root, "article", "眠れない夜", "--name", name)
    assert refused.exit_code == 2
    assert f"`{name}` is no name of a file" in refused.stderr and remedy in refused.stderr
