"""Show notes out of their page."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from pipeline.feeds import Host
from pipeline.feeds.notes import BRIEF_BYTES, absolute, notes
from pipeline.formats.markdown import render
from tests.feeds.shelf import CANONICAL, Shelf, text

PAGE = "https://library.example/podcasts/talks/first/"


@pytest.mark.parametrize(
    ("html", "there"),
    [
        ('<a href="#x">x</a>', f'<a href="{PAGE}#x">x</a>'),
        ('<a href="../second/">x</a>', '<a href="https://library.example/podcasts/talks/second/">x</a>'),
        ('<a href="/about/?a=1&amp;b=2">x</a>', '<a href="https://library.example/about/?a=1&amp;b=2">x</a>'),
        ('<img src="wave.png" alt="A &quot;wave&quot;">', f'<img src="{PAGE}wave.png" alt="A &quot;wave&quot;">'),
        ('<a href="mailto:a@b.example">x</a>', '<a href="mailto:a@b.example">x</a>'),
        ('<a href="//[">x</a>', f'<a href="{PAGE}">x</a>'),
        ('<a href="x/" download>x</a>', f'<a href="{PAGE}x/" download>x</a>'),
        ('<img src="wave.png"/>', f'<img src="{PAGE}wave.png">'),
    ],
)
def test_addresses_are_absolute_and_the_rest_as_it_was(html: str, there: str) -> None:
    assert absolute(html, PAGE) == there


@pytest.mark.parametrize(
    "html",
    [
        "<p>a &lt; b &amp;amp; &#x27; x</p>",
        "<p class=a  id='b'>x</p>",
        "<a href>x</a>",
        "a<br/>b",
        '<a href="HTTPS://Other.example/?">x</a>',
        "Questions & answers",
    ],
)
def test_what_holds_no_address_of_ours_is_not_touched(html: str) -> None:
    assert absolute(html, PAGE) == html


@pytest.mark.parametrize(
    ("html", "brief"),
    [
        ("<h2 id='a'>Head</h2><p>Text</p>", "<p><strong>Head</strong></p>\n<p>Text</p>"),
        ("<p>a <em>b</em><br>c</p>", "<p>a <em>b</em><br>c</p>"),
        ("<ul>\n<li><p>one</p></li>\n<li>two</li></ul>", "<ul>\n<li> one </li>\n<li>two</li></ul>"),
        ("<ol><li>a<ul><li>b</li></ul></li></ol>", "<ol><li>a<ul><li>b</li></ul></li></ol>"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "<p>a b</p>"),
        ('<figure><img src="x" alt="A wave"><figcaption>Rises</figcaption></figure>', "<p>A wave</p>\n<p>Rises</p>"),
        ("<details><summary>More</summary><p>Inside</p></details>", "<p><strong>More</strong></p>\n<p>Inside</p>"),
        ("<blockquote><p>Said &lt;b&gt;</p></blockquote>", "<p>Said &lt;b&gt;</p>"),
        ("<p></p><hr><p> </p>", ""),
        ("<p><a>no link</a></p>", "<p>no link</p>"),
        ('<p>"a" <img src="x">b</p>', '<p>"a" b</p>'),
        ("a<wbr>b<hr>c", "<p>ab</p>\n<p>c</p>"),
        ("before<ul><li>a</li></ul>after", "<p>before</p>\n<ul><li>a</li></ul>\n<p>after</p>"),
        ("<ul><li><h3>a</h3>b</li></ul>", "<ul><li> a b</li></ul>"),
        ('<p><a class="x" href="y">a</a> <em class="x">b</em></p>', f'<p><a href="{PAGE}y">a</a> <em>b</em></p>'),
        ("<p><em>a <em>b</em></em> <strong>c</strong></p>", "<p><em>a b</em> <strong>c</strong></p>"),
        ("<p><em>a <strong>b</em> c</strong></p>", "<p><em>a <strong>b</strong></em> c</p>"),
        ("<div><li>a</li> b</div>", "<p>a b</p>"),
        ("<p>a</ul> b</p>", "<p>a b</p>"),
    ],
)
def test_brief_has_paragraphs_lists_and_links_only(html: str, brief: str) -> None:
    assert notes(html, page=PAGE).brief == brief


def test_content_note_comes_first_in_both() -> None:
    made = notes("<p>Body</p>", page=PAGE, note="Speaks of <loss>.", summary="Summary")
    note = "<p><strong>Speaks of &lt;loss&gt;.</strong></p>"
    assert made.brief == f"{note}\n<p>Summary</p>\n<p>Body</p>"
    assert made.whole == f"{note}\n<p>Body</p>"


def test_summary_stands_for_an_empty_body() -> None:
    assert notes(" ", page=PAGE, summary="Summary").whole == "<p>Summary</p>"


def test_long_notes_end_with_the_page() -> None:
    made = notes("<p>Wörter, viele.</p>" * 1000, page=PAGE)
    assert len(made.brief.encode()) <= BRIEF_BYTES
    assert made.brief.endswith(f'<p>Wörter, viele.</p>\n<p><a href="{PAGE}">{PAGE}</a></p>')


LINK = f'<p><a href="{PAGE}">{PAGE}</a></p>'


@pytest.mark.parametrize("spare", [0, 1])
def test_notes_of_4000_bytes_are_whole_and_a_byte_more_is_cut(spare: int) -> None:
    first, words = "<p>ä</p>", "x" * (4000 - len("<p>ä</p>".encode()) - len("\n<p></p>") + spare)
    brief = notes(f"{first}<p>{words}</p>", page=PAGE).brief
    assert brief == (f"{first}\n{LINK}" if spare else f"{first}\n<p>{words}</p>")


@pytest.mark.parametrize("spare", [0, 1])
def test_what_is_cut_keeps_every_paragraph_that_fits(spare: int) -> None:
    words = "x" * (4000 - len("<p></p>\n") - len(LINK) + spare)
    brief = notes(f"<p>{words}</p><p>{words}</p>", page=PAGE).brief
    assert brief == (LINK if spare else f"<p>{words}</p>\n{LINK}")


def test_of_a_long_paragraph_the_lines_that_fit_are_kept() -> None:
    line = f'<a href="https://a.example/">x</a> {"y" * 960}'
    brief = notes(f"<p>{'<br>'.join([line] * 9)}</p>", page=PAGE).brief
    assert brief == f"<p>{'<br>'.join([line] * 3)}</p>\n{LINK}"
    over = notes(f"<p>a<br><em>{'b' * 4000}<br>c</em></p>", page=PAGE).brief
    assert over == f"<p>a</p>\n{LINK}"


def test_what_is_written_as_it_stands_keeps_its_lines() -> None:
    assert notes("<pre><code>a\n b\n</code></pre><p>c\nd</p>", page=PAGE).brief == "<p>a<br> b</p>\n<p>c\nd</p>"


TIMES = "<p>0:00 Coming &lt;home&gt;<br>1:02:03 What helps</p>"
CODES = ((0.0, "Coming <home>"), (3723.9, "What helps"))


def test_times_of_chapters_stand_early_in_the_brief_form_and_last_in_the_whole() -> None:
    made = notes("<p>Body</p>", page=PAGE, summary="Summary", codes=CODES)
    assert made.brief == f"<p>Summary</p>\n{TIMES}\n<p>Body</p>"
    assert made.whole == f"<p>Body</p>\n{TIMES}"
    assert notes("<p>Body</p>", page=PAGE, codes=CODES[:1]).whole == "<p>Body</p>"


def test_a_list_of_times_that_an_editor_wrote_stands_alone() -> None:
    for body in (
        "<ul><li>0:00 A</li><li>1:00 B</li></ul>",
        "<p>(0:00) A<br>(1:00) B</p>",
        "<p>0:00 A</p><p>1:00 B</p>",
    ):
        assert notes(body, page=PAGE, codes=CODES).whole == body


def test_a_list_of_times_is_whole_or_not_there() -> None:
    codes = [(n * 60.0, "A title of some length") for n in range(100)]
    made = notes("<p>Body</p>", page=PAGE, codes=codes)
    assert made.brief == "<p>Body</p>"
    assert made.whole.count("<br>") == 99


def test_feed_carries_notes_whole(shelf: Shelf) -> None:
    shelf.show()
    shelf.episode(html='<p><a href="#x">y</a></p>')
    there = text(shelf.channel(), "item/content:encoded")
    assert there == f'<p><a href="{CANONICAL}podcasts/talks/first/#x">y</a></p>'


def test_end_of_cdata_in_notes(shelf: Shelf) -> None:
    shelf.show()
    shelf.episode(html="<p>a ]]&gt; ]]> b</p>")
    assert text(shelf.channel(), "item/content:encoded") == "<p>a ]]&gt; ]]> b</p>"


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("", "https://library.example/"),
        ("media/a b/ä%#.mp3", "https://library.example/media/a%20b/%C3%A4%25%23.mp3"),
    ],
)
def test_addresses_are_encoded_once(path: str, url: str) -> None:
    assert Host(CANONICAL, CANONICAL).url(path) == url


MARKDOWN = """## Ways out

See [below](#ways-out), [the show](show.yml#more), [the second](second.md), and ![a wave](wave.png).[^1]

[^1]: A note.
"""


def test_notes_from_markdown_have_no_relative_address(shelf: Shelf) -> None:
    shelf.show()
    shelf.episode("second", date=datetime(2026, 2, 1, tzinfo=UTC))
    first = shelf.episode(html="")
    shelf.bodies[first.path] = render(MARKDOWN, first.path)
    shelf.files = {"content/podcasts/talks/wave.png": "assets/wave-0123456789ab.png"}
    notes_html = text(shelf.channel(), "item/content:encoded")
    assert re.findall(r'(?:href|src)="([^"]*)"', notes_html) == [
        f"{PAGE}#h-ways-out",
        f"{CANONICAL}podcasts/talks/#h-more",
        f"{CANONICAL}podcasts/talks/second/",
        f"{CANONICAL}assets/wave-0123456789ab.png",
        f"{PAGE}#h-fn:1",
        f"{PAGE}#h-fnref:1",
    ]
