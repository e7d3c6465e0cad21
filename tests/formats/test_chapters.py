from __future__ import annotations

import json

from pipeline.formats.chapters import MOST, Chapter, Spot, check, ends, to_json
from pipeline.problems import Place

CHAPTERS = [Chapter(75.5, "Zwei", "https://example.org/"), Chapter(0, "Eins ä", image="https://example.org/a.jpg")]


def test_json_is_sorted_and_compact() -> None:
    assert to_json(CHAPTERS, title="T", podcast="P").decode() == (
        '{"chapters":[{"img":"https://example.org/a.jpg","startTime":0,"title":"Eins ä"},'
        '{"startTime":75.5,"title":"Zwei","url":"https://example.org/"}],"podcastName":"P","title":"T","version":"1.2.0"}'
    )


def test_names_that_are_not_known_are_not_written() -> None:
    assert to_json([]) == b'{"chapters":[],"version":"1.2.0"}'


def test_two_chapters_at_one_time_are_told() -> None:
    (problem,) = check([Chapter(0, "a"), Chapter(5, "b"), Chapter(5, "c")], [Place("e.md", n) for n in (1, 2, 3)])
    assert problem.message == "the chapter at 0:05 does not start after the one before it, at 0:05"
    assert problem.hint == "mend the time of one of them" and problem.place.line == 3


def test_a_chapter_out_of_order_is_told_where_to_go() -> None:
    marks = [Chapter(at, "a") for at in (0, 20, 40, 10, 30)]
    found = check(marks, [Place("e.md", n) for n in range(5)])
    assert [problem.hint for problem in found] == ["move it above the one at 0:20, or mend its time"]


def test_times_are_written_to_the_thousandth() -> None:
    written = to_json([Chapter(1.23456, "a"), Chapter(2.0, "b"), Chapter(2.9996, "c")]).decode()
    assert [part.split(",")[0] for part in written.split('"startTime":')[1:]] == ["1.235", "2", "3.0"]


def test_a_chapter_ends_with_the_audio_and_begins_before_it() -> None:
    assert check([Chapter(0, "a"), Chapter(59.999, "b")], [Place("e.md")] * 2, 60.0) == []
    assert len(check([Chapter(0, "a"), Chapter(60.0, "b")], [Place("e.md")] * 2, 60.0)) == 1


def test_beyond_the_end() -> None:
    (problem,) = check([Chapter(0, "a"), Chapter(60, "b")], [Place("e.md", 3), Place("e.md", 4)], 59.0)
    assert problem.place.line == 4
    assert problem.message == "the chapter at 1:00 starts beyond the end of the audio, 0:59"
    assert problem.hint == "are these the chapters of another cut of the episode?"


def test_what_the_standard_has_for_a_chapter_is_written() -> None:
    spot = Spot("Whitby", "geo:54.48,-0.61", "R1")
    made = json.loads(
        to_json([Chapter(1, "A", end=2.5), Chapter(2, url="https://a.example/", toc=False, location=spot)])
    )
    assert made["chapters"] == [
        {"startTime": 1, "title": "A", "endTime": 2.5},
        {
            "startTime": 2,
            "url": "https://a.example/",
            "toc": False,
            "location": {"name": "Whitby", "geo": "geo:54.48,-0.61", "osm": "R1"},
        },
    ]


def test_a_silent_chapter_ends_none_that_is_listed() -> None:
    marks = [Chapter(0, "a"), Chapter(5, image="a.png", toc=False), Chapter(10, "b", end=12), Chapter(20, "c")]
    assert ends(marks, 30.0) == [10, 10, 12, 30.0]
    assert ends([], 30.0) == []


def test_a_silent_chapter_may_begin_with_a_listed_one() -> None:
    marks = [Chapter(0, "a"), Chapter(0, image="a.png", toc=False), Chapter(0, image="b.png", toc=False)]
    (problem,) = check(marks, [Place("e.md", n) for n in (1, 2, 3)])
    assert problem.place.line == 3 and problem.hint == "mend the time of one of them"


def test_a_chapter_says_something_and_ends_within_the_audio() -> None:
    marks = [Chapter(0), Chapter(1, "a", end=1), Chapter(2, "b", end=62)]
    found = check(marks, [Place("e.md", n) for n in (1, 2, 3)], 60.0)
    assert [problem.message for problem in found] == [
        "the chapter at 0:00 says nothing",
        "the chapter at 0:01 ends before it starts",
        "the chapter at 0:02 ends beyond the end of the audio, 1:00",
    ]


def test_a_tag_holds_so_many_chapters_and_no_more() -> None:
    marks = [Chapter(at, "a") for at in range(MOST + 1)]
    (problem,) = check(marks, [Place("e.md", n) for n in range(1, MOST + 2)])
    assert problem.message == "there are 256 chapters: a tag holds 255" and problem.place.line == 256
    assert check(marks[:-1], [Place("e.md")] * MOST) == []
