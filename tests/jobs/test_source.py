"""The digest of a package's source: of every module, and of nothing else."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pipeline
from pipeline.jobs.drivers.source import LIBRARIES, digest, versions


def test_every_module_counts_by_path_and_bytes(tmp_path: Path) -> None:
    seen = set()
    for name, text in (("a.py", "1"), ("b/c.py", "1"), ("b/c.py", "2"), ("b/d.py", "2")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
        seen.add(digest(tmp_path))
    assert len(seen) == 4
    before = digest(tmp_path)
    (tmp_path / "b/__pycache__").mkdir()
    (tmp_path / "b/__pycache__/c.cpython-311.pyc").write_bytes(b"compiled")
    (tmp_path / "page.md").write_text("text", encoding="utf-8")
    assert digest(tmp_path) == before


def test_where_one_module_ends_and_the_next_begins_is_seen(tmp_path: Path) -> None:
    digests = set()
    for number, (one, two) in enumerate((("ab", "c"), ("a", "bc"))):
        home = tmp_path / str(number)
        home.mkdir()
        (home / "a.py").write_text(one, encoding="utf-8")
        (home / "b.py").write_text(two, encoding="utf-8")
        digests.add(digest(home))
    assert len(digests) == 2


def test_it_is_read_once_a_process() -> None:
    assert versions() is versions()
    assert set(versions()) == {"pipeline", "python", "zlib"}


PURE = (
    "cards",
    "content",
    "feeds",
    "formats",
    "model",
    "pictures",
    "release",
    "search",
    "settings",
    "site",
)


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


def test_what_is_remembered_depends_on_every_package_that_works_outside_of_a_job() -> None:
    rooms = (Path(pipeline.__file__).parent / room for room in PURE)
    files = (file for room in rooms for file in room.rglob("*.py") if "drivers" not in file.parts)
    names = (
        {name for file in files for name in imported(file)} - sys.stdlib_module_names - {"pipeline", "pydantic_core"}
    )
    known = packages_distributions()
    assert {known[name][0].casefold() for name in names} == {name.casefold() for name in LIBRARIES}
