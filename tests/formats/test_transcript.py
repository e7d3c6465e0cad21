from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.formats.captions import to_html, to_vtt
from pipeline.formats.transcript import Cue, Transcript, plain, turns
from pipeline.formats.transcripts import About, read
from pipeline.problems import Place, Problem

HINT = "write the line of times like `00:00:01.000 --> 00:00:04.500`"

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


def parse(text: str, path: str, seconds: float | None = None) -> tuple[Transcript | None, tuple[Problem, ...]]:
    found = read(text.encode("utf-8", "replace"), path, About(seconds=seconds))
    return found.transcript, found.problems


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
        ("WEBVTT\n\n00:02.000 --> 00:73\nx", 3, "these are no times of a cue"),
        ("WEBVTT\n\nhello\nthere", 3, "there are no times above this text"),
        ("WEBVTT\n\n00:02.000 --> 00:03.000\nx\n00:04.000 --> 00:95.000\ny", 5, "these are no times of a cue"),
        ("WEBVTT\n\n00:02.000 --> 00:03.000\nx\x1b[31m", 4, "control character"),
        ("", 1, "no cue"),
        ("{}", 1, "the two times of a cue"),
    ],
)
def test_what_is_wrong_has_its_line(text: str, line: int, message: str) -> None:
    transcript, problems = parse(text, "a.vtt")
    assert transcript is None
    assert [(p.place.line, p.code) for p in problems] == [(line, "bad-transcript")] and message in problems[0].message


def test_beyond_the_end_of_the_audio() -> None:
    assert parse(SRT, "a.srt", 2.5)[1] == ()
    assert parse(SRT, "a.srt", 2.001)[1] == (), "a second more is the rounding of others"
    for seconds, lines in ((1.999, [6]), (1.5, [6])):
        transcript, problems = parse(SRT, "a.srt", seconds)
        assert [(p.place.line, p.code) for p in problems] == [(line, "odd-transcript") for line in lines]
        assert transcript is not None and max(cue.end for cue in transcript.cues) <= seconds + 1


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


def test_words_in_quotation_marks_of_nobody_are_written_as_they_are() -> None:
    transcript = Transcript((Cue(0, 1, "", 'She said "<go> & come".'), Cue(1, 2, 'Ann "A" & Bob', "x")))
    assert to_vtt(transcript).split("\n")[2:] == [
        *("00:00:00.000 --> 00:00:01.000", 'She said "&lt;go&gt; &amp; come".', ""),
        *("00:00:01.000 --> 00:00:02.000", '<v Ann "A" &amp; Bob>x', ""),
    ]
    assert to_html(transcript) == (
        "<time>0:00</time>\n<p>She said &quot;&lt;go&gt; &amp; come&quot;.</p>\n"
        "<cite>Ann &quot;A&quot; &amp; Bob:</cite>\n<time>0:01</time>\n<p>x</p>\n"
    )


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        ("1\n2\n00:01.000 --> 00:02.000\nx", 1, "there are no times above this text", HINT),
        ("WEBVTT\n\n00:01.000 -- 00:02.000\nx", 3, "there are no times above this text", HINT),
        ("1\n00:01,000 --> 00:02,000\nx\n\nNOTE y", 5, "there are no times above this text", HINT),
        ("WEBVTT\n\n\n", 1, "there is no cue in this transcript", HINT),
        (
            "WEBVTT\n\n00:02.000 --> 00:03.000\nx\ny\x1b",
            5,
            "the line holds an invisible control character",
            "type the line again",
        ),
    ],
)
def test_each_has_a_way_out(text: str, line: int, message: str, hint: str) -> None:
    assert parse(text, "a.vtt") == (None, (Problem(Place("a.vtt", line), message, hint, "bad-transcript"),))


def test_the_audio_is_told_by_its_length() -> None:
    hint = "is this the transcript of another cut of the episode?"
    for text, seconds, clock in ((SRT.replace("00:00:03,000", "00:00:33,000"), 2.5, "0:02"), (SRT, 0.5, "0:00")):
        message = f"the cue ends beyond the end of the audio, {clock}"
        assert parse(text, "a.srt", seconds) == (None, (Problem(Place("a.srt", 6), message, hint, "bad-transcript"),))


@pytest.mark.parametrize("block", ["NOTE\nx", "NOTE of mine", "STYLE\n::cue {}", "STYLE ", "REGION\nid:a", "NOTE\t-"])
def test_what_is_not_said_is_left_out(block: str) -> None:
    transcript, problems = parse(f"WEBVTT\tx\n\n{block}\n\n00:01.000 --> 00:02.000\nx\n", "a.vtt")
    assert problems == () and transcript is not None and [cue.text for cue in transcript.cues] == ["x"]
    assert parse(f"WEBVTTX\n\n{block}\n", "a.vtt")[0] is None


def test_a_cue_without_words_is_none_and_white_space_is_one_space() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n\n00:02.000 --> 00:03.000\n<v Ann  B>a \t b\n\xa0 c&nbsp;d \n"
    transcript, problems = parse(text, "a.vtt")
    assert problems == () and transcript is not None
    assert transcript.cues == (Cue(2.0, 3.0, "Ann B", "a b\nc d"),) and transcript.lines == (5,)


def test_a_name_before_a_colon_speaks_in_subrip_alone() -> None:
    cue = "00:00:01{}000 --> 00:00:02{}000\n{}\n"
    for words, speaker, said in (
        ("Dr. O'Neil-B: Hello: you", "Dr. O'Neil-B", "Hello: you"),
        ("- Ann: Hello", "Ann", "Hello"),
        ("ann: Hello", "", "ann: Hello"),
        ("Ann:Hello", "", "Ann:Hello"),
        ("<v Bob>Ann: Hello", "Bob", "Ann: Hello"),
    ):
        transcript, _ = parse(f"1\n{cue.format(',', ',', words)}", "a.srt")
        assert transcript is not None and transcript.cues == (Cue(1.0, 2.0, speaker, said),)
    transcript, _ = parse(f"WEBVTT\n\n{cue.format('.', '.', 'Ann: Hello')}", "a.vtt")
    assert transcript is not None and transcript.cues == (Cue(1.0, 2.0, "", "Ann: Hello"),)


def test_a_pause_is_between_a_cue_and_the_one_before_it() -> None:
    cues = [Cue(0, 1, "", "a"), Cue(1, 2.5, "", "b"), Cue(3, 4, "", "c"), Cue(6, 7, "", "d")]
    assert [[cue.text for cue in turn] for turn in turns(cues)] == [["a", "b", "c"], ["d"]]


def test_a_turn_is_a_line_of_the_search() -> None:
    cues = (Cue(0, 1, "", "a\nb"), Cue(1, 2, "", "c"), Cue(9, 10, "", "d"), Cue(10, 11, "Ann", "e"))
    assert plain(Transcript(cues)) == "a b c\nd\ne"


def test_twenty_problems_tell_enough() -> None:
    text = "WEBVTT\n\n" + "00:02.000 --> 00:81.000\nx\n\n" * 21
    found = parse(text, "a.vtt")[1]
    assert len(found) == 20 and found[-1].message == "these are no times of a cue; and 1 more like these"


@example("00\x00\x80\U00010000")  # half of its bytes look like UTF-16
@given(st.text(max_size=200) | st.text(alphabet="WEBVT\n0123:.,-> <v>ab", max_size=200))
def test_never_raises(text: str) -> None:
    transcript, problems = parse(text, "x")
    assert transcript is not None or problems
    parse("WEBVTT\n\n00:01.000 --> 00:02.000\n" + text, "x")
