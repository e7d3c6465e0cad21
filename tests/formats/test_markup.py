"""What the sanitiser had to remove is known, tag by tag, whatever the HTML is like."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import markup

Lost = dict[tuple[str, str, str], int]


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("<b>x</b> <!-- y --> a < b > c <3 &lt;i&gt;", {}),
        ("<blink>x</blink>", {("tag", "blink", ""): 1, ("end", "blink", ""): 1}),
        ("<p ONCLICK=a onclick='b' title=c/d>x</p>", {("attribute", "p", "onclick"): 2}),
        ('<p class="note x\ny">x</p>', {("class", "p", "x"): 1, ("class", "p", "y"): 1}),
        ("<a href = ' java\nscript:x'>x</a>", {("address", "a", "javascript"): 1}),
        ("<a href='&#106;avascript:x'>x</a>", {("address", "a", "javascript"): 1}),
        ("<img src=x onerror>", {("attribute", "img", "onerror"): 1}),
        ("<p title='a > b' style=''>x</p>", {("attribute", "p", "style"): 1}),
        ("<svg/onload=x>", {("tag", "svg", ""): 1, ("attribute", "svg", "onload"): 1}),
        ("</div></main>", {("end", "div", ""): 1, ("end", "main", ""): 1}),
        (f"<p lang='{'a' * 40}'>x</p>", {}),
        (f"<p lang='{'a' * 41}'>x</p>", {("attribute", "p", "lang"): 1}),
        ("</p></br>", {}),
        ("<script>'<b>'</script>", {("tag", "script", ""): 1, ("end", "script", ""): 1}),
        ("<style><b></STYLE ><b>x</b>", {("tag", "style", ""): 1, ("end", "style", ""): 1}),
        ("<!DOCTYPE html><?php x ?><![CDATA[x]]></ a>", {("other", "", ""): 4}),
        ("x <b title='never ended", {("tag", "b", ""): 1, ("attribute", "b", "title"): 1}),
        ("x <!-- never ended <blink>", {}),
        ("x <? never ended <blink>", {("other", "", ""): 1}),
        ("<script> never ended <blink>", {("tag", "script", ""): 1}),
    ],
)  # fmt: skip
def test_what_was_lost(text: str, lost: Lost) -> None:
    assert dict(markup.lost(text, markup.sanitise(text))) == lost


PIECES = (
    "<a href='x'>", "</a>", "<b>", "</b>", "<i class='note y'>", "</div>", "<div ", "<img src=x onerror=y/>", "<br/>",
    "<!-- c -->", "text ", "a < b ", "&lt;", '<p title="a>b">', "</p>", "<script>", "</script>", "=", "'", '"', ">",
    "/", "<x-y z>", "<svg/onload=x>", "<?php ?>", "<!x>", "</ a>", "\n", "<TD align=left>", "<", "\0",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_nothing_is_lost_of_what_is_published(text: str) -> None:
    clean = markup.sanitise(text)
    assert not markup.lost(clean, markup.sanitise(clean))
    if clean == text:
        assert not markup.lost(text, clean)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("<p onclick=a>", "the attribute `onclick` is never published", "remove it from the tag `<p>`"),
        ("<p href=a>", "the attribute `href` is never published", "remove it from the tag `<p>`"),
        ("<p class=x>", "the class `x` is never published", "remove it"),
        ("</b>", "the end tag `</b>` ends nothing", "remove it"),
        (
            "<blink>",
            "the tag `<blink>` is never published here",
            "remove it; if you mean the text, put it in backticks",
        ),
        ("<!x>", "this markup is never published", "remove it; if you mean the text, put it in backticks"),
        (
            "<a href=//x>",
            "an address that begins with `//` or a backslash is never published",
            "write it with `https://`",
        ),
        (
            "<a href='https://e.org>'>",
            "this address is none that a browser can read",
            "mend it, or put it in backticks if you mean the text",
        ),
        (
            "<img src=FTP:x>",
            "`ftp:` links are never published",
            "link with https, mailto or tel, or to a file of the library",
        ),
    ],
)
def test_what_was_lost_is_told_with_a_way_out(text: str, message: str, hint: str) -> None:
    (item,) = markup.lost(text, markup.sanitise(text))
    assert markup.describe(item) == (message, hint)


@pytest.mark.parametrize(
    ("address", "scheme"),
    [
        *(("a/b.md", ""), ("#a:b", ""), ("?a:b", ""), ("", ""), ("/a:b", ""), ("1a:b", ""), ("a.b+c-1:x", "a.b+c-1")),
        *(("HTTPS://x", "https"), (" \x00\x01java\nscr\tipt:x", "javascript"), ("java script:x", "")),
        *(("//x", "//"), ("/\\x", "//"), ("\\\\x", "//"), ("\t/\r/x", "//"), ("\\x", ""), ("a//x", "")),
    ],
)
def test_a_scheme_is_what_a_browser_takes_for_one(address: str, scheme: str) -> None:
    assert markup.scheme_of(address) == scheme


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ('<a href="a.md" rel="x" target="_blank">x</a>', '<a href="a.md">x</a>'),
        ('<p class="note x tip">x</p>', '<p class="note tip">x</p>'),
        ('<p class="x">x</p>', "<p>x</p>"),
        ('<code class="language-c++ language-">x</code>', '<code class="language-c++">x</code>'),
        ('<p class="language-sh">x</p>', "<p>x</p>"),
        (
            '<table><tbody><tr><td align="left" scope="row">x</td><th scope="row" align="justify">y</th></tr></tbody>',
            '<table><tbody><tr><td align="left">x</td><th scope="row">y</th></tr></tbody></table>',
        ),
        ('<p dir="rtl" lang="ar" title="t" id="i">x</p>', '<p dir="rtl" lang="ar" title="t" id="i">x</p>'),
        ('<p dir="up" align="left">x</p>', "<p>x</p>"),
        ('<details open=""><summary>x</summary></details>', '<details open=""><summary>x</summary></details>'),
        ('<ol start="3" reversed="">', '<ol start="3" reversed=""></ol>'),
        (f'<ol start="{"1" * 41}">', "<ol></ol>"),
        (f'<time datetime="{"1" * 41}">x</time>', "<time>x</time>"),
        (f'<p title="{"1" * 41}">x</p>', f'<p title="{"1" * 41}">x</p>'),
        ('<a href="tel:1">a</a><a href="mailto:a@b">b</a>', '<a href="tel:1">a</a><a href="mailto:a@b">b</a>'),
        ('<a href="ftp://x">a</a><img src="data:x" alt="y">', '<a>a</a><img alt="y">'),
        ("a<!-- b -->c", "ac"),
    ],
)
def test_what_is_published_of_a_text(text: str, clean: str) -> None:
    assert markup.sanitise(text) == clean


def test_a_tag_without_attributes_and_an_end_are_not_rewritten() -> None:
    def change(tag: str, attributes: dict[str, str]) -> dict[str, str]:
        return {"title": f"{tag} & {attributes['id']}"}

    text = '<p>a</p><p id="x">&lt;<a id="&quot;y&lt;">b</a></p>'
    assert markup.rewrite(text, change) == '<p>a</p><p title="p &amp; x">&lt;<a title="a &amp; &quot;y&lt;">b</a></p>'
