"""A site in the web: found by its sitemap and its links, asked within bounds and by its rules."""

from __future__ import annotations

import gzip
from collections.abc import Mapping

import pytest

from pipeline.importing.site import crawl, read
from pipeline.importing.source.found import Found
from pipeline.model.decisions import Decisions
from pipeline.web import Fetched, Unreachable
from tests.support.origin import MemoryOrigin

HOME = "https://old.example/"


def page(title: str, *links: str, head: str = "") -> str:
    leads = " ".join(f'<a href="{link}">x</a>' for link in links)
    return f"<html><head><title>{title}</title>{head}</head><body><main><p>Text. {leads}</p></main></body></html>"


def site(pages: Mapping[str, str | bytes | Fetched], start: str = HOME) -> MemoryOrigin:
    return MemoryOrigin(web={HOME + path: answer for path, answer in pages.items()}, named=(start,))


def found(origin: MemoryOrigin, decisions: Decisions | None = None) -> Found:
    return read(origin, decisions or Decisions())


def names(whole: Found) -> list[str]:
    return [item.id.removeprefix(HOME) for item in whole.items]


def moved(path: str, answer: str) -> Fetched:
    return Fetched(answer.encode(), HOME + path, headers={"content-type": "text/html; charset=utf-8"}, led=(301,))


SITEMAP = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    "<url><loc>https://old.example/hidden/</loc><lastmod>2020-03-04</lastmod></url></urlset>"
)


def test_pages_are_found_by_links_and_by_sitemaps_that_may_be_packed() -> None:
    index = "<sitemapindex><sitemap><loc>/maps/1.xml.gz</loc></sitemap></sitemapindex>"
    whole = found(
        site(
            {
                "": page("Home", "/about", "blog/first/", "mailto:a@b.example", "https://other.example/", "/sheet.pdf"),
                "about": page("About", "/"),
                "blog/first/": page("First"),
                "hidden/": page("Hidden"),
                "robots.txt": "Sitemap: https://old.example/index.xml\n",
                "index.xml": index,
                "maps/1.xml.gz": gzip.compress(SITEMAP.encode()),
            }
        )
    )
    assert [(item.id.removeprefix(HOME), item.kind, item.name) for item in whole.items] == [
        ("", "page", "home"),
        ("hidden/", "page", "hidden"),
        ("about", "page", "about"),
        ("blog/first/", "article", "first"),
    ]
    assert whole.items[1].fields["date"] == "2020-03-04"
    assert whole.homes[:2] == ("https://old.example/", "https://www.old.example/")


def test_one_page_is_one_item_whatever_its_addresses() -> None:
    canonical = '<link rel=canonical href="https://old.example/a/">'
    whole = found(
        site(
            {
                "": page("Home", "/a/?utm_source=x", "http://www.old.example/a/", "/a/?p=1", "/old/", "#top"),
                "a/": page("A", "/new/#part", head=canonical),
                "a/?p=1": page("A", head=canonical),
                "old/": moved("new/", page("New")),
                "new/": page("New"),
            }
        )
    )
    assert {item.id.removeprefix(HOME): item.old for item in whole.items} == {
        "": (HOME,),
        "a/": (f"{HOME}a/", f"{HOME}a/?p=1"),
        "new/": (f"{HOME}new/", f"{HOME}old/"),
    }
    body = whole.items[0].body
    assert body is not None and body.text.count(f'href="{HOME}a/"') == 3 and f'href="{HOME}new/"' in body.text


def test_what_rules_bar_is_not_asked_unless_people_say_so() -> None:
    pages = {
        "": page("Home", "/secret/a/"),
        "secret/a/": page("A"),
        "robots.txt": "User-agent: *\nDisallow: /secret/\n",
    }
    origin = site(pages)
    whole = found(origin)
    assert names(whole) == [""] and f"{HOME}secret/a/" not in origin.asked
    assert [(loss.kind, loss.count) for loss in whole.losses] == [("page/barred", 1)]
    assert names(found(site(pages), Decisions(losses={"page/barred": "keep"}))) == ["", "secret/a/"]


def test_rules_that_fail_close_a_site() -> None:
    class Failing(MemoryOrigin):
        def read(self, where: str, within: str = "") -> Fetched:
            if where.endswith("robots.txt"):
                raise Unreachable("answers 503", status=503)
            return super().read(where, within)

    with pytest.raises(Unreachable, match="the rules of the site"):
        found(Failing(web={HOME: page("Home")}, named=(HOME,)))


def test_pages_without_an_end_are_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crawl, "ALIKE", 3)
    months = {f"cal/2026-{month:02}/": page("Month", f"/cal/2026-{month + 1:02}/") for month in range(1, 13)}
    traps = ("/?s=a", "/a/?replytocom=3", "/x/x/x/x/", "/?a=1&b=2&c=3", "/" + "deep/" * 20, "/a/?PHPSESSID=1")
    origin = site({"": page("Home", "/cal/2026-01/", *traps), **months})
    whole = found(origin)
    assert names(whole) == ["", *(f"cal/2026-0{month}/" for month in (1, 2, 3))]
    assert [(loss.kind, loss.count) for loss in whole.losses] == [("page/alike", 1)]
    assert not [url for url in origin.asked if "?" in url or "deep" in url or "/x/" in url]


def test_so_many_pages_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crawl, "MOST", 2)
    origin = site(
        {"": page("Home", *(f"/{name}/" for name in "abcde")), **{f"{name}/": page(name) for name in "abcde"}}
    )
    found_ = crawl.crawl(origin, HOME, most=2)
    assert len(found_.pages) == 3 and "more than 2 pages" in found_.notes[0]


def test_only_what_lies_below_the_address_is_moved_in() -> None:
    whole = found(
        site(
            {"blog/": page("Blog", "/about", "/blog/a/"), "blog/a/": page("A"), "about": page("About")}, f"{HOME}blog/"
        )
    )
    assert names(whole) == ["blog/", "blog/a/"]


def test_lists_and_pages_that_are_gone_are_said_apart() -> None:
    whole = found(
        site(
            {
                "": page("Home", "/tag/hope/", "/gone/"),
                "tag/hope/": page("Hope", "/a/"),
                "a/": page("A"),
                "sitemap.xml": SITEMAP,
            }
        )
    )
    assert names(whole) == ["", "a/"]
    assert [(loss.kind, loss.place.path.removeprefix(HOME)) for loss in whole.losses] == [
        ("fetch/failed", "hidden/"),
        ("page/gone", "gone/"),
        ("page/listing", "tag/hope/"),
    ]


def test_a_site_that_does_not_answer_is_no_empty_one() -> None:
    with pytest.raises(Unreachable, match="404"):
        found(site({}))
