"""What people type into fields by mistake, and all that they are told."""

from __future__ import annotations

import pytest

from pipeline.formats import yaml
from pipeline.formats.slips import quoted

LOST = "what follows ` #` is taken for a comment, so readers would not see it"
SPACES = "a tab stands at the beginning of this line, where only spaces may stand"
TWO = "write two spaces in its place"
COLON = "a colon with a space behind it ends the name of a field, and this line has one already"
ITEM = "an item of a list begins with a hyphen and a space"
QUOTE = "put the text in quotes: "


def begins(sign: str) -> str:
    return f"a text without quotes can't begin with `{sign}`"


SLIPS = [
    # a text that YAML would cut, or take for something else
    ("title: What helped #2", "1:20", LOST, f'{QUOTE}`title: "What helped #2"`'),
    ("title: Step #1: begin", "1:13", LOST, f'{QUOTE}`title: "Step #1: begin"`'),
    ("title: #2 what helped", "1:8", LOST, f'{QUOTE}`title: "#2 what helped"`'),
    ('- Say "no"\n  to #1', "2:6", LOST, f"{QUOTE}`'Say \"no\" to #1'`"),
    ('title: "What helped" #2', "1:22", LOST, "put it in the quotes"),
    (f"about: {'x' * 70} #2", "1:79", LOST, f'{QUOTE}`about: "…"`'),
    ("title: Urges: what", "1:13", COLON, f'{QUOTE}`title: "Urges: what"`'),
    ("title: What helped:", "1:19", COLON, f'{QUOTE}`title: "What helped:"`'),
    ("title: @home", "1:8", begins("@"), f'{QUOTE}`title: "@home"`'),
    ("- %5 of us", "1:3", begins("%"), f'{QUOTE}`"%5 of us"`'),
    ("title: * What", "1:8", begins("*"), f'{QUOTE}`title: "* What"`'),
    ("title: *What", "1:8", begins("*"), f'{QUOTE}`title: "*What"`'),
    ("title: & What", "1:8", begins("&"), f'{QUOTE}`title: "& What"`'),
    ("title: &more of it", "1:8", f"{begins('&')}: readers would not see `&more`", f'{QUOTE}`"&more of it"`'),
    ("title: !What", "1:8", begins("!"), f'{QUOTE}`title: "!What"`'),
    ("title: | What", "1:8", begins("|"), f'{QUOTE}`title: "| What"`'),
    ("title: > What", "1:8", begins(">"), f'{QUOTE}`title: "> What"`'),
    ("title: - What", "1:8", begins("-"),
     f'{QUOTE}`title: "- What"`; if it is an item of a list, write it into the line below'),
    # what stands between a name and its value, or before an item, on the keyboards and in the programs of others
    ("title\uff1aWhat\nabout: x", "1:6", "`\uff1a` stands behind `title` in place of a colon", "write `title: What`"),
    ("title = What\nabout: x", "1:6", "`=` stands behind `title` in place of a colon", "write `title: What`"),
    ("title:\u00a0What\nabout: x", "1:6",
     "the space behind `title:` is one that does not break, as other programs write it", "write `title: What`"),
    ("topics:\n• a\n• b", "2:1", ITEM, "write `- a`"),
    ("topics:\n-a\n-b", "2:1", ITEM, "write `- a`"),
    ("topics:\n* a\n* b", "2:1", ITEM, "write `- a`"),
    ("topics:\n  -\ta", "2:3", ITEM, "write `- a`"),
    ("about: a text\n  and more: of it", "2:11",
     "a colon with a space behind it stands in the text of `about`, and ends the name of a field",
     "write `about: >-`, and the whole text in the lines below it"),
    ("title: ? What", "1:8", begins("?"), f'{QUOTE}`title: "? What"`'),
    (
        "title: `What` is it",
        "1:8",
        "a text without quotes can't begin with `` ` ``",
        f'{QUOTE}`` title: "`What` is it" ``',
    ),
    # quotes and brackets
    (
        'title: "What',
        "1:8",
        "the quotes that begin here are never closed",
        'end the text with `"`, or remove the one at its beginning',
    ),
    ('title: "What" is it', "1:15", "text stands behind the closing quotes", f"{QUOTE}`title: '\"What\" is it'`"),
    (
        "title: 'It's it'",
        "1:12",
        "the quotes end here already, since `'` stands within them",
        f"{QUOTE}`title: \"It's it\"`",
    ),
    (
        'title: "a\\q"',
        "1:10",
        "a backslash stands between double quotes, where it has a meaning of its own",
        "put the text in single quotes: `'…'`",
    ),
    ("title: {What} is it", "1:15", "text stands behind the closing bracket", f'{QUOTE}`title: "{{What}} is it"`'),
    (
        "topics: [a, b\ntitle: x",
        "1:9",
        "the bracket `[` that begins here is never closed",
        "end the list with `]`; or, where it is a text, put that in quotes",
    ),
    (
        "topics: [",
        "1:9",
        "the bracket `[` that begins here is never closed",
        "end the list with `]`; or, where it is a text, put that in quotes",
    ),
    (
        "topics: [a #1, b]",
        "1:12",
        "the rest of the line from ` #` on is taken for a comment, so the bracket is never closed",
        "put what holds ` #` in quotes",
    ),
    # indentation
    (
        "title: x\n date: y",
        "2:2",
        "`date:` begins further right than `title:`, so it is read as a part of its text",
        "begin it in column 1, as the line above",
    ),
    (
        " title: x\ndate: y",
        "1:1",
        "this line begins further right than the fields below it",
        "begin it in column 1, as those below",
    ),
    (
        "topics:\n  - a\n - b",
        "3:2",
        "this line begins in column 2, and the one to which it belongs does not",
        "begin it where its neighbours begin; the line above it begins in column 3",
    ),
    (
        "topics:\n  - a\n    - b",
        "3:5",
        "this begins further right than the line above, so it is read as a part of its text",
        "begin it in the same column as the other items of the list",
    ),
    (
        "about: It is long\nand goes on\ntitle: x",
        "2:1",
        "this line is no field, and it is not indented as a part of the one above it",
        "begin it with two spaces where it continues the text above, or write `name: value`",
    ),
    ("a:\n\t- b", "2:1", SPACES, TWO),
    ("a: 1\n\tb: 2", "2:1", SPACES, TWO),
    # a space that is missing
    ("title:What\ndate: x", "1:7", "a space is missing behind `title:`", "write `title: What`"),
    ("books:\n  - a: x\n    isbn:978\n    year: 1", "3:10", "a space is missing behind `isbn:`", "write `isbn: 978`"),
    ("books:\n  - title: x\n     isbn:978", "3:6", "a space is missing behind `isbn:`", "write `isbn: 978`"),
    # other
    (
        "a: 1\n---\nb: 2",
        "2:1",
        "a line `---` stands here, as if the fields ended",
        "remove it, or write what follows it below the fields of the file",
    ),
    ("a: 1\nb: 2\na: 3", "3:1", "`a` stands here twice", "remove one; the first is on line 1"),
    (
        "b:\n  ? [a]\n  : b",
        "2:5",
        "brackets stand here in place of the name of a field",
        "put a text that begins with a bracket in quotes",
    ),
    (
        "a: b\nc: d\x07",
        "2:5",
        "the control character U+0007 can't stand in YAML",
        "remove it; it may be invisible in your editor",
    ),
    (
        "a: b\n]",
        "2:1",
        "this line, or the one before it, is not written as fields are",
        "look at this line and the one before it: each is `name: value` or `- item`, indented as its neighbours",
    ),
    # too much, at the line that is too much
    (
        "a:\n  " + "[" * 65 + "]" * 65,
        "2:66",
        "what stands here is nested more than 64 levels deep",
        "write less in one file, or nest less deeply",
    ),
    (
        "[\n" + "a,\n" * 20_000 + "]",
        "20001:1",
        "up to here, this holds more than 20,000 values",
        "write less in one file, or nest less deeply",
    ),
    ("a: &a [*a]", "1:8", "this repeats itself without an end", "write less in one file, or nest less deeply"),
    (
        "a: &a [" + "b," * 150 + "]\nb:\n" + "- *a\n" * 150,
        "134:3",
        "up to here, this holds more than 20,000 values",
        "write less in one file, or nest less deeply",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "place", "message", "hint"), SLIPS, ids=lambda one: one[:30] if "\n" not in one else ""
)
def test_a_slip_is_told_once_with_its_place_and_what_to_write(text: str, place: str, message: str, hint: str) -> None:
    _, (problem,) = yaml.parse(text, "x")
    assert (str(problem.place), problem.message, problem.hint) == (f"x:{place}", message, hint)


@pytest.mark.parametrize(
    "text",
    [
        "# all of it\ntitle: x # of this\n\n# the end\n",
        "title: 'x #1' # said so\nurl: https://e.org/#top",
        "title: x\n# a remark\ndate: y",
        "topics: # of all\n  - a # first\n  - b\n",
        "a: &a [b]\nc: *a",
        "text: >-\n  Step #1: begin\n  - and\n",
        "title: x ## loud\nb: c",
        "text: it goes\n  on here - and - there",
    ],
)
def test_what_is_meant_is_no_slip(text: str) -> None:
    assert yaml.parse(text, "x")[1] == ()


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ('“Hugo" and I', "straight and curly quotes are mixed here"),
        ('Hugo said “no"', "straight and curly quotes are mixed here"),
        ("“What helped”", "`“` and `”` are taken for a part of the text, so readers would see them"),
        ("„Was half“", "`„` and `“` are taken for a part of the text, so readers would see them"),
        ("‘What helped’", "`‘` and `’` are taken for a part of the text, so readers would see them"),
        ("What # helped", LOST),
        ("", ""),
        ("“No” and “yes”", ""),
        ("It’s “good”", ""),
        ('"“What helped”"', ""),
        ('A 5" screen', ""),
    ],
)  # fmt: skip
def test_what_is_doubtful_in_a_text(written: str, message: str) -> None:
    document, found = yaml.parse(f"title: {written}", "x")
    assert document is not None and not found
    assert [problem.message for problem in document.doubts.values()] == ([message] if message else [])


@pytest.mark.parametrize("text", ["a: b", "it's", 'say "no"', 'it\'s "no"', "a\\b"])
def test_a_text_in_quotes_is_that_text(text: str) -> None:
    document, found = yaml.parse(f"title: {quoted(text)}", "x")
    assert not found and document is not None and document.value == {"title": text}
