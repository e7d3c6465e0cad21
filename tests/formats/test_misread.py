"""What looks like markup and is none is told where it stands; what is markup, or plainly text, is not."""

from __future__ import annotations

import pytest

from pipeline.formats.markdown import render

ATTRIBUTES = "remove it: headings are linked by their words, and boxes are written `!!! note`"
LINK = "put an address that has spaces between `<` and `>`, or a backslash before `[` if you mean the text"
DEFINITION = ("this definition is shown as text: it is in a paragraph", "put an empty line before it")
TERM = ("this definition is shown as text: it has no term", "write its term alone in the line above it")
HEADING = ("this is no heading, and is shown as text", "put a space after the `#`, or a backslash before it")
END = "this block of code has no end, and takes all that follows"
FIELDS = (
    "these lines are shown as a heading: they look like fields, and fields stand above the text",
    "move them up between the first two lines of `---`, or remove them",
)
COMMENT = ("this is no comment, and is shown as text", "write it so: `<!-- your note -->`")
CLOSE = "end it with a line of the marks that began it"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("## A {#b .c}", [(1, 6, "`{#b .c}` is shown as text", ATTRIBUTES)]),
        ("a\n\n- b *c*{: .d}", [(3, 8, "`{: .d}` is shown as text", ATTRIBUTES)]),
        ("> a\n> {:.note}", [(2, 3, "`{:.note}` is shown as text", ATTRIBUTES)]),
        ("![a](b.png){width=3}", [(1, 12, "`{width=3}` is shown as text", ATTRIBUTES)]),
        ("[a](b.md) `](` ![c](d.png)\n[e](f g.md)", [(2, 3, "this is no link, and is shown as text", LINK)]),
        ("a\n[b](c d.md) e", [(2, 3, "this is no link, and is shown as text", LINK)]),
        ("a\n[b]: c.md", [(2, 1, *DEFINITION)]),
        ("- a [b]\n  [b]: c.md 'd'", [(2, 3, *DEFINITION)]),
        ("a [](https://e.org/) [b ![c](d.png)](e.md)", [
            (1, 6, "this link has no words, so that nobody sees it", "write some between `[` and `]`")]),
        ("[^a b]: c d", [(1, 1, *DEFINITION)]),
        ("[^a b]: c", [(1, 0, "`[^a b]` is no footnote: its name has a space",
                        "write its name without spaces, here and in the text")]),
        ("A\nB\n: c", [(3, 1, *TERM)]),
        ("#A\n\n- ##b", [(1, 1, *HEADING), (3, 3, *HEADING)]),
        ("a\nb\n---\nc", [(3, 0, "this line makes a heading of the 2 lines above it",
                          "put an empty line before it, or write the heading with `#`")]),
        ("<div>\n\n    <p>a</p>\n</div>", [(3, 0, "this is shown as code: it is indented, below an empty line",
                                           "remove the indentation")]),
        ("---\ntitle: a\nb: c\n---", [(2, 0, *FIELDS)]),
        ("a\n\n<!-- b\n\nc", [(3, 1, "this comment has no end, and takes all that follows", "end it with `-->`")]),
        ("a <!-- b", [(1, 3, "this comment has no end, and is shown as text", "end it with `-->`")]),
        ("> <!- b ->\n\n<!– c –>", [(1, 3, *COMMENT), (3, 1, *COMMENT)]),
        ("- [a](b", [(1, 5, "this is no link, and is shown as text", "end the address with `)`")]),
        ("[a](b.md “c”)", [(1, 3, "this is no link, and is shown as text",
                            'write straight quotes around what is shown above the link: `[text](address "words")`')]),
        ("a\n\n```sh\nb", [(3, 0, END, CLOSE)]),
        ("- ~~~~\n  a\n  ~~~\n\nb", [(1, 0, END, CLOSE)]),
        ("```form\n- text: a", [(1, 0, END, CLOSE)]),
        ("a[^2]\n\n[^1]: b\n[^2]: c\n\n[^2]: d", [
            (3, 0, "nothing refers to the footnote `[^1]`, so it is not shown",
             "write `[^1]` in the text, or remove the footnote"),
            (6, 0, "the footnote `[^2]` stands twice, and the last one is shown", "give it another name"),
        ]),
        ("[a] [A]\n\n[a]: b.md\n[A]: c.md", [
            (4, 0, "`[a]` leads elsewhere already, by its first definition", "give one of the two another name"),
        ]),
        ("- |a|b|\n  |-|-|\n  |`c|d`|e|\n  |f|g|", [
            (3, 0, "this row has 3 cells, and its table 2 columns: the last ones are not shown",
             "write `\\|` where the text has a `|`, also within backticks"),
        ]),
    ],
)  # fmt: skip
def test_what_readers_would_see_as_it_is_written_is_told(body: str, expected: list[tuple[int, int, str, str]]) -> None:
    found = render(body, "content/pages/a.md").findings
    assert [(one.line, one.column, one.message, one.hint) for one in found] == expected


@pytest.mark.parametrize(
    "body",
    [
        "`{#a}` and `[b](c d.md)` and `|`",
        "```\n{: .a}\n[b](c d.md)\n#a\n```",
        r"\{: .a} \[b](c d.md) [b\](c d.md)",
        "{{ a }} {% b %} {a} {:.2f} {1: 2} {#} a{b=c}",
        "[b](<c d.md>) [c](d%20e.md) f(a)[0]",
        "[Anna]: Hello, and welcome.\n[Sam]: Thank you.",
        "a: b\n:c\n\n#1 of #many\n\\#a",
        "a\n---\n\nb\nc\n\n---\n\nd\n===",
        "```\na\n```\n\n~~~\n~~~\n\n> ```\n> b\n> ```",
        "a[^1] b[^1]\n\n[^1]: c",
        "[a] [A]\n\n[a]: b.md\n[A]: b.md",
        "|a|b|\n|-|-|\n|c\\|d|e|\n|f\n\n> a | b\n> - | -\n> c | d",
        "<div>\n<p>\n    a\n</p>\n</div>\n\n    code",
    ],
)
def test_what_is_markup_or_meant_as_text_is_not(body: str) -> None:
    assert [found for found in render(body, "content/pages/a.md").findings if found.code == "misread-markup"] == []


def test_twenty_of_them_tell_enough() -> None:
    assert len(render("#a\n\n" * 30, "content/pages/a.md").findings) == 20
