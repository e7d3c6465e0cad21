"""Two feeds are compared as the apps of subscribers do: held by those apps."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import podcastparser
import pytest

from pipeline.importing.compare import APPS, Comparison, Feed, compare, podcast_guid, read, walked
from pipeline.importing.compare.feeds import instant
from pipeline.importing.compare.words import lines
from pipeline.model.artifact import Blob
from pipeline.web import Unreachable
from tests.support.apps import Gpo, Newsboat
from tests.support.site import Reply, site

OLD, NEW = "http://old.example/feed.xml", "https://library.example/podcasts/talks/feed.xml"
SHOW = "e8f4d2a6-0000-5000-8000-000000000001"


@dataclass(frozen=True)
class One:
    """An episode as a feed has it; `guid` with its tag."""

    number: int
    guid: str = ""
    link: bool = True
    file: str = "http://old.example/sound"
    date: str = ""

    @property
    def xml(self) -> str:
        link = f"<link>http://old.example/p/{self.number}</link>" if self.link else ""
        date = self.date or f"Mon, {1 + self.number:02} Jun 2020 10:00:07 +0200"
        sound = f'<enclosure url="{self.file}/{self.number}.mp3" length="5" type="audio/mpeg"/>'
        return f"<item><title>Talk {self.number}</title>{self.guid}{link}<pubDate>{date}</pubDate>{sound}</item>"


def guid(text: str, permalink: str = ' isPermaLink="false"') -> str:
    return f"<guid{permalink}>{text}</guid>"


def xml(ones: Sequence[One], more: str = f"<podcast:guid>{SHOW}</podcast:guid>") -> bytes:
    head = '<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>Talks</title>'
    return f"{head}<description>D</description>{more}{''.join(one.xml for one in ones)}</channel></rss>".encode()


def feed(ones: Sequence[One], url: str = OLD) -> Feed:
    found = read(xml(ones), url)
    assert found
    return found


BEFORE = (
    One(9, guid("same")),
    One(8, guid("http://old.example/p/8", "")),
    One(7, guid("relative", "")),
    One(6),
    One(5, link=False),
    One(4, guid(" padded ")),
    One(3, guid("Case")),
    One(2, guid("plain")),
    One(1, guid("given")),
)
AFTER = tuple(
    replace(one, guid=told, file="https://library.example/media")
    for one, told in zip(
        BEFORE,
        (
            guid("same"),
            guid("http://old.example/p/8"),
            guid("relative", ""),
            guid("http://old.example/p/6"),
            guid("http://old.example/sound/5.mp3"),
            guid("padded"),
            guid("case"),
            guid("plain", ""),
            guid("other"),
        ),
        strict=True,
    )
)
"""Each episode as another mistake, or none, has it in the new feed."""


def again(found: Comparison) -> dict[str, tuple[list[str], list[str]]]:
    return {
        seen.app.name: ([two.title for _, two in seen.again], [two.title for _, two in seen.despite])
        for seen in found.apps
    }


def test_each_app_knows_episodes_in_its_way() -> None:
    found = compare(feed(BEFORE), feed(AFTER, NEW))
    assert again(found) == {
        "Apple Podcasts and most others": (["Talk 3", "Talk 1"], ["Talk 6"]),
        "gPodder": (["Talk 3", "Talk 2", "Talk 1"], ["Talk 7"]),
        "newsboat": (["Talk 4", "Talk 3", "Talk 1"], ["Talk 6", "Talk 5"]),
    }
    assert found.count == 3 and not found.ok and not found.gone
    assert len(found.pairs) == 9, "what became of each is known, whatever its GUID"


def test_the_apps_themselves_say_the_same(tmp_path: Path) -> None:
    """Both subscribe to the old feed, and are led to the new one."""
    apps: dict[str, Gpo | Newsboat] = {
        "gPodder": Gpo(tmp_path / "gpodder"),
        "newsboat": Newsboat(tmp_path / "newsboat"),
    }
    with site() as there:
        old, new = there.url("/old/feed.xml"), there.url("/new/feed.xml")
        xmls = {"Content-Type": "application/rss+xml"}
        there.says("/old/feed.xml", Reply(200, xml(BEFORE), xmls))
        for app in apps.values():
            app.subscribe(old)
        had = {name: app.has() for name, app in apps.items()}
        there.says("/old/feed.xml", Reply(301, headers={"Location": new}))
        there.says("/new/feed.xml", Reply(200, xml(AFTER), xmls))
        got = {name: app.has() - had[name] for name, app in apps.items()}
    assert had == {"gPodder": 9, "newsboat": 9}
    found = compare(feed(BEFORE, old), feed(AFTER, new))
    assert got == {one.app.name: len(one.again) + len(one.despite) for one in found.apps if one.app.name in got}


def test_a_show_that_moved_well_gives_nobody_anything_twice() -> None:
    moved = [replace(one, file="https://library.example/media") for one in BEFORE[:2]]
    newer = One(20, guid("new"))
    found = compare(feed(BEFORE[:2]), feed([newer, *moved], NEW))
    assert found.ok and [one.title for one in found.fresh] == ["Talk 20"]
    assert lines(found) == (
        "old: http://old.example/feed.xml: “Talks”, 2 episodes",
        "new: https://library.example/podcasts/talks/feed.xml: “Talks”, 3 episodes",
        "+0 episodes for subscribers",
        "  1 episode came since: they are new to everybody",
    )


def test_what_no_app_knows_an_episode_by_is_told_too() -> None:
    before = feed([One(3, guid("c")), One(2, guid("b")), One(1, guid("a"))])
    after = feed([One(2, guid("b"), date="Mon, 01 Jun 2020 10:00:08 +0200"), One(1, guid("a")), One(0, guid("0"))], NEW)
    after = replace(after, guid="", title="Talk show", image="")
    sound = "http://old.example/sound"
    was = {f"{sound}/2.mp3": Blob("aa", 5), f"{sound}/1.mp3": Blob("bb", 6)}
    now = {f"{sound}/2.mp3": Blob("aa", 5), f"{sound}/1.mp3": Blob("cc", 7)}
    found = compare(before, after, was, now)
    assert lines(found)[2:] == (
        "+1 episode for subscribers, and 1 gone",
        "  more than the old feed has: “Talk 0” (GUID `0`; 2020-06-01 08:00:07 UTC)",
        "  gone: “Talk 3” (GUID `c`; 2020-06-04 08:00:07 UTC)",
        f"  the old feed has the `podcast:guid` `{SHOW}`; the new one has ``: write `guid: {SHOW}` into `show.yml`",
        "  another date: “Talk 2”: 2020-06-03 08:00:07 UTC, now 2020-06-01 08:00:08 UTC",
        "  another order: “Talk 2” stands elsewhere",
        "  recordings: 1 of 2 have the same bytes",
        "  other bytes: “Talk 1”",
        "  another length: “Talk 1”: 6 bytes, now 7",
        "  the show was called “Talks”, and is called “Talk show”: keep its name, unless another one is meant",
    )


def test_what_has_no_sound_is_no_episode() -> None:
    old = read(xml([One(1, guid("a"))]).replace(b"</channel>", b"<item><guid>post</guid></item></channel>"), OLD)
    assert old and len(old.items) == 2
    found = compare(old, feed([One(1, guid("a"))], NEW))
    assert found.ok and "1 items of the old feed have no sound" in "\n".join(lines(found))


def test_a_show_without_an_identity_gets_that_of_its_old_address() -> None:
    """The example of the Podcast Index, whatever the scheme and the slash at the end."""
    for url in ("https://mp3s.nashownotes.com/pc20rss.xml", "http://mp3s.nashownotes.com/pc20rss.xml//"):
        assert podcast_guid(url) == "917393e3-1b1e-5cef-ace4-edaa54e1f810"
    bare = read(xml([One(1, guid("a"))], ""), "https://mp3s.nashownotes.com/pc20rss.xml")
    assert bare
    found = compare(bare, replace(feed([One(1, guid("a"))], NEW), guid="917393E3-1b1e-5cef-ace4-edaa54e1f810"))
    assert found.ok


def test_all_pages_are_walked_and_older_ones_are_no_news() -> None:
    link = '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="next" href="?page={}"/>'
    ones = [One(number, guid(str(number))) for number in range(9, 0, -1)]
    pages = {
        OLD: xml(ones[:3], link.format(2)),
        f"{OLD}?page=2": xml(ones[3:6], link.format(3)),
        f"{OLD}?page=3": xml(ones[6:], link.format(2)),
    }
    old = walked(OLD, lambda url: (pages[url], url))
    assert old and (len(old.items), old.first, old.pages) == (9, 3, 3), "and a circle has an end"
    found = compare(old, feed(ones, NEW))
    assert found.count == 0 and [seen.deeper for seen in found.apps] == [6, 0, 6]
    assert not any("can’t be read" in line for line in lines(found))

    def cut(url: str) -> tuple[bytes, str]:
        if "page" in url:
            raise Unreachable("gone")
        return pages[url], url

    short = walked(OLD, cut)
    assert short and len(short.items) == 3
    assert "  a page of the old feed can’t be read" in "\n".join(lines(compare(short, feed(ones, NEW))))
    assert any("6 episodes from further back show in newsboat" in line for line in lines(found))


def test_a_feed_is_known_by_the_address_that_subscribers_have() -> None:
    """FeedBurner and its like lead on; the identity that directories compute is that of the address they were given."""
    bare = xml([One(1, guid("a"))], "")
    old = walked("https://feeds.example/talks", lambda _: (bare, "https://old.example/feed/"))
    assert old and (old.url, old.at) == ("https://feeds.example/talks", "https://old.example/feed/")
    new = replace(feed([One(1, guid("a"))], NEW), guid=podcast_guid("https://feeds.example/talks"))
    assert compare(old, new).ok


@pytest.mark.parametrize("path", sorted(Path(__file__).parent.glob("feed/corpus/*.xml")), ids=lambda path: path.stem)
def test_feeds_of_all_programs_are_read_as_gpodder_reads_them(path: Path) -> None:
    data, url = path.read_bytes(), f"http://old.example/{path.name}"
    found = read(data, url)
    assert found and found.items and compare(found, found).count == 0
    try:
        theirs = podcastparser.parse(url, io.BytesIO(data))["episodes"]
    except (podcastparser.FeedParseError, podcastparser.sax.SAXParseException):
        return  # what it can't read, we do
    (known,) = (app.known for app in APPS if app.name == "gPodder")
    ours = [(known(one), int(one.at.timestamp()) if one.at else 0) for one in found.items]
    assert sorted(ours) == sorted((one["guid"], one["published"]) for one in theirs)


def test_an_atom_feed_and_what_is_none() -> None:
    atom = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Talks</title><entry><id>tag:a,1</id><title>One</title>
    <link rel="alternate" href="/one"/><link rel="enclosure" href="one.mp3" length="7" type="audio/mpeg"/>
    <published>2020-06-01T10:00:07+02:00</published></entry></feed>"""
    found = read(atom, OLD)
    assert found
    (one,) = found.items
    assert (one.guid, one.permalink, one.link) == ("tag:a,1", False, "http://old.example/one")
    assert one.sound and (one.sound.url, one.sound.length) == ("http://old.example/one.mp3", 7)
    assert one.at and one.at.isoformat() == "2020-06-01T08:00:07+00:00"
    for data in (b"", b"<html><body>gone</body></html>", b"\x00\xff" * 99):
        assert read(data, OLD) is None


@pytest.mark.parametrize(
    ("said", "iso"),
    [
        ("Mon, 1 Jun 2020 10:00:07 +0200", "2020-06-01T08:00:07+00:00"),
        ("1 Jun 2020 10:00:07 EST", "2020-06-01T15:00:07+00:00"),
        ("2020-06-01T10:00:07", "2020-06-01T10:00:07+00:00"),
        ("yesterday", None),
        ("", None),
        ("Mon, 99 Jun 2020 10:00:07 +0200", None),
        ("Fri, 31 Dec 9999 23:59:59 -2359", None),
    ],
)
def test_a_date_is_read_as_apps_read_it(said: str, iso: str | None) -> None:
    found = instant(said)
    assert (found and found.isoformat()) == iso


def test_what_apps_took_for_one_episode_is_not_gone_and_what_differs_by_blanks_may_stay_so() -> None:
    old = feed([One(4, guid("a ")), One(3, guid("a")), One(2, guid("b")), One(1, guid("b"))])
    found = compare(old, feed([One(4, guid("a ")), One(3, guid("a")), One(2, guid("b"))]))
    assert found.ok, lines(found)
    assert "1 item of the old feed has the GUID of others, and apps take them for those" in "\n".join(lines(found))
    assert compare(old, feed([One(4, guid("a ")), One(3, guid("b")), One(2, guid("b"))])).double
