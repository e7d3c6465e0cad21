"""The book: what EPUB and its checker want of a package, and what becomes of pages in it."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from pipeline.offline import Book, Chapter, Member
from tests.offline.build import BASE, SITE, build, page

BODY = """<article data-pagefind-body>
<header class="title"><p class="label" data-pagefind-ignore>Article</p><h1 data-pagefind-ignore>Waves</h1>
<p class="lead">Why it passes.</p><p class="picture"><picture><source srcset="../p/a.png 1w"><img src="../p/a.png"
alt="A wave" loading="lazy" decoding="async" width="3"></picture></p></header>
<section data-pagefind-ignore data-bound><p class="needs-js">Where are you?</p>
<p>Call 112, or <a href="sms:5">write to 5</a>.</p></section>
<h2 id="h-one">One</h2><p onclick="x()" style="x" data-x="1">It <em>passes</em>, <a href="../log/#f-now">log</a>,
<a href="../log/#gone">gone</a>, <a href="../show/">show</a>, <a href="#h-one">up</a>, <a href="tel:112">112</a>,
<a href="javascript:x">no</a>.</p><ul class="chips"><li><a href="../topics/">Topic</a></li></ul>
<script>x()</script><button>x</button><svg viewBox="0 0 1 1"><path d="M0"/></svg></article>"""
FORM = """<article data-pagefind-body><form class="handout-form">
<div class="form-item form-lines"><label for="f-now">What now?</label>
<textarea id="f-now" rows="2"></textarea></div>
<fieldset class="form-item" id="f-how"><legend>How sure?</legend><span><input type="radio" id="f-1"> <label for="f-1">0
</label></span></fieldset><div class="form-item"><input type="checkbox" id="f-2"> <label for="f-2">Told</label></div>
<table><tr><th scope="col">Day</th></tr><tr><td><label for="f-3">Day, row 1</label><textarea id="f-3"></textarea></td>
</tr></table></form></article>"""
CHAPTERS = (
    Chapter("waves/", "Waves", ("Mara",), "en", "Articles"),
    Chapter("log/", "Log <1>", (), "de", "Handouts", paper=True),
)
FILES: dict[str, str | bytes] = {"waves/index.html": page(BODY), "log/index.html": page(FORM), "p/a.png": b"picture"}
DC, XHTML = "{http://purl.org/dc/elements/1.1/}", "{http://www.w3.org/1999/xhtml}"


def read(members: Iterable[Member]) -> dict[str, bytes]:
    return {member.name: b"".join(member.open()) for member in members}


def book(language: str = "en", base_url: str = BASE) -> dict[str, bytes]:
    made = Book(build(FILES, base_url, language), CHAPTERS, "For all.", "CC-BY-4.0")
    return read(made.members())


def test_it_begins_as_the_container_wants_it() -> None:
    first = next(iter(Book(build(FILES), CHAPTERS).members()))
    assert (first.name, b"".join(first.open()), first.packed) == ("mimetype", b"application/epub+zip", False)
    assert b'full-path="EPUB/package.opf"' in book()["META-INF/container.xml"]


def test_the_package_names_each_file_once_and_no_other() -> None:
    files = book()
    package = etree.fromstring(files["EPUB/package.opf"])
    items = {item.get("href"): item for item in package.iter("{*}item")}
    assert {f"EPUB/{name}" for name in items} == set(files) - {"mimetype", "META-INF/container.xml", "EPUB/package.opf"}
    ids = [item.get("id") for item in items.values()]
    assert len(set(ids)) == len(ids)
    assert [one.get("idref") for one in package.iter("{*}itemref")] == ["chapter-0", "nav", "chapter-1", "chapter-2"]
    assert items["nav.xhtml"].get("properties") == "nav"


def test_it_says_what_people_who_need_it_look_for() -> None:
    package = etree.fromstring(book()["EPUB/package.opf"])
    said = [(str(meta.get("property")), meta.text) for meta in package.iter("{*}meta")]
    assert ("dcterms:modified", "2026-11-24T00:00:00Z") in said, "of the content, never of the clock"
    for name, value in (
        ("accessMode", "textual"),
        ("accessMode", "visual"),
        ("accessModeSufficient", "textual"),
        ("accessibilityFeature", "structuralNavigation"),
        ("accessibilityFeature", "tableOfContents"),
        ("accessibilityFeature", "alternativeText"),
        ("accessibilityHazard", "none"),
        ("accessibilitySummary", "offline.accessible"),
    ):
        assert (f"schema:{name}", value) in said
    assert [one.text for one in package.iter(f"{DC}language")] == ["en", "de"]
    assert [one.text for one in package.iter(f"{DC}creator")] == ["Mara"]


def test_its_identity_is_that_of_the_library_wherever_it_is_built() -> None:
    one, other = (etree.fromstring(book(base_url=base)["EPUB/package.opf"]) for base in (BASE, SITE))
    identity = one.findtext(f".//{DC}identifier")
    assert identity
    assert identity.startswith("urn:uuid:")
    assert identity == other.findtext(f".//{DC}identifier")


def test_the_contents_lead_to_parts_chapters_and_headings() -> None:
    nav = etree.fromstring(book()["EPUB/nav.xhtml"])
    toc = next(nav.iter(f"{XHTML}nav"))
    assert [span.text for span in toc.iter(f"{XHTML}span")] == ["Articles", "Handouts"]
    links = [(a.text, a.get("href")) for a in toc.iter(f"{XHTML}a")]
    assert links.pop(0) == ("A library", "title.xhtml"), "a list of contents is never empty"
    assert links == [("Waves", "text-waves.xhtml"), ("One", "text-waves.xhtml#h-one"), ("Log <1>", "text-log.xhtml")]
    assert [n.get("{http://www.idpf.org/2007/ops}type") for n in nav.iter(f"{XHTML}nav")] == ["toc", "landmarks"]


def test_a_chapter_is_the_text_without_the_interface() -> None:
    text = book()["EPUB/text-waves.xhtml"].decode()
    etree.fromstring(text.encode())
    for gone in ("script", "svg", "button", "onclick", "style=", "data-", "loading", "Article", "javascript", "srcset"):
        assert gone not in text, gone
    assert text.count("Waves") == 2, "in the head and as the heading"
    assert '<p class="by">By Mara</p>' in text
    assert 'alt="A wave"' in text
    assert '<a href="text-log.xhtml#f-how">' not in text
    assert '<a href="text-log.xhtml">log</a>' in text, "the field is a line to write on, and has no name any more"
    assert '<a href="text-log.xhtml">gone</a>' in text
    assert f'<a href="{SITE}show/">show</a>' in text
    assert '<a href="#h-one">up</a>' in text
    assert '<a href="tel:112">112</a>' in text
    assert "<li>Topic</li>" in text
    assert "Call 112, or write to 5." in text, "the search need not know it, and the book must"
    assert "Where are you?" not in text, "nobody can choose there"


def test_what_is_filled_in_becomes_room_to_write() -> None:
    text = book()["EPUB/text-log.xhtml"].decode()
    for gone in ("<form", "<input", "<textarea", "<label", "<fieldset"):
        assert gone not in text, gone
    assert '<p class="question">What now?</p>' in text
    assert text.count('<p class="line">') == 2
    assert '<p class="question">How sure?</p>' in text
    assert "\N{WHITE CIRCLE} 0" in text
    assert "\N{BALLOT BOX} Told" in text
    assert "<td/>" in text
    assert f"Sheets are at {SITE}log/" in text
    assert '<html xmlns="http://www.w3.org/1999/xhtml" lang="de" dir="ltr" xml:lang="de">' in text


def test_a_language_from_right_to_left_turns_the_pages_the_other_way() -> None:
    package = etree.fromstring(book("ar")["EPUB/package.opf"])
    spine = next(package.iter("{*}spine"))
    assert (package.get("dir"), spine.get("page-progression-direction")) == ("rtl", "rtl")
