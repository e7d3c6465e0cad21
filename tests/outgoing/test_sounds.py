"""Sound on other hosts is asked for its beginning, and held against what an episode says of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

import pytest

from pipeline import content, outgoing
from pipeline.formats import markdown
from pipeline.model.media import Hosted
from pipeline.model.tree import File, Tree
from pipeline.outgoing import PAGE, ROBOTS, Link, Memory, Round, Seen, problems, sounds
from pipeline.outgoing.drivers.hosts import Hosts
from pipeline.problems import Place
from pipeline.settings import LinkSettings, load
from pipeline.web import Fetched, Unreachable, signed
from pipeline.web.drivers.fetch import Fetch
from tests.support import library
from tests.support.site import Reply, site

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
URL = "https://media.example/first.mp3"
SAID = Hosted(url=URL, length=1234, type="audio/mpeg")
THERE = Seen("there", "", 200)
WHOLE = {"content-range": "bytes 0-1023/1234", "content-type": "audio/mpeg"}


@dataclass
class Twin:
    """Rounds that see what a test says."""

    sees: Seen
    gives: Fetched | None = None
    asked: list[str] = field(default_factory=list)

    def go(self, queues: Sequence[Iterable[str]]) -> Iterator[tuple[str, Seen]]:
        for url in (url for queue in queues for url in queue):
            self.asked.append(url)
            yield url, self.sees

    def part(self, url: str) -> Fetched:
        self.asked.append(f"part of {url}")
        if self.gives is None:
            raise Unreachable(url)
        return self.gives

    def fetch(self, url: str) -> bytes:
        raise Unreachable(url)


def looked(web: Twin, memory: Memory | None = None, later: int = 0, said: Hosted = SAID) -> Round:
    link = Link(Place("content/podcasts/talks/first.md", 4), said.url, sound=said)
    done = Round([link], memory or Memory(), NOW + timedelta(days=later), LinkSettings(archive=""))
    list(done.go(web))
    return done


def part(headers: Mapping[str, str] = MappingProxyType({}), status: int = 206) -> Fetched:
    return Fetched(b"", URL, status, {**(WHOLE if status == 206 else {}), **headers})


@pytest.mark.parametrize(
    ("answer", "messages"),
    [
        (part(), []),
        (part({"content-type": "audio/mp3; charset=binary"}), []),
        (
            part({"content-range": "bytes 0-1023/99999"}),
            ["99,999 bytes lie there, and the episode says 1,234"],
        ),
        (
            part({"content-type": "binary/octet-stream"}),
            ["its server says that it is `binary/octet-stream`, and the episode `audio/mpeg`"],
        ),
        (
            part({"content-length": "1234", "content-type": "audio/mpeg"}, 200),
            ["its server gives no parts of it, so listeners can't seek"],
        ),
        (part({"content-length": "77", "content-type": "text/html"}, 200), ["a page lies there, and no sound"]),
        (part(status=403), []),
        (None, []),
    ],
)
def test_what_an_answer_tells_is_held_against_the_episode(answer: Fetched | None, messages: list[str]) -> None:
    done = looked(Twin(THERE, answer))
    told = list(problems(done.links, done.seen))
    assert [one.message for one in told] == [f"`{URL}`: {message}" for message in messages]
    assert {one.code for one in told} <= {"hosted-audio"} and all(one.hint for one in told)


@pytest.mark.parametrize(
    ("seen", "code"),
    [
        (Seen("gone", "its server answers 404 (not found)", 404), "dead-link"),
        (Seen("gone", "nobody knows the host"), "silent-link"),
        (Seen("silent", "it took too long"), "silent-link"),
    ],
)
def test_a_host_that_is_not_reached_is_a_warning_and_sound_that_is_gone_an_error(seen: Seen, code: str) -> None:
    done = looked(web := Twin(seen))
    (told,) = problems(done.links, done.seen)
    assert (told.code, told.message) == (code, f"`{URL}` gives no sound just now: {seen.why}")
    assert web.asked == [URL], "no part of what is not there"


def test_where_it_leads_on_to_is_the_business_of_its_host() -> None:
    done = looked(Twin(Seen("moved", "", 200, "https://cdn.example/x?token=1"), part()))
    assert list(problems(done.links, done.seen)) == []


def test_what_was_as_it_should_be_is_not_asked_again_for_some_days() -> None:
    memory = Memory.from_bytes(looked(Twin(THERE, part())).memory.to_bytes())
    looked(web := Twin(THERE, part()), memory, 2)
    assert web.asked == []
    looked(web, memory, 2, Hosted(url=URL, length=99, type="audio/mpeg"))
    assert web.asked == [URL, f"part of {URL}"], "what the episode says was changed"
    looked(web := Twin(THERE, part()), memory, 60)
    assert web.asked == [URL, f"part of {URL}"]


def test_only_a_beginning_is_asked_for() -> None:
    with site() as there:
        whole = Reply(206, b"x" * 1024, {"Content-Range": "bytes 0-1023/5000000000", "Content-Type": "audio/mp4"})
        there.says("HEAD /a.m4a", Reply(302, b"", {"Location": "/b.m4a"}))
        there.says("GET /a.m4a", Reply(302, b"", {"Location": "/b.m4a"}))
        there.says("GET /b.m4a", whole)
        hosts = Hosts(
            Fetch(PAGE, private=True, follow=False),
            Fetch(ROBOTS, private=True),
            signed("https://l.example/"),
            pause=0.0,
        )
        url = there.url("/a.m4a")
        ((_, seen),) = hosts.go([[url]])
        found = sounds.heard(seen, hosts.part(url))
    assert (found.length, found.type, found.parts) == (5_000_000_000, "audio/mp4", True)
    assert there.asked == ["GET /robots.txt", "HEAD /a.m4a", "HEAD /b.m4a", "GET /a.m4a", "GET /b.m4a"]
    assert sounds.FIRST["Range"] == "bytes=0-1023"


def test_it_is_found_among_what_leads_out_of_a_library() -> None:
    path, files = "content/podcasts/talks/first.md", dict(library.FILES)
    said = f"audio: {{url: '{URL}', length: 1234, type: audio/mpeg}}"
    files[path] = files[path].replace("audio: first.wav", said)
    tree = Tree({name: File(name, "", len(text), text.encode()) for name, text in sorted(files.items())})
    settings, _ = load(files["pipeline.toml"])
    assert settings is not None
    whole, _ = content.load(tree, settings)
    texts = {entry.path: markdown.render(entry.body, entry.path) for entry in whole.entries}
    (link,) = (one for one in outgoing.links(whole, texts) if one.sound)
    assert (link.url, link.sound, link.item) == (URL, SAID, None)
    assert link.place.path == path
