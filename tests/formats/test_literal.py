"""What Word and other programs write is told where it stands, whole; what is text is not."""

from __future__ import annotations

import pytest

from pipeline.formats.markdown import render

PATH = "content/pages/a.md"
BOX = "write `> [!NOTE]` in a line of its own, and begin each line below it with `> `"
SORT = (
    "this is no box: its first line must hold the sort alone, and GitHub knows five of them",
    "write `> [!NOTE]` (or TIP, IMPORTANT, WARNING, CAUTION) alone in its line, and the text in the next",
)
TURNED = "this is no link: its brackets are the wrong way round"
APART = "this is no link: a space stands between its brackets"
RUN = "these lines are no list: readers see them run together"
HYPHEN = "begin each with `- `: a hyphen and a space"
SIGN = "this sign begins no item of a list: readers see the lines run together"
TABLE = (
    "these lines make no table: its second line is missing, or has another number of columns",
    "write it below the first one, with `---` for each column: `|---|---|`",
)
TICK = (
    "this is no box to tick, and is shown as text",
    "begin the line with `- [ ] `, with a space between the brackets and one behind them",
)
BESIDE = (
    "this list stands beside the numbers above it, not within one of them",
    "indent its lines by three or four spaces, as the text behind the number",
)
NUMBERS = (
    "these numbers begin no list: they stand right under a line of text, and don't begin with 1",
    "put an empty line above the first of them",
)
FAR = (
    "this line begins no item of a list: it is indented too far",
    "indent it as much as the text of the item to which it belongs, or not at all",
)
LITTLE = (
    "this item stands beside the one above it, not within it: it is indented too little for that",
    "indent it as much as the text of the item above, or as little as its mark",
)
CONTENTS = "this is shown as text: each page makes its contents from its headings by itself"
CODE = ("this is shown as a block of code: it is indented by four spaces or more", "remove the indentation")
FORM = ("the questions of this form are shown as a block of code", "write `form` right behind the marks of this line")
BOLD = (
    "these stars make nothing bold, and are shown as text",
    "write `**bold**`: no space inside the stars, and a space or the end of the sentence behind them",
)
SIGNS = (
    "stars between a sign and a letter make nothing bold, and are shown as text",
    "write the sign outside of the stars, as in `「**…**」`, or a space beside them",
)
NO_TAGS = "remove it, and write in Markdown what it stood for"
LEFT = ("is left of what an assistant wrote, and leads nowhere", "remove it; name what you have read in `sources`")
UNBROKEN = (
    "this is no heading and no item of a list: the space behind its mark is one that does not break",
    "type that space again, without the Alt or Option key",
)


def no_note(name: str) -> tuple[str, str]:
    return (
        f"there is no footnote `[^{name}]`, and readers see this mark",
        f"write the footnote in a line of its own: `[^{name}]: its text`, or remove the mark",
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # Links
        ("a\nRead (the NHS)[https://nhs.uk/]", [(2, 6, TURNED, "write `[the NHS](https://nhs.uk/)`")]),
        ("- see (it)[b.md]", [(1, 7, TURNED, "write `[it](b.md)`")]),
        ("> [a] (https://e.org/)", [(1, 3, APART, "remove it: `[a](https://e.org/)`")]),
        ("See [[Urges]], [[b|c]]", [
            (1, 5, "`[[Urges]]` is no link, and is shown as text", "write `[Urges](path-of-its-file.md)`"),
            (1, 16, "`[[b]]` is no link, and is shown as text", "write `[b](path-of-its-file.md)`"),
        ]),
        ("[the log][log], [log][]", [
            (1, 1, "this is no link: no line says where it leads", "write `[the log](address)`"),
            (1, 17, "this is no link: no line says where it leads", "write `[log](address)`"),
        ]),
        # Footnotes
        ("a[^2] b[^1] c[^x]\n\n[^1]: d", [(1, 2, *no_note("2")), (1, 14, *no_note("x"))]),
        ("a^[b c]", [(1, 2, "a footnote amid the text is shown as it is written",
                      "write `[^1]` here, and in a line of its own `[^1]: its text`")]),
        # Emphasis
        ("**Note:**text and ** b **", [(1, 1, *BOLD), (1, 19, *BOLD)]),
        ("a\n彼は**「死にたい」**と、**「死」**と", [(2, 2, *SIGNS), (2, 10, *SIGNS)]),
        ("قال **«مرّت»**ثم", [(1, 12, *SIGNS)]),
        ("- ~~gone", [(1, 3, "these marks strike nothing out, and are shown as text",
                       "write `~~gone~~`, with two marks at each end and no space inside")]),
        ("a ==b c==", [(1, 3, "`==b c==` marks nothing, and is shown as text", "write `**b c**`")]),
        ("![[a.png|300]]", [(1, 1, "`![[a.png]]` is no picture, and is shown as text",
                             "write `![what it shows](path-of-its-file)`")]),
        # Notes, changes and marks of other programs
        ("a %%b c%%", [(1, 3, "this note between `%%` is shown to readers", "write it so: `<!-- your note -->`")]),
        ("%%\na\n%%", [(1, 1, "what stands between these lines is shown to readers",
                       "put `<!--` before your note and `-->` behind it")]),
        ('[caption id="b"]a[/caption]', [(1, 18, "`[/caption]` is shown as text", NO_TAGS)]),
        ('[gallery ids="1,2"]', [
            (1, 1, "this is shown as text: what stands between `[` and `]` puts nothing in its place", NO_TAGS)]),
        ("{{< figure a >}}", [
            (1, 1, "this is shown as text: what stands between `{{` and `}}` puts nothing in its place", NO_TAGS)]),
        ("m^2^", [(1, 2, "these marks raise nothing, and are shown as text", "write `<sup>2</sup>`")]),
        ("++ctrl+c++", [(1, 1, "these marks are shown as text", "write `<kbd>ctrl+c</kbd>`")]),
        ("a {++b++}", [(1, 3, "this change is shown with its marks",
                        "write what is to stand here, and remove the rest")]),
        ("a:contentReference[oaicite:0]{index=0} 【4†b】", [
            (1, 2, f"`:contentReference[oaicite:0]{{index=0}}` {LEFT[0]}", LEFT[1]),
            (1, 40, f"`【4†b】` {LEFT[0]}", LEFT[1]),
        ]),
        ("See Error! Reference source not found.", [
            (1, 5, "a word processor wrote this in place of a reference that it did not find", "write what is meant")]),
        ("*[CBT]: a therapy", [(1, 1, "this explains no word, and is shown as text",
                                "say in the text what it means, or write it into the glossary")]),
        ("a :smile:", [(1, 3, "`:smile:` is shown as text", "write the emoji itself, or remove it")]),
        # Lists
        ("a\n\n• b\n• c", [(3, 1, SIGN, "begin each line with `- `")]),
        ("– a\n– b", [(1, 1, RUN, HYPHEN)]),
        ("-a\n-b", [(1, 1, RUN, HYPHEN)]),
        ("*a\n*b", [(1, 1, RUN, HYPHEN)]),
        ("\uf0b7\ta", [(1, 1, SIGN, "begin each line with `- `")]),
        ("a) b\nb) c", [(1, 1, RUN, "begin each with a number: `1. `, `2. `")]),
        ("1.a\n2.b", [(1, 1, RUN, "put a space behind each number: `1. `")]),
        ("-\u00a0a\n\n#\u00a0b", [(1, 1, *UNBROKEN), (3, 1, *UNBROKEN)]),
        ("a\n3. b\n4. c", [(2, 1, *NUMBERS)]),
        ("a\n    - b\n    - c", [(2, 5, *FAR)]),
        ("1. a\n  - b\n2. c", [(2, 0, *BESIDE)]),
        ("10. a\n\n   * b", [(3, 0, *BESIDE)]),
        ("- a\n - b\n - c", [(2, 0, *LITTLE)]),
        ("- [] a\n- [ ]b\n\n[x] c", [(1, 3, *TICK), (2, 3, *TICK), (4, 1, *TICK)]),
        # Tables
        ("|a|b|\n|1|2|", [(1, 1, *TABLE)]),
        ("|a|b|\n|-|\n|1|2|", [(1, 1, *TABLE)]),
        ("Day | Urge\nMon | 3", [(1, 1, *TABLE)]),
        ("| a | b |\n\n|---|---|\n\n| 1 | 2 |", [
            (3, 1, "this line makes no table: no names of columns stand right above it",
             "remove the empty lines between the lines of the table")]),
        ("+---+---+\n| a | b |\n+---+---+", [(1, 1, *TABLE)]),
        ("·\ta\n·\tb", [(1, 1, SIGN, "begin each line with `- `")]),
        ("a\tb\nc\td", [(1, 1, "the columns of these lines are lost: tabs are shown as one space",
                        "write a table: `| one | two |`, below it `|---|---|`, and a line for each row")]),
        # Boxes
        (">[!note] a\n\n> [!INFO]\n> b", [(1, 2, *SORT), (3, 3, *SORT)]),
        ("::: note\na\n:::", [(1, 1, "this begins no box, and is shown as text", BOX)]),
        ("??? a", [(1, 1, "this begins no box, and is shown as text", BOX)]),
        ("[TOC]", [(1, 1, CONTENTS, "remove it")]),
        # Blocks
        ("a\n\n    Dear friends of the group,", [(3, 0, *CODE)]),
        ("a\n\n\t- b", [(3, 0, *CODE)]),
        ("It passes.\n---\n\nA heading\n---", [(2, 0, "this line makes a heading of the sentence above it",
                                            "put an empty line above it, or write the heading with `##`")]),
        ("```forms\n- text: a\n```", [(1, 0, *FORM)]),
        ("~~~\n- lines: a\n~~~", [(1, 0, *FORM)]),
    ],
)  # fmt: skip
def test_what_other_programs_write_is_told(body: str, expected: list[tuple[int, int, str, str]]) -> None:
    found = render(body, PATH).findings
    assert [(one.line, one.column, one.message, one.hint) for one in found] == expected
    assert {one.code for one in found} == {"shown-as-written"}


@pytest.mark.parametrize(
    "body",
    [
        r"\(a)[b.md] \[[c]] \[^1] \*\*d \~~e",
        "`(a)[b.md]` `[[c]]` `[^1]` `**d`\n\n```\n• a\n[[b]]\n```",
        "f(a)[0] [1][2] a[i][j] (see [b](c.md))[^1]\n\n[^1]: [a] (as said)",
        "5% or 10 %% of it, i++ and ++i, a^b, {--} [/] [video] {{ name }} {% if %} 【a】 Error! Again.",
        "f**k and s*** and 2 ** 3 and **** and *a* see **b**, **c**.",
        "I said: no. 10:30:15 a:b:c ::",
        "– a single dash\n\n-5 degrees, and\n-6 by night\n\n*a*\n*b*\n\nWas born in\n1984. And so on.",
        "- a\n  - b\n    - c\n\n1. d\n   - e\n\n 9. f\n10. g\n\n* h\n\n  i\n* j",
        "[x](y.md) is a link, and [y]: a name.\n\n- [z](y.md)",
        "a | b\n\na\tb\n\n|a|\n|-|\n|b|",
        "> [!TIP]\n> a\n\n> [b] c",
        "    x = 1\n\n```sh\n- a: b\n```",
        "---\n\nTitle: a\n---\n\n***\n\nb",
        "「**死**」と **「死」** と `**「死」**と` **पानी**में **«نص»** و 2**(3)",
    ],
)  # fmt: skip
def test_what_is_text_is_not(body: str) -> None:
    assert [one for one in render(body, PATH).findings if one.code == "shown-as-written"] == []


@pytest.mark.parametrize("word", ["Form", "FORM", "form"])
def test_a_form_is_one_however_its_name_is_written(word: str) -> None:
    assert [block.form is not None for block in render(f"```{word}\n- text: a\n```", PATH).forms] == [True]
