"""Feeds of what is new, as readers of RSS and of JSON Feed get them."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from lxml import etree

from pipeline.formats import garbled
from pipeline.formats.markdown import render
from pipeline.model.entry import Picture
from tests.feeds.shelf import CANONICAL, EPOCH, Shelf, text

GOLDEN = Path(__file__).parent / "golden"
BODY = """## Ways

Read [the talk](../../podcasts/talks/first.md#x) and [below](#ways).

```form
- text: What?
```
"""
SCHEMA = json.loads((Path(__file__).parent / "json-feed-1.1.json").read_text("utf-8"))


@cache
def checker() -> Draft202012Validator:
    """Made once, as the schema itself takes longer to check than what it is for."""
    Draft202012Validator.check_schema(SCHEMA)
    return Draft202012Validator(SCHEMA)


def json_feed(shelf: Shelf, path: str = "feed.json") -> dict[str, Any]:
    """A JSON Feed that is one."""
    feed: dict[str, Any] = json.loads(shelf.read(path))
    checker().validate(feed)
    return feed


def channel(shelf: Shelf, path: str = "feed.xml") -> etree._Element:
    return etree.fromstring(shelf.read(path))[0]


def mixed(shelf: Shelf) -> Shelf:
    """An article, an episode, and a show, which is no news."""
    shelf.show(date=datetime(2026, 1, 1, tzinfo=UTC))
    shelf.episode(
        title="A <first> & talk ]]>",
        topics=("urges",),
        content_note="Speaks of <drinking>.",
        html='<p>Notes: <a href="#h-x">below</a></p>',
    )
    article = shelf.article(
        updated=datetime(2026, 4, 1, tzinfo=UTC), language="de", image=Picture(file="w.png", alt="W")
    )
    shelf.files = {"content/library/articles/w.png": "assets/pictures/w-0123456789ab.png"}
    shelf.bodies[article.path] = render(BODY, article.path)
    return shelf


def test_whole_feeds(shelf: Shelf, regenerate: bool) -> None:
    mixed(shelf)
    for name in ("feed.xml", "feed.json"):
        data, golden = shelf.read(name), GOLDEN / f"library-{name}"
        if name == "feed.json":
            data = (json.dumps(json.loads(data), indent=1, ensure_ascii=False) + "\n").encode()
        if regenerate:
            golden.write_bytes(data)
        assert data == golden.read_bytes()


def test_a_reader_gets_title_words_dates_and_the_page(shelf: Shelf) -> None:
    read = feedparser.parse(mixed(shelf).read("feed.xml"))
    assert not read.bozo
    first, second = read.entries
    assert (first.title, second.title) == ("A <first> & talk ]]>", "Urges pass")
    assert second.id == second.link == f"{CANONICAL}library/articles/urges-pass/"
    assert second.author == "Ada"
    assert [tag.term for tag in second.tags] == ["Urges"]
    assert second.published == "Sun, 01 Feb 2026 09:00:00 +0000"
    assert "<h2" in second.content[0].value
    assert not first.enclosures
    assert read.feed.updated == "Wed, 01 Apr 2026 00:00:00 +0000"


def test_both_forms_say_the_same(shelf: Shelf) -> None:
    mixed(shelf)
    for home in ("", "topics/urges/"):
        rss, feed = feedparser.parse(shelf.read(f"{home}feed.xml")), json_feed(shelf, f"{home}feed.json")
        assert rss.feed.title == feed["title"]
        assert rss.feed.link == feed["home_page_url"] == CANONICAL + home
        assert [e.id for e in rss.entries] == [item["id"] for item in feed["items"]]
        content = [e.content[-1].value for e in rss.entries]
        assert content == [item["content_html"] for item in feed["items"]]


def test_in_a_feed_a_form_is_left_to_the_page_and_every_link_is_whole(shelf: Shelf) -> None:
    article = json_feed(mixed(shelf))["items"][1]
    html = article["content_html"]
    assert "<form" not in html and "What?" not in html
    assert f'href="{CANONICAL}podcasts/talks/first/#h-x"' in html
    assert f'href="{CANONICAL}library/articles/urges-pass/#h-ways"' in html
    assert article["language"] == "de"
    assert article["image"] == f"{CANONICAL}assets/pictures/w-0123456789ab.png"
    assert article["date_modified"] == "2026-04-01T00:00:00Z"


def test_an_episode_leads_to_its_page_with_its_note_first(shelf: Shelf) -> None:
    html = json_feed(mixed(shelf))["items"][0]["content_html"]
    assert html.startswith("<p><strong>Speaks of &lt;drinking&gt;.</strong></p>")
    assert f'<a href="{CANONICAL}podcasts/talks/first/">Listen' in html


def test_identity_is_the_same_on_every_target(shelf: Shelf) -> None:
    mixed(shelf)
    here = json_feed(shelf)
    shelf.base_url = "http://127.0.0.1:8000/sub/"
    there = json_feed(shelf)
    assert [item["id"] for item in here["items"]] == [item["id"] for item in there["items"]]
    assert there["items"][1]["url"] == "http://127.0.0.1:8000/sub/library/articles/urges-pass/"
    assert there["feed_url"] == "http://127.0.0.1:8000/sub/feed.json"


def test_only_the_newest_50_newest_first(shelf: Shelf) -> None:
    for day in range(60):
        shelf.article(f"a{day:02}", date=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day))
    items = json_feed(shelf)["items"]
    assert [item["id"][-4:-1] for item in items] == [f"a{day:02}" for day in range(59, 9, -1)]


def test_a_topic_has_its_own_and_an_empty_one_has_none(shelf: Shelf) -> None:
    shelf.article("one", topics=("urges",))
    shelf.article("two", topics=("balance", "urges"))
    shelf.article("draft", topics=("later",))
    shelf.entries.pop()
    ids = {topic: [i["id"] for i in json_feed(shelf, f"topics/{topic}/feed.json")["items"]] for topic in shelf.topics}
    assert {topic: len(found) for topic, found in ids.items()} == {"urges": 2, "balance": 1, "later": 0}
    assert text(channel(shelf, "topics/later/feed.xml"), "title") == "Later – The Library"
    assert channel(shelf, "topics/later/feed.xml").find("lastBuildDate") is None


def test_an_episode_older_than_its_show_is_as_new_as_the_show(shelf: Shelf) -> None:
    shelf.show(date=datetime(2026, 5, 1, tzinfo=UTC))
    shelf.episode(date=datetime(2020, 1, 1, tzinfo=UTC))
    (item,) = json_feed(shelf)["items"]
    assert item["date_published"] == "2026-05-01T00:00:00Z"


def test_a_show_without_a_date_does_not_date_its_episodes(shelf: Shelf) -> None:
    assert shelf.show().public_from == EPOCH
    shelf.episode()
    (item,) = json_feed(shelf)["items"]
    assert item["date_published"] == "2026-03-01T09:00:00Z"


def test_an_entry_without_a_body_is_known_by_its_description(shelf: Shelf) -> None:
    shelf.article(html="", description='Less than <an hour> & no more than a "walk" away.')
    (item,) = json_feed(shelf)["items"]
    assert item["content_html"] == '<p>Less than &lt;an hour&gt; &amp; no more than a "walk" away.</p>'


@pytest.mark.parametrize(("description", "said"), [(None, "The Library"), ("What helps.", "What helps.")])
def test_a_library_is_described_by_its_words_or_its_title(shelf: Shelf, description: str | None, said: str) -> None:
    if description:
        shelf.site["description"] = description
    assert json_feed(shelf)["description"] == text(channel(shelf), "description") == said


@pytest.fixture
def far_away() -> Iterator[None]:
    """Another time zone of the machine."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = "Pacific/Kiritimati"
    time.tzset()
    yield
    os.environ.pop("TZ")
    if before is not None:
        os.environ["TZ"] = before
    time.tzset()


def test_the_same_bytes_in_another_time_zone(shelf: Shelf, far_away: None) -> None:  # noqa: ARG001
    mixed(shelf)
    assert shelf.read("feed.xml") == (GOLDEN / "library-feed.xml").read_bytes()


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=40)
HOSTILE = st.sampled_from(["]]>", "</title>", "<script>", "&amp;", "&", "<![CDATA[", '"'])


def can_be_a_title(words: str) -> bool:
    """Nobody's title is empty, or garbled."""
    return bool(words.strip()) and garbled.first(words) is None


@settings(deadline=None)
@given(st.lists(WORDS | HOSTILE, min_size=1, max_size=4).map("".join).filter(can_be_a_title))
def test_no_words_break_any_of_it(words: str) -> None:
    shelf = Shelf()
    shelf.show(title=words)
    shelf.article(title=words, description=words.strip().ljust(40, "."))
    assert text(channel(shelf), "item/title") == json_feed(shelf)["items"][0]["title"] == words.strip()
    outline = etree.fromstring(shelf.read("podcasts/subscriptions.opml")).find("body/outline")
    assert outline is not None
    # In an attribute, XML makes line ends and tabs spaces; Text has stripped the ends.
    assert outline.get("text") == words.strip()
    catalogue = json.loads(shelf.read("api/catalog.json"))
    assert {entry["title"] for entry in catalogue["entries"]} == {words.strip()}
