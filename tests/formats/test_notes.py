"""Marks for whoever corrects a transcript: readers pass over them, and `check` reminds of them."""

from __future__ import annotations

from pipeline.formats import transcripts
from pipeline.formats.transcript import Cue
from pipeline.formats.transcripts import notes

CUES = (Cue(0.5, 2, "", "Hello."), Cue(2, 3.25, "Jo", "Is 1 < 2 & so?"), Cue(3.5, 4, "", "Yes."))


def test_what_is_marked_reads_as_what_was_said() -> None:
    text = notes.to_vtt(CUES, (None, 0.426, None), guessed=True)
    assert text.split("\n\n")[1:4] == [
        "NOTE guessed times: mend them, then remove this line",
        "00:00:00.500 --> 00:00:02.000\nHello.",
        "NOTE unsure (43%): listen, correct, then remove this line",
    ]
    read = transcripts.read(text.encode(), "a.vtt")
    assert read.transcript is not None
    assert (read.transcript.cues, read.problems) == (CUES, ())


def test_marks_are_told_until_they_go() -> None:
    text = notes.to_vtt(CUES, (0.5, None, 0.1), guessed=True)
    assert [(str(one.place), one.code) for one in notes.check(text, "a.vtt")] == [
        ("a.vtt:3", "guessed-times"),
        ("a.vtt:5", "unsure-transcript"),
    ]
    assert list(notes.check(notes.to_vtt(CUES, (None, None, None)), "a.vtt")) == []
