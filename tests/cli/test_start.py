"""What a command imports before it begins: each waits for what it uses, and for no more."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from pipeline.cli.commands import SAID, main

RUN = """
import json, sys
from pipeline.cli import main
try:
    main(sys.argv[1:])
except SystemExit as ended:
    print(json.dumps([ended.code, sorted(sys.modules)]))
"""


def imported(*arguments: str | Path) -> set[str]:
    """The modules that a command has imported when it ends well, outside a terminal."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, *map(str, arguments)], capture_output=True, text=True, check=False
    )
    status, modules = json.loads(done.stdout.splitlines()[-1])
    assert status == 0, done.stderr
    return set(modules)


HEAVY = ("boto3", "mkdocs", "weasyprint", "PIL", "rich")
"""No command needs these to begin."""
PARSERS = ("markdown_it", "lxml", "babel", "yaml", "feedgen", "segno")


@pytest.mark.parametrize(
    ("arguments", "without"),
    [
        (["--help"], [*HEAVY, *PARSERS, "pydantic", "pipeline.flow", "pipeline.model.kinds"]),
        (["--version"], [*HEAVY, *PARSERS, "pydantic", "pipeline.flow"]),
        (["releases"], [*HEAVY, "markdown_it", "feedgen", "segno", "pipeline.content", "pipeline.site"]),
        (["new", "article", "A title"], HEAVY),
        (["plan"], [*HEAVY, "markdown_it", "langcodes"]),
        (["check"], ["markdown_it", "langcodes"]),
    ],
    ids=lambda value: value[0] if isinstance(value, list) and value[0] not in HEAVY else "",
)
def test_a_command_waits_for_what_it_uses(small: Path, arguments: Sequence[str], without: Sequence[str]) -> None:
    if arguments[0] in ("plan", "check"):
        imported("build", "--root", small)
    root = () if arguments[0].startswith("--") else ("--root", small)
    assert imported(*arguments, *root) & set(without) == set()


def test_the_help_names_every_command_and_each_is_there() -> None:
    assert {command.name for command in main.commands.values()} == set(SAID)
    assert all(command.help for command in main.commands.values())


def test_the_help_of_an_import_says_all_of_each_sort() -> None:
    done = CliRunner().invoke(main, ["import", "--help"], terminal_width=80)
    said = " ".join(done.output.split())
    sorts = main.commands["import"]
    assert isinstance(sorts, click.Group) and len(sorts.commands) > 5
    for one in sorts.commands.values():
        assert " ".join((one.help or "").partition("\n\n")[0].split()).rstrip(".") in said
    assert max(map(len, done.output.splitlines())) <= 80


EARLY = """
import sys
from importlib.abc import MetaPathFinder
from pipeline.cli import main

class Pressed(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == "pipeline.cli.commands.check":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Pressed())
main(["check"])
"""


def test_ctrl_c_while_a_command_is_loaded_ends_it_as_later_on() -> None:
    done = subprocess.run([sys.executable, "-c", EARLY], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr == "stopped; what was published before is as it was\n"
