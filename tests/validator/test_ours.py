"""A build looks at its own feeds: what somebody would refuse is not published, and an unchanged feed costs nothing."""

from __future__ import annotations

from collections import Counter

import pytest

from pipeline import flow
from pipeline.feeds import podcast
from pipeline.feeds.namespace import Tag
from pipeline.jobs.cache import Cache
from pipeline.validator import Level, ours, validate
from tests.promises.edits import whole
from tests.support import twins
from tests.support.memory_store import MemoryStore

FEEDS = (
    *("feed.xml", "podcasts/talks/feed.xml", "podcasts/feed.xml"),
    *("topics/coping-with-urges/feed.xml", "topics/sleep/feed.xml", "topics/sleep/listen/feed.xml"),
)


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each feed is looked at."""
    count: Counter[str] = Counter()

    def noting(data: bytes, *, name: str, levels: tuple[Level, ...]) -> object:
        count[name] += 1
        return validate(data, name=name, levels=levels)

    monkeypatch.setattr(ours, "validate", noting)
    return count


def test_each_feed_is_looked_at_once_and_again_when_it_changed(looked: Counter[str]) -> None:
    shelf, store = whole(), MemoryStore()
    flow.build(twins.world(shelf, cache=Cache(store)))
    before = looked.copy()
    assert before == dict.fromkeys(FEEDS, 1)
    flow.build(twins.world(shelf, cache=Cache(store)))
    assert looked == before
    show = next(path for path in shelf if path.endswith("/show.yml"))
    changed = {**shelf, show: shelf[show].replace(b"title: ", b"title: New ", 1)}
    assert changed != shelf
    flow.build(twins.world(changed, cache=Cache(store)))
    again = {path for path in looked if looked[path] > before[path]}
    assert again == {"podcasts/talks/feed.xml", "podcasts/feed.xml"}  # which names it


def test_a_feed_that_somebody_would_refuse_stops_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(podcast, "_synthetic", lambda _said: Tag("podcast:txt", "maybe", {"purpose": "ai-content"}))
    world = twins.world(whole())
    with pytest.raises(flow.ContentProblems) as refused:
        flow.build(world)
    problem = next(one for one in refused.value.problems if one.code == "bad-feed")
    assert problem.place.path.endswith("/show.yml")
    assert "/feed.xml:" in problem.message and "(podcast/txt-ai-content)" in problem.message
    assert "`maybe` is no `true` or `false`" in problem.message
    assert isinstance(world.output, twins.MemoryOutput)
    assert world.output.files == {}


def test_a_warning_in_a_feed_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(podcast, "_licence_tag", lambda _said: Tag("podcast:license", "our-own"))
    world = twins.world(whole())
    assert flow.build(world).manifest.artifacts
