"""What a feed says, as fields: each rule where the corpus does not show it."""

from __future__ import annotations

import random
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pytest

from pipeline.importing.deciding.decisions import Decisions, Default, Mapped, OfItem
from pipeline.importing.feed import read
from pipeline.importing.feed.values.dates import instant
from pipeline.importing.source.found import Asset, Found, Inside, Item
from pipeline.web import Unreachable
from tests.importing.feed.test_corpus import ADDRESSES, CORPUS, found
from tests.importing.feed.twin import Twin

HEAD = (
    '<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:atom="http://www.w3.org/2005/Atom">'
    "<channel><title>Show</title><link>https://show.example/</link>"
)
URL = "https://show.example/feed.xml"
PLAIN, NOTHING = Decisions(), MappingProxyType[str, str]({})
SOUND = '<enclosure url="https://show.example/{}.mp3" length="9" type="audio/mpeg"/>'


def feed(*items: str, channel: str = "") -> str:
    return f"{HEAD}{channel}{''.join(f'<item>{item}</item>' for item in items)}</channel></rss>"


def item(number: int, more: str = "") -> str:
    guid, date = f"<guid isPermaLink='false'>g{number}</guid>", "<pubDate>Mon, 03 May 2021 06:00:00 GMT</pubDate>"
    return f"<title>Episode {number}</title>{guid}{date}{SOUND.format(number)}{more}"


def of(text: str, decisions: Decisions = PLAIN, url: str = URL, beside: Mapping[str, str] = NOTHING) -> Found:
    return read(Twin({url: text, **beside}, url), decisions)


def only(text: str, decisions: Decisions = PLAIN, beside: Mapping[str, str] = NOTHING) -> Item:
    (one,) = of(text, decisions, beside=beside).items[1:]
    return one


def kinds(one: Item | Found) -> list[tuple[str, str]]:
    return [(loss.kind, loss.outcome) for loss in one.losses]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Mon, 03 May 2021 06:00:07 +0200", "2021-05-03T06:00:07+02:00"),
        ("Thu, 01 Apr 2021 08:00:00 EST", "2021-04-01T08:00:00-05:00"),
        ("3 May 21 06:00 GMT", "2021-05-03T06:00:00Z"),
        ("2021-05-03T06:00:00.000+0530", "2021-05-03T06:00:00+05:30"),
        ("2021-05-03", "2021-05-03T00:00:00Z"),
        ("Mo, 03 Mai 2021 06:00:00 MESZ", "2021-05-03T06:00:00+02:00"),
        ("Mon, 3 May 2021 8:00:00 PM PDT", "2021-05-03T20:00:00-07:00"),
        ("05/03/2021 12:30 AM", "2021-05-03T00:30:00Z"),
        ("May 3rd, 2021", "2021-05-03T00:00:00Z"),
        ("Tuesday, 4 May 2021 24:00:00 GMT", "2021-05-05T00:00:00Z"),
        ("Sat, 01 Jan 2000 12:00:60 UTC", "2000-01-01T12:00:59Z"),
        ("Mon, 03 May 2021 06:00:00 GMT+02:00", "2021-05-03T06:00:00+02:00"),
        ("Sun Jul 15 01:16:00 +0000 2012", "2012-07-15T01:16:00Z"),
        ("Fri,24 Nov 2023 18:28:36 ET", "2023-11-24T18:28:36-05:00"),
        ("Mon, 31 Feb 2021 00:00:00 GMT", ""),
        ("Mon, 03 May 2021 25:00:00 GMT", ""),
        ("someday", ""),
        ("0021-05-03", ""),
    ],
)
def test_a_date_is_an_instant_to_the_second(written: str, read: str) -> None:
    assert instant(written) == read


@pytest.mark.parametrize(
    ("written", "guid"),
    [
        ("<guid>AbC-é </guid>", {"value": "AbC-é ", "permalink": True}),
        ('<guid isPermaLink="false">\n  a,\tB\n: c\r\n</guid>', {"value": "\n  a,\tB\n: c\n", "permalink": False}),
        ('<guid isPermaLink="yes">AbC</guid>', "AbC"),
        ('<guid isPermaLink="false">AbC</guid>', "AbC"),
        ("<guid>https://show.example/1</guid>", "https://show.example/1"),
        (
            '<guid isPermaLink="false">https://show.example/?p=1</guid>',
            {"value": "https://show.example/?p=1", "permalink": False},
        ),
        (
            "<guid></guid><link>https://show.example/one</link>",
            {"value": "https://show.example/one", "permalink": False},
        ),
        ("", {"value": "https://show.example/1.mp3", "permalink": False}),
    ],
)
def test_a_guid_stays_byte_for_byte_and_none_is_what_apps_fall_back_to(written: str, guid: object) -> None:
    one = only(feed(f"<title>T</title>{written}{SOUND.format(1)}"))
    assert one.fields["guid"] == guid
    assert one.id == "".join(str(guid["value"] if isinstance(guid, dict) else guid).splitlines()).strip()
    assert kinds(one) == [("feed/pubDate", "dropped")]


def test_guids_that_differ_by_their_case_alone_are_written_as_they_were_published() -> None:
    one, two = (f"<guid isPermaLink='false'>{guid}</guid>{SOUND.format(guid)}" for guid in ("dQw4", "DQW4"))
    assert [made.fields["guid"] for made in of(feed(one, two, item(3))).items[1:]] == [
        {"value": "dQw4", "permalink": False},
        {"value": "DQW4", "permalink": False},
        "g3",
    ]


def test_pages_are_walked_until_one_brings_nothing_new() -> None:
    def page(number: int, *items: int) -> str:
        link = f'<atom:link rel="next" href="?page={number + 1}"/>'
        return feed(*(item(one) for one in items), channel=link)

    beside = {f"{URL}?page=2": page(2, 3, 2), f"{URL}?page=3": page(3, 1), f"{URL}?page=4": page(4, 1, 2)}
    whole = of(page(1, 4, 3), beside=beside)
    assert [one.id for one in whole.items] == ["show", "g4", "g3", "g2", "g1"]
    assert kinds(whole) == []


def test_a_page_that_leads_to_itself_ends_the_walk() -> None:
    twin = Twin({URL: feed(item(1), channel=f'<atom:link rel="next" href="{URL}"/>')}, URL)
    assert len(read(twin, Decisions()).items) == 2
    assert twin.asked == [URL]


def test_a_blog_gives_older_items_though_it_does_not_say_so() -> None:
    blog = "<generator>https://wordpress.org/?v=6.1</generator>"
    url = "https://show.example/?feed=podcast"
    pages = {url: feed(item(2), channel=blog), f"{url}&paged=2": feed(item(1), channel=blog)}
    twin = Twin(pages, url)
    whole = read(twin, Decisions())
    assert [one.id for one in whole.items[1:]] == ["g2", "g1"]
    assert twin.asked[-1] == f"{url}&paged=3"
    assert kinds(whole) == []


def test_a_page_for_people_leads_to_the_feed_that_it_names() -> None:
    page = (CORPUS / "page.html").read_text(encoding="utf-8")
    twin = Twin(
        {"https://show.example/": page, "https://show.example/1.rss?a=1&b=2": feed(item(1))}, "https://show.example/"
    )
    whole = read(twin, Decisions())
    assert whole.items[1].id == "g1"
    assert whole.notes[0] == "`https://show.example/` is a page; its feed is https://show.example/1.rss?a=1&b=2"
    assert "https://show.example/1.rss?a=1&b=2" in whole.items[0].old


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("<html><body>Hello</body></html>", "it is a page for people"),
        ('{"version": 1}', "there is no XML in it"),
        ("<opml/>", "it begins with `<opml>`"),
    ],
)
def test_what_is_no_feed_is_told(data: str, message: str) -> None:
    with pytest.raises(Unreachable) as raised:
        of(data)
    assert message in raised.value.message
    assert raised.value.hint


def test_atom_that_names_no_namespace_is_read() -> None:
    entry = "<entry><id>e</id><title>E</title><link rel='enclosure' href='/e.mp3'/></entry>"
    whole = of(f"<feed><title>Bare</title>{entry}</feed>")
    assert [(one.id, one.fields["title"]) for one in whole.items] == [("show", "Bare"), ("e", "E")]


def test_a_file_says_by_which_address_subscribers_know_it() -> None:
    saved = feed(item(1), channel=f'<atom:link rel="self" href="{URL}"/>')
    by_file, by_address = of(saved, url="saved.xml"), of(saved)
    assert by_file.source == by_address.source
    assert by_file.items[0].old == (URL,)


def test_two_items_with_one_guid_are_told_and_the_first_is_taken() -> None:
    whole = of(feed(item(1), item(1).replace("Episode", "Another")))
    assert [one.fields["title"] for one in whole.items[1:]] == ["Episode 1"]
    assert kinds(whole) == [("feed/guid-twice", "dropped")]


def test_a_feed_that_moved_does_not_lead_subscribers_away_again() -> None:
    whole = of(feed(item(1), channel="<itunes:new-feed-url>https://new.example/feed</itunes:new-feed-url>"))
    assert "new_feed_url" not in whole.items[0].fields
    assert any("https://new.example/feed" in note for note in whole.notes)


@pytest.mark.parametrize(
    ("items", "told"),
    [
        ([item(1, "<itunes:episode>1</itunes:episode>")], False),
        ([item(1, "<itunes:episode>12</itunes:episode>")], True),
        ([item(1, "<itunes:season>1</itunes:season><itunes:episode>1</itunes:episode>")], False),
        ([item(number) for number in range(10)], True),
        ([item(number) for number in range(11)], False),
    ],
)
def test_a_feed_whose_oldest_episodes_may_be_missing_is_told(items: list[str], told: bool) -> None:
    assert told == any("cut" in note for note in of(feed(*items)).notes)


FILM = "<title>F</title><guid>f</guid><enclosure url='https://show.example/f.mp4' length='8' type='video/mp4'/>"


@pytest.mark.parametrize(
    ("video", "audio"),
    [
        ("link", {"url": "https://show.example/f.mp4", "length": 8, "type": "video/mp4"}),
        ("sound", "video"),
        ("drop", None),
    ],
)
def test_a_film_becomes_what_people_decide(video: Any, audio: object) -> None:
    whole = of(feed(FILM), Decisions(video=video))
    if audio is None:
        assert kinds(whole) == [("feed/no-sound", "dropped")]
        return
    field = whole.items[1].fields["audio"]
    assert (field["file"].use if "file" in field else field) == audio


def test_sound_may_stay_where_it_is() -> None:
    text = feed(item(1, "<itunes:duration>1:00:05</itunes:duration>"))
    for sound in ("files", "addresses", "hosted"):
        audio = only(text, Decisions(sound=sound)).fields["audio"]
        assert (audio["file"].url, audio["file"].kept) == ("https://show.example/1.mp3", True)
        assert audio.get("seconds") == (3605 if sound == "hosted" else None)
        assert audio.get("master") == (None if sound == "hosted" else "never")


def test_an_item_without_sound_becomes_what_people_decide() -> None:
    post = feed("<title>News</title><guid>n</guid><pubDate>2021-05-03</pubDate><description>Hello</description>")
    assert kinds(of(post)) == [("feed/no-sound", "dropped")]
    one = only(post, Decisions(kinds={"post": "news"}))
    assert (one.kind, one.fields) == ("news", {"title": "News", "date": "2021-05-03T00:00:00Z"})


@pytest.mark.parametrize(
    ("decided", "outcome", "fields"),
    [
        ({}, "kept", {"extra": {"import": {"feed": ["<podcast:mood>calm</podcast:mood>"]}}}),
        ({"feed/podcast:mood": "drop"}, "dropped", {}),
        ({"feed/podcast:mood": Mapped(map="content_note")}, "changed", {"content_note": "calm"}),
    ],
)
def test_what_has_no_field_is_kept_unless_people_decide(decided: Any, outcome: str, fields: object) -> None:
    text = feed(item(1, "<podcast:mood>calm</podcast:mood>"))
    for decisions in (Decisions(losses=decided), Decisions(items={"g1": OfItem(losses=decided)})):
        one = only(text, decisions)
        assert kinds(one) == [("feed/podcast:mood", outcome)]
        assert {name: one.fields[name] for name in ("extra", "content_note") if name in one.fields} == fields


def test_what_is_kept_is_bounded() -> None:
    one = only(feed(item(1, f"<podcast:mood>{'x' * 9000}</podcast:mood><podcast:mood>calm</podcast:mood>")))
    assert one.fields["extra"] == {"import": {"feed": ["<podcast:mood>calm</podcast:mood>"]}}
    assert kinds(one) == [("feed/podcast:mood", "dropped"), ("feed/podcast:mood", "kept")]


def test_a_category_is_asked_of_people() -> None:
    channel = '<itunes:category text="Wellness"/><itunes:category text="Health"/>'
    made = of(feed(item(1), channel=channel)).items[0]
    assert made.fields["category"] == "Health & Fitness"
    assert ("category/Wellness", "dropped") in kinds(made)
    decided = Decisions(losses={"category/Wellness": Mapped(map="Education")}, default=Default())
    assert of(feed(item(1), channel=channel), decided).items[0].fields["category"] == ["Education", "Health & Fitness"]


@pytest.mark.parametrize(
    ("notes", "chapters"),
    [
        ("0:00 Hello&lt;br&gt;(1:30) - Why&lt;br&gt;1:02:03 Bye", ["0:00", "1:30", "1:02:03"]),
        ("0:00 Hello\n1:30 Why", []),
        ("0:30 Hello\n1:30 Why\n2:00 Bye", []),
        ("0:00 Hello\n2:00 Why\n1:30 Bye", []),
        ("We talk from 0:00 on\n1:30 Why\n2:00 Bye", []),
    ],
)
def test_times_in_notes_are_chapters_where_they_are_a_list(notes: str, chapters: list[str]) -> None:
    field = only(feed(item(1, f"<description>{notes}</description>"))).fields["chapters"]
    assert isinstance(field, Inside)
    assert [one["at"] for one in field.otherwise] == chapters
    assert field.asset.url == "https://show.example/1.mp3"


def test_the_picture_of_the_show_is_not_that_of_each_episode() -> None:
    cover = '<itunes:image href="https://show.example/a.jpg"/>'
    whole = of(feed(item(1, cover), item(2, cover.replace("a.jpg", "b.jpg")), channel=cover))
    pictures = [one.fields.get("image", {}).get("file", Asset("")).url for one in whole.items]
    assert pictures == ["https://show.example/a.jpg", "", "https://show.example/b.jpg"]


def test_a_transcript_without_times_stands_behind_the_notes() -> None:
    tag = '<podcast:transcript url="t.html" type="text/html"/>'
    one = only(
        feed(item(1, f"<description>A &lt; B\n\nC</description>{tag}")),
        beside={"https://show.example/t.html": "<html><body><p>Hello</p></body></html>"},
    )
    assert one.body is not None
    assert one.body.text == "<p>A &lt; B</p><p>C</p>\n<h2>Transcript</h2>\n<p>Hello</p>"


@pytest.mark.parametrize(
    ("brief", "whole", "summary", "kept"),
    [
        ("In short.", "<p>All of it.</p>", "In short.", False),
        ("<p>In short.</p><p>All of it.</p><p>0:00 Hello</p>", "<p>All of it.</p>", "In short.", False),
        ("All of it", "<p>All of it, and more.</p>", "All of it", False),
        ("All of it &hellip;", "<p>All of it, and more.</p>", None, False),
        ("Something else…", "<p>All of it.</p>", None, True),
        ("Words. " * 60, "<p>All of it.</p>", ("Words. " * 60).strip(), True),
        ("All of it.", "<p>All of it.</p>", None, False),
        ("It&#8217;s", "<p>It’s all.</p>", "It’s", False),
    ],
)
def test_what_sums_up_is_told_from_what_is_said_twice(brief: str, whole: str, summary: str | None, kept: bool) -> None:
    texts = f"<description><![CDATA[{brief}]]></description><content:encoded><![CDATA[{whole}]]></content:encoded>"
    one = only(feed(item(1, texts)))
    assert one.body is not None
    assert one.body.text == whole
    assert (one.summary.text.strip() if one.summary else None) == summary
    assert ("extra" in one.fields) is kept


def test_a_hostile_feed_is_read_in_time_that_grows_with_it() -> None:
    words = "<b" * 40_000 + "&amp;" * 40_000 + "0:00 " * 40_000 + "(" * 40_000 + "a\n" * 40_000
    texts = f"<description><![CDATA[{words}]]></description><itunes:summary><![CDATA[{words[1:]}]]></itunes:summary>"
    one = only(feed(item(1, f"{texts}<pubDate>{'1' * 90_000}</pubDate>")))
    assert one.fields["title"] == "Episode 1"


def test_every_feed_is_read_the_same_again() -> None:
    for name in ADDRESSES:
        assert found(name) == found(name)


JUNK = (
    *(
        b"<",
        b">",
        b"&",
        b'"',
        b"]]>",
        b"<![CDATA[",
        b"<!--",
        b"</channel>",
        b"<item>",
        b"<guid>",
        b"\x00",
        b"\xff",
        b"//",
    ),
    *(
        b"http://[",
        b"https://a.example:99999/",
        b"9" * 400,
        b"NaN",
        b"1e400",
        b"-1",
        b"&#x110000;",
        b"\xc2\xb2",
        b"javascript:x",
    ),
)


def test_no_damage_to_a_feed_stops_it() -> None:
    """What is left of it is read, or it is said to be no feed."""
    chance, whole = random.Random(25), [path.read_bytes() for path in sorted(CORPUS.glob("*.xml"))]
    outcomes = set()
    for _ in range(150):
        data = bytearray(chance.choice(whole))
        for _ in range(chance.randint(1, 8)):
            at = chance.randrange(len(data))
            data[at : at + chance.choice((0, 0, 30))] = chance.choice(JUNK)
        try:
            outcomes.add(bool(read(Twin({URL: bytes(data)}, URL), Decisions(kinds={"post": "news"})).items))
        except Unreachable:
            outcomes.add(False)
    assert True in outcomes
