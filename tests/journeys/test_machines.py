"""Programs read the library: apps that subscribe, readers of feeds, and whoever builds another front end."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import feedparser
import httpx
import jsonschema
import pytest
from lxml import etree

from pipeline.model import urls
from pipeline.model.kinds import KINDS
from tests.journeys.conftest import AT_THE_ROOT
from tests.support import schema_org, web
from tests.support.machine import tool
from tests.support.sample import REPOSITORY, Published

SUBSCRIPTIONS = "podcasts/subscriptions.opml"


def run(*command: str | Path, **env: str) -> str:
    return subprocess.run(
        command, env={**os.environ, **env}, capture_output=True, text=True, check=True, timeout=120
    ).stdout


@pytest.fixture
def subscriptions(published: Published, tmp_path: Path) -> Path:
    answer = published.get(SUBSCRIPTIONS)
    assert answer.headers["content-type"].startswith("text/x-opml")
    path = tmp_path / "subscriptions.opml"
    path.write_bytes(answer.content)
    return path


def shows(published: Published) -> set[str]:
    names = (path.parent.name for path in (published.root / "content/podcasts").glob("*/show.yml"))
    return {f"{published.base_url}podcasts/{name}/feed.xml" for name in names}


def test_newsboat_takes_all_shows_at_once_and_what_is_new(published: Published, subscriptions: Path) -> None:
    newsboat, home = tool("newsboat", "newsboat"), subscriptions.parent
    for name in ("urls", "config"):
        (home / name).touch()
    files = ("-C", home / "config", "-u", home / "urls", "-c", home / "cache.db")
    run(newsboat, *files, "-i", subscriptions)
    lines = (home / "urls").read_text("utf-8").splitlines()
    assert {line.split()[0] for line in lines} == shows(published)  # later versions write the title behind the address
    new = f"{published.base_url}feed.xml"
    with (home / "urls").open("a", encoding="utf-8") as urls:
        urls.write(f"{new}\n")
    run(newsboat, *files, "-x", "reload")
    with sqlite3.connect(home / "cache.db") as cache:
        found = dict(cache.execute("SELECT feedurl, count(*) FROM rss_item GROUP BY feedurl"))
        ids = {guid for (guid,) in cache.execute("SELECT guid FROM rss_item WHERE feedurl = ?", (new,))}
    cache.close()
    assert set(found) == {*shows(published), new}
    for show in (published.root / "content/podcasts").glob("*/show.yml"):
        feed = f"{published.base_url}podcasts/{show.parent.name}/feed.xml"
        assert found[feed] == len([*show.parent.glob("*.md")]) > 0
    assert ids == {f"https://library.example/{address}" for address in news(published)}


@AT_THE_ROOT
def test_gpodder_takes_all_shows_at_once(published: Published, subscriptions: Path) -> None:
    gpo, home = tool("gpo", "gpodder"), {"GPODDER_HOME": str(subscriptions.parent / "gpodder")}
    run(gpo, "import", subscriptions, **home)
    listed = {line for line in run(gpo, "list", **home).splitlines() if line.startswith("http")}
    assert listed == shows(published)


def catalogue(published: Published) -> dict[str, Any]:
    data: dict[str, Any] = published.get("api/catalog.json").json()
    return data


def news(published: Published) -> set[str]:
    """The addresses of the newest fifty entries that are news."""
    rows = [row for row in catalogue(published)["entries"] if KINDS[row["kind"]].news]
    rows.sort(key=lambda row: (row["published"], row["id"]), reverse=True)
    return {row["id"] for row in rows[:50]}


def test_the_catalogue_is_what_its_schema_promises(published: Published) -> None:
    schema = json.loads((REPOSITORY / "docs/schema/catalog.json").read_text("utf-8"))
    jsonschema.validate(catalogue(published), schema, cls=jsonschema.Draft202012Validator)


def test_every_address_in_it_answers(published: Published) -> None:
    here = set(below(catalogue(published), published.base_url))
    assert len(here) > 50
    with httpx.Client() as client:
        for url in sorted(here):
            assert client.head(url).status_code == 200, url


def below(value: object, base: str) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from below(inner, base)
    elif isinstance(value, list):
        for inner in value:
            yield from below(inner, base)
    elif isinstance(value, str) and value.startswith(base):
        yield value


def test_another_front_end_has_every_page_and_its_words(published: Published) -> None:
    data = catalogue(published)
    there = {row["id"] for key in ("entries", "people", "topics", "audiences", "sections") for row in data[key]}
    spoken = {row["transcript"]["page"] for row in data["entries"] if row.get("transcript")}
    spoken |= {one["page"] for row in data["entries"] for one in row.get("transcripts", ())}  # in other languages, too
    there |= {page.removeprefix(published.base_url) for page in spoken}
    pages = {path.parent.relative_to(published.public).as_posix() for path in published.public.rglob("index.html")}
    addresses = {"" if page == "." else f"{page}/" for page in pages}
    others = {one for one in addresses if urls.is_part(one) or one.startswith(urls.HEADINGS)}  # they show what is there
    assert there == addresses - others
    for row in data["entries"]:
        assert web.get(row["document"]).json()["html"] or row["kind"] == "show", row["id"]
        if row["kind"] == "episode":
            size = int(web.head(row["sound"]["url"]).headers["content-length"])
            assert (row["sound"]["size"], bool(row["sound"]["seconds"])) == (size, True)


def test_what_a_page_announces_is_a_feed(published: Published) -> None:
    for address, count in (("", 2), ("topics/coping-with-urges/", 2), ("podcasts/kitchen-table/", 1)):
        links = etree.HTML(published.get(address).text).findall('.//link[@rel="alternate feed"]')
        assert len(links) == count
        for link in links:
            answer = web.get(urljoin(published.base_url + address, link.get("href") or ""))
            assert answer.headers["content-type"].split(";")[0] == link.get("type")
            if answer.headers["content-type"].startswith("application/rss"):
                read = feedparser.parse(answer.content)
                assert not read.bozo and read.entries and read.feed.title == link.get("title")
            else:
                assert answer.json()["items"] and answer.json()["title"] == link.get("title")


def test_every_page_says_what_it_is_in_words_that_schema_org_knows(published: Published) -> None:
    for page in published.public.rglob("index.html"):
        schema_org.check(schema_org.graph_of(page.read_text("utf-8")))


@pytest.mark.parametrize(
    ("address", "features", "summary"),
    [
        ("handouts/urge-log/", {"taggedPDF", "largePrint"}, "One is in large print"),
        ("podcasts/kitchen-table/a-better-moment/", {"transcript", "synchronizedAudioText"}, "can be read"),
    ],
)
def test_what_is_printed_or_heard_says_how_else_it_can_be_had(
    published: Published, address: str, features: set[str], summary: str
) -> None:
    said = schema_org.graph_of((published.public / address / "index.html").read_text("utf-8"))[-1]
    assert features <= {*said["accessibilityFeature"]}
    assert summary in said["accessibilitySummary"]
    assert {"@type": "ItemList", "itemListElement": ["textual"]} in said["accessModeSufficient"]


def test_a_target_that_is_not_the_library_itself_sends_engines_to_the_library(published: Published) -> None:
    assert "Sitemap" not in published.get("robots.txt").text
    listed = etree.fromstring(published.get("sitemap.xml").content).findall(".//{*}loc")
    addresses = [loc.text or "" for loc in listed]
    assert addresses and all(address.startswith("https://library.example/") for address in addresses)
    written = published.public.glob("podcasts/*/*/transcript/**/index.html")
    said = {page.parent.relative_to(published.public).as_posix() for page in written}
    assert "podcasts/waves-and-weather/riding-an-urge/transcript/de" in said  # in another language, too
    assert {f"https://library.example/{path}/" for path in said} <= set(addresses)
