"""`explain`: whoever wonders why something is as it is, learns it from one command."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.support import library
from tests.support.run import pipeline

EPISODE = "content/podcasts/talks/first.md"
PAGE = "podcasts/talks/first/index.html"


def explained(root: Path, path: str, *more: str) -> dict[str, Any]:
    run = pipeline("explain", path, "--root", root, "--json", *more)
    assert run.status == 0, run.stderr
    document: dict[str, Any] = json.loads(run.stdout)
    return document


def why(document: dict[str, Any]) -> dict[str, tuple[str, str]]:
    return {work["performer"]: (work["status"], work["reason"]) for work in document["work"]}


@pytest.fixture(scope="module")
def published_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = library.write(tmp_path_factory.mktemp("explain") / "library")
    run = pipeline("publish", "--root", root, "--at", "2026-06-01")
    assert run.status == 0, run.stderr
    return root


@pytest.fixture
def published(published_once: Path, tmp_path: Path) -> Path:
    """A library that was published once, to do with what one likes."""
    return Path(shutil.copytree(published_once, tmp_path / "library", symlinks=True))


def test_a_page_is_found_by_its_address(published: Path) -> None:
    assert explained(published, "http://127.0.0.1:8000/podcasts/talks/first/")["path"] == PAGE


def test_an_episode_is_told_from_recording_to_listener(published: Path) -> None:
    sound = explained(published, "media/talks/first.mp3")
    assert [work["performer"] for work in sound["work"]] == ["picture", "probe", "artwork", "encode", "tag"]
    assert [source["path"] for source in sound["sources"]] == [
        "content/podcasts/talks/cover.png",
        EPISODE,
        "content/podcasts/talks/first.wav",
    ]
    assert sound["built"]["class"] == "hashed"
    assert sound["built"]["headers"]["content-type"] == "audio/mpeg"
    assert sound["standing"]["verdict"] == "same"
    *_, tag = sound["work"]
    assert tag["outputs"]["audio"]["digest"] == sound["built"]["digest"]


def test_what_changed_has_its_reason_and_what_did_not_says_when_it_was_made(published: Path) -> None:
    library.edit(published, EPISODE, "title: The first talk", "title: The very first talk")
    before = pipeline("explain", PAGE, "--root", published)
    assert f"{EPISODE} (changed since that build)" in before.stdout
    assert pipeline("build", "--root", published, "--at", "2026-06-02", "--retag", EPISODE).status == 0
    page = explained(published, PAGE)
    assert why(page)["tag"] == ("built", "`title` changed")
    assert why(page)["encode"] == ("kept", "nothing changed")
    (encode,) = (work for work in page["work"] if work["performer"] == "encode")
    assert (encode["made"], encode["because"]) == ("2026-05-31T23:00:00Z", "never made here")
    assert page["standing"]["verdict"] == "other"
    words = pipeline("explain", PAGE, "--root", published).stdout
    assert "other bytes" in words and "`pipeline sync` replaces them" in words


ARTICLE, TOPIC = "library/articles/urges-pass/", "topics/coping-with-urges/"
ARTICLES, HOME = "library/articles/", "index.html"
OF_ARTICLE = "content/library/articles/urges-pass.md"


@pytest.mark.parametrize(
    ("file", "old", "new", "page", "said"),
    [
        (
            OF_ARTICLE,
            "title: Urges pass",
            "title: All urges pass",
            ARTICLES,
            f"the title of `{OF_ARTICLE}`, which it names,",
        ),
        (
            OF_ARTICLE,
            "description: An urge rises",
            "description: An urge comes",
            TOPIC,
            f"the description of `{OF_ARTICLE}`, which it names,",
        ),
        (
            OF_ARTICLE,
            "title: Urges pass",
            "title: All urges pass",
            HOME,
            f"the title of `{OF_ARTICLE}`, to which it leads,",
        ),
        (OF_ARTICLE, "An urge is like", "An urge comes like", ARTICLE, f"`{OF_ARTICLE}`"),
        (
            "content/topics.yml",
            "What helps when",
            "All that helps when",
            TOPIC,
            "the description of the topic `coping-with-urges`",
        ),
        (
            "content/topics.yml",
            "title: Coping with",
            "title: To cope with",
            ARTICLE,
            "the title of the topic `coping-with-urges`",
        ),
        ("content/people.yml", "name: Alex", "name: Alexa", ARTICLE, "the name of the person `alex`"),
    ],
)
def test_a_page_that_was_made_again_names_the_field_that_changed(
    published: Path, file: str, old: str, new: str, page: str, said: str
) -> None:
    library.edit(published, file, old, new)
    assert pipeline("build", "--root", published, "--at", "2026-06-02").status == 0
    assert why(explained(published, page))["page"] == ("built", f"{said} changed")


def test_it_says_which_release_brought_what(published: Path) -> None:
    first = explained(published, "podcasts/talks/first/")["standing"]["brought_by"]
    old = explained(published, "media/talks/first.mp3")["path"]
    library.edit(published, EPISODE, "title: The first talk", "title: The very first talk")
    assert pipeline("publish", "--root", published, "--at", "2026-06-02", "--retag", EPISODE).status == 0
    page, untouched = explained(published, PAGE)["standing"], explained(published, "handouts/urge-log/")["standing"]
    assert (page["brought_by"] != first, page["or_earlier"]) == (True, False)
    assert (untouched["brought_by"], untouched["or_earlier"]) == (first, True)
    superseded = explained(published, old)
    assert superseded["built"] is None
    assert superseded["standing"]["verdict"] == "superseded"
    assert superseded["standing"]["superseded_since"] == "2026-06-01T23:00:00Z"


def test_before_a_publish_nothing_is_there(small: Path) -> None:
    assert pipeline("build", "--root", small).status == 0
    words = pipeline("explain", "podcasts/nobody/feed.xml", "--root", small)
    assert words.status == 2
    page = pipeline("explain", "podcasts/talks/feed.xml", "--root", small).stdout
    assert "not there: `pipeline sync` puts it" in page


def test_a_source_tells_what_it_became(published: Path) -> None:
    recording = explained(published, "content/podcasts/talks/first.wav")
    assert PAGE in recording["outputs"]
    assert any(path.endswith(".mp3") for path in recording["outputs"])
    assert not any(path.startswith("library/") for path in recording["outputs"])
    people = pipeline("explain", "content/people.yml", "--root", published).stdout
    assert "part of every page and feed that needs it" in people


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("date: 2026-01-03", "date: 2026-01-03\ndraft: yes", "it is a draft: `draft: yes` stands in"),
        ("date: 2026-01-03", "date: 2027-03-01T06:00", "it becomes public on 2027-03-01T06:00:00Z"),
    ],
)
def test_whoever_misses_an_entry_learns_why_it_is_not_there(small: Path, old: str, new: str, said: str) -> None:
    library.edit(small, "content/library/books/first-books.md", old, new)
    assert pipeline("build", "--root", small, "--at", "2026-06-01").status == 0
    for name in ("content/library/books/first-books.md", "library/books/first-books/"):
        run = pipeline("explain", name, "--root", small, "--at", "2026-06-01")
        assert run.status == 0, run.stderr
        assert f"nothing: {said}" in run.stdout


def test_a_name_that_nothing_has_gets_the_one_that_was_meant(published: Path) -> None:
    run = pipeline("explain", "podcasts/talk/first/", "--root", published)
    assert (run.status, run.stdout) == (2, "")
    assert run.stderr == "error: nothing has the name `podcasts/talk/first/`; did you mean `podcasts/talks/first/`?\n"
    elsewhere = pipeline("explain", "https://elsewhere.example/podcasts/talks/first/", "--root", published)
    assert elsewhere.status == 2


def test_what_a_build_did_is_never_published(published: Path) -> None:
    there = {path.name for folder in ("dist", "public") for path in (published / folder).rglob("*")}
    assert not any("account" in name for name in there)
    assert (published / ".cache/pipeline/accounts/public.json").is_file()


def test_it_runs_no_job_and_survives_a_lost_account(published: Path) -> None:
    (published / ".cache/pipeline/accounts/public.json").write_text("[", encoding="utf-8")
    page = explained(published, PAGE)
    assert (page["built_at"], page["work"]) == (None, [])
    assert page["standing"]["verdict"] == "same"
