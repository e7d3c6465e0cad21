"""What Markdown is: that of the CommonMark specification and of GitHub, footnotes, definition lists and admonitions."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pipeline.formats import dialect, markup
from pipeline.formats.markdown import render


def html(body: str) -> str:
    return render(body, "content/pages/a.md").html


def in_one_line(body: str) -> str:
    """The HTML of a body without the line ends between its blocks."""
    return re.sub(
        r"\n?(</?(?:ul|ol|li|p|pre|div|dl|dt|dd|table|thead|tbody|tr|th|td|hr|blockquote)\b[^>]*>)\n?",
        r"\1",
        html(body),
    )


GITHUB = {
    "a list right under a line of text": ("Take:\n- a\n- b", "<p>Take:</p><ul><li>a</li><li>b</li></ul>"),
    "a numbered list there begins with 1": ("In\n2. a\n\nOn\n1. b", "<p>In\n2. a</p><p>On</p><ol><li>b</li></ol>"),
    "a list beginning with another number": ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
    "two spaces nest": ("- a\n  - b\n- c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
    "four spaces nest": ("- a\n    - b\n- c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
    "a table right under a line of text": (
        "Text\n| a | b |\n|:-:|--:|\n| `x\\|y` |",
        (
            "<p>Text</p>"
            '<table><thead><tr><th scope="col" class="align-center">a</th>'
            '<th scope="col" class="align-right">b</th></tr></thead>'
            '<tbody><tr><td class="align-center"><code>x|y</code></td><td class="align-right"></td></tr>'
            "</tbody></table>"
        ),
    ),
    "struck out": ("~~x~~ ~y~ ~~~z~~~ 1~2", "<p><s>x</s> <s>y</s> ~~~z~~~ 1~2</p>"),
    "tasks": (
        "- [ ] a\n- [x] *b*\n- [y] c",
        (
            '<ul class="contains-task-list"><li class="task-list-item">☐ a</li>'
            '<li class="task-list-item">☑ <em>b</em></li><li>[y] c</li></ul>'
        ),
    ),
    "a task of several paragraphs": (
        "1. [X] a\n\n   b",
        '<ol class="contains-task-list"><li class="task-list-item"><p>☑ a</p><p>b</p></li></ol>',
    ),
    "bare addresses": (
        "https://e.org/a?b&c. (www.e.org), a.b@e.org! example.com x://y",
        (
            '<p><a href="https://e.org/a?b&amp;c">https://e.org/a?b&amp;c</a>. ('
            '<a href="http://www.e.org">www.e.org</a>), <a href="mailto:a.b@e.org">a.b@e.org</a>! example.com x://y</p>'
        ),
    ),
    "no address in a link or in code": (
        "[see https://e.org](https://f.org) `https://e.org`",
        '<p><a href="https://f.org">see https://e.org</a> <code>https://e.org</code></p>',
    ),
    "alerts are admonitions": (
        "> [!WARNING]\n> a *b*\n\n> [!OTHER]\n> c",
        (
            '<div class="admonition warning"><p class="admonition-title">Warning</p><p>a <em>b</em></p></div>'
            "<blockquote><p>[!OTHER]\nc</p></blockquote>"
        ),
    ),
    "quotes with an empty line between": (
        "> a\n\n> b",
        "<blockquote><p>a</p></blockquote><blockquote><p>b</p></blockquote>",
    ),
    "a new line": ("a\\\nb  \nc\nd", "<p>a<br>\nb<br>\nc\nd</p>"),
    "Markdown between tags": ("<div>\n\n*a*\n\n</div>", "<div><p><em>a</em></p></div>"),
    "code in an item": (
        "- a\n  ```sh\n  b\n  ```",
        '<ul><li>a<pre><code class="language-sh">b\n</code></pre></li></ul>',
    ),
    "quotes and spaces as they are": ("\"a\" 'b' c\u00a0d", "<p>\"a\" 'b' c&nbsp;d</p>"),
    "a picture": ('![a *b*](c.png "d")', '<p><img src="/@/content/pages/c.png" alt="a b" title="d"></p>'),
    "emphasis": ("*a* **b** ***c*** a_b_c", "<p><em>a</em> <strong>b</strong> <em><strong>c</strong></em> a_b_c</p>"),
}  # fmt: skip
OURS = {
    "admonitions": (
        '!!! note "A *title* & more"\n    a\n\n    - b\n\nc',
        (
            '<div class="admonition note"><p class="admonition-title">A <em>title</em> &amp; more</p><p>a</p>'
            "<ul><li>b</li></ul></div><p>c</p>"
        ),
    ),
    "an admonition without a title of its own": (
        "!!! danger\n    a",
        '<div class="admonition danger"><p class="admonition-title">Danger</p><p>a</p></div>',
    ),
    "an admonition without any": ('!!! tip ""\n    a', '<div class="admonition tip"><p>a</p></div>'),
    "three question marks are text": ("??? note\n\n!!!\n\n!!! ?", "<p>??? note</p><p>!!!</p><p>!!! ?</p>"),
    "definitions": (
        "A\n: b\n: c *d*\n\nE\n:   f\n\n    g",
        "<dl><dt>A</dt><dd><p>b</p></dd><dd><p>c <em>d</em></p></dd><dt>E</dt><dd><p>f</p><p>g</p></dd></dl>",
    ),
    "a tight definition": ("A\n: b", "<dl><dt>A</dt><dd>b</dd></dl>"),
}


AS_WRITTEN = {
    GITHUB["alerts are admonitions"][0]: [(4, "shown-as-written")],
    OURS["three question marks are text"][0]: [(1, "shown-as-written")],
}
"""What of these is shown as text, and is told."""


@pytest.mark.parametrize(("body", "there"), [*GITHUB.values(), *OURS.values()], ids=[*GITHUB, *OURS])
def test_what_is_read_as_what(body: str, there: str) -> None:
    assert in_one_line(body) == there
    told = [(found.line, found.code) for found in render(body, "content/pages/a.md").findings]
    assert told == AS_WRITTEN.get(body, [])


def test_footnotes_stand_at_the_end_with_ways_back() -> None:
    body = "a[^x] b[^2] c[^x] `[^x]` [^none]\n\n[^2]: - d\n[^x]: e\n\n    f\n\ng"
    there = '<sup id="h-fnref{}"><a class="footnote-ref" href="#h-fn{}">{}</a></sup>'
    back = '<a class="footnote-backref" href="#h-fnref{}" title="Back to the text of note {}">↩</a>'
    assert in_one_line(body) == (
        f"<p>a{there.format(':x', ':x', 1)} b{there.format(':2', ':2', 2)} c{there.format('2:x', ':x', 1)}"
        ' <code>[^x]</code> [^none]</p><p>g</p><div class="footnote"><hr><ol>'
        f'<li id="h-fn:x"><p>e</p><p>f&nbsp;{back.format(":x", 1)}{back.format("2:x", 1)}</p></li>'
        f'<li id="h-fn:2"><ul><li>d</li></ul><p>{back.format(":2", 2)}</p></li></ol></div>'
    )


def test_ids_of_headings_are_their_words_and_none_stands_twice() -> None:
    body = "# A & *b* `c`!\n\n# a - b\n\n## A-b\n\n## a  b\n\n## ?\n\n## ?\n\n## a-b_1\n\n## \uff26ull\n"
    assert re.findall(r'id="h-([^"]*)"', html(body)) == [
        *("a-b-c", "a-b", "a-b_1", "a-b_2", "_1", "_2", "a-b_1_1", "full"),
    ]


PIECES = (
    "# ", "## ", "- ", "* ", "1. ", "2) ", "> ", "*", "**", "_", "`", "``", "\n", "\n\n", "  ", "    ", "\t", "a", "b ",
    "é", "&amp;", "&", "<b>", "</b>", "<div>\n", "</div>\n", "<!-- c -->", "\\", "  \n", "[x](tel:1)",
    "![x](tel:1 'y')", "[r]", "---\n",
    "===\n", "```\n", "~~~\n", '"', "<", ">", "\n\n[r]: tel:2\n\n", "<tel:3>", "\u00a0",
)  # fmt: skip
MORE = (
    "~~x~~",
    "|a|b|\n|-|:-|\n|c|\n",
    "- [x] ",
    "!!! note\n    x\n",
    "x[^1]\n\n[^1]: y\n\n",
    "https://e.org ",
    "\n: ",
)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_plain_text_is_that_of_commonmark(body: str) -> None:
    tokens, _ = dialect.parse(body)
    ours = re.sub(r'(<h[1-6]) id="[^"]*"', r"\1", dialect.write(tokens).html)
    theirs = MarkdownIt("commonmark", {"xhtmlOut": False}).render(body)
    assert markup.sanitise(ours) == markup.sanitise(theirs)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from((*PIECES, *MORE)), max_size=20).map("".join))
def test_what_holds_no_tags_is_written_as_the_sanitiser_writes_it(body: str) -> None:
    tokens, _ = dialect.parse(re.sub(r"<(?!tel)", "&lt;", body))
    written = re.sub(r' class="language-[^"]*"', "", dialect.write(tokens).html)
    assert markup.sanitise(written) == written
