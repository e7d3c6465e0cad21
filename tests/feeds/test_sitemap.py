"""Sitemap and robots.txt."""

from __future__ import annotations

from tests.feeds.shelf import Shelf


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


def test_robots_of_the_canonical_target_names_the_sitemap(shelf: Shelf) -> None:
    assert data_of(shelf, "robots.txt") == ("User-agent: *\nAllow: /\n\nSitemap: https://library.example/sitemap.xml\n")


def test_robots_of_another_target_lets_crawlers_see_noindex(shelf: Shelf) -> None:
    shelf.base_url = "https://preview.example/"
    assert data_of(shelf, "robots.txt") == "User-agent: *\nAllow: /\n"


def test_empty_library_has_sitemap_and_robots(shelf: Shelf) -> None:
    assert {"robots.txt", "sitemap.xml"} <= set(shelf.pieces())
