"""All shows in one file."""

from __future__ import annotations

from lxml import etree

from tests.feeds.shelf import Shelf

PATH = "podcasts/subscriptions.opml"


def test_shows_by_title_with_feed_and_page(shelf: Shelf) -> None:
    shelf.show("walks", title="a walk")
    shelf.show("talks", title="B & C", language="de")
    root = etree.fromstring(shelf.read(PATH))
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    assert root.findtext("head/title") == "The Library"
    said = [{str(k): str(v) for k, v in outline.attrib.items()} for outline in root.findall("body/outline")]
    assert [one["text"] for one in said] == [one["title"] for one in said] == ["a walk", "B & C"]
    assert {one["type"] for one in said} == {"rss"}
    assert [one["xmlUrl"] for one in said] == [
        "https://library.example/podcasts/walks/feed.xml",
        "https://library.example/podcasts/talks/feed.xml",
    ]
    assert said[1]["htmlUrl"] == "https://library.example/podcasts/talks/"
    assert [one["language"] for one in said] == ["en", "de"]


def test_a_withdrawn_show_is_not_among_them_unless_it_is_alone(shelf: Shelf) -> None:
    shelf.show("gone", title="Gone", retired=True, farewell="It is gone.")
    assert shelf.read(PATH).count(b"<outline ") == 1
    shelf.show("talks", title="Talks")
    (outline,) = etree.fromstring(shelf.read(PATH)).findall("body/outline")
    assert outline.get("title") == "Talks"


def test_it_is_a_line_a_show_in_utf_8(shelf: Shelf) -> None:
    shelf.show("walks", title="Ä walk")
    shelf.show("talks", title="Talks")
    first, *lines = shelf.read(PATH).decode().splitlines()
    assert first == "<?xml version='1.0' encoding='UTF-8'?>"
    assert [line.count("<outline ") for line in lines] == [1, 1, 0]
    assert 'title="Ä walk"' in lines[1]


def test_it_has_no_date_so_that_its_bytes_stay(shelf: Shelf) -> None:
    shelf.show()
    assert b"date" not in shelf.read(PATH).lower()


def test_without_a_show_there_is_none(shelf: Shelf) -> None:
    shelf.article()
    assert PATH not in shelf.pieces()
