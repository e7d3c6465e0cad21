"""A show is renamed, moves, ends and goes: those who subscribed hear on, and get nothing twice."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from pipeline.model.artifact import Manifest
from tests.support import library
from tests.support.apps import Gpo, Newsboat
from tests.support.run import Run, pipeline

TALKS, CHATS = "content/podcasts/talks", "content/podcasts/chats"
SHOW, FIRST = f"{TALKS}/show.yml", f"{TALKS}/first.md"
FEED = "podcasts/talks/feed.xml"
ITUNES, PODCAST = "{http://www.itunes.com/dtds/podcast-1.0.dtd}", "{https://podcastindex.org/namespace/1.0}"


BASE = "http://127.0.0.1:8000/"


@dataclass
class Library:
    """The small library."""

    root: Path

    def publish(self, *options: str) -> Run:
        return pipeline("publish", "--root", self.root, *options)

    def edit(self, name: str, old: str, new: str) -> None:
        library.edit(self.root, name, old, new)

    def manifest(self) -> Manifest:
        return Manifest.from_bytes((self.root / "dist/public.json").read_bytes())

    def channel(self, feed: str = FEED) -> Any:
        return etree.fromstring((self.root / "public" / feed).read_bytes()).find("channel")

    def refused(self) -> str:
        """What a publish says that is refused; it changes nothing."""
        before = (self.root / "public" / FEED).read_bytes()
        ran = self.publish()
        assert ran.status == 3, (ran.stdout, ran.stderr)
        assert (self.root / "public" / FEED).read_bytes() == before
        return ran.stderr


@pytest.fixture
def show(small: Path) -> Library:
    """The small library, published."""
    here = Library(small)
    published = here.publish()
    assert published.status == 0, published.stderr
    return here


def rename(show: Library) -> None:
    """The folder of the show gets another name, and its episode a corrected title."""
    (show.root / TALKS).rename(show.root / CHATS)
    show.edit(f"{CHATS}/first.md", "title: The first talk", "title: The very first talk")


def moved(show: Library) -> None:
    """The same, with the line that a refusal asks for."""
    rename(show)
    show.edit(f"{CHATS}/show.yml", "title: Talks", "title: Chats\nredirect_from: [/podcasts/talks/]")


def test_a_slug_that_would_take_the_feed_away_is_refused_until_it_stays_there_too(show: Library) -> None:
    show.edit(SHOW, "title: Talks", "title: Talks\nslug: chats")
    told = show.refused()
    assert "The feed of the show “Talks” would be gone from `/podcasts/talks/feed.xml`" in told
    assert f"`redirect_from: [/podcasts/talks/]` into `{SHOW}`" in told
    show.edit(SHOW, "slug: chats", "slug: chats\nredirect_from: [/podcasts/talks/]")
    assert show.publish().status == 0
    old, new = ((show.root / "public" / name).read_bytes() for name in (FEED, "podcasts/chats/feed.xml"))
    assert old == new
    url = f"{BASE}podcasts/chats/feed.xml"
    assert show.channel().findtext(f"{ITUNES}new-feed-url") == url
    headers = show.manifest().artifacts[FEED].headers
    assert headers["location"] == url and headers["content-type"].startswith("application/rss+xml")
    assert headers["access-control-allow-origin"] == "*"
    page = (show.root / "public/podcasts/talks/first/index.html").read_text("utf-8")
    assert 'url=../../chats/first/"' in page, "what lies below it moved with it"


def test_what_an_episode_says_of_its_old_address_goes_before_what_follows_from_its_show(show: Library) -> None:
    (show.root / FIRST).rename(show.root / TALKS / "talk.md")  # it stands after `show.yml`
    (show.root / TALKS).rename(show.root / CHATS)
    show.edit(f"{CHATS}/show.yml", "title: Talks", "title: Chats\nredirect_from: [/podcasts/talks/]")
    show.edit(f"{CHATS}/talk.md", "audio:", "redirect_from: [/podcasts/talks/first/, /podcasts/talks/talk/]\naudio:")
    ran = show.publish()
    assert ran.status == 0, ran.stderr
    for name in ("first", "talk"):
        page = (show.root / f"public/podcasts/talks/{name}/index.html").read_text("utf-8")
        assert 'url=../../chats/talk/"' in page


def test_an_old_feed_of_any_name_is_kept_and_never_a_page(show: Library) -> None:
    show.edit(SHOW, "title: Talks", "title: Talks\nredirect_from: [/old/show.rss, /feed/talks.xml]")
    assert show.publish().status == 0
    for name in ("old/show.rss", "feed/talks.xml"):
        assert (show.root / "public" / name).read_bytes() == (show.root / "public" / FEED).read_bytes()
        assert show.manifest().artifacts[name].headers["content-type"].startswith("application/rss+xml")
    article = "content/library/articles/urges-pass.md"
    show.edit(article, "authors:", "redirect_from: [/urges/feed.xml]\nauthors:")
    told = pipeline("check", "--root", show.root)
    assert told.status == 1 and f"{article}:7:17: error: `/urges/feed.xml` is the address of a feed" in told.stderr


def test_a_changed_podcast_guid_is_refused(show: Library) -> None:
    show.edit(SHOW, "guid: 9b024349-ccf0-5f69-a609-6b82873eab3c", "guid: 9b024349-ccf0-5f69-a609-6b82873eab3d")
    assert f"Write `guid: 9b024349-ccf0-5f69-a609-6b82873eab3c` into `{SHOW}`" in show.refused()


def test_a_renamed_folder_is_refused_once_and_moves_whole_with_a_line(show: Library) -> None:
    rename(show)
    told = show.refused()
    assert told.count("would be gone from") == 1 and "is gone from what would be published" not in told
    show.edit(f"{CHATS}/show.yml", "title: Talks", "title: Talks\nredirect_from: [/podcasts/talks/]")
    before = show.manifest()
    ran = show.publish("--json")
    assert ran.status == 0, ran.stderr
    assert json.loads(ran.stdout)["enclosures_replaced"] == 0
    (enclosure,) = (one.enclosure for one in show.manifest().episodes)
    assert enclosure in before.artifacts, "the sound is where it was"


def test_a_show_that_vanishes_is_said_once_and_goes_when_withdrawn(show: Library) -> None:
    shutil.move(show.root / TALKS, show.root / "elsewhere")
    told = show.refused()
    assert told.count("“Talks”") == 1 and f"Bring back `{SHOW}`" in told and "The first talk" not in told
    shutil.move(show.root / "elsewhere", show.root / TALKS)
    show.edit(SHOW, "title: Talks", "title: Talks\nretired: yes")
    assert show.publish().status == 0
    assert not (show.root / "public/podcasts/talks").exists()
    show.edit(SHOW, "retired: yes\n", "")
    assert show.publish().status == 0, "it may come back"


def test_a_withdrawn_show_can_say_why(show: Library) -> None:
    show.edit(
        SHOW, "title: Talks", "title: Talks\nretired: yes\nfarewell: We took it back, and thank you for listening."
    )
    assert show.publish().status == 0
    channel = show.channel()
    assert channel.findall("item") == [] and channel.findtext("description").startswith("We took it back")
    assert channel.findtext(f"{ITUNES}block") == "Yes"
    page = (show.root / "public/podcasts/talks/index.html").read_text("utf-8")
    assert "We took it back" in page and "Copy the address" not in page
    assert not (show.root / "public/podcasts/talks/first").exists()


def test_a_show_that_ended_stays(show: Library) -> None:
    show.edit(SHOW, "title: Talks", "title: Talks\ncomplete: yes")
    assert show.publish().status == 0
    channel = show.channel()
    assert len(channel.findall("item")) == 1
    assert channel.findtext(f"{ITUNES}complete") == "Yes"
    assert channel.find(f"{PODCAST}updateFrequency").get("complete") == "true"
    assert "This podcast has ended" in (show.root / "public/podcasts/talks/index.html").read_text("utf-8")


def test_the_last_episode_does_not_empty_a_feed_by_accident(show: Library) -> None:
    show.edit(FIRST, "audio:", "retired: yes\naudio:")
    assert "The feed of the show “Talks” would have no episodes any more" in show.refused()


def test_a_published_episode_keeps_its_file_until_somebody_asks_for_new_tags(show: Library) -> None:
    sound = show.manifest().episodes[0].enclosure
    show.edit(FIRST, "title: The first talk", "title: The very first talk")
    for clean in (False, True):
        if clean:
            shutil.rmtree(show.root / ".cache")
        assert show.publish().status == 0
        assert show.manifest().episodes[0].enclosure == sound
        assert show.channel().findtext("item/title") == "The very first talk"
    (show.root / FIRST).rename(show.root / TALKS / "one.md")
    show.edit(f"{TALKS}/one.md", "audio:", "redirect_from: [/podcasts/talks/first/]\naudio:")
    assert show.publish().status == 0
    assert show.manifest().episodes[0].enclosure == sound
    wrong = show.publish("--retag", FIRST)
    assert wrong.status == 1 and "no episode that is public stands in this file" in wrong.stderr
    asked = show.publish("--retag", f"{TALKS}/one.md", "--json")
    assert json.loads(asked.stdout)["enclosures_replaced"] == 1
    new = show.manifest().episodes[0].enclosure
    assert new != sound and b"The very first talk" in (show.root / "public" / new).read_bytes()
    assert "Nothing changed" in show.publish().stdout
    assert show.manifest().episodes[0].enclosure == new


def test_a_guid_of_another_host_keeps_its_permalink(show: Library) -> None:
    show.edit(
        FIRST, "guid: 0e4f7c0a-2f43-4a8f-9d53-6f1c1d9f3a11", "guid: {value: 'https://old.example/?p=1', permalink: no}"
    )
    assert "Write `guid: 0e4f7c0a-2f43-4a8f-9d53-6f1c1d9f3a11` into its front matter" in show.refused()
    (show.root / "public").unlink()
    shutil.rmtree(show.root / ".public")
    assert show.publish().status == 0
    guid = show.channel().find("item/guid")
    assert (guid.text, guid.get("isPermaLink")) == ("https://old.example/?p=1", "false")
    show.edit(FIRST, "permalink: no", "permalink: yes")
    assert "permalink: no}` into its front matter" in show.refused()


@dataclass
class Site:
    """The public address. `leads` says whether the server knows redirects, as some stores do."""

    base_url: str = ""
    leads: bool = False


@pytest.fixture
def site(show: Library) -> Iterator[Site]:
    here = Site()

    class Server(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is that of the library
            pass

        def do_GET(self) -> None:
            artifact = show.manifest().artifacts.get(self.path[1:])
            if here.leads and artifact and (to := artifact.headers.get("location")):
                self.send_response(301)
                self.send_header("Location", to.replace(BASE, here.base_url))
                self.end_headers()
            elif artifact and self.path.endswith(".xml"):
                data = (show.root / "public" / artifact.path).read_bytes()
                self.send_response(200)
                self.send_header("Content-Type", artifact.headers["content-type"])
                self.end_headers()
                self.wfile.write(data.replace(BASE.encode(), here.base_url.encode()))
            else:
                super().do_GET()

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Server, directory=str(show.root / "public")))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    here.base_url = f"http://127.0.0.1:{server.server_address[1]}/"
    yield here
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def apps(site: Site, tmp_path: Path) -> tuple[Gpo, Newsboat]:
    """Two listeners who subscribed, and have the episode."""
    feed, home = f"{site.base_url}{FEED}", tmp_path / "apps"
    gpo, newsboat = Gpo(home / "gpodder"), Newsboat(home)
    home.mkdir()
    gpo.subscribe(feed)
    newsboat.subscribe(feed)
    assert (gpo.has(), newsboat.has()) == (1, 1)
    return gpo, newsboat


def test_who_subscribed_gets_nothing_twice_whatever_becomes_of_the_show(
    show: Library, apps: tuple[Gpo, Newsboat]
) -> None:
    gpo, newsboat = apps

    events: tuple[Callable[[Library], None], ...] = (
        lambda show: show.edit(FIRST, "title: The first talk", "title: The 1st talk"),
        lambda show: show.edit(FIRST, "title: The 1st talk", "title: The first talk"),
        moved,
        lambda show: show.edit(f"{CHATS}/show.yml", "title: Chats", "title: Chats\ncomplete: yes"),
        lambda show: show.edit(f"{CHATS}/show.yml", "complete: yes", "retired: yes"),
        lambda show: show.edit(f"{CHATS}/show.yml", "retired: yes\n", ""),
    )
    for number, event in enumerate(events):
        event(show)
        assert show.publish().status == 0
        assert (gpo.has(), newsboat.has()) == (1, 1), number


def test_an_app_that_is_led_to_the_new_address_goes_on_there(
    show: Library, site: Site, apps: tuple[Gpo, Newsboat]
) -> None:
    moved(show)
    site.leads = True
    assert show.publish().status == 0
    assert [app.has() for app in apps] == [1, 1]
    assert f"{site.base_url}podcasts/chats/feed.xml" in apps[0]("list")


def grow(show: Library, number: int) -> None:
    """One more episode, of the same recording, a day later than the one before."""
    text = (show.root / FIRST).read_text("utf-8").replace("The first talk", f"Talk {number}")
    text = text.replace("0e4f7c0a", f"0e4f7c{number:02}").replace("2026-01-05", f"2026-01-{5 + number:02}")
    (show.root / TALKS / f"talk-{number}.md").write_text(text, encoding="utf-8")


def test_a_show_that_grows_long_is_there_from_the_first_episode_on(
    show: Library, site: Site, apps: tuple[Gpo, Newsboat]
) -> None:
    gpo, newsboat = apps
    show.edit("pipeline.toml", "[audio]", "[feeds]\nlimit = 2\n\n[audio]")
    for number in range(2, 7):
        grow(show, number)
        assert show.publish().status == 0
        assert (gpo.has(), newsboat.has()) == (number, number), "each comes once"
    assert len(show.channel().findall("item")) == 2
    show.edit(FIRST, "title: The first talk", "title: The 1st talk")
    assert show.publish().status == 0
    assert (gpo.has(), newsboat.has()) == (6, 6)
    late = Gpo(gpo.home.with_name("late"))
    late("subscribe", f"{site.base_url}{FEED}")
    assert late.known() == 6, "who comes late gets what is archived too"
