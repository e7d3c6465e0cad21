"""Chapters in the forms that editors have, read into the fields of our own list."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats.chapter_files import Row, parse_metadata, reader_of
from pipeline.problems import Place

PODLOVE = """<?xml version="1.0" encoding="UTF-8"?>
<psc:chapters version="1.2" xmlns:psc="http://podlove.org/simple-chapters">
  <psc:chapter start="00:00:00.000" title="Hello &amp; welcome"/>
  <!-- an hour later -->
  <psc:chapter start="1:02:03.5" title="Kettle" href="https://a.example/?a=1&amp;b" image="kettle.jpg" />
</psc:chapters>
"""
TIMES = "# a comment\n00:00:00.000 Intro\n\n00:01:30,500\tWhat <helps> <https://a.example/>\r\n2:00\n"
LABELS = "0.000000\t0.000000\tIntro\n\\\t100.0\t200.0\n90,500000\t95.000000\tThe kettle\n100\t100\t\n"
WEBVTT = """WEBVTT

1
00:00.000 --> 01:30.000
Intro

01:30.000 --> 01:40.000
What
helps

02:00.000 --> 02:10.000
End
"""


def read(ending: str, text: str) -> list[dict[str, Any]]:
    """What a file says; it has no problem."""
    reader = reader_of(ending)
    assert reader
    rows, problems = reader(text, f"c{ending}")
    assert problems == ()
    return [dict(row.values) for row in rows]


def wrong(ending: str, text: str) -> tuple[str, str, str]:
    """Place, message and remedy of the only problem of a file."""
    reader = reader_of(ending)
    assert reader
    rows, (problem,) = reader(text, f"c{ending}")
    assert rows == () and problem.code == "bad-chapters"
    return str(problem.place), problem.message, problem.hint


def test_json_with_all_that_the_standard_has() -> None:
    spot = {"name": "Whitby", "geo": "geo:54.48,-0.61", "pin": 3}
    marks = [
        {"startTime": 0, "title": " Intro ", "img": "", "url": None, "unknown": 1},
        {"startTime": 1.5, "img": "a.png", "url": "https://a.example/", "toc": False, "endTime": 3, "location": spot},
    ]
    assert read(".json", json.dumps({"version": "1.2.0", "chapters": marks})) == [
        {"at": 0.0, "title": " Intro "},
        {
            "at": 1.5,
            "image": "a.png",
            "url": "https://a.example/",
            "toc": False,
            "end": 3.0,
            "location": {"name": "Whitby", "geo": "geo:54.48,-0.61"},
        },
    ]


def test_places_in_json_are_those_of_the_values() -> None:
    reader = reader_of(".json")
    assert reader
    ((row,), _) = reader('{"chapters": [\n{"startTime": 9,\n "url": "x"}]}', "c.json")
    assert row == Row({"at": 9.0, "url": "x"}, Place("c.json", 2, 15), row.places)
    assert row.places["url"] == Place("c.json", 3, 9)


@pytest.mark.parametrize("around", ["", "<rss><channel>{}</channel></rss>"])
def test_podlove_simple_chapters(around: str) -> None:
    text = around.format(PODLOVE.partition("?>")[2]) if around else PODLOVE
    assert read(".psc", text) == [
        {"at": 0.0, "title": "Hello & welcome"},
        {"at": 3723.5, "title": "Kettle", "url": "https://a.example/?a=1&b", "image": "kettle.jpg"},
    ]
    assert read(".xml", text) == read(".psc", text)


def test_times_and_titles() -> None:
    assert read(".txt", TIMES) == [
        {"at": 0.0, "title": "Intro"},
        {"at": 90.5, "title": "What <helps>", "url": "https://a.example/"},
        {"at": 120.0},
    ]


def test_labels_of_audacity() -> None:
    assert read(".txt", LABELS) == [
        {"at": 0.0, "title": "Intro"},
        {"at": 90.5, "end": 95.0, "title": "The kettle"},
        {"at": 100.0},
    ]


def test_webvtt_of_chapters_keeps_an_end_that_nothing_follows() -> None:
    assert read(".vtt", WEBVTT) == [
        {"at": 0.0, "title": "Intro"},
        {"at": 90.0, "title": "What helps", "end": 100.0},
        {"at": 120.0, "title": "End", "end": 130.0},
    ]


JSON, SEE = "look at the commas, quotes and brackets", "see JSON chapters 1.2"


@pytest.mark.parametrize(
    ("ending", "text", "place", "message", "hint"),
    [
        (".json", '{\n "a": ]', "c.json:2:7", "not valid JSON: Expecting value", JSON),
        (".json", "[" * 100_000, "c.json", "the JSON is nested too deeply, or holds an endless number", ""),
        (
            ".json",
            '{"a":1' + "0" * 5000 + "}",
            "c.json",
            "the JSON is nested too deeply, or holds an endless number",
            "",
        ),
        (".json", "[]", "c.json", "there is no list `chapters` in this file", SEE),
        (".json", '{"chapters": []}', "c.json", "there is no chapter in this file", ""),
        (".json", '{"chapters": [\n7]}', "c.json:2:1", "chapter 1 is not an object", SEE),
        *(
            (
                ".json",
                f'{{"chapters": [{{"startTime": {start}}}]}}',
                "c.json:1:29",
                "chapter 1 has no `startTime` in seconds",
                SEE,
            )
            for start in ('"1"', "NaN", "-1", "true", "1" + "0" * 400)
        ),
        (
            ".json",
            '{"chapters": [{"startTime": 1, "endTime": "x"}]}',
            "c.json:1:43",
            "chapter 1 has no `endTime` in seconds",
            SEE,
        ),
        *(
            (
                ".json",
                f'{{"chapters": [{{"startTime": 1, "{name}": 3}}]}}',
                "c.json:1:29",
                f"chapter 1 has something else than text as its {ours}",
                SEE,
            )
            for name, ours in (("title", "title"), ("url", "url"), ("img", "image"))
        ),
        (".psc", "<a><b></a>", "c.psc:1:11", "not valid XML", "look at the quotes and the ends of the tags"),
        (".psc", "<a/>", "c.psc", "there is no chapter in this file", ""),
        (
            ".xml",
            "<a>\n<chapter title='x'/></a>",
            "c.xml:2",
            "this chapter has no `start` in hours, minutes and seconds",
            'write it like `start="00:01:30.000"`',
        ),
        (
            ".psc",
            '<!DOCTYPE a [<!ENTITY b "' + "b" * 99 + '">]><a>&b;</a>',
            "c.psc",
            "there is a document type in this XML",
            "remove the line `<!DOCTYPE …>`",
        ),
        (
            ".txt",
            "0:00 A\nlater B\n",
            "c.txt:2:1",
            "this line does not begin with the time of a chapter",
            "write a chapter a line, like `00:01:30.000 What helps`",
        ),
        (
            ".txt",
            "0.5\t1\tA\nx\t1\tB\n",
            "c.txt:2:1",
            "this line does not begin with the two times of a label, in seconds",
            "export the labels of Audacity again, and leave out other lines",
        ),
        (".txt", "# nothing\n", "c.txt", "there is no chapter in this file", ""),
        (
            ".vtt",
            "WEBVTT\n\nIntro\n",
            "c.vtt:3",
            "there are no times above this text",
            "write the line of times like `00:00:01.000 --> 00:00:04.500`",
        ),
    ],
)
def test_what_is_wrong_has_its_place_and_a_way_out(ending: str, text: str, place: str, message: str, hint: str) -> None:
    assert wrong(ending, text) == (place, message, hint)


def test_every_chapter_that_is_wrong_is_told() -> None:
    reader = reader_of(".json")
    assert reader
    rows, problems = reader('{"chapters": [1, {"startTime": 0, "title": " a "}, 2]}', "c.json")
    assert [problem.message for problem in problems] == ["chapter 1 is not an object", "chapter 3 is not an object"]
    assert rows == ()


def test_no_other_ending_is_read() -> None:
    assert [ending for ending in (".md", ".csv", ".docx", "", ".srt") if reader_of(ending)] == []


def test_what_ffmpeg_says_of_the_chapters_inside_a_file() -> None:
    said = (
        ";FFMETADATA1\ntitle=Not a chapter\n"
        "[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=1500\ntitle=A \\= B\\; \\\\ \\# C\n"
        "[STREAM]\ntitle=Neither\n[CHAPTER]\nTIMEBASE=1/44100\nSTART=66150\nEND=88200\ntitle=two\\\nlines\n"
        "[CHAPTER]\nTIMEBASE=1/0\nSTART=0\nEND=1\n[CHAPTER]\nSTART=2000000000\nEND=3000000000\n"
    )
    assert parse_metadata(said) == ((0.0, 1.5, "A = B; \\ # C"), (1.5, 2.0, "two lines"), (2.0, 3.0, ""))
    assert parse_metadata("") == ()


@given(st.sampled_from([".json", ".psc", ".txt", ".vtt"]), st.text(max_size=100))
def test_never_raises(ending: str, text: str) -> None:
    reader = reader_of(ending)
    assert reader
    rows, problems = reader(text, "x")
    assert rows or problems
    parse_metadata(text)
