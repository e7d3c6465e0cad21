"""Any words at all in a feed."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import feedparser
import podcastparser
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from pipeline.feeds.namespace import Tag
from pipeline.feeds.notes import absolute, notes
from pipeline.feeds.rss import Channel, Enclosure, Item, write
from tests.feeds.shelf import text

PAGE = "https://a.example/1/"
DATE = datetime(2026, 3, 1, tzinfo=UTC)
PRINTABLE = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), min_size=1, max_size=100)
WILD = st.text(st.characters(exclude_categories=[]), min_size=1, max_size=100)


def feed_of(title: str, notes_html: str, guid: str) -> bytes:
    """A feed of one item, with the same words wherever words can stand."""
    sound = Enclosure("https://a.example/1.mp3", 9, "audio/mpeg")
    tags = (Tag("itunes:author", title), Tag("podcast:person", title, {"role": title}))
    item = Item(title, PAGE, guid, DATE, notes_html, notes_html, sound, tags)
    image = "https://a.example/a.jpg"
    feed = "https://a.example/feed.xml"
    return write(Channel(title, "https://a.example/", feed, title, "en", title, title, image, DATE, tags, (item,)))


def channel_of(words: str) -> etree._Element:
    """The channel, parsed."""
    return etree.fromstring(feed_of(words, words, words))[0]


@given(title=PRINTABLE, body=PRINTABLE, guid=PRINTABLE)
def test_printable_words_come_back_equal(title: str, body: str, guid: str) -> None:
    channel = etree.fromstring(feed_of(title, body, guid))[0]
    for path in ("title", "description", "image/title", "itunes:author", "item/title", "item/podcast:person"):
        assert text(channel, path) == title
    assert text(channel, "item/description") == text(channel, "item/content:encoded") == body
    assert text(channel, "item/guid") == guid


@given(words=WILD)
@example("\ud800")
def test_no_words_break_a_feed(words: str) -> None:
    data = feed_of(f"T{words}", f"T{words}", f"T{words}")
    assert text(etree.fromstring(data)[0], "item/title").startswith("T")
    assert len(podcastparser.parse("https://a.example/feed.xml", io.BytesIO(data))["episodes"]) == 1


@given(words=WILD)
@example("\ud800")
@example("\ud800 " * 5000)
def test_no_words_break_notes(words: str) -> None:
    made = notes(words, page=PAGE, note=words, summary=words)
    assert len(made.brief.encode("utf-8", "replace")) <= 4000


@given(words=PRINTABLE)
def test_notes_without_addresses_stay_as_they_are(words: str) -> None:
    html = f"<p>{words.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')}</p>"
    assert absolute(html, PAGE) == notes(html, page=PAGE).whole == html


def test_an_item_without_words_is_one_all_the_same() -> None:
    item = Item("Title", PAGE, "guid", DATE, brief="", notes="")
    page = "https://a.example/"
    data = write(Channel("T", page, f"{page}feed.xml", "D", "en", "", "", "", None, items=(item,)))
    (read,) = feedparser.parse(data).entries
    assert (read.title, read.link, read.id) == ("Title", PAGE, "guid")
    assert not {"summary", "content", "enclosures"} & {name for name, value in read.items() if value}


@pytest.mark.parametrize("words", ["]]>", "a ]]> b", "]]]]>>", "]]", "<![CDATA[x]]>"])
def test_lone_end_of_cdata(words: str) -> None:
    channel = channel_of(words)
    for path in ("title", "item/title", "item/description", "item/content:encoded"):
        assert text(channel, path) == words
