"""Pages of HTML: what they say of themselves, and their text without what stands around it."""

from __future__ import annotations

import pytest

from pipeline.importing.site import read
from pipeline.importing.site.pages import document
from pipeline.importing.source.found import Found, Named, Term
from pipeline.model.decisions import Decisions
from tests.support.origin import MemoryOrigin


def page(title: str, body: str, head: str = "", site: str = " | A site") -> str:
    return (
        f'<!doctype html>\n<html lang="en"><head><title>{title}{site}</title>{head}</head>\n<body>{body}</body></html>'
    )


def text(html: str | bytes) -> str:
    found = document(html if isinstance(html, bytes) else html.encode(), "a.html")
    assert found is not None
    return " ".join(found.text.split())


def found(files: dict[str, str | bytes], decisions: Decisions | None = None) -> Found:
    return read(MemoryOrigin(files), decisions or Decisions())


@pytest.mark.parametrize(
    "html",
    [
        "<nav>Menu</nav><main><p>Text</p></main><footer>Foot</footer>",
        "<div role=main><p>Text</p><aside>Aside</aside></div><div>Foot</div>",
        "<div>Head</div><article><p>Text</p><script>x</script><style>y</style></article>",
        "<main><article><h1>Title</h1><p>Text</p><div class='share-buttons'>Share</div></article></main>",
        "<div id=header>Head</div><div id=content><p>Text</p><!-- no --></div><div id=footer>Foot</div>",
        "<div class='post'><div class='entry-content'><p>Text</p></div></div><div>Other</div>",
        "<header><h1>Title</h1><p class=by>By me</p></header><p>Text</p><form><input></form><p hidden>No</p>",
        "<main><ul><li><a href='#a'>A</a><li><a href='#b'>B</a><li><a href='#c'>C</a></ul><p>Text</p></main>",
        "<p>Text</p><dialog>Cookies?</dialog><div role=banner>Banner</div><div class=breadcrumbs>Up</div>",
    ],
)
def test_only_the_text_of_a_page_comes_along(html: str) -> None:
    found = document(page("Title", html).encode(), "a.html")
    assert found is not None
    said = document(f"<html><body>{found.text}</body></html>".encode(), "b.html")
    assert said is not None and "<p>Text</p>" in found.text
    for word in ("Menu", "Foot", "Head", "Aside", "Share", "Other", "By me", "Cookies", "Banner", "Up", "Title", "No<"):
        assert word not in found.text


@pytest.mark.parametrize(
    "html",
    [
        "<div class=content>Language</div><div class=grid>{}</div>",
        "<div><article>One word after the other.</article></div><div><article>And two.</article></div>",
        "<table><tr><td id=main>Menu<td>{}</table>",
        "<main><article>A tip</article>{}</main>",
        "<main>Search</main><main>{}</main>",
        "<div><article>A tip</article><article>Another</article></div><div id=text>{}</div>",
    ],
)
def test_no_text_is_lost_for_a_name(html: str) -> None:
    """What is called as a text may be anything, and of several articles none is the text alone."""
    made = text(page("Title", html.format("<p>One word after the other, and some more of them.</p><p>And two.</p>")))
    assert "One word" in made
    assert "And two." in made


def test_a_head_says_what_a_page_is() -> None:
    head = """
    <meta name=description content="What it is about.">
    <meta property="article:tag" content="Hope"><meta property="article:tag" content="Sleep">
    <meta property="article:section" content="Urges">
    <meta property="og:image" content="img/a.png"><meta property="og:image:alt" content="A door">
    <script type="application/ld+json">{"@graph": [{"@type": "WebPage", "datePublished": "2001-01-01"},
      {"@type": ["BlogPosting"], "headline": "Title", "datePublished": "2020-01-02T03:04:05+01:00",
       "dateModified": "2021-01-02", "author": [{"name": "Jo"}, {"name": "Kim"}]}]}</script>
    """
    files: dict[str, str | bytes] = {
        "blog/a.html": page("Title", "<main><p>Text</p></main>", head),
        "blog/img/a.png": b"",
    }
    item = found(files).items[0]
    image = item.fields["image"]
    assert (image["file"].url, image["alt"]) == ("blog/img/a.png", "A door")
    assert {name: value for name, value in item.fields.items() if name != "image"} == {
        "title": "Title",
        "date": "2020-01-02T03:04:05+01:00",
        "updated": "2021-01-02",
        "authors": (Named("Jo"), Named("Kim")),
        "language": "en",
    }
    assert item.summary is not None and item.summary.text == "What it is about."
    assert item.terms == (Term("Urges"), Term("Hope", "tag"), Term("Sleep", "tag"))
    assert (item.kind, item.name, item.old) == ("article", "a", ("/blog/a.html",))


@pytest.mark.parametrize(
    ("head", "date"),
    [
        ('<meta property="article:published_time" content="2020-01-02T03:04:05Z">', "2020-01-02T03:04:05+00:00"),
        ('<meta name="DC.date.issued" content="2020-01-02">', "2020-01-02"),
        (
            '<script type="application/ld+json">{"@type": "Article", "datePublished": "2020-01-02"}</script>',
            "2020-01-02",
        ),
        ('<script type="application/ld+json">[[[[</script>', "2000-01-01"),
    ],
)
def test_a_page_says_since_when_it_is_there(head: str, date: str) -> None:
    item = found({"a.html": page("Title", "<p>Text</p>", head)}).items[0]
    assert item.fields["date"] == date
    assert [loss.kind for loss in item.losses] == (["page/no-date"] if date == "2000-01-01" else [])


def shelf(count: int) -> dict[str, str | bytes]:
    head = "<div class=top><a href=index.html>Home</a></div>"
    foot = "<table class=foot><tr><td>Call 123</td></tr></table>"
    share = "<p><a href='https://share.example/?url=%2Fpage-{0}.html'>Tell</a> https://old.example/page-{0}.html</p>"
    return {
        f"page-{number}.html": page(
            f"Page {number}", f"{head}\n<p>Text {number}</p>\n<p>Sources</p>{share.format(number)}{foot}"
        )
        for number in range(count)
    }


def test_what_all_pages_share_is_no_text_and_is_said_once() -> None:
    whole = found(shelf(5))
    told = [(loss.kind, loss.what, loss.count) for loss in whole.losses]
    assert told == [
        ("page/shared", words, 5) for words in ("Home", "Sources", "Tell https://old.example/page-0.html", "Call 123")
    ]
    bodies = [item.body.text for item in whole.items if item.body]
    assert [" ".join(body.split()) for body in bodies] == [f"<div> <p>Text {number}</p> </div>" for number in range(5)]
    assert [item.fields["title"] for item in whole.items] == [f"Page {number}" for number in range(5)]


def test_people_may_keep_what_pages_share() -> None:
    whole = found(shelf(5), Decisions(losses={"page/shared": "keep"}))
    assert whole.losses == () and whole.items[0].body is not None and "Call 123" in whole.items[0].body.text


def test_pages_of_one_folder_share_what_others_have_not() -> None:
    files = {f"blog/{name}": text for name, text in shelf(5).items()}
    others = {f"{number}.html": page(f"P {number}", f"<p>Other {number}</p>") for number in range(9)}
    assert [loss.what for loss in found({**files, **others}).losses] == ["Home", "Sources", "Call 123"]


def test_few_pages_share_nothing() -> None:
    assert found(shelf(3)).losses == ()


def test_links_between_pages_lead_from_file_to_file() -> None:
    links = (
        "<main><p>Text <a href='/about/'>a</a> <a href='https://www.old.example/about/#x'>b</a> <img src=/i.png></main>"
    )
    canonical = '<link rel=canonical href="https://old.example/{}">'
    whole = found(
        {
            "deep/a.html": page("A", links, canonical.format("deep/a.html")),
            "about/index.html": page("Us", "<main><p>Text</main>", canonical.format("about/")),
            "i.png": b"",
        }
    )
    body = next(item.body for item in whole.items if item.id == "deep/a.html")
    assert whole.source == "https://old.example/"
    assert body is not None and [part.partition('"')[0] for part in body.text.split('="')[1:]] == [
        "../about/index.html", "../about/index.html#x", "../i.png",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (page("T", "<p>él", "<meta charset=utf-8>").encode(), "él"),
        (page("T", "<p>él", "<meta charset=iso-8859-1>").encode("latin-1"), "él"),
        (page("T", "<p>él", "<meta charset=iso-8859-1>").encode(), "él"),
        (page("T", "<p>мы", '<meta http-equiv=x content="text/html; charset=windows-1251">').encode("cp1251"), "мы"),
        (page("T", "<p>“él”").encode("cp1252"), "“él”"),
        (page("T", "<p>él").encode("utf-16"), "él"),
        (b'<?xml version="1.0" encoding="utf-8"?>' + page("T", "<p>él").encode(), "él"),
    ],
)
def test_pages_are_read_in_their_encoding(data: bytes, words: str) -> None:
    assert words in text(data)


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 20_000 + "x",
        "<!--a-->" * 20_000 + "x",
        "<time>y</time>" * 5_000 + "x",
        "<" * 50_000 + "x",
        "<nav>y</nav>" * 9_000 + "x",
    ],
)
def test_pages_that_nobody_would_write_are_read_all_the_same(body: str) -> None:
    document(f"<html><body><main>{body}".encode(), "a.html")


def test_lists_that_a_program_makes_are_said_and_left() -> None:
    files: dict[str, str | bytes] = {
        path: page("T", "<main><p>Text</main>")
        for path in ("404.html", "tags/hope/index.html", "2020/05/index.html", "a.html")
    }
    whole = found(files)
    assert [item.id for item in whole.items] == ["a.html"]
    assert sorted(loss.what for loss in whole.losses) == ["2020/05/index.html", "404.html", "tags/hope/index.html"]


def test_data_that_was_saved_under_the_name_of_a_page_is_none() -> None:
    read = found(
        {"about.html": "<p>Who we are.</p>", "wp-json/posts/1/index.html": '[{"id": 1, "title": "<p>One</p>"}]\n'}
    )
    assert [item.id for item in read.items] == ["about.html"]
    assert [(loss.kind, loss.what, loss.place.path) for loss in read.losses] == [
        ("page/format", "JSON", "wp-json/posts/1/index.html")
    ]
