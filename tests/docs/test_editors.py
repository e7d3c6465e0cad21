"""The guide for editors: its tables are those of the model, and its examples are accepted as they stand."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from pipeline import flow
from pipeline.cli.commands import main
from pipeline.cli.reference import with_fields
from pipeline.model.kinds import KINDS
from pipeline.problems import CODES
from tests.journeys.test_twins import files
from tests.support import library, twins
from tests.support.run import pipeline

GUIDE = Path(__file__).parents[2] / "docs/editors"
PAGES = sorted(GUIDE.glob("*.md"))
_EXAMPLE = re.compile(r"^`(content/[^`\n]+)`\n\n````\w+\n(.*?)^````$", re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_tables_are_those_of_the_model(page: Path, *, regenerate: bool) -> None:
    text = page.read_text(encoding="utf-8")
    if regenerate:
        page.write_text(with_fields(text), encoding="utf-8")
    assert page.read_text(encoding="utf-8") == with_fields(text)


def test_there_is_a_page_for_every_kind() -> None:
    named = {name for page in PAGES for name in re.findall(r"<!-- fields: ([a-z-]+) -->", page.read_text("utf-8"))}
    assert named == {*KINDS, "person", "topic", "words", "import"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_its_links_and_pictures_are_there(page: Path) -> None:
    code = re.compile(r"^(`{3,4})\w+\n.*?^\1$|`[^`\n]+`", re.DOTALL | re.MULTILINE)
    prose = code.sub("", page.read_text("utf-8"))
    for goal in re.findall(r"\]\(((?!https?:|mailto:)[^)#]+)", prose):
        assert (page.parent / goal).exists(), goal


def test_the_examples_are_accepted_as_they_stand(tmp_path: Path) -> None:
    root = library.write(tmp_path)
    examples = [found for page in PAGES for found in _EXAMPLE.findall(page.read_text("utf-8"))]
    assert len(examples) > 9
    for name, text in examples:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    shows = root / "content/podcasts"
    (shows / "evenings/cover.png").write_bytes((shows / "talks/cover.png").read_bytes())
    (shows / "evenings/the-first-half-hour.wav").write_bytes(library.tone(4.0))
    run = pipeline("check", "--root", root, "--strict")
    assert run.status == 0, run.stderr


def fragments() -> list[tuple[str, str, str]]:
    """Fields that stand alone on the page of a kind, with the example of that page."""
    found = []
    for page in PAGES:
        text = page.read_text("utf-8")
        if examples := _EXAMPLE.findall(text):
            blocks = re.findall(r"(?<!`)\n\n(```|````)yaml\n(.*?)^\1$", text, re.DOTALL | re.MULTILINE)
            found += [(*examples[0], block) for _, block in blocks]
    return [one for one in found if one[0].count("/") > 1]  # a file of an entry


@pytest.mark.parametrize(("name", "example", "block"), fragments(), ids=lambda part: part.splitlines()[-1][:40])
def test_fields_that_are_shown_alone_are_those_of_the_kind(name: str, example: str, block: str) -> None:
    mark = "---\n" if name.endswith(".md") else ""
    fields = re.findall(r"^\w+:.*\n(?:[ -].*\n)*", example.split("---\n")[1] if mark else example, re.MULTILINE)
    others = [field for field in fields if not re.search(rf"^{field.partition(':')[0]}:", block, re.MULTILINE)]
    shelf = files() | {name: "".join([mark, *others, block, mark, "Notes.\n" if mark else ""]).encode()}
    found = [problem for problem in flow.check(twins.world(shelf)).problems if problem.place.path == name]
    assert [problem for problem in found if problem.code != "missing-file"] == []


def test_commands_and_codes_that_are_named_are_there() -> None:
    text = "\n".join(page.read_text("utf-8") for page in PAGES)
    lines = re.findall(r"^(pipeline .+)$", text, re.MULTILINE) + re.findall(r"`(pipeline [^`…]+)`", text)
    typed_in = [shlex.split(line.replace("[", "").replace("]", ""), comments=True)[1:] for line in lines]
    assert len(typed_in) > 5
    for name, *arguments in typed_in:
        called = main.commands[name]
        while isinstance(called, click.Group):
            called = called.commands[arguments.pop(0)]
        known = {option for parameter in called.params for option in parameter.opts}
        assert {word for word in arguments if word.startswith("-")} <= known, name
    named = set(re.findall(r"\(`([a-z]+(?:-[a-z]+)+)`\)|\[`([a-z-]+)`\]\([./]+reference/problems", text))
    assert {code for pair in named for code in pair if code} <= set(CODES)
