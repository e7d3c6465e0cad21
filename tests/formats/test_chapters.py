from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats.chapters import Chapter, check, parse_json, places, to_json
from pipeline.problems import Place

CHAPTERS = [Chapter(75.5, "Zwei", "https://example.org/"), Chapter(0, "Eins ä", image="https://example.org/a.jpg")]


def test_json_is_sorted_and_compact() -> None:
    assert to_json(CHAPTERS, title="T", podcast="P").decode() == (
        '{"chapters":[{"img":"https://example.org/a.jpg","startTime":0,"title":"Eins ä"},'
        '{"startTime":75.5,"title":"Zwei","url":"https://example.org/"}],"podcastName":"P","title":"T","version":"1.2.0"}'
    )


def test_json_is_read_back() -> None:
    assert parse_json(to_json(CHAPTERS).decode(), "c.json") == (tuple(reversed(CHAPTERS)), ())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "not valid JSON"),
        ("[]", "no list `chapters`"),
        ("[" * 100_000, "JSON"),
        ('{"chapters":[{"startTime":"1"}]}', "chapter 1 has no `startTime`"),
        ('{"chapters":[{"startTime":NaN,"title":"x"}]}', "chapter 1 has no `startTime`"),
        ('{"chapters":[{"startTime":1' + "0" * 400 + ',"title":"x"}]}', "chapter 1 has no `startTime`"),
        ('{"chapters":[{"startTime":1' + "0" * 5000 + ',"title":"x"}]}', "JSON"),
        ('{"chapters":[{"startTime":1}]}', "chapter 1 has no `title`"),
    ],
)
def test_what_is_wrong(text: str, message: str) -> None:
    chapters, problems = parse_json(text, "c.json")
    assert chapters is None and message in problems[0].message and problems[0].code == "bad-chapters"


@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        ('{\n "a": ]', "c.json:2:7", "not valid JSON: Expecting value", "look at the commas, quotes and brackets"),
        ("[" * 100_000, "c.json", "the JSON is nested too deeply, or holds an endless number", ""),
        ('{"chapter": []}', "c.json", "there is no list `chapters` in this file", "see JSON chapters 1.2"),
        (
            '{"chapters": [{"startTime": 0, "title": "a"},\n {"startTime": -1, "title": "b"}]}',
            "c.json:2:16",
            "chapter 2 has no `startTime` in seconds",
            "see JSON chapters 1.2",
        ),
        ('{"chapters": [\n7]}', "c.json:2:1", "chapter 1 is not an object", "see JSON chapters 1.2"),
        (
            '{"chapters": [{"startTime": true, "title": "a"}]}',
            "c.json:1:29",
            "chapter 1 has no `startTime` in seconds",
            "see JSON chapters 1.2",
        ),
        *(
            (
                f'{{"chapters": [{{"startTime": 1, {texts}}}]}}',
                "c.json:1:29",
                "chapter 1 has no `title`, or something else than text in `title`, `url` or `img`",
                "see JSON chapters 1.2",
            )
            for texts in ('"title": " "', '"title": 3', '"title": "a", "url": 3', '"title": "a", "img": []')
        ),
    ],
)
def test_each_has_its_place_and_a_way_out(text: str, place: str, message: str, hint: str) -> None:
    _, (problem,) = parse_json(text, "c.json")
    assert (str(problem.place), problem.message, problem.hint) == (place, message, hint)


def test_every_chapter_that_is_wrong_is_told() -> None:
    _, problems = parse_json('{"chapters": [1, {"startTime": 0, "title": " a "}, 2]}', "c.json")
    assert [problem.message for problem in problems] == ["chapter 1 is not an object", "chapter 3 is not an object"]
    assert parse_json('{"chapters": [{"startTime": 0, "title": " a "}]}', "c.json")[0] == (Chapter(0.0, "a"),)


def test_names_that_are_not_known_are_not_written() -> None:
    assert to_json([]) == b'{"chapters":[],"version":"1.2.0"}'


def test_out_of_order_in_a_file_is_told_at_the_time() -> None:
    text = '{"chapters": [{"startTime": 9, "title": "a"},\n{"startTime": 1, "title": "b"}]}'
    chapters, _ = parse_json(text, "c.json")
    assert chapters is not None
    (problem,) = check(chapters, places(text, "c.json", 2))
    assert "at 0:01 does not start" in problem.message and problem.place == Place("c.json", 2, 15)
    assert places("not \t{ yaml", "c.json", 1) == [Place("c.json")]


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


@given(st.text(max_size=100))
def test_never_raises(text: str) -> None:
    chapters, problems = parse_json(text, "x")
    assert chapters is not None or problems
