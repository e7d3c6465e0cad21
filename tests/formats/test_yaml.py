from __future__ import annotations

from dataclasses import field
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from pipeline.formats import yaml
from pipeline.formats.scalars import Instant, Text, Whole
from pipeline.problems import Place, Problem

LESS = "write less in one file, or nest less deeply"


def test_scalars_stay_as_written_and_have_places() -> None:
    document, problems = yaml.parse(
        "isbn: 0306406152\nlang: NO\nat: 12:30\nnone: ~\ntext: '~'\nlist: [a, 1]\n", "a.md", first_line=2
    )
    assert problems == () and document is not None
    assert document.value == {
        "isbn": "0306406152", "lang": "NO", "at": "12:30", "none": None, "text": "~", "list": ["a", "1"],
    }  # fmt: skip
    assert document.marks["list", 1] == Place("a.md", 7, 11)
    assert document.keys["at",] == Place("a.md", 4, 1)
    assert yaml.place_of(document, ("list", 5, "x")) == Place("a.md", 7, 7)


@pytest.mark.parametrize(
    ("text", "place", "code", "words"),
    [
        ("title: a: b", "x:1:9", "bad-yaml", "mapping values"),
        ("a: 1\nb: 2\na: 3", "x:3:1", "duplicate-key", "`a` stands here twice"),
        ("? [a]\n: b", "x:1:3", "bad-yaml", "name of a field"),
        ("a: 'open\nb: 1\n", "x:1:4", "bad-yaml", "end of stream"),
        ("a: \x07", "x:1:4", "bad-yaml", "U+0007"),
        ("a: \ud800", "x:1:4", "bad-yaml", "U+D800"),
        ("a: !x b", "x:1:4", "bad-yaml", "tag `!x`"),
        ("a: &a [*a]", "x:1", "too-complex", "deep"),
        ("[" * 30_000, "x:1", "too-complex", "deep"),
        ("a: [" + "b," * 30_000 + "]", "x:1", "too-complex", "20,000"),
        ("a: *b", "x:1:4", "bad-yaml", "alias"),
        ("a: 1\n---\nb: 2", "x:2:1", "bad-yaml", "but found another document"),
    ],
)
def test_what_is_wrong_has_place_and_code(text: str, place: str, code: str, words: str) -> None:
    _, problems = yaml.parse(text, "x")
    assert [(str(p.place), p.code) for p in problems] == [(place, code)]
    assert words in problems[0].message


def test_aliases_count_as_often_as_they_are_used() -> None:
    levels = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]" for n in range(1, 40)]
    _, problems = yaml.parse("\n".join(levels), "x")
    assert [p.code for p in problems] == ["too-complex"]


@pytest.mark.parametrize(
    ("most", "more"),
    [
        ("[" * 3 + "]" * 3, "[" * 4 + "]" * 4),  # as deep as may be
        ("&a [[x]]", "[&a [x], [*a, [[x]]]]"),
        ("[a, b, c, d]", "[a, b, c, d, e]"),  # as many
        ("[&a b, *a, *a, *a]", "[&a b, *a, *a, *a, *a]"),
    ],
)
def test_as_much_as_may_be_is_read_and_more_is_not(most: str, more: str) -> None:
    assert yaml.parse(most, "x", max_depth=3, max_nodes=5)[1] == ()
    assert [problem.code for problem in yaml.parse(more, "x", max_depth=3, max_nodes=5)[1]] == ["too-complex"]


def test_an_alias_is_as_deep_as_where_it_stands() -> None:
    text = "[&a [[x]], [*a]]"
    assert yaml.parse(text, "x", max_depth=4)[1] == ()
    assert [problem.code for problem in yaml.parse(text, "x", max_depth=3)[1]] == ["too-complex"]


def test_an_empty_text_is_none() -> None:
    document, _ = yaml.parse("", "x")
    assert document is not None and document.value is None and yaml.place_of(document, ("a",)) == Place("x", 1, 1)


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
    return list(yaml.problems_of(error.value, document, ["title", "date", "number", "images", "years"], "article"))


def test_problems_of_a_model() -> None:
    found = problems("titel: x\ndate: 2026-13-01\nimages:\n  - file: a.jpg\n")
    assert (
        Problem(Place("a.md", 2, 1), "an article has no field `titel`", "did you mean `title`?", "unknown-field")
        in found
    )
    assert Problem(Place("a.md", 2, 1), "an article needs the field `title`", "add `title:`", "missing-field") in found
    assert (
        Problem(Place("a.md", 5, 5), "entry 1 of `images` needs the field `alt`", "add `alt:`", "missing-field")
        in found
    )
    bad = next(p for p in found if p.code == "bad-date")
    assert bad.place == Place("a.md", 3, 7) and bad.message == "`2026-13-01` is not a date" and "2026-11-24" in bad.hint
    assert len(found) == 4


def test_a_wrong_type_is_told_in_plain_words() -> None:
    assert problems("title: x\ndate: 2026-01-01\nimages: 3\n")[0].message == "`images` must be a valid list"


def test_a_list_that_is_too_short_is_told_unless_its_items_were_refused() -> None:
    (short,) = problems("title: x\ndate: 2026-01-01\nyears: []\n")
    assert short.place == Place("a.md", 4, 8) and "at least 1 item" in short.message
    (refused,) = problems("title: x\ndate: 2026-01-01\nyears: [long]\n")
    assert refused.place == Place("a.md", 4, 9) and "not a whole number" in refused.message


def test_where_a_list_or_a_text_may_stand_what_is_wrong_in_the_list_is_told() -> None:
    text = "title: x\ndate: 2026-01-01\ncover:\n  - {file: a.jpg}\n  - {file: b.jpg, alt: b, odd: c}\n"
    assert problems(text) == [
        Problem(Place("a.md", 5, 5), "entry 1 of `cover` needs the field `alt`", "add `alt:`", "missing-field"),
        Problem(
            Place("a.md", 6, 27),
            "entry 2 of `cover` has no field `odd`",
            "fields of your own belong under `extra`",
            "unknown-field",
        ),
    ]
    neither = problems("title: x\ndate: 2026-01-01\ncover: {a: b}\n")
    assert [problem.message for problem in neither] == ["`cover` must be a valid list", "must be text, not a mapping"]


def test_every_value_has_its_end_and_every_part_its_own_document() -> None:
    text = "a: 'x' # y\nb: >-\n  z\n\nc: {d: e, f: [g]}\nh: i\n  j\n"
    document, _ = yaml.parse(text, "a.md", first_line=2)
    assert document is not None
    assert document.ends["a",] == Place("a.md", 2, 7) and document.ends["c", "d"] == Place("a.md", 6, 9)
    assert document.ends["h",] == Place("a.md", 8, 4), "the last line of what goes on"
    assert document.ends["b",].line in (5, 6), "a block ends where the next begins"
    parts = yaml.parts(document)
    assert list(parts) == ["a", "b", "c", "h"] and parts["c"].value == {"d": "e", "f": ["g"]}
    assert parts["c"].marks["f", 0] == document.marks["c", "f", 0] and parts["a"].marks[()] == document.marks["a",]
    assert parts["c"].keys == {("d",): document.keys["c", "d"], ("f",): document.keys["c", "f"]}


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200) | st.text(alphabet="-:?[]{}&*!|>'\"%@`, \n\tab#~<0\\x\ud800\u2028", max_size=80))
def test_never_raises(text: str) -> None:
    document, found = yaml.parse(text, "x")
    assert document is not None or found


@pytest.mark.parametrize("text", ["title: a\nde", "title: a\nde\n", "title: a\nde\nx: y\n"])
def test_a_line_that_is_no_field_is_told_where_it_stands(text: str) -> None:
    _, (problem,) = yaml.parse(text, "a.md")
    assert (problem.place.line, problem.place.column) == (2, 1)
    assert "name: value" in problem.hint


@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        (
            "title: a: b",
            "x:1:9",
            "not valid YAML: mapping values are not allowed in this context",
            "put text that holds a colon and a space in quotes",
        ),
        (
            "a: @b",
            "x:1:4",
            "not valid YAML: found character that cannot start any token",
            "put text that begins with this character in quotes",
        ),
        (
            "a: *b",
            "x:1:4",
            "not valid YAML: found undefined alias",
            "put text that begins with `*` in quotes",
        ),
        (
            "a: * b",
            "x:1:5",
            "not valid YAML: did not find expected alphabetic or numeric character",
            "put text that begins with `*` in quotes",
        ),
        (
            "a: 'open\nb: 1\n",
            "x:1:4",
            "not valid YAML: found unexpected end of stream",
            "close the quotes",
        ),
        (
            "a: 1\nb\n",
            "x:2:1",
            "not valid YAML: could not find expected ':'",
            "write each field as `name: value`, and indent the lines that belong to it",
        ),
        (
            "a:\n\t- b",
            "x:2:1",
            "not valid YAML: found character that cannot start any token",
            "indent with spaces, never with tabs",
        ),
        (
            "a: 1\n\tb: 2",
            "x:2:1",
            "not valid YAML: found a tab character that violates indentation",
            "indent with spaces, never with tabs",
        ),
        (
            "a: [b\nc: d",
            "x:2:2",
            "not valid YAML: did not find expected ',' or ']'",
            "look at the indentation, the quotes and the brackets of this line and the one before",
        ),
        (
            "a: 1\n---\nb: 2",
            "x:2:1",
            "not valid YAML: but found another document",
            "write one document only, without a line `---` inside",
        ),
        (
            "a: 1\nb: 2\na: 3",
            "x:3:1",
            "`a` stands here twice",
            "remove one; the first is on line 1",
        ),
        (
            "b:\n  ? [a]\n  : b",
            "x:2:5",
            "a list or mapping can't be the name of a field",
            "put a name that holds brackets in quotes",
        ),
        (
            "a: !x b",
            "x:1:4",
            "the YAML tag `!x` means nothing here",
            "remove it, or put the text in quotes",
        ),
        (
            "a: b\nc: d\x07",
            "x:2:5",
            "the control character U+0007 can't stand in YAML",
            "remove it; it may be invisible in your editor",
        ),
        ("[" * 65 + "]" * 65, "x:1", "the YAML is nested more than 64 levels deep", LESS),
        ("[" + "a," * 20_000 + "]", "x:1", "the YAML holds more than 20,000 values", LESS),
        ("a: &a [*a]", "x:1", "the YAML is nested more than 64 levels deep, aliases counted", LESS),
        (
            "[&a [" + "b," * 150 + "]" + ", *a" * 150 + "]",
            "x:1",
            "the YAML holds more than 20,000 values, aliases counted",
            LESS,
        ),
    ],
)
def test_the_whole_message_and_the_whole_remedy(text: str, place: str, message: str, hint: str) -> None:
    _, (problem,) = yaml.parse(text, "x")
    assert (str(problem.place), problem.message, problem.hint) == (place, message, hint)


def test_lines_are_those_of_the_file_in_which_it_stands() -> None:
    for text in ("a: b: c", "a: \x07", "a: !x b", "a: b\na: c"):
        (here,), (there,) = yaml.parse(text, "x")[1], yaml.parse(text, "x", first_line=11)[1]
        assert there.place == Place("x", here.place.line + 10, here.place.column)


def test_what_stands_first_is_kept_and_the_rest_is_read() -> None:
    document, (problem,) = yaml.parse("a: 1\na: {b: 2}\nc: !x 3\n", "x")[0], yaml.parse("a: 1\na: 2\n", "x")[1]
    assert document is not None and document.value == {"a": "1", "c": "3"} and problem.code == "duplicate-key"


def test_the_parts_of_a_list_are_its_items() -> None:
    document, _ = yaml.parse("- a: b\n- c\n- []\n", "x")
    assert document is not None
    parts = yaml.parts(document)
    assert {key: part.value for key, part in parts.items()} == {0: {"a": "b"}, 1: "c", 2: []}
    assert parts[0].keys == {("a",): Place("x", 1, 3)} and parts[0].marks["a",] == Place("x", 1, 6)
    assert parts[1].keys == {} and parts[1].marks == {(): Place("x", 2, 3)}
    text, _ = yaml.parse("only words", "x")
    assert text is not None and yaml.parts(text) == {}


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class Range:
    start: Whole
    stop: Whole

    def __post_init__(self) -> None:
        if self.stop < self.start:
            raise ValueError("It ends before it starts.")


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class Shelf:
    size: Literal["small", "large"]
    range: Range
    books: list[Range] = field(default_factory=list)


def told(text: str, known: object = ("size", "range", "books"), kind: str = "shelf") -> list[tuple[str, str, str, str]]:
    document, found = yaml.parse(text, "a.md")
    assert document is not None and found == ()
    with pytest.raises(ValidationError) as error:
        TypeAdapter(Shelf).validate_python(document.value)
    problems = yaml.problems_of(error.value, document, known, kind)  # type: ignore[arg-type]
    return [(str(problem.place), problem.message, problem.hint, problem.code) for problem in problems]


GOOD = "size: small\nrange: {start: 1, stop: 2}\n"
LOOK = "look at the fields of the shelf in docs/reference/content.md"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{GOOD}bookz: []", ("a.md:3:1", "a shelf has no field `bookz`", "did you mean `books`?", "unknown-field")),
        (
            f"{GOOD}mine: []",
            ("a.md:3:1", "a shelf has no field `mine`", "fields of your own belong under `extra`", "unknown-field"),
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
            ("a.md:1:7", "`size` must be 'small' or 'large'", LOOK, "invalid-value"),
        ),
        (
            GOOD.replace("stop: 2", "stop: 0"),
            ("a.md:2:8", "`range`: it ends before it starts.", LOOK, "invalid-value"),
        ),
        (
            f"{GOOD}books:\n- {{start: 1, stop: 2}}\n- {{start: x, stop: 2}}",
            ("a.md:5:11", "`x` is not a whole number", "write digits only, like `12`", "invalid-value"),
        ),
    ],
)
def test_what_a_model_refuses_is_told_in_words_of_an_editor(text: str, expected: tuple[str, str, str, str]) -> None:
    assert told(text, lambda path: ("start", "stop") if path else ("size", "range", "books")) == [expected]


def test_what_a_missing_field_means_is_told_where_it_is_known() -> None:
    means = {"size": "How large it is.", "range": ""}
    assert told("books: []", means, "entry") == [
        ("a.md:1:1", "an entry needs the field `size`", "add `size:` (how large it is)", "missing-field"),
        ("a.md:1:1", "an entry needs the field `range`", "add `range:`", "missing-field"),
    ]
    assert told("3", means, "Audience")[0][:2] == (
        "a.md:1:1",
        "an Audience must be a dictionary or an instance of Shelf",
    )
