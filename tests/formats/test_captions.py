from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats.captions import SRT_LINE, VTT_LINE, to_html, to_json, to_srt, to_vtt, wrapped
from pipeline.formats.transcript import Cue, Transcript
from pipeline.formats.transcripts import read

LONG = "An urge is like a wave that starts far out, grows, and then goes down again by itself if nobody feeds it."
SAID = Transcript(
    (
        Cue(0.5, 4.5, "Mara", LONG),
        Cue(4.5, 5.0, "Mara", "Is it?"),
        Cue(5.0, 6.0, "Tom", "It is.\nWait & see."),
        Cue(6.0, 7.0, "", "(soup --> bowl)"),
    )
)


def test_lines_of_webvtt_are_short_and_those_that_are_stay_as_written() -> None:
    assert to_vtt(SAID) == (
        "WEBVTT\n\n"
        "00:00:00.500 --> 00:00:04.500\n"
        "<v Mara>An urge is like a wave that starts far out, grows, and then goes\n"
        "down again by itself if nobody feeds it.\n\n"
        "00:00:04.500 --> 00:00:05.000\n<v Mara>Is it?\n\n"
        "00:00:05.000 --> 00:00:06.000\n<v Tom>It is.\nWait &amp; see.\n\n"
        "00:00:06.000 --> 00:00:07.000\n(soup --&gt; bowl)\n"
    )


def test_a_card_of_subrip_has_two_lines_and_its_share_of_the_time() -> None:
    assert to_srt(SAID).split("\n\n") == [
        "1\n00:00:00,500 --> 00:00:02,681\nMara: An urge is like a wave\nthat starts far out, grows, and",
        "2\n00:00:02,681 --> 00:00:04,500\nthen goes down again by itself\nif nobody feeds it.",
        "3\n00:00:04,500 --> 00:00:05,000\nIs it?",
        "4\n00:00:05,000 --> 00:00:06,000\nTom: It is. Wait & see.",
        "5\n00:00:06,000 --> 00:00:07,000\n(soup → bowl)\n",
    ]


def test_json_has_a_segment_a_cue() -> None:
    made = json.loads(to_json(SAID))
    assert made["version"] == "1.0.0"
    assert made["segments"][1:3] == [
        {"speaker": "Mara", "startTime": 4.5, "endTime": 5.0, "body": "Is it?"},
        {"speaker": "Tom", "startTime": 5.0, "endTime": 6.0, "body": "It is.\nWait & see."},
    ]
    assert "speaker" not in made["segments"][3]


def test_html_has_a_paragraph_a_turn() -> None:
    assert to_html(SAID).endswith(
        "<cite>Tom:</cite>\n<time>0:05</time>\n<p>It is. Wait &amp; see.</p>\n"
        "<time>0:06</time>\n<p>(soup --&gt; bowl)</p>\n"
    )


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        (" a  b ", ["a b"]),
        ("abcdefg", ["abcde", "fg"]),
        ("ab cd ef", ["ab cd", "ef"]),
        ("abcdef g", ["abcde", "f g"]),
    ],
)
def test_a_line_breaks_between_words_and_a_longer_word_is_cut(text: str, lines: list[str]) -> None:
    assert wrapped(text, 5) == lines


SPEAKERS, WORDS = st.sampled_from(["", "Mara", "Tom"]), st.text("ab <&é字.", min_size=1)
CUES = st.lists(st.tuples(st.integers(0, 10_000), st.integers(1, 3_000), SPEAKERS, WORDS), min_size=1, max_size=8)


@given(CUES)
def test_whatever_is_said_keeps_to_the_lines_and_is_read_again(given_: list[tuple[int, int, str, str]]) -> None:
    cues = [Cue(s / 1000, (s + n) / 1000, who, " ".join(x.split())) for s, n, who, x in sorted(given_) if x.strip()]
    said = Transcript(tuple(cues))
    vtt, srt = to_vtt(said), to_srt(said)
    assert all(len(line) <= SRT_LINE for card in srt.split("\n\n") for line in card.split("\n")[2:])
    assert all(len(card.strip().split("\n")) <= 4 for card in srt.split("\n\n"))
    found = read(vtt.encode(), "a.vtt")
    again = found.transcript
    if again is not None and not found.problems:  # one voice may not speak twice at a time
        assert all(len(line) <= VTT_LINE for cue in again.cues for line in cue.text.split("\n"))
        assert [cue.speaker for cue in again.cues] == [cue.speaker for cue in cues]
        assert [round(cue.end * 1000) for cue in again.cues] == [round(cue.end * 1000) for cue in cues]
    starts = [card.split("\n")[1] for card in srt.split("\n\n") if card.strip()]
    assert all(start < end for start, _, end in (line.partition(" --> ") for line in starts))
