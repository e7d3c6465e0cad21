"""Speakers that are brought to one loudness: told when they are measured, and heard alike by a fresh runner."""

from __future__ import annotations

import io
import json
import shutil
import wave
from pathlib import Path

from tests.journeys.test_fresh_runner import pointer
from tests.support import library
from tests.support.run import pipeline

TALKS = "content/podcasts/talks"
EPISODE, SOUND, WORDS, SHOW = (f"{TALKS}/{name}" for name in ("first.md", "first.wav", "first.vtt", "show.yml"))
TRANSCRIPT = """\
WEBVTT

00:00:00.000 --> 00:00:04.000
<v Alex>Hello, and welcome.

00:00:04.000 --> 00:00:08.000
<v Sam>Thank you.
"""


def talk(*voices: float) -> bytes:
    """Four seconds of a tone for each voice, one after the other, as loud as that."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 2, 24_000, 0, "NONE", ""))
        for level in voices:
            with wave.open(io.BytesIO(library.tone(4, level=level)), "rb") as one:
                file.writeframes(one.readframes(one.getnframes()))
    return out.getvalue()


def test_a_corrected_transcript_makes_no_new_sound_on_a_fresh_runner(small: Path) -> None:
    (small / SOUND).write_bytes(talk(0.3, 0.12))
    (small / WORDS).write_text(TRANSCRIPT, encoding="utf-8")
    with (small / SHOW).open("a", encoding="utf-8") as show:
        show.write("audio: {level_speakers: yes}\n")
    checked = pipeline("check", "--root", small)
    assert checked.status == 0, checked.stderr
    assert f"speakers of {EPISODE}: Alex: -2.4 LU, Sam: +5.6 LU" in checked.stdout
    again = pipeline("check", "--root", small, "--json")
    assert [voice["gain"] for voice in json.loads(again.stdout)["levels"][EPISODE]] == [-2.4, 5.6]
    assert pipeline("publish", "--root", small).status == 0
    explained = pipeline("explain", "--root", small, EPISODE)
    assert "levels    speaker 1: -2.4 LU, speaker 2: +5.6 LU" in explained.stdout
    (before,) = (small / "public/media").rglob("*.mp3")
    runner = small.parent / "runner"
    shutil.copytree(small, runner, ignore=shutil.ignore_patterns(".cache", "dist"), symlinks=True)
    (runner / SOUND).write_text(pointer((small / SOUND).read_bytes()), encoding="utf-8")
    library.edit(runner, WORDS, "Thank you.", "Thank you for this.")
    library.edit(runner, WORDS, "<v Sam>", "<v Kim>")
    told = json.loads(pipeline("check", "--root", runner, "--json").stdout)["levels"][EPISODE]
    assert [voice["name"] for voice in told] == ["Alex", "Kim"], "who wishes to be called otherwise is"
    published = pipeline("publish", "--root", runner)
    assert published.status == 0, published.stderr
    assert [path.name for path in (runner / "public/media").rglob("*.mp3")] == [before.name]
