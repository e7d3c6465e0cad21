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
    to_json,
    too_complex,
)

PATH = "content/library/articles/x.md"


def found(body: str) -> list[tuple[int, str, str]]:
    return [(finding.line, finding.code, finding.message) for finding in render(body, PATH).findings]


def test_links_are_resolved_and_later_readdressed() -> None:
    body = (
        "# A {#y}\n\n[x](../../handouts/urge-log.md#y)\n[same](#y) [root](/content/a%20b.md) [out](https://e.org/#f)\n"
    )
    rendering = render(body, PATH)
    assert rendering.findings == ()
    assert rendering.links == (
        Link("../../handouts/urge-log.md#y", "content/handouts/urge-log.md", "y", 3, 5, False),
        Link("#y", PATH, "y", 4, 8, False),
        Link("/content/a%20b.md", "content/a b.md", "", 4, 19, False),
        Link("https://e.org/#f", "https://e.org/#f", "", 4, 44, False),
    )
    assert '<a href="/@/content/handouts/urge-log.md#y">' in rendering.html
    assert '<a href="#h-y">' in rendering.html and '<h1 id="h-y">' in rendering.html
    asked: list[tuple[str, str]] = []

    def address(path: str, fragment: str) -> str:
        asked.append((path, fragment))
        return "../" + path.rsplit("/", 1)[-1].removesuffix(".md").replace(" ", "-") + "/"

    text = relink(rendering.html, address)
    assert asked == [("content/handouts/urge-log.md", "y"), ("content/a b.md", "")]
    assert '<a href="../urge-log/#h-y">' in text and '<a href="../a-b/">' in text and "/@/" not in text


def test_an_empty_target_leads_nowhere() -> None:
    rendering = render("[x]()", PATH)
    assert rendering.links == (Link("", "", "", 0, 0, False),) and rendering.html == "<p><a>x</a></p>"


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
    assert '<th class="align-left">a</th>' in text and '<td class="align-right">2</td>' in text
    assert '<div class="admonition note">' in text and '<code class="language-python">x &lt; 1' in text
    assert "<dd>D</dd>" in text and "style" not in text


def test_macros_and_snippets_mean_nothing() -> None:
    rendering = render('{{ x }} {% y %}\n\n--8<-- "pyproject.toml"\n', PATH)
    assert rendering.text == '{{ x }} {% y %}\n--8<-- "pyproject.toml"' and rendering.findings == ()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("<p onclick=alert(1)>x</p>", "the attribute `onclick` is never published"),
        ("[x](https://e.org){onclick=alert(1)}", "the attribute `onclick` is never published"),
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
        ("a\u202eb", "the control character U+202E"),
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
    assert found(body) == [(11, "heading-jump", "a heading of level 3 follows one of level 1")]


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
    inside = found("<div>\n\n<b>\n```form\n- text: a\n```\n</b></div>\n")
    assert (4, "bad-form", "the form block does not stand by itself") in inside
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
    "[^1]", "[^1]: ", "[a]", "(x)", "![", "](", ":", "!!! note", "{#i}", "*", "_", "`", "<!--", "-->", "<![",
    "&#", ";", "\\", "\x02", "\ufdd0", "1", "://", "javascript:", "a", "<a href=", "<img src=", '"', "<p/", "</p>",
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=120)
    | st.lists(
        st.sampled_from(
            [
                "# ",
                "- ",
                "-",
                "-",
                "\n",
                "\n\n",
                "    ",
                "> ",
                "```",
                "~~~",
                "form",
                "<b ",
                "onclick=x",
                ">",
                "</div>",
                "<script>",
                "[^1]",
                "[^1]: ",
                "[a]",
                "(x)",
                "![",
                "](",
                ":",
                "!!! note",
                "{#i}",
                "*",
                "_",
                "`",
                "<!--",
                "-->",
                "<![",
                "&#",
                ";",
                "\\",
                "\x02",
                "\ufdd0",
                "1",
                "://",
                "javascript:",
            ]
        ),
        max_size=30,
    ).map("".join)
)
def test_never_raises_and_is_always_safe(body: str) -> None:
    rendering = render(body, PATH)
    assert "<script" not in rendering.html and not re.search(r"<[^>]* onclick=", rendering.html)
    assert from_json(json.loads(json.dumps(to_json(rendering)))) == rendering
