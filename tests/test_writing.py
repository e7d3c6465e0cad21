"""A library while it is written, on twins: what is broken stays as it was, and the rest is shown as it is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import flow, writing
from pipeline.jobs.cache import Cache
from pipeline.model.artifact import Blob
from pipeline.settings import TargetSettings
from pipeline.wiring import HEAVY
from pipeline.world import World
from pipeline.writing import Written
from tests.journeys.test_twins import files
from tests.support import twins
from tests.support.memory_store import MemoryStore

ARTICLE, BOOKS = "content/library/articles/urges-pass.md", "content/library/books/first-books.md"
LINKS = "content/library/links/first-links.md"
EPISODE, HANDOUT = "content/podcasts/talks/first.md", "content/handouts/urge-log.md"


@dataclass
class Writer:
    """Somebody who saves files, and what is shown to them."""

    files: dict[str, bytes] = field(default_factory=files)
    cache: Cache = field(default_factory=lambda: Cache(MemoryStore()))
    book: writing.Writing = field(default_factory=writing.Writing)
    pages: dict[str, str] = field(default_factory=dict)

    def world(self, asked: frozenset[str] = frozenset()) -> World:
        shown = TargetSettings(base_url="http://127.0.0.1:8000/")
        world = replace(twins.world(self.files, cache=self.cache), writing=shown)
        world.runner.later = lambda job: job.performer in HEAVY and job.subject.partition(" (")[0] not in asked
        return world

    def look(self) -> Written:
        world = self.world()
        written = self.book.look(world)
        artifacts = [one for one in written.manifest.artifacts.values() if one.path.endswith(".html")]
        self.pages = {
            one.path.removesuffix("index.html"): (self.cache.read(Blob(one.digest, one.size)) or b"").decode()
            for one in artifacts
        }
        return written

    def save(self, path: str, before: str, after: str) -> Written:
        text = self.files[path].decode()
        assert before in text, (path, before)
        self.files[path] = text.replace(before, after, 1).encode()
        return self.look()


def test_an_episode_that_was_listened_to_and_never_mastered_shows() -> None:
    writer = Writer()
    flow.check(twins.world(writer.files, cache=writer.cache))
    assert EPISODE in writer.look().waiting
    assert "podcasts/talks/first/" in writer.pages


def test_a_fault_of_ours_is_raised_and_not_shown_as_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> NoReturn:
        raise KeyError("audio")

    writer = Writer()
    writer.look()
    monkeypatch.setattr("pipeline.mastering.encodes", fails)
    with pytest.raises(KeyError):
        writer.look()


def test_drafts_and_later_entries_show_and_are_marked() -> None:
    writer = Writer()
    assert not writer.look().marks
    writer.save(BOOKS, "date:", "draft: yes\ndate:")
    written = writer.save(LINKS, "date: 2026-01-03", "date: 2100-01-02")
    assert dict(written.marks) == {
        "library/books/first-books/": "",
        "library/links/first-links/": "2100-01-02T00:00:00Z",
    }
    assert set(written.marks) <= set(writer.pages)
    published = flow.build(twins.world(writer.files)).manifest
    assert not {f"{address}index.html" for address in written.marks} & set(published.artifacts)


def test_a_broken_file_is_shown_as_it_was_and_others_as_they_are() -> None:
    writer = Writer()
    writer.look()
    writer.save(ARTICLE, "title: Urges pass", "title: [Urges pass")
    written = writer.save(BOOKS, "title: First books", "title: Some books")
    assert written.stale == {ARTICLE}
    assert {problem.place.path for problem in written.problems} == {ARTICLE}
    assert "Urges pass" in writer.pages["library/articles/urges-pass/"]
    assert "Some books" in writer.pages["library/books/first-books/"]
    assert not writer.save(ARTICLE, "title: [Urges pass", "title: Urges come and go").stale
    assert "Urges come and go" in writer.pages["library/articles/urges-pass/"]


def test_what_only_leads_nowhere_is_shown_with_its_problem() -> None:
    writer = Writer()
    writer.look()
    written = writer.save(ARTICLE, "An urge is like a wave.", "An urge is like [the weather](nowhere.md).")
    assert [problem.code for problem in written.problems] == ["broken-link"]
    assert not written.stale
    assert "the weather" in writer.pages["library/articles/urges-pass/"]


def test_a_file_that_was_never_good_is_left_out() -> None:
    writer = Writer()
    writer.files[ARTICLE] = writer.files[ARTICLE].replace(b"topics: [coping-with-urges]", b"topics: [unheard-of]")
    written = writer.look()
    assert "unknown-topic" in {problem.code for problem in written.problems}
    assert "library/articles/urges-pass/" not in writer.pages
    assert "library/books/first-books/" in writer.pages


def test_sound_and_pdfs_wait_until_somebody_asks() -> None:
    writer = Writer()
    written = writer.look()
    assert set(written.waiting) == {EPISODE, HANDOUT, *(path for path in written.waiting if "meetings" in path)}
    assert not [path for path in written.manifest.artifacts if path.endswith((".mp3", ".pdf"))]
    for path in (EPISODE, HANDOUT):
        writing.make(writer.world(written.waiting[path]))
    written = writer.look()
    assert not {EPISODE, HANDOUT} & set(written.waiting)
    assert {".mp3", ".pdf"} <= {f".{path.rpartition('.')[2]}" for path in written.manifest.artifacts}


def test_nothing_that_is_published_knows_of_it() -> None:
    writer = Writer()
    writer.look()
    manifest = flow.build(twins.world(writer.files, twins.INSTANT + timedelta(days=1), writer.cache)).manifest
    assert manifest.artifacts == flow.build(twins.world(writer.files)).manifest.artifacts


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_nothing_that_somebody_saves_ends_it(data: st.DataObject) -> None:
    """One line of one file is cut, doubled, or becomes another; then it is mended, and all is as it was."""
    writer = Writer()
    writer.look()
    before = dict(writer.pages)
    path = data.draw(st.sampled_from(sorted(name for name in writer.files if name.endswith((".md", ".yml", ".vtt")))))
    good = writer.files[path]
    lines = good.decode().split("\n")
    number = data.draw(st.integers(0, len(lines) - 1))
    lines[number] = data.draw(
        st.sampled_from(["", "---", "title: [", "\t- x", lines[number] * 2, "topics: nowhere", "x: 1"])
    )
    writer.files[path] = "\n".join(lines).encode()
    written = writer.look()
    assert written.manifest.artifacts
    writer.files[path] = good
    writer.look()
    assert writer.pages == before
