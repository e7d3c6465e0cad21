"""feedgen 1.0.0's traps: each shows what the library does by itself, and that our feeds don't suffer it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from feedgen.feed import FeedGenerator
from lxml import etree

from pipeline.feeds.namespace import characters, within
from pipeline.formats.xml import printable
from pipeline.model.artifact import Blob
from tests.feeds.shelf import CANONICAL, Shelf, attributes, text
from tests.feeds.test_rss import channel_of


def bare() -> Any:
    feed = FeedGenerator()
    feed.title("T")
    feed.description("D")
    feed.link(href="https://a.example/")
    return feed


def rss(feed: Any) -> etree._Element:
    return etree.fromstring(feed.rss_str())[0]


def full(shelf: Shelf) -> Shelf:
    shelf.show()
    shelf.episode()
    return shelf


def test_explicit_true_is_refused(shelf: Shelf) -> None:
    feed = bare()
    feed.load_extension("podcast")
    with pytest.raises(ValueError, match="explicit"):
        feed.podcast.itunes_explicit("true")
    assert text(full(shelf).channel(), "itunes:explicit") == "false"


def test_last_link_wins(shelf: Shelf) -> None:
    feed = bare()
    feed.link(href="https://a.example/feed.xml", rel="self")
    assert text(rss(feed), "link") == "https://a.example/feed.xml"
    channel = full(shelf).channel()
    assert text(channel, "link") == f"{CANONICAL}podcasts/talks/"
    assert attributes(channel, "atom:link") == [
        {"href": f"{CANONICAL}podcasts/talks/feed.xml", "rel": "self", "type": "application/rss+xml"}
    ]


def test_content_alone_becomes_the_description(shelf: Shelf) -> None:
    feed = bare()
    feed.add_entry().content("C", type="CDATA")
    assert rss(feed).find("item/content:encoded", {"content": "http://purl.org/rss/1.0/modules/content/"}) is None
    shelf.show()
    shelf.episode(html="")
    assert text(shelf.channel(), "item/content:encoded")


def test_only_content_is_cdata(shelf: Shelf) -> None:
    feed = bare()
    entry = feed.add_entry()
    entry.description("<p>D</p>")
    entry.content("<p>C</p>", type="CDATA")
    assert b"&lt;p&gt;D" in feed.rss_str()
    assert b"<description><![CDATA[<p>" in full(shelf).feed()


def test_entries_are_prepended(shelf: Shelf) -> None:
    feed = bare()
    for title in ("one", "two"):
        feed.add_entry().title(title)
    assert [item.findtext("title") for item in rss(feed).iter("item")] == ["two", "one"]
    shelf.show()
    shelf.episode("one", date=datetime(2026, 3, 1, tzinfo=UTC))
    shelf.episode("two", date=datetime(2026, 3, 2, tzinfo=UTC))
    assert [item.findtext("guid") for item in shelf.channel().iter("item")] == ["talks-two", "talks-one"]


def test_control_characters_name_no_item() -> None:
    for words, error in (("a\x00b", ValueError), ("a\ufffe", ValueError), ("a\ud800", UnicodeEncodeError)):
        feed = bare()
        feed.add_entry().title(words)
        with pytest.raises(error):
            feed.rss_str()
    channel = channel_of("a\x00\x1b\ufffe\ud800b")
    for path in ("title", "item/title", "item/guid", "item/content:encoded", "itunes:author"):
        assert text(channel, path) == "ab"


def test_length_none_is_written(shelf: Shelf) -> None:
    feed = bare()
    entry = feed.add_entry()
    entry.title("T")
    entry.enclosure("https://a.example/a.mp3", None, "audio/mpeg")
    assert attributes(rss(feed), "item/enclosure")[0]["length"] == "None"
    shelf.show()
    shelf.episode(sound={"blob": Blob("0" * 64, 0)})
    assert attributes(shelf.channel(), "item/enclosure")[0]["length"] == "0"


def test_pictures_it_does_not_like_are_omitted(shelf: Shelf) -> None:
    feed = bare()
    feed.load_extension("podcast")
    with pytest.raises(ValueError, match="must be png or jpg"):
        feed.add_entry().podcast.itunes_image("https://a.example/a.jpeg")
    show = shelf.show()
    shelf.artwork[show.path] = "assets/cover.jpeg"
    channel = shelf.channel()
    assert attributes(channel, "itunes:image") == [{"href": f"{CANONICAL}assets/cover.jpeg"}]
    assert text(channel, "image/url") == f"{CANONICAL}assets/cover.jpeg"


def test_build_date_is_now(shelf: Shelf) -> None:
    its_own = parsedate_to_datetime(text(rss(bare()), "lastBuildDate"))
    assert abs(datetime.now(UTC) - its_own) < timedelta(hours=1)
    assert text(full(shelf).channel(), "lastBuildDate") == "Sun, 01 Mar 2026 09:00:00 +0000"


def test_block_is_written_in_lower_case(shelf: Shelf) -> None:
    feed = bare()
    feed.load_extension("podcast")
    feed.podcast.itunes_block(True)
    assert text(rss(feed), "itunes:block") == "yes"
    shelf.base_url = "https://preview.example/"
    assert text(full(shelf).channel(), "itunes:block") == "Yes"


def test_attribute_called_name_collides(shelf: Shelf) -> None:
    from feedgen.util import xml_elem

    with pytest.raises(TypeError, match="name"):
        xml_elem("season", None, name="Urges")
    shelf.show(seasons={"1": "Urges"})
    shelf.episode(season=1)
    assert attributes(shelf.channel(), "item/podcast:season") == [{"name": "Urges"}]


def test_namespaces_are_declared_once(shelf: Shelf) -> None:
    data = full(shelf).feed()
    assert data.count(b"xmlns:") == 4
    assert b"ns0:" not in data
    assert b'"https://podcastindex.org/namespace/1.0"' in data


def test_no_white_space_inside_a_leaf(shelf: Shelf) -> None:
    for element in full(shelf).channel().iter():
        if not len(element) and element.text:
            assert element.text == element.text.strip()


@pytest.mark.parametrize(
    ("words", "most", "cut"),
    [
        ("abc", 3, "abc"),
        ("ab cd", 4, "a…"),
        ("ab cd ef", 8, "ab cd ef"),
        ("ab cd ef", 7, "ab…"),
        ("ab cdefghi", 8, "ab…"),
        ("äää", 5, "ä…"),
        ("äääx", 6, "ä…"),
        ("\ud800" * 9, 5, "??…"),
    ],
)
def test_text_is_cut_by_bytes(words: str, most: int, cut: str) -> None:
    assert within(words, most) == cut


def test_text_is_cut_by_characters() -> None:
    assert characters("ä" * 300, 255) == "ä" * 254 + "…"
    assert characters("ä" * 255, 255) == "ä" * 255


def test_printable_keeps_what_xml_can_hold() -> None:
    assert printable("a\tb\nc\x7f\U0001f600\ufffd") == "a\tb\nc\x7f\U0001f600\ufffd"
