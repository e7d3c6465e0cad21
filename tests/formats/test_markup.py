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
