from __future__ import annotations

import json
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.formats.form import ids
from pipeline.formats.markdown import (
    Heading,
    Link,
    fill_forms,
    form_marker,
    from_json,
    relink,
    render,
    resolve,
    to_json,
    too_complex,
)

PATH = "content/library/articles/x.md"
OUTSIDE = "name a file of the library; `/` at the beginning is its root"
INVISIBLE = "remove it: it stands {}; where you can't see it, type that part of the line again"
ALONE = "end the tags that are open before it"
IT = "remove it from the tag `<i>`"


def found(body: str) -> list[tuple[int, str, str]]:
    return [(finding.line, finding.code, finding.message) for finding in render(body, PATH).findings]


def whole(body: str) -> list[tuple[int, int, str, str]]:
    """Place, message and remedy of what is wrong."""
    return [(found.line, found.column, found.message, found.hint) for found in render(body, PATH).findings]


def test_links_are_resolved_and_later_readdressed() -> None:
    body = "# Y\n\n[x](../../handouts/urge-log.md#y)\n[same](#y) [root](/content/a%20b.md) [out](https://e.org/#f)\n"
    rendering = render(body, PATH)
    assert rendering.findings == ()
    assert rendering.links == (
        Link("../../handouts/urge-log.md#y", "content/handouts/urge-log.md", "y", 3, 5, False),
        Link("#y", PATH, "y", 4, 8, False),
        Link("/content/a%20b.md", "content/a b.md", "", 4, 19, False),
        Link("https://e.org/#f", "https://e.org/#f", "", 4, 44, False),
    )
    assert '<a href="/@/content/handouts/urge-log.md#y">' in rendering.html
    assert '<a href="#h-y">' in rendering.html and '<h2 id="h-y">' in rendering.html
    asked: list[tuple[str, str]] = []

    def address(path: str, fragment: str) -> str:
        asked.append((path, fragment))
        return "../" + path.rsplit("/", 1)[-1].removesuffix(".md").replace(" ", "-") + "/"

    text = relink(rendering.html, address)
    assert asked == [("content/handouts/urge-log.md", "y"), ("content/a b.md", "")]
    assert '<a href="../urge-log/#h-y">' in text and '<a href="../a-b/">' in text and "/@/" not in text


def test_an_empty_target_leads_nowhere() -> None:
    rendering = render("[x]()", PATH)
    assert rendering.links == (Link("", "", "", 1, 5, False),) and rendering.html == "<p><a>x</a></p>"


def test_text_that_looks_like_a_reference_is_left() -> None:
    text = render('`href="/@/x"` and <a href="/@/x">', PATH).html
    assert 'href="/@/x"' in relink(text, lambda path, _fragment: path)


def test_headings_ids_and_words() -> None:
    rendering = render("## Über *uns* & more\n\n### Zwei\n\n## Zwei\n\nthree words here[^1]\n\n[^1]: Note.\n", PATH)
    assert rendering.headings == (
        Heading(2, "über-uns-more", "Über uns & more", (Heading(3, "zwei", "Zwei"),)),
        Heading(2, "zwei_1", "Zwei"),
    )
    assert rendering.ids == ("über-uns-more", "zwei", "zwei_1", "fnref:1", "fn:1")
    assert rendering.words == 9 and rendering.text.endswith("three words here\nNote.")
    assert set(re.findall(r'href="#([^"]*)"', rendering.html)) <= set(re.findall(r'id="([^"]*)"', rendering.html))


def test_dialect() -> None:
    text = render('|a|b|\n|:-|-:|\n|1|2|\n\n!!! note "T"\n    x\n\n```python\nx < 1\n```\n\nT\n:   D\n', PATH).html
    assert '<th scope="col" class="align-left">a</th>' in text and '<td class="align-right">2</td>' in text
    assert '<div class="admonition note">' in text and '<code class="language-python">x &lt; 1' in text
    assert "<dd>D</dd>" in text and "style" not in text


def test_macros_and_snippets_mean_nothing() -> None:
    rendering = render('{{ x }} {% y %}\n\n--8<-- "pyproject.toml"\n', PATH)
    assert rendering.text == '{{ x }} {% y %}\n--8<-- "pyproject.toml"' and rendering.findings == ()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("<p onclick=alert(1)>x</p>", "the attribute `onclick` is never published"),
        ("[x](https://e.org){onclick=alert(1)}", "`{onclick=alert(1)}` is shown as text"),
        ("[x](javascript:alert)", "`javascript:` links are never published"),
        ("[x](JaVa&#115;cript:alert)", "`javascript:` links are never published"),
        ("<a href='data:text/html,x'>x</a>", "`data:` links are never published"),
        ("[x](//evil.example)", "an address that begins with `//`"),
        ("[x](/\\evil.example)", "an address that begins with `//`"),
        ("<script>alert(1)</script>", "the tag `<script>` is never published here"),
        ("<iframe src=x></iframe>", "the tag `<iframe>`"),
        ("<b style='color:red'>x</b>", "the attribute `style`"),
        ("<blockquote cite='javascript:x'>x</blockquote>", "the attribute `cite`"),
        ("<span class='md-dialog'>x</span>", "the class `md-dialog`"),
        ("</div></main>", "the end tag `</div>` ends nothing; the end tag `</main>` ends nothing"),
        ('!!! note "<img src=x alt=y onerror=y>"', "the attribute `onerror`"),
        ("a\x1b[31m", "the control character U+001B"),
        ("a\u202eb", "the invisible character U+202E (right-to-left override)"),
        ("a\uffffb", "the control character U+FFFF"),
    ],
)
def test_what_vanishes_is_told_with_its_line(line: str, message: str) -> None:
    before = "# One\n\n```html\n<script onclick=x>\n</div>\n```\n\nText with <b>bold</b>.\n\n"
    findings = [finding for finding in found(before + line + "\n\nMore.\n\n- a\n") if finding[1] != "heading-jump"]
    assert len(findings) == 1
    assert findings[0][0] == 10 and findings[0][2].startswith(message)


def test_a_dangerous_reference_is_told_where_it_is_defined() -> None:
    assert found("[x][r]\n\ntext\n\n[r]: javascript:x\n") == [
        (5, "unsafe-markup", "`javascript:` links are never published")
    ]


def test_two_lines_are_two_findings_and_comments_none() -> None:
    findings = found("<i onclick=a>x</i>\n\n<!-- c -->\n\n<i onclick=b>x</i>\n")
    assert [line for line, _, _ in findings] == [1, 5]


def test_pictures_and_headings() -> None:
    assert found("![](a.png)\n\n![x](https://e.org/a.png)\n\n<img src='b.png'>\n\n# a\n\n### b\n") == [
        (1, "missing-alt", "a picture has no alternative text"),
        (3, "remote-picture", "a picture stands on another host, which readers would be made to call"),
        (5, "missing-alt", "a picture has no alternative text"),
        (9, "heading-jump", "a heading of level 3 follows one of level 1"),
    ]
    assert "https://e.org" not in render("![x](https://e.org/a.png)", PATH).html


def test_a_jump_is_told_at_its_own_heading() -> None:
    body = "## a\n\n### b\n\n```\n### code\n```\n\n# c\n\n### d\n"
    assert found(body) == [
        (1, "heading-jump", "the first heading is of level 2, and a later one of level 1"),
        (11, "heading-jump", "a heading of level 3 follows one of level 1"),
    ]


def test_the_first_level_belongs_to_the_title_of_the_page() -> None:
    written = "# a\n\n###### b\n\n<h1>c</h1>\n\nd\n===\n"
    shown = render(written, PATH)
    assert re.findall(r"<(h.)", shown.html) == ["h2", "h6", "h2", "h2"]
    assert [(one.level, one.id) for one in shown.headings] == [(2, "a"), (2, "d")]
    assert re.findall(r"</(h.)", render("## a\n\n### b", PATH).html) == ["h2", "h3"]


def test_out_of_the_library() -> None:
    assert [code for _, code, _ in found("[x](../../../../etc/passwd)")] == ["outside-library"]


def test_forms_are_taken_out() -> None:
    body = "Before\n\n```form\n- text: a\n- date: b\n```\n\n~~~\n```form\n```\n~~~\n\n"
    body += "```form\n- sign: c\n```\nAfter <b onclick=x>\n"
    rendering = render(body, PATH)
    assert [(block.text, block.line) for block in rendering.forms] == [
        ("- text: a\n- date: b\n", 4),
        ("- sign: c\n", 14),
    ]
    assert [ids(block.form) if block.form else None for block in rendering.forms] == [("a", "b"), ("c",)]
    assert from_json(json.loads(json.dumps(to_json(rendering)))) == rendering
    assert form_marker(1) in rendering.html and form_marker(2) in rendering.html
    assert [finding.line for finding in rendering.findings] == [16]
    assert '<div class="form-block"><i>2</i></div>' in fill_forms(rendering.html, ["<i>1</i>", "<i>2</i>"])


def test_a_form_that_is_no_block_is_told() -> None:
    assert [(line, code) for line, code, _ in found("- a\n\n    ```form\n    - text: a\n    ```\n")] == [
        (3, "bad-form")
    ]
    assert [(line, code) for line, code, _ in found("<b>\n```form\n- text: a\n```\n</b>\n")] == [(2, "bad-form")]
    assert (3, 0, "the form block does not stand by itself", ALONE) in whole("<title>\n\n```form\n- text: a\n```\n")
    assert "bad-form" not in [code for _, code, _ in found(form_marker(1))]
    assert form_marker(1) not in render(form_marker(1) + "\ufdd01\ufdd1", PATH).html


def test_json_there_and_back() -> None:
    rendering = render("# A\n\n## B\n\n[x](y.md)\n\n```form\n- text: a\n```\n\n<script>\n", PATH)
    assert from_json(json.loads(json.dumps(to_json(rendering)))) == rendering


NASTY = {
    "brackets": "[" * 10_000,
    "pictures": "![" * 10_000,
    "links": "[a](" * 10_000,
    "cdata": "<![CDATA[" * 1_000,
    "attributes": "*a*{" * 100_000,
    "line ends": "\n" * 999_999,
    "footnotes": "a[^1] " * 10_000 + "\n\n[^1]: x",
    "reference bomb": f"[a]: {'x' * 70_000}\n\n" + "[a] " * 1_900,
    "table": "|".join("a" * 1_000) + "\n" + "|".join("-" * 1_000) + "\n" + "|\n" * 1_000,
    "list in list": "- " * 1_000,
    "indented lists": "\n".join("    " * depth + "- x" for depth in range(250)),
    "quotes": ">" * 5_000,
    "divs": "<div>" * 100_000,
    "fences": "~~~ a\n" * 29_000,
    "headings": "# a\n" * 29_000,
    "rules": "---\n" * 29_000,
    "underlined": "a\n=\n" * 14_000,
    "surrogate": "a\ud800b",
    "declaration": "<![foo",
    "within brackets": "[" * 1_900,
    "within tags": "<div>" * 2_900,
    "within lists": "\n".join("    " * (depth % 20) + "- x" for depth in range(2_000)),
}


@pytest.mark.parametrize("body", NASTY.values(), ids=NASTY.keys())
def test_nasty_texts_are_refused_or_rendered_quickly(body: str) -> None:
    started = time.process_time()
    rendering = render(body, PATH)
    assert time.process_time() - started < 5
    if too_complex(body) is not None:
        assert [finding.code for finding in rendering.findings] == ["too-complex"] and rendering.html == ""


PIECES = [
    "# ", "- ", "|", "\n", "\n\n", "    ", "> ", "```", "~~~", "form", "<b ", "onclick=x", ">", "</div>", "<script>",
    "[^1]", "[^1]: ", "[a]", "[a]: ", "(x)", "![", "](", ":", ": ", "!!! note", "{#i}", "*", "_", "`", "<!--", "-->",
    "<![", "&#", ";", "\\", "\x02", "\ufdd0", "1", "://", "javascript:", "a", "<a href=", "<img src=", '"', "<p/",
    "</p>", "https://", "www.", "@b.c", "~~", "- [x] ", "> [!TIP]\n", "|-|-|\n", "---\n", "\t", "<table>", "<title>",
    "\xa0",
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=120) | st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_never_raises_and_is_always_safe(body: str) -> None:
    rendering = render(body, PATH)
    assert "<script" not in rendering.html and not re.search(r"<[^>]* onclick=", rendering.html)
    lines = body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    places = [(found.line, found.column) for found in rendering.findings]
    for line, column in places + [(link.line, link.column) for link in rendering.links]:
        assert 1 <= line <= len(lines) and column <= len(lines[line - 1]) + 1
    assert from_json(json.loads(json.dumps(to_json(rendering)))) == rendering


ALT = (
    "a picture has no alternative text",
    "describe what the picture shows to someone who can't see it: `![a quiet path](path.jpg)`",
)
REMOTE = (
    "a picture stands on another host, which readers would be made to call",
    "put the file into the library and name it by its path",
)
REPEATS = "split the text, or remove what repeats"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("x\n\ny ![ ](a.png)", [(3, 8, *ALT)]),
        ("<img src='a.png'>", [(1, 11, *ALT)]),
        ("x <img alt=' '>", [(1, 3, *ALT)]),
        ("x\n\n![](a&amp;b.png)", [(3, 5, *ALT)]),  # also where it is written otherwise than it is meant
        ("x\n\n![a](https://e.org/a&amp;b.png)", [(3, 6, *REMOTE)]),
        ("x\n\n[a](../../../../a&amp;b)", [(3, 5, "`../../../../a&b` leads out of the library", OUTSIDE)]),
        ("x ![a](https://e.org/a.png)", [(1, 8, *REMOTE)]),
        ("![](https://e.org/a.png)", [(1, 5, *ALT), (1, 5, *REMOTE)]),
        ("# a\n\n### b\n\n##### c", [
            (3, 0, "a heading of level 3 follows one of level 1", "write it with 2 `#`"),
            (5, 0, "a heading of level 5 follows one of level 3", "write it with 4 `#`"),
        ]),
        ("### a", [(1, 0, "a heading of level 3 follows one of level 1", "write it with 2 `#`")]),
        ("## a\n\n### b\n\n## c\n\n### d", []),
        ("## a\n\n<h4>b</h4>", [(3, 0, "a heading of level 4 follows one of level 2", "write it with 3 `#`")]),
        ("- ## a\n\n> #### b", [(3, 0, "a heading of level 4 follows one of level 2", "write it with 3 `#`")]),
        ("x\n\n[a](../../../../etc/passwd)", [
            (3, 5, "`../../../../etc/passwd` leads out of the library", OUTSIDE),
        ]),
        ("![a](../../../../a.png)", [(1, 6, "`../../../../a.png` leads out of the library", OUTSIDE)]),
        (f"[a](../../../../{'a' * 99})", [(1, 5, f"`../../../../{'a' * 68}` leads out of the library", OUTSIDE)]),
        ("a\n\n b\x1b\x07\nc\u202e", [
            (3, 3, "the control character U+001B is never published", INVISIBLE.format("right behind `b`")),
            (4, 2, "the invisible character U+202E (right-to-left override) is never published",
             INVISIBLE.format("right behind `c`")),
        ]),
        ("a\n\n- b\n\n    ```form\n    - text: c\n    ```", [
            (5, 0, "this form block is read as text", "begin and end it at the start of a line"),
        ]),
        ("a\n\n```form\n- text: b\n  help: []\n```", [
            (5, 3, "`help` needs a text of at most 500 characters", "write it like `help: My week`"),
        ]),
        ("[" * 5_001, [(1, 0, "the text has more than 5,000 opening brackets", REPEATS)]),
        ("a\n\n<i onclick=x>b</i> <i style=x>c</i>\n\n<i onclick=x>d</i>", [
            (3, 0, "the attribute `onclick` is never published; the attribute `style` is never published", IT),
            (5, 0, "the attribute `onclick` is never published", IT),
        ]),
    ],
)  # fmt: skip
def test_what_is_wrong_has_its_place_and_a_way_out(body: str, expected: list[tuple[int, int, str, str]]) -> None:
    assert whole(body) == expected


def test_twenty_findings_of_a_sort_tell_enough() -> None:
    assert len(found("a\x07\n" * 21)) == 20
    assert [line for line, _, _ in found("<i onclick=x>a</i>\n\n" * 21)] == [*range(1, 41, 2)]
    (finding,) = found("".join(f"<i on{n}=x>a</i> " for n in range(5)))
    assert finding[2].count("; ") == 3, "four of a line"


def test_a_form_of_any_length_leaves_the_lines_after_it_where_they_are() -> None:
    for block in ("```form\n```", "```form\n- text: a\n```", "~~~form\n- text: a\n- text: b\n~~~"):
        body = f"{block}\n\nx\n\n<i onclick=x>y</i>\n"
        told = [line for line, code, _ in found(body) if code == "unsafe-markup"]
        assert told == [body.split("\n").index("<i onclick=x>y</i>") + 1]


def test_a_form_right_below_a_line_of_text_is_one() -> None:
    rendering = render("x\n```form\n- text: a\n```\ny", PATH)
    assert rendering.html.split("\n") == ["<p>x</p>", form_marker(1), "<p>y</p>"] and rendering.findings == ()


def test_forms_of_a_file_have_different_ids_and_one_that_is_none_has_no_say() -> None:
    block = "```form\n- text: a\n```\n\n"
    rendering = render(f"{block}```form\n- txt: a\n```\n\n{block}", PATH)
    assert [ids(one.form) if one.form else None for one in rendering.forms] == [("a",), None, ("a-2",)]
    assert [(finding.line, finding.column) for finding in rendering.findings] == [(6, 3)]


def test_a_number_of_forms_is_filled_in_in_order() -> None:
    text = f"{form_marker(2)}<p>x</p>{form_marker(1)}"
    filled = fill_forms(text, ["<b>1</b>", "<b>2</b>"])
    assert filled == '<div class="form-block"><b>2</b></div><p>x</p><div class="form-block"><b>1</b></div>'


@pytest.mark.parametrize(
    ("target", "resolved"),
    [
        ("", ("", "")),
        ("?q", ("", "")),
        ("#a%20b", (PATH, "a b")),
        ("?q#a", (PATH, "a")),
        (" b.md#%20 ", ("content/library/articles/b.md", " ")),
        ("b.md?q#c", ("content/library/articles/b.md", "c")),
        ("./", ("content/library/articles", "")),
        ("../x%20y.md", ("content/library/x y.md", "")),
        ("/a//b/../c.md", ("a/c.md", "")),
        ("../../../a", ("a", "")),
        ("../../../../a", (None, "")),
        ("../../../..", (None, "")),
        ("../../../..a", ("..a", "")),
        ("/../a", (None, "")),
        ("a\\b#c", (None, "c")),
        ("a%5cb", (None, "")),
        ("a%00b", (None, "")),
        ("%2e%2e/%2e%2e/%2e%2e/%2e%2e/b", (None, "")),
    ],
)
def test_what_a_reference_means(target: str, resolved: tuple[str | None, str]) -> None:
    assert resolve(target, PATH) == resolved


def test_a_target_that_stands_twice_is_told_where_each_stands() -> None:
    body = 'b.md\n\n[x](b.md) ![y](b.md)\n\n[z]( b.md )\n\n<a href="c.md">z</a> [r]\n\n[r]: d.md\n'
    assert [(link.line, link.column, link.image) for link in render(body, PATH).links] == [
        *((3, 5, False), (3, 16, True), (5, 6, False), (7, 10, False), (9, 6, False)),
    ]
    assert [(link.line, link.column) for link in render("a\n\n[x](b&amp;c.md)", PATH).links] == [(3, 5)]


def test_a_reference_keeps_its_fragment_and_gets_the_prefix_once() -> None:
    text = render("[a](b.md#c%20d) [b](b.md) [c](#e%20f) ![d](g.png#h)", PATH).html
    assert re.findall(r'(?:href|src)="([^"]*)"', text) == [
        "/@/content/library/articles/b.md#c%20d",
        "/@/content/library/articles/b.md",
        "#h-e%20f",
        "/@/content/library/articles/g.png#h",
    ]
    addresses = {"/b/": "/b/#h-c%20d", "/b/#c d": "/b/#h-c%20d", "/b/#c%20d": "/b/#h-c%20d", "/b/#other": "/b/#other"}
    for base, expected in addresses.items():

        def address(_path: str, fragment: str, base: str = base) -> str:
            return base if fragment == "c d" else "/x/"

        made = relink(text, address)
        assert re.findall(r'(?:href|src)="([^"]*)"', made) == [expected, "/x/", "#h-e%20f", "/x/#h-h"]


def test_what_is_read_of_a_body_are_its_words() -> None:
    body = (
        "# A *b*\n\nOne<br>two [link](x.md) ![picture](y.png)[^1]\n\n- three\n- four\n\n|a|b|\n|-|-|\n|c|d|\n\n"
        "```form\n- text: e\n```\n\n&lt;f&gt;\n\n[^1]: Note.\n"
    )
    rendering = render(body, PATH)
    assert rendering.text.split("\n") == [
        *("A b", "One", "two link picture", "three", "four", "a", "b", "c", "d", "<f>", "Note."),
    ]
    assert rendering.words == 14
    assert render("well-known don't 3.5 a_b – x", PATH).words == 5


def test_headings_stand_below_those_above_them() -> None:
    rendering = render("# a\n\n## b\n\n### c\n\n## d\n\n# e\n\n<h2>no id</h2>\n\n## f *g*\n", PATH)
    assert rendering.headings == (
        Heading(2, "a", "a", (Heading(3, "b", "b", (Heading(4, "c", "c"),)), Heading(3, "d", "d"))),
        Heading(2, "e", "e", (Heading(3, "f-g", "f g"),)),
    )


def test_alignment_is_a_class_beside_those_that_are_there() -> None:
    text = render('<table><tr><td align="left" class="note">a</td></tr></table>\n', PATH).html
    assert '<td class="note align-left">' in text


def test_lines_end_as_the_editor_ends_them() -> None:
    for end in ("\n", "\r\n", "\r"):
        rendering = render(f"## a{end}{end}[b](c.md){end}", PATH)
        assert rendering == render("## a\n\n[b](c.md)\n", PATH)


def test_fences_end_with_the_marks_that_began_them() -> None:
    body = "````\n```form\n````\n\n~~~ form\n- text: a\n~~~  \n\n```form\n- text: b\n~~~\n```\n\n```form\nnever ended\n"
    assert [(block.text, block.line) for block in render(body, PATH).forms] == [
        ("- text: a\n", 6),
        ("- text: b\n~~~\n", 10),
    ]
