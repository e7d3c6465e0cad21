"""Transcripts of other programs: told where they are odd, repaired by `check --fix`, their speakers made people."""

from __future__ import annotations

from pipeline import flow
from tests.support import twins
from tests.support.library import FILES, square, tone
from tests.support.twins import MemorySource

EPISODE, VTT, SRT = (f"content/podcasts/talks/first.{ending}" for ending in ("md", "vtt", "srt"))
WHISPER = (
    "1\r\n00:00:00,000 --> 00:00:00,000\r\n[SPEAKER_00]: Grüß Gott.\r\n\r\n"
    "2\r\n00:00:01,000 --> 00:00:02,000\r\n[SPEAKER_01]: Hello.\r\n\r\n"
    "3\r\n00:00:04,000 --> 00:00:07,000\r\n[SPEAKER_00]: Yes.\r\n\r\n"
    "4\r\n00:00:07,000 --> 00:00:09,000\r\n[SPEAKER_00]: Thank you for watching.\r\n"
).encode("cp1252")
"""What a recogniser made of a recording of five seconds."""


def shelf(transcript: bytes, fields: str = "") -> dict[str, bytes]:
    files = {name: text.encode() for name, text in FILES.items() if name != VTT}
    named = FILES[EPISODE].replace("transcript: first.vtt", f"transcript: first.srt{fields}")
    return files | {
        EPISODE: named.encode(),
        SRT: transcript,
        "content/podcasts/talks/first.wav": tone(0.01),
        "content/podcasts/talks/cover.png": square(8),
        "mkdocs.yml": b"theme:\n  name: material\n",
    }


def told(files: dict[str, bytes]) -> list[tuple[str, str, str]]:
    return [(str(one.place), one.message, one.code) for one in flow.check(twins.world(files)).problems]


def test_what_a_recogniser_made_is_told_and_repaired_as_it_is_told() -> None:
    speakers = "\nspeakers: {SPEAKER_00: sam, speaker_01: Kim}"
    world = twins.world(shelf(WHISPER, speakers))
    checked = flow.check(world)
    encoding = "this file is saved in Windows-1252, not in UTF-8, and is read as that"
    assert [(one.place.line, one.message, one.code) for one in checked.problems] == [
        (0, encoding, "odd-transcript"),
        (2, "the cue has no length", "odd-transcript"),
        (10, "the cue ends beyond the end of the audio, 0:05", "odd-transcript"),
        (14, "the cue starts beyond the end of the audio, 0:05", "odd-transcript"),
    ]
    (said,) = checked.spoken[EPISODE].transcripts
    cues = [(cue.start, cue.end, cue.speaker, cue.text) for cue in said.transcript.cues]
    assert cues == [(0, 0.667, "Sam", "Grüß Gott."), (1, 2, "Kim", "Hello."), (4, 5, "Sam", "Yes.")]
    assert flow.repairable(checked) == 1
    flow.fix(world, str)
    assert isinstance(world.source, MemorySource)
    repaired = world.source.files[SRT]
    assert repaired.decode() == (
        "1\r\n00:00:00,000 --> 00:00:00,667\r\n[SPEAKER_00]: Grüß Gott.\r\n\r\n"
        "2\r\n00:00:01,000 --> 00:00:02,000\r\n[SPEAKER_01]: Hello.\r\n\r\n"
        "3\r\n00:00:04,000 --> 00:00:05,000\r\n[SPEAKER_00]: Yes.\r\n"
    )
    assert told(shelf(repaired, speakers)) == []


def test_who_speaks_and_is_not_known_is_told_where_the_transcript_is_named() -> None:
    at = f"{EPISODE}:14:13"
    good = b"1\n00:00:00,000 --> 00:00:02,000\nKim: a\n\n2\n00:00:02,000 --> 00:00:04,000\n[SPEAKER_01]: b\n"
    assert told(shelf(good)) == [
        (at, "it is not known who speaks in `first.srt` as `Kim` (1 cue), `SPEAKER_01` (1 cue)", "unknown-speaker")
    ]
    assert told(shelf(good, "\nspeakers:\n  Kim: Kim\n  SPEAKER_02: sma")) == [
        (at, "it is not known who speaks in `first.srt` as `SPEAKER_01` (1 cue)", "unknown-speaker"),
        (f"{EPISODE}:17:15", "no person `sma` is in `people.yml`", "unknown-person"),
        (f"{EPISODE}:17:15", "nobody speaks as `SPEAKER_02` in the transcripts of this episode", "unknown-speaker"),
    ]


def test_a_file_in_another_encoding_alone_is_saved_anew_once() -> None:
    plain = "1\n00:00:00,000 --> 00:00:02,000\nÄh.\n"
    world = twins.world(shelf(plain.encode("utf-16")))
    edits, _ = flow.fix(world, str)
    assert isinstance(world.source, MemorySource) and [edit.path for edit in edits] == [SRT]
    assert world.source.files[SRT] == plain.encode()
    assert flow.fix(world, str)[0] == ()


def test_the_line_of_a_file_in_utf16_is_shown_as_it_is_read() -> None:
    tree, _ = twins.world(shelf("1\nGrüße\n".encode("utf-16"))).source.tree()
    assert tree.line(SRT, 2) == "Grüße"
