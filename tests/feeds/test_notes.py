"""Show notes out of their page."""

from __future__ import annotations

import pytest

from pipeline.feeds import Place
from pipeline.feeds.notes import BRIEF_BYTES, absolute, notes
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
        ("<p>a &lt; b &amp;amp; &#x27; x</p>", "<p>a &lt; b &amp;amp; &#x27; x</p>"),
    ],
)
def test_addresses_are_absolute_and_the_rest_as_it_was(html: str, there: str) -> None:
    assert absolute(html, PAGE) == there


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
    ("path", "fragment", "url"),
    [
        ("", "", "https://library.example/"),
        ("about/", "fn:1", "https://library.example/about/#fn:1"),
        ("media/a b/ä%.mp3", "", "https://library.example/media/a%20b/%C3%A4%25.mp3"),
        ("a/", "caf%C3%A9 ä", "https://library.example/a/#caf%C3%A9%20%C3%A4"),
    ],
)
def test_addresses_are_encoded_once(path: str, fragment: str, url: str) -> None:
    assert Place(CANONICAL, canonical=True).url(path, fragment) == url
