"""What `docs/operators/` tells people to write and to type is what the program takes."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml

from pipeline.cli.commands import main
from pipeline.problems import CODES
from pipeline.settings import load

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs/operators").glob("*.md"))
SITE = '[site]\nurl = "https://library.example/"\ntitle = "A library"\n'


def blocks(language: str) -> Iterator[tuple[str, str]]:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        yield from (
            (page.name, block) for block in re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
        )


def typed() -> Iterator[list[str]]:
    """Every command line of the pages, in words: in blocks, in tables and in sentences."""
    lines = [line for _, block in blocks("sh") for line in block.splitlines()]
    for page in PAGES:
        lines += re.findall(r"`((?:pipeline|python3 noxfile\.py) [^`…]+)`", page.read_text(encoding="utf-8"))
    for line in lines:
        words = shlex.split(line, comments=True)
        if words[:4] == ["python3", "noxfile.py", "-s", "pipeline"]:
            words = words[words.index("--") :]
            words[0] = "pipeline"
        if words and words[0] == "pipeline" and len(words) > 1:
            yield words[1:]


def test_there_is_a_page_for_each_place_and_the_index_leads_to_all() -> None:
    index = (ROOT / "docs/operators/index.md").read_text(encoding="utf-8")
    linked = set(re.findall(r"\]\(([\w-]+\.md)\)", index))
    assert linked == {page.name for page in PAGES} - {"index.md"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(((?!https?:)[^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / link).exists(), link


@pytest.mark.parametrize(("page", "block"), list(blocks("toml")))
def test_settings_are_those_that_the_pipeline_takes(page: str, block: str) -> None:
    first, separator, tables = block.partition("[")
    whole = block if "[site]" in block else f"{first}{SITE}\n{separator}{tables}"
    settings, problems = load(whole.replace('default_target = "public"\n', ""))
    lacking = {"no target `public` is described"}  # an example shows one target, which need not be the default
    assert settings or {problem.message for problem in problems} <= lacking, (page, problems)


@pytest.mark.parametrize(("page", "block"), list(blocks("json")))
def test_policies_are_json(page: str, block: str) -> None:
    assert json.loads(block), page


@pytest.mark.parametrize(("page", "block"), list(blocks("yaml")))
def test_steps_are_yaml(page: str, block: str) -> None:
    assert all("uses" in step for step in yaml.safe_load(block)), page


@pytest.mark.parametrize("words", list(typed()), ids=" ".join)
def test_commands_and_their_options_are_there(words: list[str]) -> None:
    name, *arguments = words
    with click.Context(main) as parent:
        command = main.commands[name]
        command.make_context(name, [word.rstrip(".,;:") for word in arguments], parent=parent)


def test_codes_that_are_named_are_there() -> None:
    named = {code for page in PAGES for code in re.findall(r"code `([\w-]+)`", page.read_text(encoding="utf-8"))}
    assert named == {"host-limit", "secret-file"} <= set(CODES)
