"""A long feed in parts (RFC 5005): nothing is missing, and what is archived hardly ever changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree

from pipeline.model.artifact import Action
from pipeline.release import assemble, plan
from pipeline.settings import FeedSettings
from tests.feeds.shelf import CANONICAL, NAMES, Shelf

HEAD = f"{CANONICAL}podcasts/talks/feed.xml"


def shelf(episodes: int, limit: int = 2, **titles: str) -> Shelf:
    made = Shelf(feeds=FeedSettings(limit=limit))
    made.show()
    for number in range(1, episodes + 1):
        day = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=number)
        made.episode(f"e{number}", date=day, title=titles.get(f"e{number}", f"Episode {number}"))
    return made


def documents(made: Shelf) -> dict[str, bytes]:
    """The feed of the show, by address."""
    found = {f"{CANONICAL}{path}": piece.data for path, piece in made.pieces().items() if path.startswith("podcasts/t")}
    return {url: data for url, data in found.items() if isinstance(data, bytes)}


def link(channel: etree._Element, rel: str) -> str | None:
    found = channel.find(f"atom:link[@rel='{rel}']", NAMES)
    return None if found is None else found.get("href")


def walk(there: dict[str, bytes], rel: str) -> Iterator[tuple[str, etree._Element]]:
    url: str | None = HEAD
    while url:
        channel = etree.fromstring(there[url])[0]
        yield url, channel
        url = link(channel, rel)


@pytest.mark.parametrize("episodes", range(9))
@pytest.mark.parametrize("rel", ["next", "prev-archive"])
def test_who_walks_on_gets_each_episode_once_newest_first(episodes: int, rel: str) -> None:
    there = documents(shelf(episodes))
    guids = [guid.text for _, channel in walk(there, rel) for guid in channel.findall("item/guid")]
    assert guids == [f"talks-e{number}" for number in range(episodes, 0, -1)]
    assert {url for url, _ in walk(there, rel)} == set(there)


def test_a_feed_that_is_no_longer_than_that_is_whole() -> None:
    ((url, data),) = documents(shelf(3)).items()
    assert url == HEAD and b"fh:" not in data and b'rel="next"' not in data
    assert len(documents(shelf(30, limit=1000))) == 1


def test_each_says_what_it_is() -> None:
    for url, channel in walk(documents(shelf(7)), "next"):
        assert link(channel, "self") == url
        archive = channel.find("{http://purl.org/syndication/history/1.0}archive")
        assert (archive is None) == (url == HEAD)
        assert link(channel, "current") == (None if url == HEAD else HEAD)
        assert channel.findtext("title") == "Talks"


def test_a_new_episode_changes_the_head_and_a_title_its_own_document() -> None:
    before, after = documents(shelf(6)), documents(shelf(7))
    assert [url for url in after if after[url] != before.get(url)] == [HEAD]
    corrected = documents(shelf(7, e1="The first, corrected"))
    assert [url for url in after if after[url] != corrected[url]] == [f"{CANONICAL}podcasts/talks/feed-1.xml"]
    sealed = documents(shelf(8))
    assert [url for url in sealed if after.get(url) != sealed[url]] == [f"{CANONICAL}podcasts/talks/feed-3.xml", HEAD]


def test_archives_go_out_before_the_feed_that_leads_to_them() -> None:
    earlier, later = (assemble(shelf(n).pieces().values(), (), CANONICAL, CANONICAL, {}) for n in (7, 8))
    for before, number in ((None, 1), (earlier, 3)):
        planned = plan(before, later, max_delete=0, now=datetime(2026, 4, 1, tzinfo=UTC))
        put = [change.path for change in planned.only(Action.PUT)]
        assert put.index(f"podcasts/talks/feed-{number}.xml") < put.index("podcasts/talks/feed.xml")
