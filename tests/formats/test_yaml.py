from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.formats import yaml
from pipeline.problems import Place

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
        ("title: a: b", "x:1:9", "bad-yaml", "a colon with a space"),
        ("a: 1\nb: 2\na: 3", "x:3:1", "duplicate-key", "`a` stands here twice"),
        ("? [a]\n: b", "x:1:3", "bad-yaml", "brackets stand here"),
        ("a: 'open\nb: 1\n", "x:1:4", "bad-yaml", "never closed"),
        ("a: \x07", "x:1:4", "bad-yaml", "U+0007"),
        ("a: \ud800", "x:1:4", "bad-yaml", "U+D800"),
        ("a: !x b", "x:1:4", "bad-yaml", "can't begin with `!`"),
        ("a: &a [*a]", "x:1:8", "too-complex", "without an end"),
        ("[" * 30_000, "x:1:65", "too-complex", "deep"),
        ("a: [\n" + "b,\n" * 30_000 + "]", "x:19999:1", "too-complex", "20,000"),
        ("a: *b", "x:1:4", "bad-yaml", "can't begin with `*`"),
        ("a: 1\n---\nb: 2", "x:2:1", "bad-yaml", "as if the fields ended"),
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
    assert yaml.mended("\n".join(levels)) == ""


@pytest.mark.parametrize(
    ("most", "more"),
    [
        ("[" * 3 + "]" * 3, "[" * 4 + "]" * 4),  # as deep as may be
        ("[&a [x], *a]", "[&a [x], [*a, [[x]]]]"),
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


def test_lines_are_those_of_the_file_in_which_it_stands() -> None:
    for text in ("a: b: c", "a: \x07", "a: !x b", "a: b\na: c", "a: b #c", "a: &b c"):
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
