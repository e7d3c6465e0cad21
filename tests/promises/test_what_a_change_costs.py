"""A change costs what it touches: the jobs that are done after an edit of a library of sixty articles, counted."""

from __future__ import annotations

import cProfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest

from pipeline import doing, flow, publishing
from pipeline.audio.companion import FORMS
from pipeline.formats import captions, transcripts
from pipeline.formats.transcript import Transcript
from pipeline.jobs import Failure, Made, Task
from pipeline.jobs.cache import Cache
from pipeline.jobs.outcome import Status
from pipeline.model.entry import Entry
from pipeline.problems import Place, Problem
from pipeline.site import compile as compiler
from pipeline.site.hubs import paging
from pipeline.stores.store import DAY
from tests.promises.edits import (
    ARTICLE,
    ARTICLES,
    EPISODE,
    FIRST,
    GLOSSARY,
    PEOPLE,
    SECOND,
    SETTINGS,
    SHOWS,
    TOPICS,
    WORDS,
    Shelf,
    whole,
)
from tests.support import twins
from tests.support.memory_store import MemoryStore
from tests.support.memory_target import MemoryTarget

MANY = 60
NOTICE = """\
---
title: Notice {number}
description: A notice without an end, which leaves the first page after some weeks.
date: 2026-01-1{number}
---
So it is.
"""
SEVENTH = f"{ARTICLES}many/n7.md"


def article(number: int) -> bytes:
    topic, following = ("sleep", "coping-with-urges")[number % 2], (number + 1) % MANY
    body = f"Text {number}. [The next](n{following}.md)."
    return ARTICLE.format(title=f"Number {number}", topic=topic, body=body).encode()


def sixty() -> Shelf:
    return whole() | {f"{ARTICLES}many/n{number}.md": article(number) for number in range(MANY)}


@cache
def built() -> dict[str, bytes]:
    """What a cache holds once the library was built."""
    store = MemoryStore()
    flow.build(twins.world(sixty(), cache=Cache(store)))
    return store.values


def pages(shelf: Shelf, store: MemoryStore | None = None) -> tuple[Counter[str], list[str]]:
    """The jobs that a build does, by their performer, and the pages that it lays out."""
    world = twins.world(shelf, cache=Cache(store or MemoryStore(built())))
    flow.build(world)
    done = [one.job for one in world.runner.outcomes if one.status is Status.BUILT]
    return Counter(job.performer for job in done), sorted(job.subject for job in done if job.performer == "page")


def edited(path: str, old: str, new: str) -> Shelf:
    shelf = sixty()
    assert old in shelf[path].decode()
    return {**shelf, path: shelf[path].replace(old.encode(), new.encode(), 1)}


HUBS = ["audiences/for-me/", "audiences/for-me/kind/article/", "", "headings/", "library/articles/"]
"""What lists an article of the sixty, whatever its topic; those that list all of them have a second page."""

BY_LENGTH = "library/articles/by-length/9e91b18642f6/"
"""Those of a minute that are younger than the rest by their path alone: so their page is named by a digest."""


def files(*addresses: str) -> list[str]:
    return sorted(f"{address}index.html" for address in addresses)


def test_nothing_changed() -> None:
    assert pages(sixty()) == ({}, [])


def test_a_word_of_an_article() -> None:
    done, laid_out = pages(edited(SEVENTH, "Text 7", "Words 7"))
    assert done == {"text": 1, "page": 1, "search": 1}
    assert laid_out == ["library/articles/many/n7/index.html"]


CALLS = 1_800
"""Calls of functions for each article that is as it was, at most: at 5,000 articles nine million, some two seconds.
Each step that asks something of every entry adds to it, and none of them is seen in a small library.
"""


def test_what_is_as_it_was_costs_a_changed_word_little() -> None:
    """Counted, and not timed; the search, which is indexed in shards, is that of a twin."""

    def calls(many: int) -> int:
        store, shelf = MemoryStore(), sixty() | {f"{ARTICLES}more/n{n}.md": article(n) for n in range(many)}
        flow.build(twins.world(shelf, cache=Cache(store)))
        world = twins.world(shelf | {SEVENTH: shelf[SEVENTH].replace(b"Text 7", b"Words 7")}, cache=Cache(store))
        counted = cProfile.Profile()
        counted.runcall(flow.build, world)
        return sum(one.callcount for one in counted.getstats())

    assert (calls(200) - calls(160)) / 40 <= CALLS


def test_a_transcript_is_read_where_it_changed_or_its_page_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A show has hundreds of hours of talk: to read and to write one takes as long as to lay out ten pages."""
    read, written = list[str](), list[int]()
    reading, writing = transcripts.read, captions.to_srt

    def reads(data: bytes, path: str, about: transcripts.About) -> transcripts.Read:
        read.append(path)
        return reading(data, path, about)

    def writes(said: Transcript) -> str:
        written.append(len(said.cues))
        return writing(said)

    monkeypatch.setattr(transcripts, "read", reads)
    monkeypatch.setitem(FORMS, "srt", (FORMS["srt"][0], writes))
    said, other = f"{SHOWS}talks/first.vtt", f"{SHOWS}talks/other.vtt"
    shelf, store = sixty(), MemoryStore()
    shelf[other] = shelf[said]
    shelf[SECOND] = shelf[SECOND].replace(b"audio:", b"transcript: other.vtt\naudio:")

    def after(path: str, old: bytes, new: bytes) -> tuple[list[str], int]:
        assert old in shelf[path]
        shelf[path] = shelf[path].replace(old, new, 1)
        read.clear()
        written.clear()
        flow.build(twins.world(shelf, cache=Cache(store)))
        return sorted(read), len(written)

    assert after(SEVENTH, b"Text 7", b"Words 7") == ([said, other], 2), "each once"
    assert after(SEVENTH, b"Words 7", b"Text 7") == ([], 0)
    assert after(FIRST, b"title: The first talk", b"title: The first of them") == ([said, other], 1), (
        "its neighbour shows it"
    )
    assert after(said, b"Thank you", b"Thanks") == ([said], 1)


def test_of_a_long_list_a_title_reaches_one_page_and_a_new_entry_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "FEWEST", 10)
    store = MemoryStore()
    _, all_pages = pages(sixty(), store)
    shelf, topic = "library/articles/", "topics/coping-with-urges/"
    assert [f"{shelf}page/{n}/index.html" in all_pages for n in range(5)] == [False, *[True] * 3, False]
    _, laid_out = pages(edited(f"{ARTICLES}many/n11.md", "title: Number 11", "title: Eleven"), store)
    own = ("library/articles/many/n11/", shelf, topic, "people/alex/")
    listing = {path for path in laid_out if "/page/" in path}
    narrower = (f"{topic}kind/article/", "audiences/for-me/kind/article/")
    lists = {shelf, topic, "people/alex/", "audiences/for-me/", *narrower}
    assert {path.partition("page/")[0] for path in listing} == lists
    assert len(listing) == len(lists) and not {f"{hub}index.html" for hub in own[1:]} & {*laid_out}
    _, laid_out = pages(sixty() | {f"{ARTICLES}many/new.md": article(4)}, store)
    assert f"{shelf}index.html" in laid_out and not [path for path in laid_out if "/page/" in path]


def test_its_title_reaches_the_pages_that_list_it() -> None:
    done, laid_out = pages(edited(SEVENTH, "title: Number 7", "title: The seventh"))
    assert done == {"text": 1, "card": 1, "page": 12, "search": 1}
    own = ("library/articles/many/n7/", "people/alex/", "topics/coping-with-urges/")
    by_title = ("library/articles/by-title/", "library/articles/by-title/number_5/")  # where it is now, and was
    more = ("topics/coping-with-urges/kind/article/", BY_LENGTH, *by_title)
    assert laid_out == files(*HUBS, *own, *more)


def test_the_night_in_which_news_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are as they were: what says so is the instant, which is in the keys of these three pages alone. The hub has
    the event, which is not among its newest, before all others until then.
    """
    monkeypatch.setattr(paging, "FEWEST", 2)
    old = {f"content/news/n{n}.md": NOTICE.format(number=n).encode() for n in range(1, 8)}
    store, output, until = MemoryStore(), twins.MemoryOutput(), datetime(2026, 6, 6, 19, tzinfo=UTC)  # 20:00 in London

    def night(instant: datetime) -> tuple[list[str], dict[str, bytes]]:
        world = replace(twins.world(whole() | old, instant, Cache(store)), output=output)
        flow.build(world)
        done = [one.job for one in world.runner.outcomes if one.status is Status.BUILT]
        return sorted(f"{job.performer} {job.subject}" for job in done), dict(output.files)

    _, ahead = night(until - timedelta(hours=10))
    assert night(until - timedelta(seconds=1)) == ([], ahead)
    laid_out, over = night(until)
    told = ["index.html", "news/index.html", "news/open-evening/index.html"]
    assert laid_out == [f"page {path}" for path in told]
    assert [path for path in ahead if ahead[path] != over[path]] == told and [*ahead] == [*over]
    assert b"news/open-evening/" in ahead["index.html"] and b"news/open-evening/" not in over["index.html"]
    assert b"Now and ahead" in ahead["news/index.html"] and b"news/open-evening/" not in over["news/index.html"]
    assert b"news/open-evening/" in over["news/page/1/index.html"]
    assert night(until + timedelta(days=1)) == ([], over)


def test_another_day_asks_nothing_until_one_comes_that_tells_something_else() -> None:
    """Of one day a check has asked; and once a week all is asked, so that the cache knows what it rests on."""
    shelf = edited(SEVENTH, "title:", "review_by: 2026-06-03\ntitle:")
    store, output = MemoryStore(), twins.MemoryOutput()

    def night(instant: datetime) -> tuple[bool, bool]:
        """Whether something was asked, and whether it is said that a review is due."""
        world = replace(twins.world(shelf, instant, Cache(store)), output=output)
        told = flow.build(world).problems
        return bool(world.runner.outcomes), any(problem.code == "review-overdue" for problem in told)

    due, over = datetime(2026, 6, 3, 23, tzinfo=UTC), datetime(2026, 6, 6, 19, tzinfo=UTC)  # midnight in London; news
    assert night(twins.INSTANT) == (True, False)
    assert night(due - timedelta(seconds=1)) == (False, False)
    assert night(due) == (True, True)
    assert night(over - timedelta(seconds=1)) == (False, True)
    assert night(over) == (True, True)
    assert night(over + timedelta(days=6)) == (False, True)
    assert night(over + timedelta(days=7)) == (True, True)


def test_in_the_hour_that_spring_skips_what_is_over_first_is_over_first() -> None:
    """In London no clock shows 01:30 on that night: it is 01:30 of UTC, and 02:15 comes a quarter of an hour before."""
    notices = {
        f"content/news/{number}.md": NOTICE.format(number=number).replace("date:", f"until: 2026-03-29T{until}\ndate:")
        for number, until in ((1, "01:30"), (2, "02:15"))
    }
    shelf = whole() | {path: text.encode() for path, text in notices.items()}
    store, output = MemoryStore(), twins.MemoryOutput()
    before, after = datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 3, 29, 1, 20, tzinfo=UTC)

    def front(instant: datetime, cache: Cache) -> bytes:
        world = replace(twins.world(shelf, instant, cache), output=output)
        flow.build(world)
        return output.files["index.html"]

    assert b"Notice 2" in front(before, Cache(store))
    cached, clean = front(after, Cache(store)), front(after, Cache(MemoryStore()))
    assert cached == clean and b"Notice 1" in clean and b"Notice 2" not in clean


def test_who_goes_back_by_less_than_a_second_sees_what_was_there_then() -> None:
    half = article(4).replace(b"date: 2026-03-01", b"date: 2026-06-01T00:00:00.5Z")
    shelf, store, output = sixty() | {f"{ARTICLES}many/half.md": half}, MemoryStore(), twins.MemoryOutput()
    for after, there in ((0.7, True), (0.2, False), (0.4, False), (0.5, True)):
        world = twins.world(shelf, twins.INSTANT + timedelta(seconds=after), Cache(store))
        flow.build(replace(world, output=output))
        assert ("library/articles/many/half/index.html" in output.files) is there, after


def test_a_cache_that_keeps_for_ever_does_not_stop_a_build() -> None:
    shelf = edited(SETTINGS, "[site]", "[cache]\nkeep_days = 99999999\n\n[site]")
    flow.build(twins.world(shelf, datetime(9998, 12, 31, tzinfo=UTC)))


def test_what_lost_its_records_is_built_again() -> None:
    store, target = MemoryStore(), MemoryTarget()

    def publish() -> None:
        world = replace(twins.world(sixty(), cache=Cache(store)), target=target)
        built = flow.build(world).manifest
        planned = publishing.plan(world)
        assert planned and planned.manifest.digest == built.digest
        publishing.sync(world, planned)

    flow.build(twins.world(sixty(), cache=Cache(store)))
    for key in store.keys("records/"):
        store.delete(key)
    with pytest.raises(flow.ToolFailed, match="lost records"):
        publish()
    publish()


@pytest.mark.parametrize("code", ["unreachable-audio", "audio-is-pointer"])
def test_what_is_found_as_long_as_something_is_not_here_does_not_stand(code: str) -> None:
    assert doing.is_hindered((Problem(Place("a.md"), "bad-link", "", "bad-link"), Problem(Place("b.md"), "", "", code)))
    assert not doing.is_hindered((Problem(Place("a.md"), "bad-link", "", "bad-link"),))


def test_a_recording_that_nobody_could_fetch_is_asked_for_in_each_night() -> None:
    """One of an episode that is not public yet stops nothing."""
    path = FIRST.replace("first", "later")
    outside = f"audio: {{url: 'https://example.org/a.wav', sha256: {'0' * 64}}}"
    later = EPISODE.replace("date: 2026", "date: 2027").replace("audio: first.wav", outside)
    shelf = whole() | {path: later.replace("number: 1", "number: 9").replace("transcript: first.vtt\n", "").encode()}
    store, tried = MemoryStore(), Counter[str]()

    def fails(_: Task) -> Made:
        tried["times"] += 1
        raise Failure("its server answers 503", "wait", "unreachable-audio")

    for day in range(3):
        world = twins.world(shelf, twins.INSTANT + timedelta(days=day), Cache(store))
        world.runner.performers = {**world.runner.performers, "fetch": twins.Twin(fails)}
        told = flow.build(world).problems
        assert [problem.code for problem in told if problem.place.path == path] == ["unreachable-audio"]
        assert tried["times"] == day + 1


def test_a_new_article() -> None:
    done, laid_out = pages(sixty() | {f"{ARTICLES}many/new.md": article(MANY)})
    assert done == {"text": 1, "card": 1, "page": 12, "search": 1}
    own = ("library/articles/many/new/", "people/alex/", "topics/sleep/")
    orders = ("library/articles/by-title/number_5/", BY_LENGTH)
    assert laid_out == files(*HUBS, *own, *orders, "topics/sleep/kind/article/", "topics/sleep/for/for-me/")


def test_an_article_that_goes_is_missing_where_it_was_listed() -> None:
    shelf = sixty() | {f"{ARTICLES}many/new.md": article(MANY)}
    store = MemoryStore(built())
    pages(shelf, store)
    assert pages(sixty(), store) == ({}, [])
    assert pages(shelf, store) == ({}, [])


def test_the_title_of_a_topic_reaches_what_stands_below_it() -> None:
    done, laid_out = pages(edited(TOPICS, "title: Sleep", "title: Rest"))
    below = {f"library/articles/many/n{number}/index.html" for number in range(0, MANY, 2)}
    assert below < set(laid_out)
    assert not {f"library/articles/many/n{number}/index.html" for number in range(1, MANY, 2)} & set(laid_out)
    narrower = {path for path in laid_out if path.startswith("topics/sleep/") and path != "topics/sleep/index.html"}
    assert narrower == {*files("topics/sleep/for/for-me/", "topics/sleep/kind/article/")}
    assert done == {"card": 1, "page": 44, "search": 2, "pdf": 3, "first-page": 1, "tag": 1}  # its keywords


def test_what_is_said_of_a_topic() -> None:
    done, laid_out = pages(edited(TOPICS, "How to sleep better.", "How to rest."))
    assert done == {"page": 3}
    assert laid_out == ["index.html", "topics/index.html", "topics/sleep/index.html"]


def test_a_new_person() -> None:
    done, laid_out = pages(edited(PEOPLE, "sam:", "kim:\n  name: Kim\nsam:"))
    assert done == {"card": 1, "page": 2}
    assert laid_out == ["people/index.html", "people/kim/index.html"]


def test_a_new_topic(monkeypatch: pytest.MonkeyPatch) -> None:
    built()  # what it composes is not counted
    composed: list[str] = []
    as_it_is: Callable[..., Iterator[Any]] = compiler.pages

    def counted(entry: Entry[Any], *given: Any) -> Iterator[Any]:
        composed.append(entry.path)
        return as_it_is(entry, *given)

    monkeypatch.setattr(compiler, "pages", counted)
    done, laid_out = pages(
        edited(TOPICS, "- id: sleep", "- id: rest\n  title: Rest\n  description: Rest.\n- id: sleep")
    )
    assert done == {"card": 1, "page": 3}
    assert laid_out == ["index.html", "topics/index.html", "topics/rest/index.html"]
    assert composed == ["content/library/books/first-books.md", "content/pages/home.md"]  # they name all topics


def test_what_a_word_means_reaches_the_pages_that_show_it() -> None:
    done, laid_out = pages(edited(GLOSSARY, "A strong wish.", "A strong pull."))
    assert done == {"page": 2}  # no search: an article is not found by what its words mean
    assert laid_out == ["library/articles/urges-pass/index.html", "library/glossary/words/index.html"]


def test_a_new_word_is_looked_for_everywhere_and_changes_the_pages_that_use_it() -> None:
    new = "terms:\n  - term: text 7\n    meaning: The seventh.\n"
    done, laid_out = pages(edited(GLOSSARY, "terms:\n", new))
    assert done == {"page": 3, "search": 1}
    assert laid_out == files("headings/", "library/articles/many/n7/", "library/glossary/words/")


@pytest.mark.parametrize("path", ["theme/partials/foot.html", WORDS])
def test_what_goes_round_all_pages_renders_no_text(path: str) -> None:
    shelf = sixty()
    before, _ = pages(shelf, MemoryStore())
    done, _ = pages({**shelf, path: shelf.get(path, b"") + b"# x: y\nx: y\n"})
    assert done["page"] == before["page"]
    assert not {"text", "pdf", "encode", "search"} & set(done)


def test_the_look_of_cards_draws_cards_and_lays_out_the_pages_that_name_them() -> None:
    before, _ = pages(sixty(), MemoryStore())
    done, _ = pages(edited("theme/card.yml", "#17454a", "#000000"))
    assert done == {"card": before["card"], "page": before["card"], "theme": 1, "assets": 1}


def test_after_months_in_which_nothing_changed_a_word_costs_what_it_did() -> None:
    store = MemoryStore(built())
    for _ in range(6):
        store.used = {key: used - 20 * DAY for key, used in store.used.items()}
        assert pages(sixty(), store) == ({}, [])
    done, _ = pages(edited(SEVENTH, "Text 7", "Words 7"), store)
    assert done == {"text": 1, "page": 1, "search": 1}
