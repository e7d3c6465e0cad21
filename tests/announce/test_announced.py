"""New episodes are announced once, whatever fails, hangs, is killed or runs at the same time."""

from __future__ import annotations

import hmac
import json
import shutil
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import jsonschema
import pytest

from pipeline import announce, flow, publishing
from pipeline.announce import Delivery
from pipeline.announce.drivers.http import Http
from pipeline.model import urls
from pipeline.model.artifact import Plan
from pipeline.release import LostState, TargetError
from pipeline.release.drivers.directory import DirectoryTarget
from pipeline.world import World
from tests.announce.shelf import FEED, NOW, SECRET, SITE, TOKEN, Asked, Endpoint, Library, at, endpoint, library
from tests.support import twins

SETTINGS = """
[announce]
hub = "{hub}"
wait_seconds = 0

[announce.podping]
url = "{podping}"
token_env = "PODPING_TOKEN"

[announce.webhooks.chat]
url = "{chat}"
secret_env = "CHAT_SECRET"
"""
TITLE = "Of second"
ALL = [(name, "sent", (TITLE,)) for name in ("hub", "podping", "webhook `chat`")]


@dataclass
class Place:
    """A published library, and those who are told."""

    library: Library
    hub: Endpoint
    podping: Endpoint
    chat: Endpoint

    def asked(self) -> list[int]:
        """How many requests each of them had since somebody looked."""
        return [len(one.take()) for one in (self.hub, self.podping, self.chat)]


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    monkeypatch.setenv("PODPING_TOKEN", f"{TOKEN}\n")
    monkeypatch.setenv("CHAT_SECRET", SECRET)
    with ExitStack() as stack:
        hub, podping, chat = (stack.enter_context(endpoint()) for _ in range(3))
        here = library(SETTINGS.format(hub=hub.url, podping=podping.url, chat=chat.url))
        found = Place(here, hub, podping, chat)
        assert here.publish() == () and found.asked() == [0, 0, 0], "a first publish is no news"
        yield found


def test_a_new_episode_is_announced_once_to_each(place: Place) -> None:
    place.library.add()
    assert at(place.library.publish(1)) == ALL
    (ping,), (podping,), (hook,) = place.hub.take(), place.podping.take(), place.chat.take()
    assert parse_qs(ping.body.decode()) == {"hub.mode": ["publish"], "hub.url": [FEED], "hub.topic": [FEED]}
    assert ping.method == "POST" and ping.headers["content-type"] == "application/x-www-form-urlencoded"
    assert podping.method == "GET" and podping.headers["authorization"] == TOKEN
    assert parse_qs(urlsplit(podping.path).query) == {"url": [FEED], "reason": ["update"], "medium": ["podcast"]}
    assert hook.headers["content-type"] == "application/json"
    assert is_signed(hook)
    for hours in (2, 25, 50):
        assert place.library.publish(hours) == ()
    assert place.asked() == [0, 0, 0]


def is_signed(asked: Asked) -> bool:
    """As Standard Webhooks 1.0 has it."""
    name, moment = asked.headers["webhook-id"], asked.headers["webhook-timestamp"]
    content = f"{name}.{moment}.{asked.body.decode()}".encode()
    digest = hmac.digest(b64decode(SECRET.removeprefix("whsec_")), content, "sha256")
    return asked.headers["webhook-signature"] == f"v1,{b64encode(digest).decode()}"


def test_the_body_tells_all_that_a_receiver_needs_and_the_public_record_the_same(place: Place) -> None:
    place.library.add()
    place.library.publish(1)
    (hook,) = place.chat.take()
    said = json.loads(hook.body)
    public = place.library.target.public
    assert said["id"] == hook.headers["webhook-id"] and said["type"] == "episode.published"
    assert said["timestamp"] == "2026-06-01T01:00:00Z"
    episode = said["data"]
    sound = public[episode["enclosure"]["url"].removeprefix(SITE)]
    assert (episode["enclosure"]["length"], episode["enclosure"]["type"]) == (len(sound), "audio/mpeg")
    assert f"{episode['url'].removeprefix(SITE)}index.html" in public
    assert episode["title"] == TITLE and episode["show"]["title"] == "Talks" and episode["show"]["feed"] == FEED
    assert episode["guid"].encode() in public["podcasts/talks/feed.xml"]
    record = json.loads(public[urls.ANNOUNCED])
    jsonschema.validate(record, announce.schema())
    assert record == {"schema_version": 1, "events": [said]}
    for secret in (SECRET, TOKEN, place.chat.url):
        assert not any(secret.encode() in data for data in public.values())


@pytest.mark.parametrize("limit", [1, 1000], ids=["one of them in an archive", "both in the feed"])
def test_two_episodes_of_a_show_are_one_ping_and_two_webhooks(place: Place, limit: int) -> None:
    place.library.files["pipeline.toml"] += f"\n[feeds]\nlimit = {limit}\n".encode()
    place.library.add()
    place.library.add(path="content/podcasts/talks/third.md", date="2026-06-01T00:30:00")
    told = at(place.library.publish(1))
    assert told[:2] == [(name, "sent", (TITLE, "Of third")) for name in ("hub", "podping")]
    assert place.asked() == [1, 1, 2]
    archives = [data for path, data in place.library.target.public.items() if path.startswith("podcasts/talks/feed-")]
    assert bool(archives) is (limit == 1)
    assert not any(b"hub" in data or b"podping" in data for data in archives), "what is archived has no news"


@pytest.mark.parametrize(
    ("date", "more", "hours", "news"),
    [
        ("2026-05-31T20:00:00", "draft: yes\n", 1, False),
        ("2026-05-31T01:00:00", "", 8, False),
        ("2026-06-01T12:00:00", "", 1, False),
        ("2026-05-31T20:00:00", "", 18, True),
        ("2026-05-31", "", 3, True),
        ("2026-05-30", "", 3, False),
    ],
    ids=["draft", "older than a day", "in the future", "of yesterday", "a day without a time", "an older day"],
)
def test_what_is_new_is_public_and_no_older_than_a_day(
    place: Place, date: str, more: str, hours: float, news: bool
) -> None:
    place.library.add(date, more=more)
    assert at(place.library.publish(hours)) == (ALL if news else [])
    assert place.asked() == [int(news)] * 3


def test_podping_is_told_the_medium(place: Place) -> None:
    show = place.library.files["content/podcasts/talks/show.yml"]
    place.library.files["content/podcasts/talks/show.yml"] = show + b"medium: course\n"
    place.library.add()
    place.library.publish(1)
    (asked,) = place.podping.take()
    assert parse_qs(urlsplit(asked.path).query)["medium"] == ["course"]


def test_what_was_scheduled_is_announced_when_it_comes(place: Place) -> None:
    place.library.add("2026-06-02T06:00:00")
    assert place.library.publish(1) == ()
    assert at(place.library.publish(30)) == ALL


def test_a_preview_announces_nothing_and_promises_nothing(place: Place) -> None:
    settings = place.library.files["pipeline.toml"]
    place.library.files["pipeline.toml"] = settings.replace(
        b'path = "public"', b'base_url = "https://preview.example/"'
    )
    place.library.target = type(place.library.target)()
    place.library.publish()
    place.library.add()
    assert place.library.publish(1) == () and place.asked() == [0, 0, 0]
    public = place.library.target.public
    feed = public["podcasts/talks/feed.xml"].decode()
    assert "hub" not in feed and "podping" not in feed and urls.ANNOUNCED not in public


def test_the_feed_names_the_hub_and_podping_where_they_are_set(place: Place) -> None:
    feed = place.library.target.public["podcasts/talks/feed.xml"].decode()
    assert f'<atom:link rel="hub" href="{place.hub.url}"/>' in feed
    assert '<podcast:podping usesPodping="true"/>' in feed
    assert "<link>https://library.example/podcasts/talks/</link>" in feed


def test_nothing_is_announced_where_nothing_is_set() -> None:
    here = library("")
    here.publish()
    here.add()
    assert here.publish(1) == ()
    feed = here.target.public["podcasts/talks/feed.xml"].decode()
    assert "hub" not in feed and "podping" not in feed and urls.ANNOUNCED not in here.target.public


def test_the_record_alone_is_enough_for_those_who_ask() -> None:
    here = library("[announce]\n")
    here.publish()
    assert json.loads(here.target.public[urls.ANNOUNCED])["events"] == []
    here.add()
    assert here.publish(1) == ()
    (event,) = json.loads(here.target.public[urls.ANNOUNCED])["events"]
    assert event["data"]["title"] == TITLE


def test_who_fails_is_told_by_the_next_publish_and_nobody_else_twice(place: Place) -> None:
    place.library.add()
    place.chat.status = 500
    told = place.library.publish(1)
    assert at(told) == [*ALL[:2], ("webhook `chat`", "failed", (TITLE,))]
    assert told[-1].detail == (
        "it answered 500; the next publish tries again, until 2026-06-04T01:00:00Z (attempt 1 of 5)"
    )
    (first,) = place.chat.asked
    assert place.asked() == [1, 1, 1]
    place.chat.status = 200
    assert at(place.library.publish(25)) == ALL[2:]
    (second,) = place.chat.asked
    assert place.asked() == [0, 0, 1]
    assert (first.headers["webhook-id"], first.body) == (second.headers["webhook-id"], second.body)
    assert is_signed(second)
    assert place.library.publish(26) == ()


def test_attempts_end_by_count_and_by_age(place: Place) -> None:
    place.library.add()
    place.chat.status, place.hub.status = 503, 503
    states = [str(place.library.publish(1 + hours)[-1].state) for hours in range(5)]
    assert states == ["failed"] * 4 + ["given up"]
    assert place.library.publish(7) == ()
    assert place.asked() == [5, 1, 5]
    place.library.add(path="content/podcasts/talks/third.md", date="2026-06-01T05:30:00")
    place.library.publish(8)
    place.hub.status = place.chat.status = 200
    assert place.asked() == [1, 1, 1]
    assert place.library.publish(8 + 72.5) == (), "after three days nobody wants to know"


def test_who_hangs_or_is_gone_is_given_up_and_the_others_are_told(place: Place) -> None:
    place.library.courier = Hurried(place.chat.url)
    place.library.add()
    place.library.add(path="content/podcasts/talks/third.md", date="2026-06-01T00:30:00")
    place.hub.status = None
    place.podping.status, place.podping.drips = None, True
    told = place.library.publish(1)
    assert [(one.endpoint, str(one.state), one.detail.split(";")[0]) for one in told] == [
        ("hub", "failed", "it did not answer within 0.2 seconds"),
        ("podping", "failed", "it did not answer within 0.2 seconds"),
        ("webhook `chat`", "sent", ""),
        ("webhook `chat`", "sent", ""),
    ]
    place.library.courier = Hurried()
    place.chat.status = None
    place.chat.take()
    place.library.add(path="content/podcasts/talks/fourth.md", date="2026-06-01T01:30:00")
    place.library.add(path="content/podcasts/talks/fifth.md", date="2026-06-01T01:31:00")
    chat = [one for one in place.library.publish(2) if one.endpoint == "webhook `chat`"]
    assert len(place.chat.take()) == 1, "who hangs is asked once in a publish"
    assert [(str(one.state), len(one.events)) for one in chat] == [("failed", 1), ("waiting", 1)]


class Hurried(Http):
    """It waits for nobody but whom it trusts."""

    def __init__(self, trusted: str = "https://nobody.example/") -> None:
        super().__init__(timeout=0.2)
        self._trusted, self._patient = trusted, Http(timeout=20)

    def send(self, delivery: Delivery) -> str:
        return self._patient.send(delivery) if delivery.url.startswith(self._trusted) else super().send(delivery)


@dataclass
class Killed(twins.Notes):
    """A run that dies when it is about to send."""

    dies: bool = True

    def send(self, delivery: Delivery) -> str:
        if self.dies:
            raise KeyboardInterrupt
        return super().send(delivery)


def test_killed_between_claim_and_sending_it_is_said_again_under_the_same_id(place: Place) -> None:
    courier = place.library.courier = Killed(NOW)
    place.library.add()
    with pytest.raises(KeyboardInterrupt):
        place.library.publish(1)
    courier.dies = False
    told = place.library.publish(2)
    assert at(told) == [("hub", "held", (TITLE,)), *ALL[1:]]
    assert "another run announces it" in told[0].detail
    courier.time += timedelta(minutes=16)
    assert at(place.library.publish(3)) == ALL[:1]
    assert place.library.publish(4) == ()
    assert [delivery.method for delivery in courier.sent] == ["GET", "POST", "POST"]


def test_killed_before_it_announced_the_next_publish_does(place: Place) -> None:
    place.library.add()
    world = place.library.world(1)
    flow.build(world)
    planned = publishing.plan(world)
    assert planned is not None
    publishing.sync(world, planned)
    assert at(place.library.publish(25)) == ALL


@dataclass
class Raced:
    """A ledger to which somebody else comes first: after we read, and before we claim."""

    ledger: announce.Ledger
    others: Callable[[], object]

    def read(self, key: str) -> bytes | None:
        return self.ledger.read(key)

    def create(self, key: str, data: bytes) -> bool:
        self.others()
        return self.ledger.create(key, data)

    def write(self, key: str, data: bytes) -> None:
        self.ledger.write(key, data)


def test_two_at_once_announce_once(place: Place) -> None:
    place.library.add()
    first = place.library.world(1)
    flow.build(first)
    planned = publishing.plan(first)
    assert planned is not None
    publishing.sync(first, planned)
    sent: list[announce.Told] = []
    raced = Raced(first.target.ledger(), lambda: sent.extend(publishing.tell(place.library.world(2), planned)))
    told = tuple(replace(publishing._round(first), ledger=raced).announce(publishing.news(first, planned)))
    assert at(tuple(sent)) == ALL
    assert at(told) == [("hub", "held", (TITLE,))]
    assert place.asked() == [1, 1, 1]


def test_a_rollback_and_a_publish_after_it_announce_nothing_again(place: Place) -> None:
    place.library.add()
    place.library.publish(1)
    place.library.target.rollback()
    assert place.library.publish(2) == ()
    assert place.asked() == [1, 1, 1]
    assert len(json.loads(place.library.target.public[urls.ANNOUNCED])["events"]) == 1


def test_a_renamed_or_retitled_episode_is_no_news(place: Place) -> None:
    place.library.add("2026-05-31T20:00:00")
    place.library.publish(1)
    place.asked()
    text = place.library.files.pop("content/podcasts/talks/second.md")
    place.library.files["content/podcasts/talks/other.md"] = text.replace(b"Of second", b"Of course")
    assert place.library.publish(2) == () and place.asked() == [0, 0, 0]
    (event,) = json.loads(place.library.target.public[urls.ANNOUNCED])["events"]
    assert event["data"]["title"] == "Of course"


@pytest.mark.parametrize("lacking", ["podcasts/talks/feed.xml", "media/"])
def test_as_long_as_the_public_lacks_the_new_feed_or_its_sound_nobody_is_told(place: Place, lacking: str) -> None:
    settings = place.library.files["pipeline.toml"]
    place.library.files["pipeline.toml"] = settings.replace(b"wait_seconds = 0", b"wait_seconds = 40")
    courier = place.library.courier = twins.Notes(NOW)
    before = dict(place.library.target.public)
    place.library.add()
    world = place.library.world(1)
    flow.build(world)
    planned = publishing.plan(world)
    assert planned is not None
    publishing.sync(world, planned)
    names = [path for path in place.library.target.public if path.startswith(lacking)]
    place.library.stale = {name: before.get(name) for name in names}
    assert at(place.library.publish(1)) == [(name, "waiting", (TITLE,)) for name, _, _ in ALL]
    assert courier.paused == 40 and courier.sent == []
    place.library.stale = {}
    assert at(place.library.publish(2)) == ALL
    assert courier.paused == 40


def test_a_ledger_that_fails_fails_no_publish_and_nothing_is_sent(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> bool:
        raise TargetError("The store is full.", "Make room.")

    place.library.add()
    with monkeypatch.context() as full:
        full.setattr(place.library.target.announced, "create", refuse)
        (told,) = place.library.publish(1)
    assert (told.endpoint, told.state) == ("ledger", announce.State.FAILED)
    assert told.detail == "The store is full. Make room. The next publish tries again"
    assert place.asked() == [0, 0, 0]
    assert at(place.library.publish(2)) == ALL


def test_a_secret_that_is_not_there_is_said_by_its_name_and_nothing_goes_unsigned(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PODPING_TOKEN", "")
    monkeypatch.setenv("CHAT_SECRET", "too-short-a-secret")
    place.library.add()
    _, podping, chat = place.library.publish(1)
    assert podping.detail.startswith("the variable `PODPING_TOKEN` of the environment is not set;")
    assert chat.detail.startswith("`CHAT_SECRET` holds no secret: ") and "too-short" not in chat.detail
    assert place.asked() == [1, 0, 0]
    monkeypatch.setenv("PODPING_TOKEN", TOKEN)
    monkeypatch.setenv("CHAT_SECRET", SECRET)
    assert at(place.library.publish(2)) == ALL[1:]


def test_after_a_lost_state_what_was_public_is_no_news(place: Place, tmp_path: Path) -> None:
    def planned(hours: float) -> tuple[World, Plan]:
        world = replace(place.library.world(hours), target=DirectoryTarget(str(tmp_path / "public")))
        flow.build(world)
        made = publishing.plan(world)
        assert made is not None
        return world, made

    publishing.sync(*planned(0))
    place.library.add()
    assert len(publishing.unannounced(*planned(1))) == 3
    shutil.rmtree(tmp_path / ".public/state")
    with pytest.raises(LostState):
        planned(1)
    world = replace(place.library.world(1), target=DirectoryTarget(str(tmp_path / "public")))
    found = publishing.recovery(world)
    assert found and [episode.title for episode in found.manifest.episodes] == ["The first talk"]
    world.target.recover(found)
    told = publishing.unannounced(*planned(1))
    assert len(told) == 3 and {titles for _, _, titles in at(told)} == {(TITLE,)}


def test_a_plan_says_what_would_be_announced_and_sends_nothing(place: Place) -> None:
    place.library.add()
    world = place.library.world(1)
    flow.build(world)
    planned = publishing.plan(world)
    assert planned is not None
    assert at(publishing.unannounced(world, planned)) == [(name, "due", titles) for name, _, titles in ALL]
    assert place.asked() == [0, 0, 0] and place.library.target.announced.values == {}
    place.library.publish(1)
    assert publishing.unannounced(world, planned) == ()
