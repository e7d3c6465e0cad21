"""Cues and chapters are held against the recording, each with its place."""

from __future__ import annotations

import json
from pathlib import Path

from tests.support import library
from tests.support.run import pipeline

MARKS = "chapters:\n  - at: 0:00\n    title: Beginning\n  - at: 0:02\n    title: End\n"
EPISODE = "content/podcasts/talks/first.md"


def test_chapters_beyond_the_end_or_out_of_order_are_told_at_their_lines(small: Path) -> None:
    library.edit(small, EPISODE, "at: 0:02", "at: 0:09")
    library.edit(small, EPISODE, "synthetic_voice", "  - at: 0:01\n    title: Back\nsynthetic_voice")
    run = pipeline("check", "--root", small, "-q")
    assert run.status == 1
    assert "first.md:18:9: error: the chapter at 0:09 starts beyond the end of the audio" in run.stderr
    assert "first.md:20:9: error: the chapter at 0:01 does not start after the one before it" in run.stderr


def test_a_recording_that_is_none_or_is_not_here_is_told_where_it_is_named(small: Path) -> None:
    sound = small / "content/podcasts/talks/first.wav"
    sound.write_text("no sound", encoding="utf-8")
    place = {"path": EPISODE, "line": 6, "column": 8}
    assert told(small) == [
        place
        | {
            "severity": "error",
            "code": "bad-audio",
            "message": "`first.wav`: is not audio: its first bytes are text",
            "hint": "export it again as WAV, FLAC, MP3, M4A (AAC or ALAC), Ogg (Vorbis or Opus) or AIFF",
        }
    ]
    sound.write_text(f"version https://git-lfs.github.com/spec/v1\noid sha256:{'b' * 64}\nsize 9\n", encoding="utf-8")
    assert told(small) == [
        place
        | {
            "severity": "warning",
            "code": "audio-is-pointer",
            "message": "`first.wav` is a Git LFS pointer: the recording was not looked at, and can't be built",
            "hint": "fetch it: `git lfs pull --include content/podcasts/talks/first.wav`",
        }
    ]


def test_of_the_pictures_of_chapters_those_with_a_full_address_go_out(small: Path) -> None:
    marks = [{"startTime": at, "title": "A", "img": img} for at, img in enumerate(("a.png", "https://a.example/b.png"))]
    (small / "content/podcasts/talks/first.json").write_text(json.dumps({"chapters": marks}), encoding="utf-8")
    library.edit(small, EPISODE, MARKS, "chapters: first.json\n")
    assert pipeline("build", "--root", small, "-q").status == 0
    (made,) = (small / "dist/public/media/talks").glob("*.chapters.json")
    assert [mark.get("img") for mark in json.loads(made.read_bytes())["chapters"]] == [None, "https://a.example/b.png"]


def test_a_chapter_in_the_fields_may_lead_to_more(small: Path) -> None:
    library.edit(small, EPISODE, "title: End", "title: End\n    url: https://a.example/")
    assert pipeline("build", "--root", small, "-q").status == 0
    (made,) = (small / "dist/public/media/talks").glob("*.chapters.json")
    assert [mark.get("url") for mark in json.loads(made.read_bytes())["chapters"]] == [None, "https://a.example/"]


def told(root: Path) -> list[dict[str, object]]:
    """Every problem as the command gives it to programs."""
    problems: list[dict[str, object]] = json.loads(pipeline("check", "--root", root, "--json").stdout)["problems"]
    return problems


def test_a_cue_beyond_the_end_is_told_at_its_line(small: Path) -> None:
    library.edit(small, "content/podcasts/talks/first.vtt", "00:00:04.000", "00:01:04.000")
    run = pipeline("check", "--root", small, "-q")
    assert run.status == 1
    assert "first.vtt:6: error: the cue ends beyond the end of the audio" in run.stderr


def test_each_language_has_its_files_and_its_page(small: Path) -> None:
    folder = small / "content/podcasts/talks"
    (folder / "first.de.vtt").write_text("WEBVTT\n\n00:00.000 --> 00:02.000\n<v Alex>Guten Tag.\n", encoding="utf-8")
    library.edit(small, EPISODE, "transcript: first.vtt", "transcripts: [{file: first.de.vtt, language: de}]")
    assert pipeline("build", "--root", small, "-q").status == 0
    media, pages = small / "dist/public/media/talks", small / "dist/public/podcasts/talks/first"
    endings = sorted(path.name.partition(".de-")[2][12:] for path in media.glob("first.de-*"))
    assert endings == [".srt", ".transcript.html", ".transcript.json", ".vtt"]
    assert "Guten Tag." in (pages / "transcript/de/index.html").read_text(encoding="utf-8")
    assert 'lang="de"' in (pages / "transcript/de/index.html").read_text(encoding="utf-8")
    assert not (pages / "transcript/index.html").exists()
    feed = (small / "dist/public/podcasts/talks/feed.xml").read_text(encoding="utf-8")
    assert feed.count('language="de"') == 4
    library.edit(small, EPISODE, "language: de", "language: en")
    assert pipeline("build", "--root", small, "-q").status == 0
    assert "Guten Tag." in (pages / "transcript/index.html").read_text(encoding="utf-8")
