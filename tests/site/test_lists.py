"""Lists of books and links as pages: what each shows, in which order, and what it can be narrowed down by."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest

from pipeline.settings import load
from pipeline.site.hubs import paging
from tests.site.conftest import Build

BOOKS = "content/library/books/first-books.md"
LINKS = "content/library/links/first-links.md"
ONE = """\
  - url: https://www.who.int/
    title: World Health Organization
    description: Facts about health.
    kind: organisation
"""


def link(title: str, *regions: str, **fields: str) -> str:
    given = {"description": "It helps.", "kind": "helpline", **fields}
    lines = "".join(f"    {name}: {value}\n" for name, value in given.items())
    return f"  - url: https://{title}.example/\n    title: {title}\n    regions: [{', '.join(regions)}]\n{lines}"


def main(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0]


def headings(page: str) -> list[str]:
    return re.findall(r"<h[23][^>]*>(?:<a [^>]*>)?([^<]+)<", main(page))


def filters(page: str) -> dict[str, list[str]]:
    """What can be ticked or chosen; the choice of everything is no value."""
    found = re.findall(r'<(fieldset|p)[^>]* data-filter="(\w+)">(.*?)</\1>', main(page), re.DOTALL)
    return {name: re.findall(r'value="([^"]+)"', boxes) for _, name, boxes in found}


def test_links_stand_below_each_country_that_they_serve_and_the_rest_comes_last(build: Build) -> None:
    many = link("worldwide") + link("irish", "IE") + link("both", "GB", "IE") + link("scots", "GB-SCT")
    page = build({LINKS: (ONE, many)}).page("library/links/first-links/")
    assert headings(page)[:8] == [
        *("Ireland", "irish", "both"),
        *("United Kingdom", "both", "scots"),
        *("In any country", "worldwide"),
    ]
    assert "<li>Scotland</li>" in page
    assert filters(page) == {"region": ["IE", "GB", "*"]}


def test_a_link_for_the_european_union_stands_below_each_of_its_countries_that_are_there(build: Build) -> None:
    many = link("union", "EU") + link("irish", "IE") + link("british", "GB")
    page = build({LINKS: (ONE, many)}).page("library/links/first-links/")
    assert headings(page)[:7] == [
        *("European Union", "union"),
        *("Ireland", "union", "irish"),
        *("United Kingdom", "british"),
    ]
    assert filters(page) == {"region": ["EU", "IE", "GB"]}


def test_where_few_links_name_a_country_the_order_of_the_editor_stays(build: Build) -> None:
    many = link("first", "US") + link("second") + link("third", "GB")
    page = build({LINKS: (ONE, many)}).page("library/links/first-links/")
    assert headings(page)[:3] == ["first", "second", "third"]
    assert re.findall(r'data-region="([^"]*)"', page) == ["US", "*", "GB"]


def test_a_list_that_can_not_be_narrowed_has_no_boxes_and_loads_no_script(build: Build) -> None:
    page = build().page("library/links/first-links/")
    assert filters(page) == {}
    assert not re.search(r"assets/filters[^/]*\.js", page)


def test_links_are_narrowed_by_what_differs(build: Build) -> None:
    many = link("one", language="de", cost="free") + link("two", language="en-GB", cost="paid", kind="app")
    page = build({LINKS: (ONE, many)}).page("library/links/first-links/")
    assert filters(page) == {"kind": ["helpline", "app"], "language": ["en", "de"], "cost": ["free", "paid"]}


def test_a_number_is_dialled_without_its_spaces(build: Build) -> None:
    page = build({LINKS: (ONE, link("one", phone='"+44 (0) 20 7946-0000"', hours="at night"))}).page(
        "library/links/first-links/"
    )
    assert 'href="tel:+4402079460000"' in page and "at night" in page


def test_a_book_is_looked_for_where_the_operator_says(build: Build) -> None:
    address = "library/books/first-books/"
    assert "https://search.worldcat.org/search?q=bn:9780452281325" in build().page(address)
    title = 'title = "A small library"'
    own = build({"pipeline.toml": (title, f'{title}\nfind_book = "https://books.example/?q={{isbn}}&a=b"')})
    assert 'href="https://books.example/?q=9780452281325&amp;a=b"' in own.page(address)
    none = build({"pipeline.toml": (title, f'{title}\nfind_book = ""')}).page(address)
    assert "Find in a library" not in none and "ISBN 978-0-452-28132-5" in none


@pytest.mark.parametrize("value", ["https://books.example/", "books.example/{isbn}", "javascript:alert('{isbn}')"])
def test_what_is_no_place_to_look_for_a_book_is_refused(value: str) -> None:
    text = f'[site]\nurl = "https://l.example/"\ntitle = "L"\nfind_book = "{value}"\n\n[targets.public]\npath = "p"\n'
    _, (problem,) = load(text)
    assert "{isbn}" in problem.message and problem.place.line == 4


def test_a_book_without_a_picture_has_nothing_in_its_place(build: Build) -> None:
    page = build().page("library/books/first-books/")
    assert "First books" in page and 'class="cover' not in page


def test_a_long_list_has_several_pages_and_each_leads_to_those_beside_it(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "FEWEST", 1)
    site, hub = build(), "topics/coping-with-urges/"
    assert site.problems == ()
    walked, listed, here = list[str](), list[str](), hub
    while here:
        page = site.page(here)
        heads, links = (dict(re.findall(rf'<{what} rel="(prev|next)" href="([^"]*)"', page)) for what in ("link", "a"))
        assert heads == links and f'<link rel="canonical" href="https://library.example/{here}">' in page
        before = heads.get("prev")
        assert (before and urljoin(here, before)) == (walked[-1] if walked else None)
        listed += re.findall(r'class="card-title"[^>]*><a href="[./]*([^"]*)"', main(page))
        walked.append(here)
        here = urljoin(here, heads["next"]) if "next" in heads else ""
    assert walked == [hub, *(f"{hub}page/{number}/" for number in range(len(walked) - 1, 0, -1))]
    titles = [re.findall(r"<title>(.*?) \u2013", site.page(address))[0] for address in walked]
    older = re.compile(rf"{re.escape(titles[0])}, older: (?:\d+ \w+ \d+ to \d+ \w+ \d+|“.+” to “.+”)")
    assert all(map(older.fullmatch, titles[1:])) and len(set(titles)) == len(titles), titles
    monkeypatch.undo()
    site = build()
    assert not [path for path in site.files if re.search(r"/page/|/for/|/kind/|/by-", path)]  # all is short
    whole = re.findall(r'class="card-title"[^>]*><a href="[./]*([^"]*)"', main(site.page(hub)))
    assert sorted(listed) == sorted(whole)
    assert len(walked) == 1 + len(whole) // 2 > 2  # one on the first, and two on each other, at most
