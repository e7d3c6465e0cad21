"""What a type refuses, told with the names and words of who wrote it."""

from __future__ import annotations

from dataclasses import field
from typing import Literal

import pytest
from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from pipeline.formats import yaml
from pipeline.formats.refusals import problems_of, unknown
from pipeline.formats.scalars import Instant, Text, Whole
from pipeline.problems import Place, Problem


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class Picture:
    file: Text
    alt: Text


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class Article:
    title: Text
    date: Instant
    number: Whole | None = None
    images: list[Picture] = field(default_factory=list)
    years: tuple[Whole, ...] = Field(default=(1,), min_length=1)
    cover: list[Picture] | Text = ""


def problems(text: str) -> list[Problem]:
    document, found = yaml.parse(text, "a.md", first_line=2)
    assert document is not None and found == ()
    with pytest.raises(ValidationError) as error:
        TypeAdapter(Article).validate_python(document.value)
    return list(problems_of(error.value, document, Article, "article"))


def test_problems_of_a_model() -> None:
    found = problems("titel: x\ndate: 2026-13-01\nimages:\n  - file: a.jpg\n")
    assert (
        Problem(Place("a.md", 2, 1), "an article has no field `titel`", "did you mean `title`?", "unknown-field")
        in found
    )
    assert not any("needs the field `title`" in problem.message for problem in found), "it stands there as `titel`"
    assert (
        Problem(Place("a.md", 5, 5), "entry 1 of `images` needs the field `alt`", "add `alt:`", "missing-field")
        in found
    )
    bad = next(p for p in found if p.code == "bad-date")
    assert bad.place == Place("a.md", 3, 7) and bad.message == "`2026-13-01` is not a date" and "2026-11-24" in bad.hint
    assert len(found) == 3


def test_a_wrong_type_is_told_in_plain_words() -> None:
    assert problems("title: x\ndate: 2026-01-01\nimages: 3\n")[0].message == (
        "`images` is a list of entries with `file` and `alt`, and here stands a single text"
    )


def test_a_list_that_is_too_short_is_told_unless_its_items_were_refused() -> None:
    (short,) = problems("title: x\ndate: 2026-01-01\nyears: []\n")
    assert short.place == Place("a.md", 4, 8) and short.message == "`years` needs at least 1 of them, and has none"
    (refused,) = problems("title: x\ndate: 2026-01-01\nyears: [long]\n")
    assert refused.place == Place("a.md", 4, 9) and "not a whole number" in refused.message


def test_where_a_list_or_a_text_may_stand_what_is_wrong_in_the_list_is_told() -> None:
    text = "title: x\ndate: 2026-01-01\ncover:\n  - {file: a.jpg}\n  - {file: b.jpg, alt: b, odd: c}\n"
    assert problems(text) == [
        Problem(Place("a.md", 5, 5), "entry 1 of `cover` needs the field `alt`", "add `alt:`", "missing-field"),
        Problem(
            Place("a.md", 6, 27),
            "entry 2 of `cover` has no field `odd`",
            "remove it; there are `file`, `alt`",
            "unknown-field",
        ),
    ]
    neither = problems("title: x\ndate: 2026-01-01\ncover: {a: b}\n")
    assert [problem.message for problem in neither] == ["`cover` must be text, and a colon in it makes it fields"]


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class Range:
    start: Whole
    stop: Whole

    def __post_init__(self) -> None:
        if self.stop < self.start:
            raise ValueError("It ends before it starts.")


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class Shelf:
    size: Literal["small", "large"] = Field(description="How large it is.")
    range: Range = Field()
    books: list[Range] = field(default_factory=list)


def told(text: str, kind: str = "shelf") -> list[tuple[str, str, str, str]]:
    document, found = yaml.parse(text, "a.md")
    assert document is not None and found == ()
    with pytest.raises(ValidationError) as error:
        TypeAdapter(Shelf).validate_python(document.value)
    found_ = problems_of(error.value, document, Shelf, kind)
    return [(str(problem.place), problem.message, problem.hint, problem.code) for problem in found_]


GOOD = "size: small\nrange: {start: 1, stop: 2}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{GOOD}bookz: []", ("a.md:3:1", "a shelf has no field `bookz`", "did you mean `books`?", "unknown-field")),
        (
            f"{GOOD}mine: []",
            (
                "a.md:3:1",
                "a shelf has no field `mine`",
                "remove it; there are `size`, `range`, `books`",
                "unknown-field",
            ),
        ),
        (
            f"{GOOD}books: [{{start: 1, stop: 2, step: 3}}]",
            ("a.md:3:29", "entry 1 of `books` has no field `step`", "did you mean `stop`?", "unknown-field"),
        ),
        (
            "size: small\nrange: {start: 1}",
            ("a.md:2:8", "`range` needs the field `stop`", "add `stop:`", "missing-field"),
        ),
        (
            GOOD.replace("small", "tiny"),
            ("a.md:1:7", "`size` can't be `tiny`", "write one of `small`, `large`", "invalid-value"),
        ),
        (
            GOOD.replace("stop: 2", "stop: 0"),
            ("a.md:2:8", "`range` is not right: it ends before it starts", "", "invalid-value"),
        ),
        (
            f"{GOOD}books:\n- {{start: 1, stop: 2}}\n- {{start: x, stop: 2}}",
            ("a.md:5:11", "`x` is not a whole number", "write digits only, like `12`", "invalid-value"),
        ),
    ],
)
def test_what_a_model_refuses_is_told_in_words_of_an_editor(text: str, expected: tuple[str, str, str, str]) -> None:
    assert told(text) == [expected]


@pytest.mark.parametrize(
    ("names", "hints"),
    [
        (["summary"], ["did you mean `description`?"]),
        (["Datum"], ["did you mean `date`?"]),
        (["date", "created_at"], ["remove it; there is a line `date:` already"]),
        (["published"], ["remove it; what is not to be published yet has a line `draft: yes`"]),
        (["\u00a0\u00a0file"], ["type the spaces before `file` again: they are those that do not break"]),
    ],
)
def test_a_field_by_the_name_that_other_programs_give_it(names: list[str], hints: list[str]) -> None:
    known = {name: Field() for name in ("date", "description", "draft")}
    assert [unknown(name, known, set(names[:-1])) for name in names[-1:]] == hints


def test_what_a_missing_field_means_is_told_where_it_is_known() -> None:
    assert told("books: []", "entry") == [
        ("a.md:1:1", "an entry needs the field `size`", "add `size:` (how large it is)", "missing-field"),
        ("a.md:1:1", "an entry needs the field `range`", "add `range:`", "missing-field"),
    ]
