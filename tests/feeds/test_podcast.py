"""What a feed says, rule by rule."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta, timezone

import feedparser
import podcastparser
import pytest
from lxml import etree

from pipeline.formats.chapters import Chapter
from pipeline.model.entry import Picture
from pipeline.model.kinds.episode.fields import Soundbite
from pipeline.model.kinds.show.fields import Credit, Funding, Owner
from pipeline.model.media import Companion
from pipeline.model.taxonomy import Person
from pipeline.settings import FeedSettings
from tests.feeds.shelf import CANONICAL, NAMES, Shelf, attributes, text

FEED = f"{CANONICAL}podcasts/talks/feed.xml"


def clients(data: bytes) -> tuple[list[tuple[str, str, int, str]], list[tuple[str, str, int, str]]]:
    """GUID, address, length and type of each enclosure, as two clients read them."""
    pod = podcastparser.parse(FEED, io.BytesIO(data))
    one = [(e["guid"], m["url"], m["file_size"], m["mime_type"]) for e in pod["episodes"] for m in e["enclosures"]]
    read = feedparser.parse(data)
    assert not read.bozo
    two = [(e.id, m.href, int(m.length), m.type) for e in read.entries for m in e.enclosures]
    return one, two


def test_two_clients_read_the_same(shelf: Shelf) -> None:
    shelf.show()
    for day in (1, 2, 3):
        shelf.episode(f"e{day}", guid=f"Guid-{day} B", date=datetime(2026, 3, day, tzinfo=UTC))
    one, two = clients(shelf.feed())
    url = f"{CANONICAL}media/talks/e{{}}-0123456789ab.mp3"
    assert one == two == [(f"Guid-{n} B", url.format(n), 1_234_567, "audio/mpeg") for n in (3, 2, 1)]


def test_newest_first_whatever_the_names(shelf: Shelf) -> None:
    shelf.show()
    for name, day in (("b", 1), ("a", 3), ("c", 2)):
        shelf.episode(name, title=name, date=datetime(2026, 3, day, tzinfo=UTC))
    assert [item.findtext("title") for item in shelf.channel().findall("item")] == ["a", "c", "b"]


def test_two_shows_have_two_feeds(shelf: Shelf) -> None:
    for name in ("talks", "walks"):
        shelf.show(name, title=name)
        shelf.episode(show=name)
    assert [path for path in shelf.pieces() if path.startswith("podcasts/") and path.endswith("/feed.xml")] == [
        "podcasts/feed.xml",  # that which lists them
        "podcasts/talks/feed.xml",
        "podcasts/walks/feed.xml",
    ]
    for name in ("talks", "walks"):
        assert text(shelf.channel(name), "title") == name
        assert [guid.text for guid in shelf.channel(name).iter("guid")] == [f"{name}-first"]
        assert shelf.pieces()[f"podcasts/{name}/feed.xml"].source == f"content/podcasts/{name}/show.yml"


@pytest.mark.parametrize(
    ("show", "episode", "said"),
    [
        (False, None, ["false", "false"]),
        (True, None, ["true", "true"]),
        (False, True, ["false", "true"]),
        (True, False, ["true", "false"]),
    ],
)
def test_explicit(shelf: Shelf, show: bool, episode: bool | None, said: list[str]) -> None:
    shelf.show(explicit=show)
    shelf.episode(explicit=episode)
    channel = shelf.channel()
    assert [text(channel, "itunes:explicit"), text(channel, "item/itunes:explicit")] == said


def test_channel_says_synthetic_when_any_episode_is(shelf: Shelf) -> None:
    shelf.show()
    shelf.episode("one")
    assert text(shelf.channel(), "podcast:txt") == "false"
    shelf.episode("two", synthetic_voice=True, date=datetime(2026, 4, 1, tzinfo=UTC))
    channel = shelf.channel()
    assert text(channel, "podcast:txt[@purpose='ai-content']") == "true"
    assert [found.text for found in channel.findall("item/podcast:txt", NAMES)] == ["true", "false"]


def test_canonical_target_is_not_blocked(shelf: Shelf) -> None:
    shelf.show()
    assert attributes(shelf.channel(), "itunes:block") == []


def test_another_target_is_blocked_and_has_its_own_addresses(shelf: Shelf) -> None:
    shelf.base_url = "http://127.0.0.1:8000/sub/"
    shelf.show()
    shelf.episode(html='<p><a href="#there">there</a></p>')
    assert text(shelf.channel(), "itunes:block") == "Yes"
    assert b"library.example/" not in shelf.feed()
    assert attributes(shelf.channel(), "atom:link")[0]["href"] == "http://127.0.0.1:8000/sub/podcasts/talks/feed.xml"
    assert 'href="http://127.0.0.1:8000/sub/podcasts/talks/first/#there"' in shelf.feed().decode()


def test_sting_moves_soundbites(shelf: Shelf) -> None:
    shelf.show()
    shelf.episode(sound={"lead": 4.5}, soundbites=(Soundbite(at=60, seconds=10, title="Pass"),))
    assert attributes(shelf.channel(), "item/podcast:soundbite") == [{"startTime": "64.5", "duration": "10"}]


@pytest.mark.parametrize(
    ("starts", "there"),
    [
        ((2.0, 50.7, 121.0), "<p>0:00 A<br>0:50 B<br>2:01 C</p>"),
        ((0.0, 50.7), "<p>0:00 A<br>0:50 B</p>"),
        ((30.0, 50.7), "<p>0:00 First<br>0:30 A<br>0:50 B</p>"),
        ((30.0,), "<p>0:00 First<br>0:30 A</p>"),
        ((2.0,), ""),
        ((), ""),
    ],
)
def test_times_of_chapters_begin_at_0(shelf: Shelf, starts: tuple[float, ...], there: str) -> None:
    """Two seconds of sting precede the recording. What lists leave out, and what has no title, is no line."""
    marks = [Chapter(start, title) for start, title in zip(starts, "ABC", strict=False)]
    silent = [Chapter(3.0, "silent", toc=False), Chapter(4.0, image="a.png")] if starts else []
    shelf.show()
    shelf.episode(sound={"lead": 2.0, "chapter_marks": (*marks[:1], *silent, *marks[1:])})
    notes = text(shelf.channel(), "item/content:encoded")
    assert notes == "<p>Notes.</p>" + (f"\n{there}" if there else "")
    assert there in text(shelf.channel(), "item/description")


def test_lines_of_plain_notes_are_kept(shelf: Shelf) -> None:
    shelf.show()
    shelf.episode(html="<p>Guest: Ann\nMusic: Bob</p>\n")
    for path in ("item/description", "item/content:encoded"):
        assert "<p>Guest: Ann<br>\nMusic: Bob</p>" in text(shelf.channel(), path)


def test_no_season_or_number_is_ever_0(shelf: Shelf) -> None:
    shelf.show()
    shelf.episode(season=0, number=0)
    item = shelf.channel().find("item")
    assert item is not None
    assert {tag for tag in ("season", "episode") for child in item if child.tag.endswith(f"}}{tag}")} == set()


def test_people_lead_to_their_pages(shelf: Shelf) -> None:
    shelf.people = {"ada": Person(name="Ada"), "sam": Person(name="Sam")}
    shelf.show(people=(Credit(person="ada"),))
    shelf.episode(people=(Credit(person="sam", role="guest"),))
    channel = shelf.channel()
    ada, sam = ({"group": "cast", "href": f"{CANONICAL}people/{one}/"} for one in ("ada", "sam"))
    assert attributes(channel, "podcast:person") == [{"role": "host", **ada}]
    assert attributes(channel, "item/podcast:person") == [{"role": "guest", **sam}]


def test_a_guest_needs_no_page_and_leads_where_they_say(shelf: Shelf) -> None:
    photo = Picture(file="kim.jpg", alt="Kim")
    shelf.files = {"content/podcasts/talks/kim.jpg": "assets/pictures/kim-0123456789ab.jpg"}
    kim = Credit(name="Kim", role="Sound Designer", url="https://kim.example/", image=photo)  # as editors write it
    shelf.show()
    shelf.episode(people=(kim, Credit(name="Lee")))
    one, two = attributes(shelf.channel(), "item/podcast:person")
    there = {"href": "https://kim.example/", "img": f"{CANONICAL}assets/pictures/kim-0123456789ab.jpg"}
    assert one == {"role": "sound designer", "group": "audio post-production", **there}
    assert two == {"role": "guest", "group": "cast"}
    assert [found.text for found in shelf.channel().findall("item/podcast:person", NAMES)] == ["Kim", "Lee"]


def test_authors_reach_the_feed_and_nobody_stands_there_twice(shelf: Shelf) -> None:
    shelf.people = {"ada": Person(name="Ada"), "sam": Person(name="Sam")}
    shelf.show()
    shelf.episode(authors=("ada", "sam"), people=(Credit(person="sam", role="author"), Credit(person="ada")))
    channel = shelf.channel()
    assert text(channel, "item/itunes:author") == "Ada, Sam"
    said = [(one["role"], one["group"], one["href"][-4:-1]) for one in attributes(channel, "item/podcast:person")]
    assert said == [("author", "writing", "sam"), ("host", "cast", "ada"), ("author", "writing", "ada")]


def test_a_show_stands_in_all_its_categories(shelf: Shelf) -> None:
    shelf.show(category=["health & fitness>mental health", "Education", "Kids & Family > Parenting"])
    found = [
        (one.get("text"), [inner.get("text") for inner in one])
        for one in shelf.channel().findall("itunes:category", NAMES)
    ]
    assert found == [("Health & Fitness", ["Mental Health"]), ("Education", []), ("Kids & Family", ["Parenting"])]


def test_a_show_says_who_holds_its_rights(shelf: Shelf) -> None:
    shelf.feeds = FeedSettings(copyright="The Library")
    shelf.show()
    shelf.show("walks", copyright="Ada and Sam, 2026")
    assert [shelf.channel(name).findtext("copyright") for name in ("talks", "walks")] == [
        "The Library",
        "Ada and Sam, 2026",
    ]


def test_every_text_of_apples_keeps_to_its_limit(shelf: Shelf) -> None:
    long = "word " * 80
    shelf.people = {"ada": Person(name=long)}
    shelf.show(author=long, owner=Owner(name=long, email="a@library.example"), copyright=long)
    shelf.episode(title=long[:150], authors=("ada", "ada"))
    channel = shelf.channel()
    paths = ("itunes:author", "itunes:owner/itunes:name", "copyright", "item/itunes:title", "item/itunes:author")
    assert all(0 < len(text(channel, path)) <= 255 for path in paths)


def test_a_photo_goes_with_its_person(shelf: Shelf) -> None:
    shelf.people = {"ada": Person(name="Ada", photo=Picture(file="photos/ada.jpg", alt="Ada"))}
    shelf.files = {"content/photos/ada.jpg": "assets/pictures/ada-0123456789ab.jpg"}
    shelf.show()
    shelf.episode(people=(Credit(person="ada"),))
    said = attributes(shelf.channel(), "item/podcast:person")
    assert [one["img"] for one in said] == [f"{CANONICAL}assets/pictures/ada-0123456789ab.jpg"]


def test_only_another_language_is_said_of_an_item(shelf: Shelf) -> None:
    shelf.show(language="en")
    shelf.episode("de", language="de", sound={"transcripts": (Companion("media/a.vtt", "text/vtt", "de"),)})
    shelf.episode("en", language="en", date=datetime(2026, 4, 1, tzinfo=UTC))
    channel = shelf.channel()
    assert text(channel, "language") == "en"
    assert [item.findtext("dc:language", namespaces=NAMES) for item in channel.findall("item")] == [None, "de"]
    assert attributes(channel[-1], "podcast:transcript")[0]["language"] == "de"


def test_every_form_of_a_transcript_is_named_with_its_language(shelf: Shelf) -> None:
    shelf.show()
    forms = (("vtt", "text/vtt"), ("srt", "application/x-subrip"), ("transcript.html", "text/html"))
    files = tuple(Companion(f"media/a.{end}", sort, one) for one in ("en", "de") for end, sort in forms)
    shelf.episode(sound={"transcripts": files})
    said = attributes(shelf.channel(), "item/podcast:transcript")
    assert [(one["type"], one["language"], one.get("rel")) for one in said[:4]] == [
        ("text/vtt", "en", "captions"),
        ("application/x-subrip", "en", "captions"),
        ("text/html", "en", None),
        ("text/vtt", "de", "captions"),
    ]
    assert said[5]["url"] == f"{CANONICAL}media/a.transcript.html"


def test_artwork_has_words_and_an_episode_may_have_its_own(shelf: Shelf) -> None:
    shelf.show()
    own = shelf.episode("own", image=Picture(file="own.jpg", alt="A wave"))
    shelf.episode("plain")
    shelf.artwork[own.path] = "assets/own-0123456789ab.jpg"
    channel = shelf.channel()
    square = {"alt": "Two chairs", "aspect-ratio": "1/1", "href": f"{CANONICAL}assets/talks-0123456789ab.jpg"}
    assert attributes(channel, "podcast:image") == [square]
    href = f"{CANONICAL}assets/own-0123456789ab.jpg"
    assert attributes(channel, "item/itunes:image") == [{"href": href}]
    assert attributes(channel, "item/podcast:image") == [{"href": href, "alt": "A wave", "aspect-ratio": "1/1"}]


def test_image_says_what_the_channel_says(shelf: Shelf) -> None:
    shelf.show(title="A & B")
    channel = shelf.channel()
    for name in ("title", "link"):
        assert text(channel, f"image/{name}") == text(channel, name)


def test_owner_with_brackets_in_the_name(shelf: Shelf) -> None:
    shelf.show(owner=Owner(name="Library (volunteers)", email="a@b.example"))
    assert text(shelf.channel(), "managingEditor") == "a@b.example (Library volunteers)"


def test_description_has_at_most_4000_bytes(shelf: Shelf) -> None:
    shelf.show(description="Wörter und " * 360)
    said = text(shelf.channel(), "description")
    assert len(said.encode()) <= 4000
    assert said.endswith("…")


@pytest.mark.parametrize("path", ["podcast:license", "podcast:funding", "item/podcast:person", "item/podcast:location"])
def test_the_namespace_has_room_for_128_characters(path: str) -> None:
    assert said_everywhere("ä" * 128, path) == "ä" * 128
    assert said_everywhere("ä" * 129, path) == "ä" * 127 + "…"


def test_apple_has_room_for_255_characters_in_a_name_and_4000_bytes_in_a_description() -> None:
    assert said_everywhere("ä" * 255, "itunes:author") == "ä" * 255
    assert said_everywhere("ä" * 256, "itunes:author") == "ä" * 254 + "…"
    assert said_everywhere("ä" * 2000, "description") == "ä" * 2000
    assert said_everywhere("ä" * 2000 + "x", "description") == "ä" * 1998 + "…"


def said_everywhere(words: str, path: str) -> str:
    """What one element says where a show and its episode say the same words wherever they may."""
    shelf = Shelf(people={"ada": Person(name=words)})
    funding = (Funding(url="https://library.example/give/", text=words),)
    shelf.show(author=words, description=words, licence=words, funding=funding)
    shelf.episode(people=(Credit(person="ada"),), location=words)
    return text(shelf.channel(), path)


def test_a_season_may_have_a_name(shelf: Shelf) -> None:
    shelf.show(seasons={"1": "Urges"})
    shelf.episode("one", season=1)
    shelf.episode("two", season=2, date=datetime(2026, 2, 1, tzinfo=UTC))
    assert attributes(shelf.channel(), "item/podcast:season") == [{"name": "Urges"}, {}]


@pytest.mark.parametrize(("seconds", "said"), [(0.2, "1"), (1.4, "1"), (61.5, "62"), (3600.4, "3600")])
def test_a_duration_is_whole_seconds_and_never_none(shelf: Shelf, seconds: float, said: str) -> None:
    shelf.show()
    shelf.episode(sound={"seconds": seconds})
    assert text(shelf.channel(), "item/itunes:duration") == said


def test_who_made_a_show_is_its_owner_where_it_names_nobody(shelf: Shelf) -> None:
    shelf.show(owner=Owner(name="The team", email="a@b.example"))
    assert text(shelf.channel(), "itunes:author") == "The team"


def test_a_show_may_be_open_to_other_hosts(shelf: Shelf) -> None:
    shelf.show("talks")
    shelf.show("walks", locked=False)
    assert [text(shelf.channel(name), "podcast:locked") for name in ("talks", "walks")] == ["yes", "no"]


@pytest.mark.parametrize(
    ("category", "outer", "inner"),
    [("Education", "Education", []), ("Health & Fitness > Medicine", "Health & Fitness", [{"text": "Medicine"}])],
)
def test_a_category_may_be_in_another(shelf: Shelf, category: str, outer: str, inner: list[dict[str, str]]) -> None:
    shelf.show(category=category)
    assert attributes(shelf.channel(), "itunes:category") == [{"text": outer}]
    assert attributes(shelf.channel(), "itunes:category/itunes:category") == inner


def test_the_licence_stands_for_words_about_copyright(shelf: Shelf) -> None:
    shelf.show()
    for words in ("CC-BY-4.0", "© 2026 Ada"):
        for feed in (shelf.channel(), etree.fromstring(shelf.read("feed.xml"))[0]):
            assert text(feed, "copyright") == words
        shelf.feeds = FeedSettings(copyright="© 2026 Ada")


def test_where_nobody_names_a_licence_a_feed_names_none(shelf: Shelf) -> None:
    del shelf.site["licence"]
    shelf.show()
    channel = shelf.channel()
    assert channel.find("copyright") is channel.find("podcast:license", NAMES) is None


def test_a_licence_is_the_episode_s_own_before_the_show_s_before_the_site_s(shelf: Shelf) -> None:
    shelf.show("talks", licence="CC-BY-SA-4.0")
    shelf.episode("own", licence="CC0-1.0")
    shelf.episode("plain")
    shelf.show("walks")
    shelf.episode(show="walks")
    talks, walks = shelf.channel("talks"), shelf.channel("walks")
    assert (text(talks, "podcast:license"), text(walks, "podcast:license")) == ("cc-by-sa-4.0", "cc-by-4.0")
    assert [found.text for found in talks.findall("item/podcast:license", NAMES)] == ["cc0-1.0"]
    assert in_the_catalogue(shelf, "licence") == {
        "podcasts/talks/": "CC-BY-SA-4.0",
        "podcasts/talks/own/": "CC0-1.0",
        "podcasts/talks/plain/": "CC-BY-SA-4.0",
        "podcasts/walks/": "CC-BY-4.0",
        "podcasts/walks/first/": "CC-BY-4.0",
    }


def test_a_language_is_the_episode_s_own_before_the_show_s_before_the_site_s(shelf: Shelf) -> None:
    shelf.site["language"] = "fr"
    shelf.show("talks", language="de")
    shelf.episode("own", language="it")
    shelf.episode("plain")
    shelf.show("walks")
    shelf.episode(show="walks")
    assert [text(shelf.channel(name), "language") for name in ("talks", "walks")] == ["de", "fr"]
    assert in_the_catalogue(shelf, "language") == {
        "podcasts/talks/": "de",
        "podcasts/talks/own/": "it",
        "podcasts/talks/plain/": "de",
        "podcasts/walks/": "fr",
        "podcasts/walks/first/": "fr",
    }


def in_the_catalogue(shelf: Shelf, field: str) -> dict[str, str]:
    """What the catalogue says in a field of each entry."""
    return {row["id"]: row[field] for row in json.loads(shelf.read("api/catalog.json"))["entries"]}


def test_core_elements_stand_before_items_and_description_before_content(shelf: Shelf) -> None:
    shelf.show()
    shelf.episode()
    channel = shelf.channel()
    assert [child.tag for child in channel][-1] == "item"
    item = [child.tag.rsplit("}", 1)[-1] for child in channel[-1]]
    assert item.index("description") < item.index("encoded")


def test_dates_are_utc_with_the_right_weekday(shelf: Shelf) -> None:
    shelf.show()
    east = timezone(timedelta(hours=11))
    shelf.episode(date=datetime(2026, 3, 2, 8, tzinfo=east))
    assert text(shelf.channel(), "item/pubDate") == "Sun, 01 Mar 2026 21:00:00 +0000"


def test_build_date_is_the_last_date_of_the_content(shelf: Shelf) -> None:
    shelf.show()
    shelf.episode("one", date=datetime(2026, 3, 1, tzinfo=UTC), updated=datetime(2026, 5, 1, tzinfo=UTC))
    shelf.episode("two", date=datetime(2026, 4, 1, tzinfo=UTC))
    assert text(shelf.channel(), "lastBuildDate") == "Fri, 01 May 2026 00:00:00 +0000"


def test_show_without_any_date_has_no_build_date(shelf: Shelf) -> None:
    shelf.show()
    assert shelf.channel().find("lastBuildDate") is None


@pytest.mark.parametrize(
    ("guid", "permalink"),
    [
        ("abc", False),
        ("https://old.example/?p=1", True),
        ("http://", False),
        ("urn:uuid:1", False),
        ("tag:a,b:c", False),
    ],
)
def test_only_an_address_is_a_permalink(shelf: Shelf, guid: str, permalink: bool) -> None:
    shelf.show()
    shelf.episode(guid=guid)
    assert attributes(shelf.channel(), "item/guid") == [{"isPermaLink": str(permalink).lower()}]


@pytest.mark.parametrize("guid", ["ABC def", "a&b<c>", "Ä/ö", "0", "CASE-case"])
def test_guid_is_written_byte_for_byte(shelf: Shelf, guid: str) -> None:
    shelf.show()
    shelf.episode(guid=guid)
    escaped = guid.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert f'<guid isPermaLink="false">{escaped}</guid>'.encode() in shelf.feed()


def test_item_without_sound_is_never_left_out_in_silence(shelf: Shelf) -> None:
    shelf.show()
    episode = shelf.episode()
    del shelf.media[episode.path]
    with pytest.raises(KeyError, match=r"first\.md"):
        shelf.feed()
