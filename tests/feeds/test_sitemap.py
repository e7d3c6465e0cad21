"""Sitemap and robots.txt."""

from __future__ import annotations

import pytest
from lxml import etree

from pipeline.feeds import Host
from pipeline.feeds.sitemap import sitemaps
from tests.feeds.shelf import CANONICAL, Shelf


def data_of(shelf: Shelf, path: str) -> str:
    data = shelf.pieces()[path].data
    assert isinstance(data, bytes)
    return data.decode()


def test_sitemap_is_sorted_dated_and_absolute(shelf: Shelf) -> None:
    shelf.show()
    shelf.episode()
    shelf.page_dates = {"podcasts/talks/first/": "2026-03-01", "": "2026-03-02", "about/a&b/": ""}
    assert data_of(shelf, "sitemap.xml") == (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        "<url><loc>https://library.example/</loc><lastmod>2026-03-02</lastmod></url>\n"
        "<url><loc>https://library.example/about/a%26b/</loc></url>\n"
        "<url><loc>https://library.example/podcasts/talks/</loc></url>\n"
        "<url><loc>https://library.example/podcasts/talks/first/</loc><lastmod>2026-03-01</lastmod></url>\n"
        "</urlset>\n"
    )


def test_another_target_lists_the_canonical_addresses_too(shelf: Shelf) -> None:
    shelf.page_dates = {"about/": "2026-03-02"}
    here = data_of(shelf, "sitemap.xml")
    shelf.base_url = "https://preview.example/"
    assert data_of(shelf, "sitemap.xml") == here


def test_what_one_file_cannot_hold_is_told_by_an_index() -> None:
    dates = {f"p{n}/": f"2026-01-{n:02}" for n in range(1, 6)}
    made = {piece.path: piece.data for piece in sitemaps(dates, Host(CANONICAL, CANONICAL), most=2)}
    assert sorted(made) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]
    index, *parts = (made[name] for name in ("sitemap.xml", "sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml"))
    assert locations(index) == [(f"{CANONICAL}sitemap-{n}.xml", f"2026-01-0{d}") for n, d in ((1, 2), (2, 4), (3, 5))]
    assert [found for part in parts for found in locations(part)] == [
        (f"{CANONICAL}{address}", date) for address, date in dates.items()
    ]


@pytest.mark.parametrize(("count", "files"), [(50_000, 1), (50_001, 3)])
def test_a_file_holds_as_many_addresses_as_the_protocol_allows(count: int, files: int) -> None:
    dates = {f"p{n}/": "" for n in range(count)}
    assert len(list(sitemaps(dates, Host(CANONICAL, CANONICAL)))) == files


def locations(data: object) -> list[tuple[str | None, str | None]]:
    """Address and date of what a sitemap lists."""
    assert isinstance(data, bytes)
    return [(one[0].text, one[1].text) for one in etree.fromstring(data)]


def test_robots_of_the_canonical_target_names_the_sitemap(shelf: Shelf) -> None:
    assert data_of(shelf, "robots.txt") == ("User-agent: *\nAllow: /\n\nSitemap: https://library.example/sitemap.xml\n")


def test_robots_of_another_target_lets_crawlers_see_noindex(shelf: Shelf) -> None:
    shelf.base_url = "https://preview.example/"
    assert data_of(shelf, "robots.txt") == "User-agent: *\nAllow: /\n"


def test_empty_library_has_sitemap_and_robots(shelf: Shelf) -> None:
    assert {"robots.txt", "sitemap.xml"} <= set(shelf.pieces())
