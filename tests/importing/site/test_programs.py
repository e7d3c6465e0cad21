"""Each program is told by what lies in a folder, and the addresses that it gave are known."""

from __future__ import annotations

import pytest

from pipeline.importing.site import read
from pipeline.importing.site.programs import PROGRAMS
from pipeline.importing.source.found import Found, Item, Named, Term
from pipeline.model.decisions import Decisions, OfItem
from pipeline.web import Unreachable
from tests.importing.site import samples
from tests.importing.site.samples import Files
from tests.support.origin import MemoryOrigin


def found(files: Files, decisions: Decisions | None = None, named: tuple[str, ...] = ("site",)) -> Found:
    return read(MemoryOrigin(files, named=named), decisions or Decisions())


def items(files: Files, decisions: Decisions | None = None) -> dict[str, Item]:
    return {item.id: item for item in found(files, decisions).items}


@pytest.mark.parametrize(
    ("program", "files", "told"),
    [
        (
            "Hugo",
            samples.HUGO,
            {
                "content/Help Now/Call_us.md": "page Call_us https://old.example/lib/help-now/call_us/",
                "content/_index.md": "page home https://old.example/lib/",
                "content/about.de.md": "page about https://old.example/lib/de/about/",
                "content/about.md": "page about https://old.example/lib/about-us/",
                "content/news/later.md": "news later",
                "content/posts/bundle/index.md": "article own https://old.example/lib/2020/06/own/",
                "content/posts/first.md": "article first https://old.example/lib/2020/05/first-steps/ "
                "https://old.example/lib/old/first/ https://old.example/lib/first.html",
            },
        ),
        (
            "Jekyll",
            samples.JEKYLL,
            {
                "_drafts/idea.md": "article idea",
                "_guides/one.md": "page one https://old.example/lib/guides/one.html",
                "_pages/help.md": "page help https://old.example/lib/help/",
                "_posts/2020-01-05-My-First.md": "article My-First "
                "https://old.example/lib/urges/sleep/2020/01/05/My-First.html https://old.example/lib/2019/first/",
                "_posts/2020-02-01-named.md": "article named https://old.example/lib/named/2020",
                "about.md": "page about https://old.example/lib/about.html",
                "blog/_posts/2020-03-01-deep.md": "article deep",
            },
        ),
        (
            "MkDocs",
            samples.MKDOCS,
            {
                "docs/guides/first.md": "article first https://docs.example/guides/first/ https://docs.example/old/",
                "docs/index.md": "page home https://docs.example/",
            },
        ),
        (
            "Docusaurus",
            samples.DOCUSAURUS,
            {
                "blog/2021-08-01-hello.md": "article hello https://d.example/blog/2021/08/01/hello",
                "blog/2021-09-01-bundle/index.md": "article bundled https://d.example/blog/bundled",
                "docs/01-intro.md": "article intro https://d.example/docs",
                "docs/02-guide/01-first.mdx": "article first https://d.example/docs/guide/first",
            },
        ),
        (
            "Eleventy",
            samples.ELEVENTY,
            {
                "src/about.md": "page about https://e.example/about/",
                "src/deep/deep.md": "page deep https://e.example/deep/",
                "src/posts/2021-02-03-hi.md": "article hi https://e.example/blog/hi/",
            },
        ),
        (
            "Pelican",
            samples.PELICAN,
            {
                "content/pages/about.md": "page about https://p.example/pages/about.html",
                "content/urges/hello.md": "article hello https://p.example/posts/2020/12/hello-its-me/",
            },
        ),
        (
            "Hexo",
            samples.HEXO,
            {
                "source/_posts/first.md": "article first https://h.example/2020/05/06/first/",
                "source/about/index.md": "page about https://h.example/about/",
            },
        ),
        ("Obsidian", samples.OBSIDIAN, {"Notes/Urge surfing.md": "article Urge surfing", "Start.md": "page Start"}),
    ],
)
def test_addresses_are_those_that_the_program_gave(program: str, files: Files, told: dict[str, str]) -> None:
    whole = found(files)
    assert whole.notes[0] == f"This is a site of {program}."
    assert {item.id: " ".join((item.kind, item.name, *item.old)) for item in whole.items} == told


def test_each_program_has_a_sample() -> None:
    names = {name.upper() for name in vars(samples) if name.isupper()}
    assert {program.name.upper() for program in PROGRAMS if program.name} == names


def test_the_fields_of_hugo_are_those_of_an_entry() -> None:
    first = items(samples.HUGO)["content/posts/first.md"]
    image = first.fields["image"]
    assert (image["file"].url, image["alt"]) == ("static/images/door.png", "A door")
    assert {name: value for name, value in first.fields.items() if name != "image"} == {
        "title": "First: steps",
        "date": "2020-05-04T10:00:00+00:00",
        "authors": (Named("Jo Doe", bio="Writes."),),
        "extra": {"mood": "calm"},
    }
    assert first.terms == (Term("Urges"), Term("Hope", "tag"))
    assert [(loss.kind, loss.outcome, str(loss.place)) for loss in first.losses] == [
        ("look/weight", "dropped", "content/posts/first.md:9"),
        ("front/mood", "kept", "content/posts/first.md:10"),
    ]
    assert first.body is not None
    assert (first.body.text, first.body.form, first.body.place.line) == ("Text.\n", "markdown", 15)


def test_dates_know_their_time_zone_and_drafts_their_end() -> None:
    assert items(samples.JEKYLL)["_posts/2020-01-05-My-First.md"].fields["date"] == "2020-01-05T10:30:00+01:00"
    assert items(samples.PELICAN)["content/urges/hello.md"].fields["date"] == "2020-12-03T10:20:00+01:00"
    later = items(samples.HUGO)["content/news/later.md"].fields
    assert (later["draft"], later["until"]) == (True, "2030-02-01")
    german = items(samples.HUGO)["content/about.de.md"]
    assert (german.fields["title"], german.fields["language"]) == ("Über uns", "de")


def test_what_is_said_for_a_folder_holds_for_its_pages() -> None:
    first = items(samples.JEKYLL)["_posts/2020-01-05-My-First.md"]
    assert first.fields["authors"] == (Named("Sam Lee"),)
    assert [term.name for term in first.terms] == ["Urges", "Sleep", "hope", "sleep"]
    assert first.losses == ()  # the layout stands in no file of theirs


def test_titles_come_from_fields_headings_or_the_navigation() -> None:
    pages = items(samples.MKDOCS)
    assert pages["docs/guides/first.md"].fields["title"] == "The first guide"
    home = pages["docs/index.md"]
    assert home.fields["title"] == "Welcome"
    assert home.body is not None and home.body.text == "\n\nSee [the first](guides/first.md#b).\n"


@pytest.mark.parametrize(
    ("files", "path", "text"),
    [
        (samples.HUGO, "content/_index.md", "[the first](posts/first.md)"),
        (samples.HUGO, "content/posts/bundle/index.md", "![In it](pic.jpg)"),
        (samples.MKDOCS, "docs/guides/first.md", "![A door](../img/door.png)"),
        (samples.DOCUSAURUS, "docs/01-intro.md", "[there](02-guide/01-first.mdx)"),
        (samples.DOCUSAURUS, "blog/2021-09-01-bundle/index.md", "![A](a.png)"),
        (samples.ELEVENTY, "src/about.md", "![A door](img/door.png)"),
        (samples.PELICAN, "content/urges/hello.md", "[there](../pages/about.md)"),
        (samples.PELICAN, "content/urges/hello.md", "![A door](../images/door.png)"),
        (samples.HEXO, "source/_posts/first.md", "![A door](<first/a.png>)"),
        (samples.OBSIDIAN, "Start.md", "[the wave](<Notes/Urge%20surfing.md>)"),
    ],
)
def test_links_lead_to_the_files_of_the_folder(files: Files, path: str, text: str) -> None:
    body = items(files)[path].body
    assert body is not None and text in body.text


def test_what_has_no_page_is_said_or_left() -> None:
    told = {(loss.kind, loss.place.path) for loss in found(samples.HUGO).losses}
    assert told == {("page/empty", "content/posts/_index.md"), ("page/hidden", "content/hidden.md")}
    assert ("page/hidden", "Two") in {(loss.kind, loss.what) for loss in found(samples.JEKYLL).losses}
    assert [loss.what for loss in found(samples.PELICAN).losses if loss.kind == "page/format"] == [".rst"]
    assert items(samples.OBSIDIAN)["Notes/Urge surfing.md"].fields["extra"] == {"aliases": ["wave"]}


def test_people_decide_on_kinds_by_folder_and_by_page() -> None:
    decisions = Decisions(
        kinds={"posts": "news", "content/news": "drop"}, items={"content/about.md": OfItem(kind="article")}
    )
    kinds = {item.id: item.kind for item in items(samples.HUGO, decisions).values()}
    assert kinds["content/posts/first.md"] == "news"
    assert kinds["content/about.md"] == "article"
    assert "content/news/later.md" not in kinds


def test_links_to_what_stays_lead_to_where_it_is() -> None:
    files: Files = {**samples.HUGO, "content/_index.md": "See [it](posts/first.md) and [news](/lib/news/later/).\n"}
    body = items(files, Decisions(kinds={"news": "drop"}))["content/_index.md"].body
    assert body is not None and "[news](https://old.example/lib/news/later/)" in body.text


def test_fields_of_hugo_may_stand_below_params() -> None:
    text = "---\ntitle: A\nparams:\n  author: Kim\n  mood: calm\n---\nText.\n"
    item = items({**samples.HUGO, "content/a.md": text})["content/a.md"]
    assert (item.fields["authors"], item.fields["extra"]) == ((Named("Kim"),), {"mood": "calm"})
    assert [(loss.kind, loss.place.line) for loss in item.losses] == [("front/mood", 3), ("page/no-date", 1)]


def test_a_day_that_could_be_two_is_told() -> None:
    item = items({**samples.HUGO, "content/a.md": "---\ntitle: A\ndate: 05/06/2020\n---\nText.\n"})["content/a.md"]
    assert [(loss.kind, loss.what, loss.place.line) for loss in item.losses] == [
        ("front/date", "05/06/2020", 3),
        ("page/no-date", "2020-05-04, as old as the oldest page", 1),
    ]


def test_an_address_beside_a_folder_is_that_at_which_it_was_published() -> None:
    plain: Files = {"about/us.html": "<html><title>Us</title><body><p>Who we are.</p></body></html>"}
    assert found(plain).items[0].old == ("/about/us.html",)
    named = found(plain, named=("site", "https://old.example/lib/"))
    assert (named.source, named.items[0].old) == (
        "https://old.example/lib/",
        ("https://old.example/lib/about/us.html",),
    )


def test_one_site_moves_in_at_a_time() -> None:
    with pytest.raises(Unreachable, match="one site moves in at a time"):
        found({}, named=("site", "other"))
