"""Whatever stands in whatever field or setting: what is told of it is told to people who write, with a remedy."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import is_dataclass
from datetime import date
from typing import Any, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError

from pipeline.cli.report import shortened
from pipeline.formats import yaml
from pipeline.formats.refusals import flat
from pipeline.model.kinds import KINDS
from pipeline.model.taxonomy import Heading, Person
from pipeline.model.typed import typed
from pipeline.model.wordlist import Wordlist
from pipeline.problems import CODES, Problem
from pipeline.settings import Settings
from pipeline.settings.told import problems_of

MODELS: dict[str, type[Any]] = {kind.label.lower(): kind.fields for kind in KINDS.values()}
MODELS |= {"person": Person, "topic": Heading, "list of words": Wordlist}
WRONG: tuple[Any, ...] = (
    "x", "", " ", None, "12", "-1", "1.5", "yes", "a, b", "-a", "x: y", "2026-13-45", "https://[", "www.example.org",
    "a@b", "“x”", "[]", "v" * 3_000, [], ["x"], [None], [[]], ["a", ["b"]], {}, {"x": "y"}, [{"x": []}],
    {"x": {"y": "z"}},
)  # fmt: skip
SET: tuple[Any, ...] = (
    "x", "", "12", 3, -1, 0, 1.5, True, date(2026, 1, 5), "https://[", "v" * 3_000, [], ["x"], [1], [{}], {}, {"x": 1},
    {"x": {"y": []}},
)  # fmt: skip


def of_code(models: Iterable[type[Any]]) -> re.Pattern[str]:
    """What nobody wrote in a file: names of types, of our classes, and of pydantic's and Python's own."""
    words = "tuple|dict|dictionary|mapping|instance|str|string|int|integer|float|bool|boolean|NoneType|None|Literal"
    words += "|object|pydantic|parse|input|Errno|dataclass|validator|type="
    names = {one.__name__ for model in models for one in classes(model)}
    return re.compile(rf"\b(?:{words}|{'|'.join(sorted(names))})\b|docs/|\[key\]|\[\]")


def classes(model: type[Any]) -> Iterator[type[Any]]:
    yield model
    for hint in get_type_hints(model).values():
        yield from (inner for one in flat(hint) if is_dataclass(one) for inner in classes(one))  # type: ignore[arg-type]


def broken(model: type[Any], wrong: Iterable[Any], seen: set[str]) -> Iterator[dict[str, Any]]:
    """Values of a model in which one field, on whatever level, holds something else: once for each type of field."""
    bare = get_type_hints(model)
    for name, hint in get_type_hints(model, include_extras=True).items():
        if repr(hint) in seen:
            continue
        seen.add(repr(hint))
        yield from ({name: value} for value in wrong)
        parts = tuple(flat(bare[name]))
        origins = {get_origin(part) for part in parts}
        for inner in (part for part in parts if is_dataclass(part)):
            for value in broken(inner, wrong, seen):  # type: ignore[arg-type]
                yield {name: {"x": value} if dict in origins else [{}, value] if tuple in origins else value}


def assert_plain(problem: Problem, code: re.Pattern[str]) -> None:
    said = f"{problem.message} | {problem.hint}"
    written = re.sub("`[^`]*`", "``", said)  # what somebody wrote, and what somebody may write
    assert not code.search(written), said
    assert "`tuple" not in said and "`[]`" not in problem.hint and problem.message and problem.hint, said
    assert len(shortened(problem.message)) < 300 and problem.code in CODES, said


def test_no_field_of_a_kind_is_refused_in_words_of_a_program() -> None:
    code, seen = of_code(MODELS.values()), set[str]()
    told: set[Problem] = set()
    for what, model in MODELS.items():
        for value in broken(model, WRONG, seen):
            text = json.dumps(value, ensure_ascii=False, indent=1)
            document, lexical = yaml.parse(text, "x")
            assert document is not None, text
            for problem in {*lexical, *typed(document, model, what)[1]} - told:
                told.add(problem)
                assert_plain(problem, code)
                assert 0 < problem.place.line <= text.count("\n") + 1, text
    assert len(told) > 500


def test_no_setting_is_refused_in_words_of_a_program() -> None:
    adapter, code = TypeAdapter(Settings), of_code([Settings])
    told: set[Problem] = set()
    for value in broken(Settings, SET, set()):
        try:
            adapter.validate_python(value)
        except ValidationError as error:
            for problem in {*problems_of(error, "[site]\n", Settings)} - told:
                told.add(problem)
                assert_plain(problem, code)
    assert len(told) >= 90
