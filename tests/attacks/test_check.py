"""Whatever stands in a library, `check` says it in words: no traceback, places that are there, and a harmless log."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pipeline import flow, wiring
from pipeline.cli import main
from pipeline.jobs.here import Here
from tests.attacks.corpus import FRAGMENTS, NAMES
from tests.support import library

SHOW = "content/podcasts/talks"
MORE = {
    f"{SHOW}/second.srt": "1\n00:00:00,000 --> 00:00:02,000\nAlex: Hello.\n\n2\n00:00:02,000 --> 00:00:04,000\nBye.\n",
    f"{SHOW}/second.json": '{"version": "1.2.0",\n "chapters": [{"startTime": 0, "title": "Beginning"}]}\n',
}
TEXTS = sorted(name for name in {**library.FILES, **MORE, f"{SHOW}/second.md": ""} if name.startswith("content/"))
FILES = (*TEXTS, f"{SHOW}/first.wav", f"{SHOW}/cover.png")

# What a terminal or GitHub's runner would obey: control characters, marks of direction, commands.
OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]|##\\[|^\\s*::", re.MULTILINE
)
ANNOTATION = re.compile(r"::(error|warning) file=[^:,]*(,line=\d+)?(,col=\d+)?,title=[a-z-]+::.*")


@dataclass(frozen=True)
class Shelf:
    """A whole library that is mended after each attack."""

    root: Path

    def attack(self, changed: dict[str, bytes]) -> None:
        """Check the library with these files changed."""
        kept = {name: self._read(name) for name in changed}
        try:
            for name, data in changed.items():
                (self.root / name).write_bytes(data)
            check(self.root)
        finally:
            for name, before in kept.items():
                if before is None:
                    (self.root / name).unlink()
                else:
                    (self.root / name).write_bytes(before)

    def _read(self, name: str) -> bytes | None:
        path = self.root / name
        return path.read_bytes() if path.exists() else None

    def __getitem__(self, name: str) -> bytes:
        return (self.root / name).read_bytes()


def check(root: Path) -> None:
    """Run `check` twice, for people and for machines, and hold it to its promises."""
    told = CliRunner().invoke(main, ["check", "--root", str(root), "--json"])
    assert told.exception is None or isinstance(told.exception, SystemExit), told.exc_info
    assert told.exit_code in (0, 1), told.output
    assert told.stdout.isascii() and "##[" not in told.stdout
    problems = json.loads(told.stdout)["problems"]
    assert bool(told.exit_code) == any(problem["severity"] == "error" for problem in problems)
    for problem in problems:
        assert_place(root, problem)
    shown = CliRunner().invoke(main, ["check", "--root", str(root), "--format", "github"])
    assert shown.exit_code == told.exit_code
    for line in shown.stdout.splitlines():
        assert ANNOTATION.fullmatch(line) or not line.lstrip().startswith("::"), line
        assert not OBEYED.search(line.lstrip().lstrip(":")), line
    found = OBEYED.search(shown.stderr)
    assert not found, shown.stderr[max(0, found.start() - 200) : found.end() + 100]


def assert_place(root: Path, problem: dict[str, str | int]) -> None:
    """A problem names a file that is there, and a line and column that an editor can go to."""
    path, line, column = root / str(problem["path"]), int(problem["line"]), int(problem["column"])
    assert problem["message"] and problem["code"]
    if "\N{REPLACEMENT CHARACTER}" in str(path):
        return  # the name itself is what is wrong
    assert os.path.lexists(path), problem
    if line:
        data = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
        lines = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        assert line <= len(lines), problem
        assert column <= len(lines[line - 1]) + 1, problem


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    root = library.write(tmp_path_factory.mktemp("attacked"), seconds=5)
    for name in TEXTS:
        if name in library.FILES and not (root / name).exists():  # what takes long to build is checked all the same
            (root / name).parent.mkdir(exist_ok=True)
            (root / name).write_text(library.FILES[name], encoding="utf-8")
    second = (
        library.FILES[f"{SHOW}/first.md"].replace("6f1c1d9f3a11", "6f1c1d9f3a12").replace("first.vtt", "second.srt")
    )
    head, tail = second.split("chapters:\n")
    second = f"{head}chapters: second.json\n{tail[tail.index('synthetic_voice') :]}"
    second = second.replace("title: The first talk", "title: The second talk")
    for name, text in {**MORE, f"{SHOW}/second.md": second}.items():
        (root / name).write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wiring, "pool", lambda *_: InlinePool())
        yield Shelf(root)


class InlinePool:
    """A pool that works in this process, so that hundreds of attacks take seconds."""

    def __call__(self) -> Here:
        return Here()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        pass


def test_the_library_that_is_attacked_is_whole(shelf: Shelf) -> None:
    told = CliRunner().invoke(main, ["check", "--root", str(shelf.root), "--strict"])
    assert told.exit_code == 0, told.output


@pytest.mark.parametrize("fragment", FRAGMENTS)
@pytest.mark.parametrize("where", ["after the first line", "as a value", "at the end", "alone"])
def test_a_fragment_in_every_text_is_told_in_words(shelf: Shelf, fragment: str, where: str) -> None:
    shelf.attack({name: planted(shelf[name], FRAGMENTS[fragment], where) for name in TEXTS})


def planted(data: bytes, fragment: bytes, where: str) -> bytes:
    match where:
        case "after the first line":
            first, rest = data.split(b"\n", 1)
            return first + b"\n" + fragment + rest
        case "as a value":
            return re.sub(rb"(title|name|description): .*", lambda match: match[1] + b": " + fragment, data)
        case "at the end":
            return data + fragment
        case _:
            return fragment


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_is_told_in_words(shelf: Shelf, name: str) -> None:
    shelf.attack({os.fsdecode(os.fsencode(folder) + b"/" + NAMES[name]): b"" for folder in (SHOW, "content/pages")})


@st.composite
def mutations(draw: st.DrawFn) -> tuple[str, list[tuple[str, float, bytes, int]]]:
    """A file, and what is done to it: sort, place (0 to 1), bytes, count."""
    sort = st.sampled_from(["truncate", "flip", "insert", "cut", "double"])
    fragment = st.sampled_from(sorted(FRAGMENTS)).map(FRAGMENTS.__getitem__) | st.binary(min_size=1, max_size=8)
    step = st.tuples(sort, st.floats(0, 1), fragment, st.integers(1, 40))
    return draw(st.sampled_from(FILES)), draw(st.lists(step, min_size=1, max_size=3))


def mutated(data: bytes, steps: list[tuple[str, float, bytes, int]]) -> bytes:
    for sort, place, fragment, count in steps:
        at = int(place * len(data))
        match sort:
            case "truncate":
                data = data[:at]
            case "flip":
                data = data[:at] + bytes(byte ^ (1 << count % 8) for byte in data[at : at + 1]) + data[at + 1 :]
            case "insert":
                data = data[:at] + fragment + data[at:]
            case "cut":
                data = data[:at] + data[at + count :]
            case _:
                data = data[:at] + data[at : at + count] * 2 + data[at + count :]
    return data


@settings(
    max_examples=120,
    derandomize=True,
    database=None,
    deadline=None,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(mutation=mutations())
def test_a_mutated_file_is_told_in_words(
    shelf: Shelf, mutation: tuple[str, list[tuple[str, float, bytes, int]]]
) -> None:
    name, steps = mutation
    shelf.attack({name: mutated(shelf[name], steps)})


def test_a_fault_of_ours_is_told_in_words_too(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(world: object) -> None:
        raise KeyError(f"\x1b[31m {type(world).__name__}")

    monkeypatch.setattr(flow, "check", fault)
    told = CliRunner().invoke(main, ["check", "--root", str(shelf.root)])
    assert told.exit_code == 4
    assert "the pipeline itself failed" in told.stderr and "KeyError" in told.stderr and "remedy:" in told.stderr
    assert not OBEYED.search(told.stderr)
