"""A transcript for an episode that has none: written by a program, corrected by people."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tests.support import library
from tests.support.run import pipeline

EPISODE = "content/podcasts/talks/first.md"
HEARD = "content/podcasts/talks/first.vtt"
PROGRAM = """
import json, sys
segments = [
    {"start": 0, "end": 2.0, "text": "Two soft tones", "words": [{"probability": 0.2}]},
    {"start": 2.5, "end": 3.5, "text": "Hello.", "words": [{"probability": 0.9}]},
    {"start": 3.5, "end": 4.5, "text": "I am Elax.", "words": [{"probability": 0.9}, {"probability": 0.1}]},
]
json.dump({"segments": segments}, open(sys.argv[1] + ".json", "w"))
open("CALLED", "a").write("once ")
"""


def prepared(small: Path) -> Path:
    """A library whose first episode has no transcript and a sting, and whose recogniser is a program of ours."""
    called = small / "called"
    (small / "hear.py").write_text(PROGRAM.replace("CALLED", str(called)), encoding="utf-8")
    toml = small / "pipeline.toml"
    command = json.dumps([sys.executable, str(small / "hear.py"), "{out}"])
    text = toml.read_text(encoding="utf-8").replace("sting = false", "sting = true")
    toml.write_text(f"{text}\n[transcribe]\ncommand = {command}\n", encoding="utf-8")
    library.edit(small, EPISODE, "transcript: first.vtt\n", "")
    (small / HEARD).unlink()
    return called


def test_what_a_program_heard_is_marked_and_corrected_and_makes_no_sound_anew(small: Path) -> None:
    called = prepared(small)
    run = pipeline("transcribe", "--root", small, "talks/first.md")
    assert run.status == 0, run.stderr
    assert "master recordings: 1" in run.stderr
    assert run.stdout.splitlines()[:3] == [
        f"{HEARD}: 2 cues",
        "Listen to these 1, correct them, and remove their marks:",
        "  0:01  50%  I am Elax.",
    ]
    text = (small / HEARD).read_text(encoding="utf-8")
    assert "00:00:00.500 --> 00:00:01.500\nHello." in text  # by the recording, which begins behind the sting
    assert "transcript: first.vtt" in (small / EPISODE).read_text(encoding="utf-8")

    checked = pipeline("check", "--root", small, "-q")
    assert f"{HEARD}:6: warning: a passage is marked in this transcript" in checked.stderr
    again = pipeline("transcribe", "--root", small, "talks/first.md", "-q")
    assert again.status == 1
    assert f"`{EPISODE}` has a transcript, which stays" in again.stderr
    assert called.read_text(encoding="utf-8") == "once "

    library.edit(small, HEARD, "NOTE unsure (50%): listen, correct, then remove this line\n\n", "")
    library.edit(small, HEARD, "Elax", "Alex")
    assert "unsure-transcript" not in pipeline("check", "--root", small, "-q").stderr
    written = pipeline("transcribe", "--root", small, "talks/first.md", "--replace")
    assert "master" not in written.stderr
    assert called.read_text(encoding="utf-8") == "once once "


def test_a_text_is_laid_along_the_pauses_as_a_guess(small: Path) -> None:
    called = prepared(small)
    words = small / "words.txt"
    words.write_text("Alex: Hello.\n\nSam: Good evening to you.\n", encoding="utf-16")  # as Windows saves "Unicode"
    run = pipeline("transcribe", "--root", small, "talks/first.md", "--text", words, "--json")
    assert json.loads(run.stdout)["cues"] == 2
    text = (small / HEARD).read_text(encoding="utf-8")
    assert text.startswith("WEBVTT\n\nNOTE guessed times")
    assert "<v Sam>Good evening to you." in text
    assert "[guessed-times]" in pipeline("check", "--root", small, "-q").stderr
    assert not called.exists()


def test_nothing_but_the_command_starts_a_recogniser() -> None:
    package = Path(library.HOUSE) / "pipeline"
    using = [path.name for path in package.rglob("*.py") if "wiring.recogniser" in path.read_text(encoding="utf-8")]
    assert using == ["transcribe.py"]
    workflows = [*(library.HOUSE / "docs/operators").rglob("*.yml"), *package.rglob("*.yml")]
    assert workflows
    assert not [path for path in workflows if "transcribe" in path.read_text(encoding="utf-8")]
