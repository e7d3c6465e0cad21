"""Shows and episodes: transcripts by chapter, moments, neighbours, ways to subscribe."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from pipeline.formats.transcript import Cue
from pipeline.model.kinds.episode.said import moment, parts
from pipeline.model.kinds.show.page import lead
from pipeline.model.kinds.show.subscribe import apps
from tests.site.conftest import Build, Site

FEED = "https://library.example/podcasts/talks/feed.xml"
SHOW = "podcasts/talks/"
EPISODE = f"{SHOW}first/"


def said(made: list[dict[str, object]]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Title of each part, with speaker and words of its paragraphs."""
    return [(str(part["title"]), [(t["speaker"], t["text"]) for t in part["turns"]]) for part in made]  # type: ignore[attr-defined]


def test_a_turn_is_one_paragraph_and_a_chapter_begins_another() -> None:
    cues = (Cue(2, 3, "Mara", "One."), Cue(3, 5, "Mara", "Two."), Cue(5, 6, "Jo", "Three."), Cue(6, 9, "Jo", "Four."))
    assert said(parts(cues, [(2.0, "First"), (6.2, "Second")])) == [
        ("First", [("Mara", "One. Two."), ("Jo", "Three.")]),
        ("Second", [("Jo", "Four.")]),  # the chapter's time is a little late
    ]


def test_words_before_the_first_chapter_and_chapters_without_words_stay() -> None:
    cues = (Cue(0, 1, "", "Before."), Cue(9, 10, "", "After."))
    assert said(parts(cues, [(2.0, "Music"), (9.0, "Talk")])) == [
        ("", [("", "Before.")]),
        ("Music", []),
        ("Talk", [("", "After.")]),
    ]
    assert parts((), [(2.0, "Music")]) == []


def test_no_moment_is_an_id_twice() -> None:
    cues = (Cue(0, 1, "Mara", "Yes."), Cue(0, 1, "Jo", "No."), Cue(4, 5, "Mara", "So."))
    made = parts(cues, [(4.0, "So")])
    ids = [f"t={part['at']}" for part in made if part["title"]]
    ids += [turn["id"] for part in made for turn in part["turns"] if turn["id"]]
    assert sorted(ids) == ["t=0", "t=4"]


def test_who_speaks_for_long_is_read_in_paragraphs_that_end_with_a_sentence() -> None:
    cues = [Cue(n * 10, n * 10 + 9, "Mara", f"Sentence {n}." if n % 2 else f"Half {n}") for n in range(20)]
    (part,) = parts(cues, [])
    texts = [turn["text"] for turn in part["turns"]]
    assert len(texts) > 1 and all(text.endswith(".") for text in texts)
    assert [turn["speaker"] for turn in part["turns"]] == ["Mara"] + [""] * (len(texts) - 1)
    assert " ".join(texts) == " ".join(cue.text for cue in cues)


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0"), (10, "10"), (41.5, "41.5"), (2.35, "2.35"), (36000.0625, "36000.062")]
)
def test_moments_are_written_short_and_exact(seconds: float, text: str) -> None:
    assert moment(seconds) == text


def test_apps_get_the_feed_and_directories_the_id() -> None:
    plain = dict(apps(FEED, "Talks & more", {}))
    assert "Spotify" not in plain
    assert plain["Apple Podcasts"] == "podcast://library.example/podcasts/talks/feed.xml"
    assert plain["Pocket Casts"] == "pktc://subscribe/library.example/podcasts/talks/feed.xml"
    for name in ("Overcast", "AntennaPod"):
        assert parse_qs(urlsplit(plain[name]).query)["url"] == [FEED]
    assert parse_qs(urlsplit(plain["AntennaPod"]).query)["title"] == ["Talks & more"]
    listed = dict(apps(FEED, "Talks", {"apple": "id123", "spotify": "4/x"}))
    assert listed["Apple Podcasts"] == "https://podcasts.apple.com/podcast/id123"
    assert listed["Pocket Casts"] == "https://pca.st/itunes/123"
    assert listed["Spotify"] == "https://open.spotify.com/show/4%2Fx"


@pytest.mark.parametrize(
    ("description", "said"),
    [
        ("Talks of three minutes. In danger, call 112.", "Talks of three minutes."),
        ("Talks with Dr. Hart\nfor families.", "Talks with Dr. Hart for families."),
        ("أحاديث قصيرة للعائلات", "أحاديث قصيرة للعائلات"),
        ("word " * 200, f"{'word ' * 40}…"),
    ],
)
def test_a_show_begins_with_its_first_sentence(description: str, said: str) -> None:
    assert lead(description) == said


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    from tests.site.conftest import build_in

    return build_in(tmp_path_factory.mktemp("site"))


def test_a_chapter_leads_to_what_is_said_in_it(site: Site) -> None:
    page = site.page(EPISODE)
    links = re.findall(r'<a href="#(t=[^"]*)" data-at="[^"]*"><span class="clock">([^<]*)', page)
    assert links == [("t=0", "0:00"), ("t=2", "0:02")]
    for fragment, _ in links:
        assert f'<h3 id="{fragment}">' in page


def test_a_transcript_is_a_page_of_its_own_that_the_search_leaves_out(site: Site) -> None:
    page = site.page(f"{EPISODE}transcript/")
    assert "<title>Transcript: The first talk – A small library</title>" in page
    assert f'<link rel="canonical" href="https://library.example/{EPISODE}transcript/">' in page
    assert "Hello, and welcome." in page and 'href="../#t=2"' in page
    (job,) = site.indexed
    assert EPISODE in job.inputs and f"{EPISODE}transcript/" not in job.inputs
    assert 'href="transcript/"' in site.page(EPISODE)


def test_times_are_no_words_to_search_for_but_chapters_are_places(site: Site) -> None:
    found = site.words[EPISODE]
    assert "Hello, and welcome." in found and '<h3 id="t=2">End</h3>' in found
    assert "0:02" not in found and "Back 10 seconds" not in found


def test_what_a_listener_should_know_stands_before_the_player(build: Build) -> None:
    page = build({"content/podcasts/talks/first.md": ("synthetic_voice: yes", "content_note: Of loss.")}).page(EPISODE)
    assert page.index("Before you listen: Of loss.") < page.index("<audio")
    assert "made by a machine" not in page


def test_a_show_leads_to_an_episode_and_to_apps_before_it_tells_of_itself(site: Site) -> None:
    body = site.page(SHOW).partition("<main")[2]
    marks = (
        "<h1",
        "Newest episode",
        "first/",
        "Subscribe",
        "podcast://",
        "About this podcast",
        "By The library",
        "Episodes",
    )
    assert sorted(marks, key=body.index) == list(marks)


def test_a_show_in_directories_names_them(build: Build) -> None:
    ids = "explicit: no\ntype: serial\ndirectories: {apple: '123', spotify: abc}"
    page = build({"content/podcasts/talks/show.yml": ("explicit: no", ids)}).page("podcasts/talks/")
    assert "https://podcasts.apple.com/podcast/id123" in page and "https://open.spotify.com/show/abc" in page
    assert "Begin here" in page and "Newest episode" not in page  # a series is heard from its beginning
