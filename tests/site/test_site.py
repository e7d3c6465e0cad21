"""What readers see: the small library through mkdocs-material, finished."""

from __future__ import annotations

import re
from collections import Counter

from tests.site.conftest import MP3, Build, Site

HANDOUT = "content/handouts/urge-log.md"
ARTICLE = "content/library/articles/urges-pass.md"


def _html(site: Site) -> dict[str, str]:
    return {path: data.decode() for path, data in site.files.items() if path.endswith(".html")}


def test_every_kind_and_hub_has_its_page_and_no_link_is_broken(build: Build) -> None:
    site = build()
    assert site.problems == ()
    for address in (
        "", "library/articles/", "library/articles/urges-pass/", "library/books/first-books/",
        "library/links/first-links/", "handouts/urge-log/", "podcasts/talks/", "podcasts/talks/first/",
        "topics/coping-with-urges/", "audiences/for-me/", "people/alex/", "404.html",
    ):  # fmt: skip
        assert "<h1" in site.page(address), address


def test_an_episode_can_be_heard_and_read_without_javascript(build: Build) -> None:
    page = build().page("podcasts/talks/first/")
    assert f'src="../../../{MP3}"' in page and "<audio controls" in page and "2.5 MB" in page
    assert "Hello, and welcome." in page and "Beginning" in page and "made by a machine" in page


def test_a_show_names_its_feed(build: Build) -> None:
    page = build().page("podcasts/talks/")
    assert 'type="application/rss+xml"' in page and "https://library.example/podcasts/talks/feed.xml" in page


def test_no_id_stands_twice_even_where_a_heading_and_a_field_have_one_name(build: Build) -> None:
    site = build({HANDOUT: ("Fill this in", "## Where was I?\n\nFill this in")})
    for path, text in _html(site).items():
        twice = [name for name, count in Counter(re.findall(r'\sid="([^"]*)"', text)).items() if count > 1]
        assert not twice, path


def test_what_is_written_in_another_language_says_so(build: Build) -> None:
    site = build({ARTICLE: ("date: 2026-01-02", "date: 2026-01-02\nlanguage: cy")})
    page = site.page("library/articles/urges-pass/")
    assert '<html lang="en"' in page
    assert '<h1 data-pagefind-ignore lang="cy" dir="auto">Urges pass</h1>' in page
    assert re.search(r'<div lang="cy" dir="auto"><p>An urge is like a wave', page)
    assert re.search(r'card-title" lang="cy" dir="auto"><a[^>]*>Urges pass', site.page("library/articles/"))
    assert 'lang="cy"' not in site.page("handouts/urge-log/").split("<article")[1].split("cards")[0]


def test_an_episode_is_in_the_language_of_its_show(build: Build) -> None:
    site = build({"content/podcasts/talks/show.yml": ("explicit: no", "explicit: no\nlanguage: cy")})
    assert '<h1 data-pagefind-ignore lang="cy" dir="auto">The first talk</h1>' in site.page("podcasts/talks/first/")


def test_words_of_editors_are_never_markup(build: Build) -> None:
    evil = '"<script>alert(1)</script>" & <b>{{ 7 * 7 }}'
    site = build({ARTICLE: ("title: Urges pass", f"title: '{evil}'")})
    assert site.problems == ()
    for path, text in _html(site).items():
        assert "<script>alert(1)" not in text and "<b>{{" not in text, path
    assert "{{ 7 * 7 }}" in site.page("library/articles/urges-pass/")


def test_every_page_begins_with_the_policy_and_asks_no_other_host(build: Build) -> None:
    for path, text in _html(build()).items():
        head = re.search(r"<head[^>]*>\s*(<[^>]*>)", text)
        assert head and "Content-Security-Policy" in head[1], path
        assert 'name="generator"' not in text, path
        assert not re.search(r'<(?:script|img|audio|iframe)[^>]*\ssrc="(?:https?:)?//', text), path
        assert not re.search(r'<link[^>]*rel="(?:stylesheet|preconnect|preload)"[^>]*href="(?:https?:)?//', text), path


def test_a_copy_below_a_path_works_and_is_not_indexed(build: Build) -> None:
    site = build(base_url="http://127.0.0.1:8000/deep/down/")
    assert site.problems == ()
    page = site.page("library/articles/urges-pass/")
    assert '<meta name="robots" content="noindex">' in page
    assert '<link rel="canonical" href="https://library.example/library/articles/urges-pass/">' in page
    lost = site.page("404.html")
    assert 'href="/deep/down/assets/' in lost and 'href="assets/' not in lost


def test_a_planted_broken_link_and_fragment_are_found(build: Build) -> None:
    site = build(plant='<a href="nowhere/">x</a> <a href="library/articles/urges-pass/#gone">y</a>')
    assert [p.code for p in site.problems] == ["broken-link", "broken-link"]
    assert {p.place.path for p in site.problems} == {"content/pages/home.md"}


def test_a_size_of_a_picture_that_is_not_there_is_found(build: Build) -> None:
    site = build(plant='<picture><source srcset="near.webp 480w, far.webp 960w"></picture>')
    assert [p.message.partition(" links to ")[2] for p in site.problems] == [
        "`/far.webp`, which is not published",
        "`/near.webp`, which is not published",
    ]


def test_the_same_library_gives_the_same_bytes(build: Build) -> None:
    assert build().files == build().files
