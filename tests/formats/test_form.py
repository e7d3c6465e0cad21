from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import form
from pipeline.formats.form import Check, Choice, Date, Form, Lines, Scale, Sign, Table, TextLine, ids, parse, to_html
from pipeline.formats.wording import Wording

SPOKEN = Wording("en", {"worksheet.cell": "{column}, row {row}"})
BLOCK = """\
- text: What do I want to change?
- lines: What would I gain?
  rows: 4
  help: Think of health & money.
- check: I have told someone about this plan.
- choice: Where was I?
  options: [at home, at work, out]
- scale: How strong was the urge?
  from: 0
  to: 10
  labels: [none, strongest]
- table: My week
  columns: [Day, Situation, Urge 0–10]
  rows: 2
- date: Today
- sign: My name
  id: name
"""


SORTS = "`text`, `lines`, `check`, `choice`, `scale`, `table`, `date`, `sign`"


def read(text: str) -> Form:
    result, problems = parse(text, "h.md", 10)
    assert problems == () and result is not None
    return result


def test_every_sort() -> None:
    assert read(BLOCK).items == (
        TextLine("what-do-i-want-to-change", "What do I want to change?"),
        Lines("what-would-i-gain", "What would I gain?", "Think of health & money.", 4),
        Check("i-have-told-someone-about-this-plan", "I have told someone about this plan."),
        Choice("where-was-i", "Where was I?", options=("at home", "at work", "out")),
        Scale("how-strong-was-the-urge", "How strong was the urge?", labels=("none", "strongest")),
        Table("my-week", "My week", columns=("Day", "Situation", "Urge 0–10"), rows=2),
        Date("today", "Today"),
        Sign("name", "My name"),
    )


def test_ids_are_unique_in_the_file() -> None:
    first = read("- text: Name\n- text: Name\n- text: name 2\n- date: x\n  id: name-3\n- text: 私\n")
    assert ids(first) == ("name", "name-2", "name-2-2", "name-3", "text")
    second, _ = parse("- text: Name\n", "h.md", 1, taken=ids(first))
    assert second is not None and ids(second) == ("name-4",)


class Labels(HTMLParser):
    """What has an id, what a label names, and every control."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.named: list[str] = []
        self.controls: list[str] = []
        self.tied: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.ids += [found["id"]] if "id" in found else []
        self.named += [found["for"]] if "for" in found else []
        self.tied += [found["aria-describedby"]] if "aria-describedby" in found else []
        self.controls += [found["id"]] if tag in ("input", "textarea") else []


def test_every_control_has_one_label_and_every_id_is_one() -> None:
    text = to_html(read(BLOCK), "f-", SPOKEN)
    labels = Labels(text)
    assert len(set(labels.ids)) == len(labels.ids) and all(one.startswith("f-") for one in labels.ids)
    assert sorted(labels.named) == sorted(labels.controls)
    assert set(labels.tied) == {"f-what-would-i-gain-help"} <= set(labels.ids)
    assert "action" not in text and "health &amp; money" in text and 'rows="4"' in text
    assert "<legend>Where was I?</legend>" in text and text.count('<th scope="col">') == 3
    assert not re.search(r'type="(?:radio|checkbox)"[^>]*autocomplete', text)


HTML = {
    "- text: A & b\n  help: <Small>\n": """\
<div class="form-item form-text">
<label for="f-a-b">A &amp; b</label>
<p class="form-help" id="f-a-b-help">&lt;Small&gt;</p>
<textarea id="f-a-b" name="a-b" aria-describedby="f-a-b-help" rows="1" autocomplete="off"></textarea>
</div>
""",
    "- lines: A\n": """\
<div class="form-item form-lines">
<label for="f-a">A</label>
<textarea id="f-a" name="a" rows="3" autocomplete="off"></textarea>
</div>
""",
    "- check: A\n  help: B\n": """\
<div class="form-item form-check">
<input type="checkbox" id="f-a" name="a" aria-describedby="f-a-help" value="yes">
<label for="f-a">A</label>
<p class="form-help" id="f-a-help">B</p>
</div>
""",
    "- choice: A\n  help: B\n  options: [<x>, y]\n": """\
<fieldset class="form-item form-choice" id="f-a" aria-describedby="f-a-help">
<legend>A</legend>
<p class="form-help" id="f-a-help">B</p>
<div class="form-options">
<span class="form-option"><input type="radio" id="f-a-1" name="a" value="&lt;x&gt;">
<label for="f-a-1">&lt;x&gt;</label></span>
<span class="form-option"><input type="radio" id="f-a-2" name="a" value="y">
<label for="f-a-2">y</label></span>
</div>
</fieldset>
""",
    "- scale: A\n  from: -1\n  to: 1\n": """\
<fieldset class="form-item form-scale" id="f-a">
<legend>A</legend>
<div class="form-options">
<span class="form-option"><input type="radio" id="f-a-1" name="a" value="-1">
<label for="f-a-1">-1</label></span>
<span class="form-option"><input type="radio" id="f-a-2" name="a" value="0">
<label for="f-a-2">0</label></span>
<span class="form-option"><input type="radio" id="f-a-3" name="a" value="1">
<label for="f-a-3">1</label></span>
</div>
</fieldset>
""",
    "- table: A\n  help: B\n  columns: [<x>]\n  rows: 2\n": """\
<div class="form-item form-table">
<p class="form-help" id="f-a-help">B</p>
<table class="form-grid" id="f-a" aria-describedby="f-a-help">
<caption>A</caption>
<thead>
<tr><th scope="col">&lt;x&gt;</th></tr>
</thead>
<tbody>
<tr><td><label for="f-a-1-1">&lt;x&gt;<span class="unseen">, row 1</span></label>\
<textarea id="f-a-1-1" name="a-1-1" rows="1" autocomplete="off"></textarea></td></tr>
<tr><td><label for="f-a-2-1">&lt;x&gt;<span class="unseen">, row 2</span></label>\
<textarea id="f-a-2-1" name="a-2-1" rows="1" autocomplete="off"></textarea></td></tr>
</tbody>
</table>
</div>
""",
    "- date: A\n": """\
<div class="form-item form-date">
<label for="f-a">A</label>
<input type="date" id="f-a" name="a" autocomplete="off">
</div>
""",
    "- sign: A\n": """\
<div class="form-item form-sign">
<label for="f-a">A</label>
<input type="text" id="f-a" name="a" autocomplete="off">
</div>
""",
}


@pytest.mark.parametrize("text", HTML, ids=[text.partition(":")[0][2:] for text in HTML])
def test_the_whole_of_a_field(text: str) -> None:
    form_ = '<form class="handout-form" autocomplete="off">\n'
    assert to_html(read(text), "f-", SPOKEN) == f"{form_}{HTML[text]}</form>\n"


def test_a_cell_is_named_by_column_and_row_in_the_language_of_the_site() -> None:
    text = to_html(read(BLOCK), "f-", Wording("de", {"worksheet.cell": "Zeile {row}: {column}"}))
    assert '<label for="f-my-week-2-1"><span class="unseen">Zeile 2: </span>Day</label>' in text


def test_the_ends_of_a_scale_are_read_out_once() -> None:
    text = to_html(read("- scale: How?\n  labels: [<none>, most]\n"), "f-", SPOKEN)
    assert '<label for="f-how-1">0<span class="unseen"> – &lt;none&gt;</span></label>' in text
    assert '<p class="form-ends" aria-hidden="true">\n<span>0 – &lt;none&gt;</span>\n<span>10 – most</span>' in text


@pytest.mark.parametrize(
    ("text", "place", "code", "message", "hint"),
    [
        ("text: a", "h.md:10:1", "bad-form", "a form is a list of items", "- text:"),
        ("- a", "h.md:10:3", "bad-form", "an item begins with its sort", "`- text: a`"),
        ("- txt: a", "h.md:10:3", "bad-form", "this item has no sort", "did you mean `text`?"),
        ("- text: a\n  date: b", "h.md:11:3", "bad-form", "this item has two sorts, `text` and `date`", "new item"),
        ("- lines: a\n  row: 3", "h.md:11:3", "unknown-field", "`lines` has no field `row`", "did you mean `rows`?"),
        ("- lines: a\n  rows: 3.5", "h.md:11:3", "bad-form", "`rows` is not a whole number from 1 to 60", "rows: 3"),
        ("- choice: a", "h.md:10:3", "missing-field", "this item needs the field `options`", "add `options:`"),
        ("- choice: a\n  options: [x, x]", "h.md:11:3", "bad-form", "an option stands twice", "remove one"),
        ("- scale: a\n  from: 5\n  to: 1", "h.md:12:3", "bad-form", "a scale goes up", "from: 0"),
        ("- text: a\n  id: A b", "h.md:11:3", "bad-form", "the id is not made of", "write `a-b`"),
        ("- text: a\n  id: x\n- text: b\n  id: x", "h.md:13:3", "bad-form", "the id `x` stands twice", "another"),
        ("- text:", "h.md:10:3", "bad-form", "`text` needs a text", "My week"),
        ("- text: a: b", "h.md:10:10", "bad-yaml", "a colon with a space", "quotes"),
    ],
)
def test_what_is_wrong(text: str, place: str, code: str, message: str, hint: str) -> None:
    result, problems = parse(text, "h.md", 10)
    assert result is None and [(str(p.place), p.code) for p in problems] == [(place, code)]
    assert message in problems[0].message and hint in problems[0].hint


@pytest.mark.parametrize(
    ("most", "more", "message"),
    [
        ("- text: a\n" * 200, "- text: a\n" * 201, "more than 200 items"),
        (f"- text: {'a' * 500}", f"- text: {'a' * 501}", "at most 500 characters"),
        (f"- text: a\n  id: {'a' * 100}", f"- text: a\n  id: {'a' * 101}", "the id is not made of"),
        ("- lines: a\n  rows: 1", "- lines: a\n  rows: 0", "not a whole number from 1 to 60"),
        ("- lines: a\n  rows: 60", "- lines: a\n  rows: 61", "not a whole number from 1 to 60"),
        ("- scale: a\n  from: 1\n  to: 2", "- scale: a\n  from: 1\n  to: 1", "a scale goes up"),
        ("- scale: a\n  from: 0\n  to: 20", "- scale: a\n  from: 0\n  to: 21", "by at most 20 steps"),
        ("- scale: a\n  from: -100\n  to: -99", "- scale: a\n  from: -101\n  to: -100", "from -100 to 100"),
        ("- scale: a\n  from: 99\n  to: 100", "- scale: a\n  from: 100\n  to: 101", "from -100 to 100"),
        (f"- choice: a\n  options: [b, {'a' * 200}]", f"- choice: a\n  options: [b, {'a' * 201}]", "short texts"),
        ("- choice: a\n  options: [b, c]", "- choice: a\n  options: [b]", "2 to 30 short texts"),
        (f"- choice: a\n  options: {[*range(30)]}", f"- choice: a\n  options: {[*range(31)]}", "2 to 30 short texts"),
        ("- table: a\n  columns: [b]", "- table: a\n  columns: []", "1 to 12 short texts"),
        (f"- table: a\n  columns: {[*range(12)]}", f"- table: a\n  columns: {[*range(13)]}", "1 to 12 short texts"),
        ("- scale: a\n  labels: [b, c]", "- scale: a\n  labels: [b, c, d]", "a list of 2 short texts"),
    ],
)
def test_how_much_is_too_much(most: str, more: str, message: str) -> None:
    assert parse(most, "h.md", 1)[1] == ()
    form_, problems = parse(more, "h.md", 1)
    assert form_ is None and message in problems[0].message


@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        (
            "- text: ' '",
            "h.md:10:3",
            "`text` needs a text of at most 500 characters",
            "write it like `text: My week`",
        ),
        ("[]", "h.md:10:1", "a form is a list of items", "begin each with its sort, like `- text: My name`"),
        ("-", "h.md:10:2", "an item begins with its sort", "write it like `- text: My name`"),
        (f"- {'a' * 90}", "h.md:10:3", "an item begins with its sort", f"write it like `- text: {'a' * 60}`"),
        ("- [a, b]", "h.md:10:3", "an item begins with its sort", "write it like `- text: My name`"),
        ("- {}", "h.md:10:3", "this item has no sort", f"the sorts are {SORTS}"),
        ("- other: a", "h.md:10:3", "this item has no sort", f"the sorts are {SORTS}"),
        ("- other: a\n  sigm: b", "h.md:10:3", "this item has no sort", "did you mean `sign`?"),
        (
            "- text: a\n  date: b\n  sign: c",
            "h.md:11:3",
            "this item has two sorts, `text` and `date`",
            "begin a new item with `- `",
        ),
        (
            "- table: a\n  columns: [b]\n  from: 3",
            "h.md:12:3",
            "`table` has no field `from`",
            "it may have `id`, `help`, `columns`, `rows`",
        ),
        ("- lines: a\n  rows:", "h.md:11:3", "`rows` is not a whole number from 1 to 60", "write it like `rows: 3`"),
        ("- scale: a\n  to: [1]", "h.md:11:3", "`to` is not a whole number from -100 to 100", "write it like `to: 10`"),
        (
            "- scale: a\n  labels: x",
            "h.md:11:3",
            "`labels` is not a list of 2 short texts",
            "write it like `labels: [one, two]`",
        ),
        (
            "- choice: a\n  options: [b, ' ']",
            "h.md:11:3",
            "`options` is not a list of 2 to 30 short texts",
            "write it like `options: [one, two]`",
        ),
        ("- choice: a\n  options: [b, c, b ]", "h.md:11:3", "an option stands twice", "remove one"),
        (
            "- scale: a\n  from: 3\n  to: 3",
            "h.md:12:3",
            "a scale goes up, by at most 20 steps",
            "write it like `from: 0` and `to: 10`",
        ),
        (
            "- text: a\n  id: [x]",
            "h.md:11:3",
            "the id is not made of lower-case words and hyphens",
            "write `a`",
        ),
        (
            "- text: 私\n  id: 私",
            "h.md:11:3",
            "the id is not made of lower-case words and hyphens",
            "write `text`",
        ),
        (
            "- text: a\n  help: [b]",
            "h.md:11:3",
            "`help` needs a text of at most 500 characters",
            "write it like `help: My week`",
        ),
        (
            '- text: "a\\u202eb"',
            "h.md:10:3",
            "`text` needs a text of at most 500 characters",
            "write it like `text: My week`",
        ),
        (
            '- choice: a\n  options: [b, "\\x07"]',
            "h.md:11:3",
            "`options` is not a list of 2 to 30 short texts",
            "write it like `options: [one, two]`",
        ),
    ],
)
def test_each_has_its_place_and_a_way_out(text: str, place: str, message: str, hint: str) -> None:
    form_, (problem,) = parse(text, "h.md", 10)
    assert form_ is None and (str(problem.place), problem.message, problem.hint) == (place, message, hint)


def test_what_is_not_said_has_a_usual_number() -> None:
    lines, scale, table = read("- lines: a\n- scale: b\n- table: c\n  columns: [d]\n").items
    assert lines == Lines("a", "a", rows=3) and scale == Scale("b", "b", start=0, stop=10)
    assert table == Table("c", "c", columns=("d",), rows=5)


def test_every_item_that_is_wrong_is_told() -> None:
    _, problems = parse("- text: a\n- b\n- lines: c\n  rows: x\n  rosw: 3\n- choice: d\n", "h.md", 1)
    assert [(problem.place.line, problem.code) for problem in problems] == [
        *((2, "bad-form"), (5, "unknown-field"), (4, "bad-form"), (6, "missing-field")),
    ]


def test_white_space_of_a_text_is_one_space() -> None:
    form_ = read("- choice: ' a  b '\n  help: ' '' c\n\n   d'\n  options: [' x  y', z]\n")
    assert form_.items == (Choice("a-b", "a b", "' c d", ("x y", "z")),)


def test_an_id_has_at_most_60_characters_of_a_label_and_none_at_its_ends() -> None:
    assert ids(read(f"- text: '{'a' * 59} {'b' * 9}'\n- text: -x-\n")) == ("a" * 59, "x")
    assert ids(read(f"- text: '{'a' * 61}'\n")) == ("a" * 60,)


def test_what_an_editor_named_stands_before_what_is_made_of_labels() -> None:
    assert ids(read("- text: Name\n- text: x\n  id: name\n")) == ("name-2", "name")


def test_data_there_and_back() -> None:
    form_ = read(BLOCK)
    assert form.from_json(json.loads(json.dumps(form.to_json(form_)))) == form_
    assert [form.sort_of(item) for item in form_.items] == SORTS.replace("`", "").split(", ")


def test_a_number_is_taken_that_is_free() -> None:
    form_, _ = parse("- text: a\n" * 7, "h.md", 1, taken=("a-3", "a-6"))
    assert form_ is not None
    made = ids(form_)
    assert len({*made, "a-3", "a-6"}) == 9 and made[:2] == ("a", "a-2")


@given(st.sets(st.integers(2, 40)), st.integers(1, 30))
def test_ids_never_meet_those_that_are_taken(numbers: set[int], count: int) -> None:
    taken = {"a", *(f"a-{number}" for number in numbers)}
    form_, _ = parse("- text: a\n" * count, "h.md", 1, taken=taken)
    assert form_ is not None and len(taken | set(ids(form_))) == len(taken) + count


@given(st.text(max_size=80) | st.text(alphabet="-: \n[],abtextid", max_size=80))
def test_never_raises(text: str) -> None:
    result, problems = parse(text, "x", 1)
    assert (result is None) == bool(problems)
    if result is not None:
        assert form.to_html(result, "p-", SPOKEN)
