"""A feed that moves in: its subscribers find what they have, byte for byte, or where it was all along."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

import pytest

from pipeline import doing, flow, publishing
from pipeline.jobs.cache import Cache
from pipeline.model.artifact import Manifest, sha256
from pipeline.model.tree import File, Tree
from pipeline.problems import Problem
from pipeline.world import World
from tests.journeys.test_twins import files
from tests.support import twins
from tests.support.memory_store import MemoryStore

EPISODE, SHOW, RECORDING = (f"content/podcasts/talks/{name}" for name in ("first.md", "show.yml", "first.mp3"))
OLD = b"ID3\x04\x00\x00\x00\x00\x00\x02??" + b"an old sound, with an odd frame and a tag of its own"
PATH = f"media/talks/first-{sha256(OLD)[:12]}.mp3"
HOSTED = b"audio: {url: 'https://media.example/talks/first.mp3', length: 1234, type: audio/mpeg}"


@dataclass
class Pointing(twins.MemorySource):
    """A library in which Git LFS left pointers in the place of files."""

    pointers: dict[str, File] = field(default_factory=dict)

    def tree(self) -> tuple[Tree, tuple[Problem, ...]]:
        tree, wrong = super().tree()
        return Tree({**tree.files, **self.pointers}), wrong


def moved_in(audio: bytes = b"audio: {file: first.mp3, master: never}") -> dict[str, bytes]:
    found = files()
    del found["content/podcasts/talks/first.wav"]
    found[EPISODE] = found[EPISODE].replace(b"audio: first.wav", audio)
    return found | ({RECORDING: OLD} if b"first.mp3," in audio and b"file" in audio else {})


def published(world: World) -> Manifest:
    """What is public after a publish."""
    flow.build(world)
    planned = publishing.plan(world)
    assert planned is not None and not planned.refusals
    publishing.sync(world, planned)
    manifest = world.target.state().manifest
    assert manifest is not None
    return manifest


def again(world: World, source: dict[str, bytes], cache: Cache | None = None) -> World:
    """The next publish to the same target: on the same machine, or on a fresh one, which has its records."""
    after = twins.world(source, cache=cache or Cache(MemoryStore(), published=world.target.records()))
    return replace(after, target=world.target)


def text(world: World, path: str) -> str:
    manifest = world.output.manifest()
    assert manifest is not None
    return b"".join(world.output.open(manifest.artifacts[path])).decode()


def enclosure(world: World) -> str:
    found = re.search(r"<enclosure [^>]*>", text(world, "podcasts/talks/feed.xml"))
    assert found
    return found[0]


def test_it_is_published_byte_for_byte_and_stays_so() -> None:
    world = twins.world(moved_in())
    manifest = published(world)
    assert (manifest.artifacts[PATH].digest, manifest.artifacts[PATH].size) == (sha256(OLD), len(OLD))
    assert enclosure(world) == (
        f'<enclosure url="http://127.0.0.1:8000/{PATH}" length="{len(OLD)}" type="audio/mpeg"/>'
    )
    assert b"".join(world.target.open(manifest.artifacts[PATH])) == OLD
    retitled = moved_in() | {EPISODE: moved_in()[EPISODE].replace(b"title: ", b"title: Now called ")}
    for retag in (frozenset[str](), frozenset({EPISODE})):
        after = published(replace(again(world, retitled, world.cache), retag=retag))
        assert after.artifacts[PATH] == manifest.artifacts[PATH]
        assert [one.enclosure for one in after.episodes] == [PATH]


def test_a_pointer_is_enough_where_it_is_public_and_nowhere_else() -> None:
    world = twins.world(moved_in())
    published(world)
    pointer = moved_in() | {RECORDING: b""}
    whole = world.source.tree()[0].files[RECORDING]
    runner = replace(again(world, pointer), source=Pointing(pointer, {RECORDING: replace(whole, pointer=True)}))
    assert PATH in published(runner).artifacts, "neither the recording nor its copy was asked for"
    elsewhere = replace(runner, target=twins.world(moved_in()).target, seen=[])
    with pytest.raises(doing.ContentProblems) as stopped:
        flow.build(elsewhere)
    (problem,) = stopped.value.problems
    assert (problem.place.path, problem.code) == (EPISODE, "missing-file")
    assert problem.message == "the recording of this episode is not here, and it is not public yet"
    assert "git lfs pull" in problem.hint


def test_our_tag_comes_when_it_is_asked_for_and_only_then() -> None:
    world = twins.world(moved_in())
    published(world)
    tagged = moved_in(b"audio: {file: first.mp3, master: never, tag: yes}")
    assert PATH in published(again(world, tagged, world.cache)).artifacts, "what is published keeps its file"
    after = published(replace(again(world, tagged, world.cache), retag=frozenset({EPISODE})))
    (one,) = after.episodes
    assert one.enclosure != PATH and one.sound == sha256(OLD)


def test_a_show_or_the_library_can_say_so() -> None:
    plain = moved_in(b"audio: first.mp3") | {RECORDING: OLD}
    by_show = plain | {SHOW: plain[SHOW] + b"\naudio: {master: never}\n"}
    by_settings = plain | {"pipeline.toml": plain["pipeline.toml"].replace(b"[audio]", b'[audio]\nmaster = "never"')}
    for source, is_finished in ((plain, False), (by_show, True), (by_settings, True)):
        assert (PATH in published(twins.world(source)).artifacts) == is_finished


def test_sound_on_another_host_is_led_to_and_never_copied() -> None:
    world = twins.world(moved_in(HOSTED))
    manifest = published(world)
    assert enclosure(world) == (
        '<enclosure url="https://media.example/talks/first.mp3" length="1234" type="audio/mpeg"/>'
    )
    assert "itunes:duration" not in text(world, "podcasts/talks/feed.xml"), "nobody said how long it is"
    assert not [path for path in manifest.artifacts if path.endswith(".mp3")]
    page = text(world, "podcasts/talks/first/index.html")
    assert 'src="https://media.example/talks/first.mp3"' in page
    assert "media-src 'self' https:" in page and "media-src" not in text(world, "index.html")
    (one,) = manifest.episodes
    assert Manifest.from_bytes(manifest.data).episodes == (one,)
    assert (one.enclosure, one.length, one.type, one.sound) == (
        "https://media.example/talks/first.mp3",
        1234,
        "audio/mpeg",
        "",
    )
    with_length = HOSTED.replace(b"}", b", seconds: 1:02}")
    published(after := again(world, moved_in(with_length), world.cache))
    assert "<itunes:duration>62<" in text(after, "podcasts/talks/feed.xml")


def test_what_comes_home_from_another_host_is_the_same_episode() -> None:
    world = twins.world(moved_in(HOSTED))
    published(world)
    home = again(world, moved_in(), world.cache)
    flow.build(home)
    planned = publishing.plan(home)
    assert planned is not None
    assert (planned.refusals, planned.enclosures_replaced) == ((), 1)
