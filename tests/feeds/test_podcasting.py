"""The Podcasting 2.0 namespace whole: each field of an editor is a tag, and feeds that name other feeds."""

from __future__ import annotations

import json
from typing import Any

import pytest
from lxml import etree
from pydantic import TypeAdapter

from pipeline.model.artifact import Blob
from pipeline.model.kinds.episode.fields import Episode
from pipeline.model.kinds.show.fields import Funding, Show
from pipeline.model.media import Rendition
from pipeline.model.urls import podcast_guid
from pipeline.settings import FeedSettings
from tests.feeds.shelf import CANONICAL, NAMES, Shelf

SPOT = {"name": "Leeds", "rel": "creator", "geo": "geo:53.8,-1.5", "osm": "R113314", "country": "GB"}
CHAT = {"server": "chat.example", "protocol": "matrix", "account": "@us:chat.example", "space": "#talks"}
POST = {"protocol": "activitypub", "url": "https://social.example/1", "account": "@us@social.example", "priority": 1}
GIVE = {
    "type": "lightning", "method": "keysend", "suggested": 0.00001,
    "recipients": [{"name": "Us", "type": "node", "address": "02ab", "split": 90, "key": "7", "value": "x"},
                   {"type": "lnaddress", "address": "a@b.example", "split": 10, "fee": "yes"}],
}  # fmt: skip
BOTH: dict[str, tuple[Any, str]] = {
    "locations": ([SPOT], '<location rel="creator" geo="geo:53.8,-1.5" osm="R113314" country="GB">Leeds</location>'),
    "chat": (CHAT, '<chat server="chat.example" protocol="matrix" accountId="@us:chat.example" space="#talks"/>'),
    "social": ([POST, {"protocol": "disabled"}], (
        '<socialInteract protocol="activitypub" uri="https://social.example/1" accountId="@us@social.example" '
        'priority="1"/><socialInteract protocol="disabled"/>')),
    "txt": ([{"purpose": "verify", "text": "a1"}, {"text": "b"}], '<txt purpose="verify">a1</txt><txt>b</txt>'),
    "value": (GIVE, (
        '<value type="lightning" method="keysend" suggested="0.00001"><valueRecipient name="Us" type="node" '
        'address="02ab" split="90" customKey="7" customValue="x"/><valueRecipient type="lnaddress" '
        'address="a@b.example" split="10" fee="true"/></value>')),
}  # fmt: skip
OTHER = "0e4f7c0a-2f43-4a8f-9d53-6f1c1d9f3a11"
SHOW: dict[str, tuple[Any, str]] = BOTH | {
    "medium": ("course", "<medium>course</medium>"),
    "update_frequency": (
        {"text": "every second Friday", "rrule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "start": "2026-01-02"},
        ('<updateFrequency rrule="FREQ=WEEKLY;INTERVAL=2;BYDAY=FR" dtstart="2026-01-02T00:00:00Z">every second Friday'
         "</updateFrequency>"),
    ),
    "podroll": ([{"title": "Others", "guid": OTHER, "url": "https://o.example/f.xml", "item": "i", "medium": "course"}],
        (f'<podroll><remoteItem feedGuid="{OTHER}" title="Others" feedUrl="https://o.example/f.xml" itemGuid="i" '
         'medium="course"/></podroll>')),
    "block": (["amazon", "google"], '<block id="amazon">yes</block><block id="google">yes</block>'),
    "licence": ("Our-1.0", "<license>our-1.0</license>"),
}  # fmt: skip
EPISODE: dict[str, tuple[Any, str]] = BOTH | {
    "alternates": ([{
        "type": "video/mp4", "sources": ["https://v.example/a.mp4", "https://w.example/a.mp4"], "length": 9000,
        "bitrate": 64000, "height": 720, "language": "en", "title": "Film", "rel": "film", "codecs": "avc1",
        "integrity": "sha384-abcd",
    }], (
        '<alternateEnclosure type="video/mp4" length="9000" bitrate="64000" height="720" lang="en" title="Film" '
        'rel="film" codecs="avc1"><source uri="https://v.example/a.mp4"/><source uri="https://w.example/a.mp4"/>'
        '<integrity type="sri" value="sha384-abcd"/></alternateEnclosure>')),
    "content_links": ([{"url": "https://v.example/a", "text": "As a film"}],
        '<contentLink href="https://v.example/a">As a film</contentLink>'),
}  # fmt: skip


def value(model: Any, field: str, written: Any) -> Any:
    """What a field says, as an editor writes it."""
    return TypeAdapter(model.__pydantic_fields__[field].annotation).validate_python(written)


def tags(parent: etree._Element, name: str) -> str:
    """All of a name in an element, as XML without the namespace."""
    space = f' xmlns:podcast="{NAMES["podcast"]}"'
    told = "".join(etree.tostring(one, encoding="unicode") for one in parent.findall(f"podcast:{name}", NAMES))
    for prefix, address in NAMES.items():
        told = told.replace(f' xmlns:{prefix}="{address}"', "")
    return told.replace(space, "").replace("podcast:", "").replace("\n", "")


@pytest.mark.parametrize("field", SHOW)
def test_a_field_of_a_show_is_a_tag_of_its_channel(shelf: Shelf, field: str) -> None:
    written, told = SHOW[field]
    shelf.show(**{field: value(Show, field, written)})
    found = tags(shelf.channel(), told[1:].split(" ")[0].split(">")[0])
    assert found.replace('<txt purpose="ai-content">false</txt>', "") == told


@pytest.mark.parametrize("field", EPISODE)
def test_a_field_of_an_episode_is_a_tag_of_its_item(shelf: Shelf, field: str) -> None:
    written, told = EPISODE[field]
    shelf.show()
    shelf.episode(**{field: value(Episode, field, written)})
    item = shelf.channel().find("item")
    assert item is not None
    found = tags(item, told[1:].split(" ")[0].split(">")[0])
    assert found.replace('<txt purpose="ai-content">false</txt>', "") == told


def test_a_licence_of_another_name_has_an_address(shelf: Shelf) -> None:
    shelf.show(licence="Ours", licence_url="https://library.example/licence/")
    assert tags(shelf.channel(), "license") == '<license url="https://library.example/licence/">ours</license>'


def test_a_trailer_is_one_of_the_channel_too(shelf: Shelf) -> None:
    shelf.show()
    shelf.episode("hello", type="trailer", title="Hello", season=2)
    shelf.episode("first")
    url, pubdate = f"{CANONICAL}media/talks/hello-0123456789ab.mp3", "Sun, 01 Mar 2026 09:00:00 +0000"
    (enclosure,) = (one for one in shelf.channel().iterfind("item/enclosure") if "hello" in str(one.get("url")))
    assert enclosure.get("url") == url
    length = enclosure.get("length")
    told = f'<trailer url="{url}" length="{length}" type="audio/mpeg" pubdate="{pubdate}" season="2">Hello</trailer>'
    assert tags(shelf.channel(), "trailer") == told


def test_the_library_lists_its_shows_and_each_leads_back(shelf: Shelf) -> None:
    shelf.show("walks", title="Walks", guid=OTHER)
    shelf.show("talks", title="Talks")
    url = f"{CANONICAL}podcasts/feed.xml"
    channel = etree.fromstring(shelf.read("podcasts/feed.xml"))[0]
    assert tags(channel, "medium") == "<medium>publisher</medium>"
    assert tags(channel, "guid") == f"<guid>{podcast_guid(url)}</guid>"
    assert [one.get("feedUrl") for one in channel.findall("podcast:remoteItem", NAMES)] == [
        f"{CANONICAL}podcasts/{name}/feed.xml" for name in ("talks", "walks")
    ]
    assert tags(shelf.channel(), "publisher") == (
        f'<publisher><remoteItem medium="publisher" feedGuid="{podcast_guid(url)}" feedUrl="{url}"/></publisher>'
    )
    shelf.feeds = FeedSettings(publisher=False)
    assert "podcasts/feed.xml" not in shelf.pieces() and tags(shelf.channel(), "publisher") == ""


def test_a_topic_is_a_listening_list_of_what_is_said_about_it(shelf: Shelf) -> None:
    shelf.article()  # it brings the topic `urges`
    shelf.show()
    assert "topics/urges/listen/feed.xml" not in shelf.pieces(), "nobody speaks about it"
    shelf.episode("first", topics=("urges",))
    shelf.episode("other")
    channel = etree.fromstring(shelf.read("topics/urges/listen/feed.xml"))[0]
    assert tags(channel, "medium") == "<medium>podcastL</medium>" and channel.findall("item") == []
    (item,) = channel.findall("podcast:remoteItem", NAMES)
    assert {str(key): str(value) for key, value in item.attrib.items()} == {
        "feedGuid": "ead4c236-bf58-58c6-a2c6-a6b28d128cb6",
        "feedUrl": f"{CANONICAL}podcasts/talks/feed.xml",
        "itemGuid": "talks-first",
        "medium": "podcast",
        "title": "First",
    }


def test_who_asks_for_support_needs_no_words(shelf: Shelf) -> None:
    shelf.show(funding=(Funding(url="https://give.example/us"),))
    assert tags(shelf.channel(), "funding") == '<funding url="https://give.example/us"/>'
    data = json.loads(shelf.read("api/entries/podcasts/talks.json"))
    assert [way["title"] for way in data["funding"]] == ["give.example"]


def test_renditions_are_alternates_of_the_sound_which_is_the_first_of_them(shelf: Shelf) -> None:
    """Each with what an app needs to choose: length, bit rate, codecs; and the digest of its bytes. Then the others."""
    shelf.show()
    opus = Rendition("media/a-0.opus", Blob("00" * 31 + "ff", 400_000), "audio/ogg", "opus", 40, "Opus")
    film = [{"type": "video/mp4", "sources": ["https://v.example/a.mp4"], "length": 9000}]
    shelf.episode("a", sound={"renditions": (opus,)}, alternates=value(Episode, "alternates", film))
    item = shelf.channel().find("item")
    assert item is not None
    zeros = "A" * 42
    assert tags(item, "alternateEnclosure") == (
        '<alternateEnclosure type="audio/mpeg" length="1234567" bitrate="64000" title="MP3" default="true">'
        f'<source uri="{CANONICAL}media/talks/a-0123456789ab.mp3"/>'
        f'<integrity type="sri" value="sha256-{zeros}A="/></alternateEnclosure>'
        '<alternateEnclosure type="audio/ogg" length="400000" bitrate="40000" title="Opus" codecs="opus">'
        f'<source uri="{CANONICAL}media/a-0.opus"/>'
        f'<integrity type="sri" value="sha256-{zeros[:-1]}P8="/></alternateEnclosure>'
        '<alternateEnclosure type="video/mp4" length="9000"><source uri="https://v.example/a.mp4"/></alternateEnclosure>'
    )
