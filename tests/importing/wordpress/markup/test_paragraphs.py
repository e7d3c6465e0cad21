"""The rule of the classic editor: blank lines part paragraphs, ends of lines are breaks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.importing.wordpress.markup.paragraphs import paragraphs

TABLE = [
    ("one", "<p>one</p>"),
    ("one\n\ntwo", "<p>one</p>\n\n<p>two</p>"),
    ("one\r\n\r\ntwo", "<p>one</p>\n\n<p>two</p>"),
    ("one\n \t\ntwo", "<p>one</p>\n \t\n<p>two</p>"),
    ("\n\none\n\n", "\n\n<p>one</p>\n\n"),
    ("one\ntwo", "<p>one<br>\ntwo</p>"),
    ("one<br />\ntwo", "<p>one<br />\ntwo</p>"),
    ("one\n<br>two", "<p>one\n<br>two</p>"),
    ("<em>one</em>\n<b>two</b>", "<p><em>one</em><br>\n<b>two</b></p>"),
    ("<b>one</b> <i>two</i>", "<p><b>one</b> <i>two</i></p>"),
    ("<h2>head</h2>\ntext", "<h2>head</h2>\n<p>text</p>"),
    ("text\n<h2>head</h2>", "<p>text</p>\n<h2>head</h2>"),
    ("before<h2>head</h2>after", "<p>before</p><h2>head</h2><p>after</p>"),
    ("<p>one</p>\n<p>two</p>", "<p>one</p>\n<p>two</p>"),
    ("<p>one\n\ntwo</p>", "<p>one</p>\n\n<p>two</p>"),
    ("<p>one\ntwo</p>", "<p>one<br>\ntwo</p>"),
    ('<p class="x">one</p>two', '<p class="x">one</p><p>two</p>'),
    ("<div>one</div>", "<div>one</div>"),
    ("<div>\none\ntwo\n</div>", "<div>\none<br>\ntwo\n</div>"),
    ("<div>one\n\ntwo</div>three", "<div>one\n\n<p>two</p></div><p>three</p>"),
    ("<blockquote>one\n\ntwo</blockquote>", "<blockquote><p>one</p>\n\n<p>two</p></blockquote>"),
    ("<blockquote><p>one</p></blockquote>", "<blockquote><p>one</p></blockquote>"),
    ("<ul>\n\n<li>one</li>\n\n<li>two</li>\n</ul>", "<ul>\n\n<li>one</li>\n\n<li>two</li>\n</ul>"),
    ("<ul>\n\t<li>one\n<ul><li>in</li></ul>\n</li>\n</ul>", "<ul>\n\t<li>one\n<ul><li>in</li></ul>\n</li>\n</ul>"),
    ("<ul><li>one\n\nmore</li></ul>", "<ul><li>one\n\n<p>more</p></li></ul>"),
    ("<table>\n<tr>\n<td>a\nb</td>\n</tr></table>", "<table>\n<tr>\n<td>a<br>\nb</td>\n</tr></table>"),
    ("<pre>a\n\nb\nc</pre>", "<pre>a\n\nb\nc</pre>"),
    ("x\n<pre>a\n\n<b>b</b></pre>\ny", "<p>x</p>\n<pre>a\n\n<b>b</b></pre>\n<p>y</p>"),
    ("<script>a\n\nb</script>", "<p><script>a\n\nb</script></p>"),
    ("<pre>never ends\n\nhere", "<pre>never ends\n\n<p>here</p>"),
    ("one<!--more-->\n\ntwo", "<p>one<!--more--></p>\n\n<p>two</p>"),
    ("<!-- a\n\nb -->text", "<!-- a\n\nb --><p>text</p>"),
    ("<!-- no end\n\ntext", "<p><!-- no end</p>\n\n<p>text</p>"),
    ("<hr />\ntext", "<hr />\n<p>text</p>"),
    ("a < b\n\nc > d", "<p>a < b</p>\n\n<p>c > d</p>"),
    ('<a title="x > y\n\nz">l</a>', '<p><a title="x > y\n\nz">l</a></p>'),
    (
        "<figure><img src=x><figcaption>c\nd</figcaption></figure>",
        "<figure><img src=x><figcaption>c<br>\nd</figcaption></figure>",
    ),
    ("", ""),
    ("\n", "\n"),
    ("&nbsp;\n\ntext", "<p>&nbsp;</p>\n\n<p>text</p>"),
]


@pytest.mark.parametrize(("written", "shown"), TABLE)
def test_the_rule(written: str, shown: str) -> None:
    assert paragraphs(written) == shown


PIECES = st.sampled_from(
    (
        *(
            "a",
            " ",
            "\n",
            "\n\n",
            "<p>",
            "</p>",
            "<ul>",
            "<li>",
            "</li>",
            "</ul>",
            "<b>",
            "</b>",
            "<pre>",
            "</pre>",
            "<br>",
        ),
        *("<!--", "-->", '<a href="', '">', "<blockquote>", "</blockquote>", "<td>", "'", "<script>", "</script>"),
    )
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_every_word_and_every_line_stays_where_it_is(html: str) -> None:
    done = paragraphs(html)
    assert [line.count("a") for line in done.split("\n")] == [line.count("a") for line in html.split("\n")]
