from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats.transcript import Cue, Transcript, check_length, parse, plain, to_html, to_vtt, turns

VTT = """\ufeffWEBVTT - a title\r
\r
NOTE not said\r
\r
1\r
00:01.000 --> 00:03.500 align:start\r
<v.loud Ann B>Hello &amp; <i>welcome</i>\r
to the show</v>\r
\r
01:00:04.000 --> 01:00:05.000\r
<v Ann B>Again.\r
\r
01:00:06.000 --> 01:00:07.000\r
<v Bob>Yes, 1 &lt; 2.\r
"""
SRT = "1\n00:00:01,000 --> 00:00:02,000\nAnn: Hello\n\n2\n00:00:02,000 --> 00:00:03,000\nthere\n"


def test_webvtt_there_and_back() -> None:
    transcript, problems = parse(VTT, "a.vtt")
    assert problems == () and transcript is not None
    assert transcript.cues == (
        Cue(1.0, 3.5, "Ann B", "Hello & welcome\nto the show"),
        Cue(3604.0, 3605.0, "Ann B", "Again."),
        Cue(3606.0, 3607.0, "Bob", "Yes, 1 < 2."),
    )
    assert transcript.lines == (6, 10, 13)
    again, _ = parse(to_vtt(transcript), "a.vtt")
    assert again is not None and again.cues == transcript.cues
    assert to_vtt(transcript).startswith("WEBVTT\n\n00:00:01.000 --> 00:00:03.500\n<v Ann B>Hello &amp; welcome\nto")


def test_html_has_a_paragraph_a_turn() -> None:
    transcript, _ = parse(VTT, "a.vtt")
    assert transcript is not None
    assert to_html(transcript) == (
        "<cite>Ann B:</cite>\n<time>0:01</time>\n<p>Hello &amp; welcome to the show Again.</p>\n"
        "<cite>Bob:</cite>\n<time>1:00:06</time>\n<p>Yes, 1 &lt; 2.</p>\n"
    )
    assert plain(transcript).split("\n")[1] == "Yes, 1 < 2."


def test_subrip() -> None:
    transcript, problems = parse(SRT, "a.srt")
    assert problems == () and transcript is not None
    assert transcript.cues == (Cue(1.0, 2.0, "Ann", "Hello"), Cue(2.0, 3.0, "", "there"))


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("WEBVTT\n\n00:02.000 --> 00:01.000\nx", 3, "the cue ends before it starts"),
        ("WEBVTT\n\n00:02.000 --> 00:03.000\nx\n\n00:01.000 --> 00:04.000\ny", 6, "starts before the one of line 3"),
        ("WEBVTT\n\n00:02.000 --> 00:02.000\nx", 3, "the cue ends before it starts"),
        ("WEBVTT\n\n00:02 --> 00:03\nx", 3, "these are no times of a cue"),
        ("WEBVTT\n\nhello\nthere", 3, "there are no times above this text"),
        ("WEBVTT\n\n00:02.000 --> 00:03.000\nx\n00:04.000 --> 00:05.000\ny", 5, "without an empty line"),
        ("WEBVTT\n\n00:02.000 --> 00:03.000\nx\x1b[31m", 4, "control character"),
        ("", 1, "no cue"),
        ("{}", 1, "no times"),
    ],
)
def test_what_is_wrong_has_its_line(text: str, line: int, message: str) -> None:
    transcript, problems = parse(text, "a.vtt")
    assert transcript is None
    assert [(p.place.line, p.code) for p in problems] == [(line, "bad-transcript")] and message in problems[0].message


def test_beyond_the_end_of_the_audio() -> None:
    transcript, _ = parse(SRT, "a.srt")
    assert transcript is not None
    assert check_length(transcript, "a.srt", 2.5) == ()
    assert check_length(transcript, "a.srt", 2.0) == (), "a second more is the rounding of others"
    assert len(check_length(transcript, "a.srt", 1.999)) == 1
    assert [p.place.line for p in check_length(transcript, "a.srt", 1.5)] == [6]


def test_cues_may_begin_together_and_last_a_thousandth() -> None:
    text = "WEBVTT\n\n00:02.000 --> 00:02.001\nx\n\n00:02.000 --> 00:03.000\ny\n"
    transcript, problems = parse(text, "a.vtt")
    assert problems == () and transcript is not None
    assert [(cue.start, cue.end) for cue in transcript.cues] == [(2.0, 2.001), (2.0, 3.0)]


def test_times_are_written_to_the_nearest_thousandth() -> None:
    times = [(0.0004, 0.0006), (59.9994, 59.9996), (3599.9999, 3600.0004)]
    text = to_vtt(Transcript(tuple(Cue(start, end, "", "x") for start, end in times)))
    assert [line for line in text.split("\n") if "-->" in line] == [
        "00:00:00.000 --> 00:00:00.001",
        "00:00:59.999 --> 00:01:00.000",
        "01:00:00.000 --> 01:00:00.000",
    ]


def test_every_time_that_a_file_can_say_is_read_back() -> None:
    for thousandths in range(0, 60_000, 7):
        at = f"00:{thousandths // 1000:02}.{thousandths % 1000:03}"
        transcript, _ = parse(f"WEBVTT\n\n{at} --> 01:00.000\nx\n", "a.vtt")
        assert transcript is not None and f"00:{at} --> 00:01:00.000" in to_vtt(transcript)


@pytest.mark.parametrize(("pause", "count"), [(1.999, 1), (2.0, 2)])
def test_a_pause_of_two_seconds_begins_a_turn_where_nobody_is_named(pause: float, count: int) -> None:
    for speaker, expected in (("", count), ("Ann", 1)):
        cues = [Cue(0.0, 1.0, speaker, "a"), Cue(1.0 + pause, 5.0, speaker, "b")]
        assert len(list(turns(cues))) == expected


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("<v Ann>a <v.loud Bob B>b</v> c", [("Ann", "a"), ("Bob B", "b c")]),
        ("<V.loud.x  Ann>a", [("Ann", "a")]),
        ("<v>a <v.loud>b <v >c", [("", "a b c")]),
        ("<v\nAnn>a", [("Ann", "a")]),
        ("<c.red>a</c> <i>b</i> <lang en>c</lang> <00:01.500>d {\\an8}e", [("", "a b c d e")]),
        ("1 < 2 <video> </video> <vx> {a} <1x> <b", [("", "1 < 2 <video> </video> <vx> {a} <1x> <b")]),
        ("<v Ann <i>a</i>", [("Ann <i", "a")]),
        ("a <v Ann", [("", "a <v Ann")]),
        ("{\\an8 <i>a</i>", [("", "{\\an8 a")]),
    ],
)
def test_markup_of_cues(text: str, cues: list[tuple[str, str]]) -> None:
    transcript, problems = parse(f"WEBVTT\n\n00:01.000 --> 00:02.000\n{text}\n", "a.vtt")
    assert problems == () and transcript is not None
    assert [(cue.speaker, cue.text) for cue in transcript.cues] == cues


def test_twenty_problems_tell_enough() -> None:
    text = "WEBVTT\n\n" + "00:02.000 --> 00:01.000\nx\n\n" * 21
    assert len(parse(text, "a.vtt")[1]) == 20


@given(st.text(max_size=200) | st.text(alphabet="WEBVT\n0123:.,-> <v>ab", max_size=200))
def test_never_raises(text: str) -> None:
    transcript, problems = parse(text, "x")
    assert transcript is not None or problems
    parse("WEBVTT\n\n00:01.000 --> 00:02.000\n" + text, "x")
