"""An address is promised once: two claims are reported with the places of both, and what is good is published."""

from __future__ import annotations

import re

import pytest

from pipeline import flow, release
from pipeline.model.addresses import addresses
from pipeline.model.artifact import Artifact, Manifest
from pipeline.problems import Problem
from tests.journeys.test_twins import files
from tests.support import twins

PAGE = """\
---
title: Something
description: A page that stands where something else stands already, or does not.
date: 2026-01-01
{more}---
Text.
"""
ARTICLE = "content/library/articles/urges-pass.md"
HANDOUT = "content/handouts/urge-log.md"


def page(more: str = "") -> bytes:
    return PAGE.format(more=more).encode()


def problems(**changed: bytes) -> list[Problem]:
    world = twins.world(files() | {name.replace("__", "/"): data for name, data in changed.items()})
    return [problem for problem in flow.check(world).problems if problem.code != "unclaimed-file"]


def with_old(address: str) -> list[Problem]:
    text = files()[ARTICLE].replace(b"authors: [alex]", f"authors: [alex]\nredirect_from: ['{address}']".encode())
    return problems(**{ARTICLE: text})


@pytest.mark.parametrize(
    ("name", "whose"),
    [
        ("handouts", "the page that lists “Handouts”"),
        ("podcasts", "the page that lists “Podcasts”"),
        ("topics", "the page that lists `content/topics.yml`"),
        ("audiences", "the page that lists `content/audiences.yml`"),
        ("people", "the page that lists `content/people.yml`"),
        ("search", "in the folder of the search"),
        ("media", "in the folder of sound and what belongs to it"),
        ("assets", "in the folder of what pages are made of"),
    ],
)
def test_a_page_can_not_stand_where_the_library_stands(name: str, whose: str) -> None:
    (problem,) = problems(**{f"content/pages/{name}.md": page()})
    assert (problem.code, problem.place.path) == ("duplicate-address", f"content/pages/{name}.md")
    assert problem.message == f"the address `/{name}/` is already {whose}"


@pytest.mark.parametrize(
    ("old", "whose"),
    [
        ("/topics/", "the page that lists `content/topics.yml`"),
        ("/topics/coping-with-urges/", "the page of the topic `coping-with-urges` (content/topics.yml:1:7)"),
        ("/404.html", "the page of what is not found"),
        ("/robots.txt/", "the word to search engines"),
        ("/feed.xml/", "the feed of what is new"),
        ("/topics/coping-with-urges/feed.xml/", "the feed of the topic `coping-with-urges` (content/topics.yml:1:7)"),
        ("/podcasts/talks/feed.xml/", "the feed of `content/podcasts/talks/show.yml`"),
        ("/podcasts/talks/first/transcript/", "that of a file beside the episode `content/podcasts/talks/first.md`"),
        ("/handouts/urge-log/urge-log.pdf/", f"that of a file beside the handout `{HANDOUT}`"),
        ("/library/books/first-books/first-books.csv/", "that of a file beside the book list"),
        ("/handouts/urge-log/", f"that of `{HANDOUT}` ({HANDOUT}:"),
        ("/assets/old/", "in the folder of what pages are made of"),
        ("/api/catalog.json/", "in the folder of the catalogue"),
    ],
)
def test_an_old_address_can_not_be_that_of_something_else(old: str, whose: str) -> None:
    (problem,) = with_old(old)
    assert problem.code == "duplicate-address", problem
    assert (problem.place.path, problem.place.line) == (ARTICLE, 8)
    assert whose in problem.message and problem.hint == "remove it here"


@pytest.mark.parametrize("old", [f"/{'a' * 201}/", "/" + "/".join(["abcdefghi"] * 90) + "/"])
def test_an_address_that_no_disk_and_no_store_can_hold_is_refused(old: str) -> None:
    (problem,) = with_old(old)
    assert problem.code == "invalid-value" and "is too long" in problem.message
    assert (problem.place.path, problem.place.line) == (ARTICLE, 8)


@pytest.mark.parametrize(
    "old", ["/a b/", "/.git/", "/a/../b/", "//", "/x?y=1", "https://e.example/x/", "/a//b/", "/%41/"]
)
def test_what_is_no_path_of_this_site_is_said_once(old: str) -> None:
    (problem,) = with_old(old)
    assert problem.message == f"`{old}` is not an address of this site"


def test_two_entries_at_one_address_are_told_with_both_places() -> None:
    other = files()[ARTICLE].replace(b"authors", b"slug: urges-pass\nauthors")
    (problem,) = problems(**{"content/library/articles/another.md": other, ARTICLE: files()[ARTICLE]})
    places = {problem.place.path, *re.findall(r"content/[\w/.-]+\.md", problem.message)}
    assert places == {ARTICLE, "content/library/articles/another.md"}
    assert re.search(r"\.md:\d+", problem.message)


def test_a_file_can_not_be_where_another_needs_a_folder() -> None:
    (problem,) = problems(
        **{
            "content/pages/old.md": page("redirect_from: [/one.html]\n"),
            "content/pages/new.md": page("redirect_from: [/one.html/two/]\n"),
        }
    )
    assert problem.place.path == "content/pages/old.md"
    assert "an old address of `content/pages/new.md` (content/pages/new.md:5" in problem.message


def test_a_file_of_the_theme_can_not_lie_where_a_page_lies() -> None:
    (problem,) = problems(**{"theme/about/index.html/x.txt": b"x", "content/pages/about.md": page()})
    assert problem.place.path == "content/pages/about.md"
    assert "a file of the theme (theme/about/index.html/x.txt)" in problem.message


def test_the_id_of_a_person_makes_an_address() -> None:
    people = files()["content/people.yml"] + b"../up:\n  name: Up\nBo B:\n  name: Bo\n"
    found = [(p.place.line, p.message, p.hint) for p in problems(**{"content/people.yml": people})]
    assert found == [
        (6, "`../up` is not an id: lower-case letters, digits and single hyphens", "write `up`"),
        (8, "`Bo B` is not an id: lower-case letters, digits and single hyphens", "write `bo-b`"),
    ]


def test_episodes_lie_below_their_show_whatever_its_slug() -> None:
    show = files()["content/podcasts/talks/show.yml"] + b"slug: conversations\n"
    world = twins.world(files() | {"content/podcasts/talks/show.yml": show})
    made = flow.build(world).manifest.artifacts
    assert "podcasts/conversations/first/index.html" in made
    assert "podcasts/conversations/feed.xml" in made
    assert not [path for path in made if path.startswith("podcasts/talks/")]
    assert [path for path in made if path.startswith("media/conversations/first-")]
    page_of_episode = b"".join(world.output.open(made["podcasts/conversations/first/index.html"])).decode()
    assert "podcasts/conversations/feed.xml" in page_of_episode  # the feed to follow is that of its show


def test_what_is_published_is_what_was_claimed_and_nothing_else() -> None:
    world = twins.world(files())
    claimed = addresses(flow.check(world).library.at(world.instant))
    manifest = flow.build(world).manifest
    assert set(claimed.sure) <= set(manifest.artifacts)
    assert all(map(claimed.covers, manifest.artifacts))
    strange = Manifest({**manifest.artifacts, "elsewhere/index.html": Artifact("elsewhere/index.html", "", 0)})
    with pytest.raises(ValueError, match=r"`elsewhere/index\.html` was never claimed"):
        release.keep_to(strange, claimed)
    less = Manifest({path: one for path, one in manifest.artifacts.items() if path != "feed.xml"})
    with pytest.raises(ValueError, match=r"`feed\.xml` is missing"):
        release.keep_to(less, claimed)


def test_what_lies_below_an_old_address_of_a_show_stays_free() -> None:
    assert with_old("/podcasts/old-show/first/") == []
