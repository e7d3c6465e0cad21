"""What of a finished page is searched."""

from __future__ import annotations

from lxml.html import HtmlElement, document_fromstring

from pipeline.formats.searchable import words


def page(body: str) -> HtmlElement:
    head = "<head><title>Out</title></head>"
    return document_fromstring(f"<!doctype html><html>{head}<body><nav>Out</nav>{body}</body></html>")


def test_words_headings_and_ids_are_kept_and_nothing_else() -> None:
    text = page(
        '<main class="m" data-pagefind-body><h2 id="h-a" class="x">A &amp; B</h2><p lang="de">Text</p></main> Out'
    )
    assert words(text) == '<main><h2 id="h-a">A &amp; B</h2><p>Text</p></main>'


def test_what_is_no_word_or_asks_for_silence_goes_and_the_text_after_it_stays() -> None:
    for silent in ("<script>x</script>", "<style>x</style>", "<svg><title>x</title></svg>", "<audio>x</audio>"):
        assert words(page(f"<p data-pagefind-body>a {silent}b</p>")) == "<p>a b</p>"
    silent = '<aside data-pagefind-ignore>x <b data-pagefind-ignore="all">y</b></aside>'
    assert words(page(f"<div data-pagefind-body>a {silent}b</div>")) == "<div>a b</div>"


def test_several_parts_follow_each_other() -> None:
    text = page("<p data-pagefind-body>one</p><p>out</p><p data-pagefind-body>two</p>")
    assert words(text) == "<p>one</p><p>two</p>"


def test_addresses_of_links_and_pictures_say_nothing() -> None:
    text = page('<p data-pagefind-body>See <a href="x/" title="t">this</a> <img src="a.png" alt="b"></p>')
    assert words(text) == "<p>See <a>this</a> <img></p>"


def test_what_stands_side_by_side_is_parted() -> None:
    listed = page("<dl data-pagefind-body><dt>Cost</dt><dd>Free<br>for all</dd></dl>")
    assert words(listed) == "<dl><dt>Cost</dt> <dd>Free<br> for all</dd> </dl>"
    table = page("<table data-pagefind-body><tr><th>When</th><th>Where</th></tr></table>")
    assert words(table) == "<table><tr><th>When</th> <th>Where</th> </tr></table>"


def test_a_page_that_marks_nothing_says_nothing() -> None:
    assert words(page("<p>Text</p>")) == ""
    assert words(page("<p>The attribute is data-pagefind-body.</p>")) == ""


def test_a_page_on_which_nothing_is_said_says_nothing() -> None:
    assert words(page("<main data-pagefind-body> <h1></h1><img alt='a'> <script>x</script></main>")) == ""
