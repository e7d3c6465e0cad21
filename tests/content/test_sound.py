"""Cues and chapters are held against the recording, each with its place."""

from __future__ import annotations

from pathlib import Path

from tests.support import library
from tests.support.run import pipeline

EPISODE = "content/podcasts/talks/first.md"


def test_chapters_beyond_the_end_or_out_of_order_are_told_at_their_lines(small: Path) -> None:
    library.edit(small, EPISODE, "at: 0:02", "at: 0:09")
    library.edit(small, EPISODE, "synthetic_voice", "  - at: 0:01\n    title: Back\nsynthetic_voice")
    run = pipeline("check", "--root", small, "-q")
    assert run.status == 1
    assert "first.md:18:9: error: the chapter at 0:09 starts beyond the end of the audio" in run.stderr
    assert "first.md:20:9: error: the chapter at 0:01 does not start after the one before it" in run.stderr


def test_a_cue_beyond_the_end_is_told_at_its_line(small: Path) -> None:
    library.edit(small, "content/podcasts/talks/first.vtt", "00:00:04.000", "00:01:04.000")
    run = pipeline("check", "--root", small, "-q")
    assert run.status == 1
    assert "first.vtt:6: error: the cue ends beyond the end of the audio" in run.stderr
