"""Cues and chapters are held against the recording, each with its place."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import eyed3  # type: ignore[import-untyped]  # it has neither types nor stubs
import imageio_ffmpeg
import pytest
from PIL import Image

from pipeline.audio.container import FORMATS
from tests.support import library
from tests.support.machine import tool
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


def test_a_soundbite_without_length_or_beyond_the_end_is_told_at_its_line(small: Path) -> None:
    bites = "soundbites:\n  - {at: 0:01, seconds: 0}\n  - {at: 0:02, seconds: 60}\n  - {at: 0:01, seconds: 1}\n"
    library.edit(small, EPISODE, "synthetic_voice", f"{bites}synthetic_voice")
    run = pipeline("check", "--root", small, "-q")
    assert run.status == 1
    assert "first.md:21:25: error: the soundbite has no length [bad-soundbite]" in run.stderr
    assert "first.md:22:10: error: the soundbite ends at 1:02, beyond the end of the audio (0:0" in run.stderr
    assert run.stderr.count("[bad-soundbite]") == 2


def test_what_of_a_recording_is_left_out_is_told_where_it_is_named(small: Path) -> None:
    """A video with two sounds, of a name that is a clock's."""
    talks = small / "content/podcasts/talks"
    made = ["-f", "lavfi", "-i", "testsrc=s=64x64:r=5:d=3", *("-map", "0") * 2, "-map", "1", "-shortest"]
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", talks / "first.wav", *made, talks / "talk:1.mp4"]
    subprocess.run(command, check=True)
    (talks / "first.wav").unlink()
    library.edit(small, EPISODE, "audio: first.wav", "audio: talk:1.mp4")
    messages = [problem["message"] for problem in told(small) if problem["code"] == "left-out"]
    assert messages == [
        "`talk:1.mp4` holds 2 sounds: the first is published, the others are left out",
        "`talk:1.mp4` is a video: its sound is published, its pictures are left out",
    ]


def test_a_dead_channel_is_told_mended_and_reported(small: Path) -> None:
    talks, report = small / "content/podcasts/talks", small.parent / "report"
    dead = ["-af", "aformat=channel_layouts=mono,pan=stereo|c0=c0|c1=0*c0"]
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", talks / "first.wav", *dead, talks / "dead.flac"]
    subprocess.run(command, check=True)
    (talks / "first.wav").unlink()
    library.edit(small, EPISODE, "audio: first.wav", "audio: dead.flac")
    assert pipeline("publish", "--root", small).status == 0
    run = pipeline("check", "--root", small, "-q", "--sound-report", report)
    assert run.status == 0
    assert "`dead.flac` carries nothing in its right channel" in run.stderr
    (made,) = (small / "public/media").rglob("*.mp3")
    assert eyed3.load(made).info.mode == "Mono"
    assert "mono of the left channel" in (report / "index.html").read_text(encoding="utf-8")
    assert "-19." in (report / "sound.md").read_text(encoding="utf-8").splitlines()[-1].split("|")[5]


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
            "hint": f"export it again as {FORMATS}",
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
            "file": "content/podcasts/talks/first.wav",
        }
    ]


def test_pictures_of_chapters_are_ours_and_go_out_in_the_file_the_tag_and_the_page(small: Path) -> None:
    marks: list[dict[str, object]] = [
        {"startTime": 0, "title": "A", "img": "kettle.png", "url": "https://a.example/"},
        {"startTime": 1, "toc": False, "img": "../../images/wave.jpg"},
        {"startTime": 2, "title": "B", "endTime": 2.5},
    ]
    write(small, "first.json", json.dumps({"chapters": marks}))
    (small / "content/images").mkdir(exist_ok=True)
    Image.new("RGB", (900, 300), "#2f5d62").save(small / "content/podcasts/talks/kettle.png")
    Image.new("RGB", (900, 600), "#aaddcc").save(small / "content/images/wave.jpg")
    library.edit(small, EPISODE, MARKS, "chapters: first.json\n")
    assert pipeline("build", "--root", small, "-q").status == 0
    public = small / "dist/public"
    (made,) = (public / "media/talks").glob("*.chapters.json")
    written = json.loads(made.read_bytes())["chapters"]
    assert [one.get("title") for one in written] == ["A", None, "B"]
    assert (written[1]["toc"], written[2]["endTime"] - written[2]["startTime"]) == (False, 0.5)
    for one in written[:2]:
        published = public / one["img"].removeprefix("http://127.0.0.1:8000/")
        with Image.open(published) as picture:
            assert (picture.format, picture.width) == ("JPEG", 900)
    (sound,) = (public / "media/talks").glob("first-*.mp3")
    tag = eyed3.load(sound).tag
    assert [len(one.sub_frames.get(b"APIC") or ()) for one in tag.chapters] == [1, 1, 0]
    assert tag.table_of_contents.get(b"toc").child_ids == [b"ch0", b"ch2"]
    page = (public / "podcasts/talks/first/index.html").read_text(encoding="utf-8")
    listed = page[page.index('class="chapters"') :].partition("</section>")[0]
    assert (listed.count("<li"), listed.count("<img"), listed.count('href="https://a.example/"')) == (2, 1, 1)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("first.psc", "<chapters><chapter start='0:00' title='One'/><chapter start='0:02' title='Two'/></chapters>"),
        ("first.txt", "00:00:00.000 One\n00:00:02.000 Two\n"),
        ("labels.txt", "0.0\t0.0\tOne\n2.0\t2.0\tTwo\n"),
        ("marks.vtt", "WEBVTT\n\n00:00.000 --> 00:02.000\nOne\n\n00:02.000 --> 00:04.000\nTwo\n"),
    ],
)
def test_chapters_of_every_form_are_read(small: Path, name: str, text: str) -> None:
    write(small, name, text)
    library.edit(small, EPISODE, MARKS, f"chapters: {name}\n")
    assert told(small) == []


def test_the_chapters_inside_a_recording_are_read_when_it_is_named_by_its_path_or_by_that_word(small: Path) -> None:
    folder = small / "content/podcasts/talks"
    marks = ((0, 2000, "Über"), (2000, 5000, "Two"))
    said = ";FFMETADATA1\n" + "".join(
        f"[CHAPTER]\nTIMEBASE=1/1000\nSTART={start}\nEND={end}\ntitle={title}\n" for start, end, title in marks
    )
    (small / "said").write_text(said, encoding="utf-8")
    command = [tool("ffmpeg", "ffmpeg"), "-v", "error", "-i", str(folder / "first.wav"), "-i", str(small / "said")]
    library.edit(small, EPISODE, MARKS, "chapters: first.wav\n")
    assert [one["message"] for one in told(small)] == ["there are no chapters inside this recording"]
    subprocess.run([*command, "-map_chapters", "1", str(folder / "first.mp3")], check=True)
    library.edit(small, EPISODE, "audio: first.wav", "audio: first.mp3")
    library.edit(small, EPISODE, "chapters: first.wav", "chapters: recording")
    (folder / "first.wav").unlink()
    assert pipeline("build", "--root", small, "-q").status == 0
    (made,) = (small / "dist/public/media/talks").glob("*.chapters.json")
    assert [mark["title"] for mark in json.loads(made.read_bytes())["chapters"]] == ["Über", "Two"]


def test_a_chapter_in_the_fields_may_lead_to_more(small: Path) -> None:
    library.edit(small, EPISODE, "title: End", "title: End\n    url: https://a.example/")
    assert pipeline("build", "--root", small, "-q").status == 0
    (made,) = (small / "dist/public/media/talks").glob("*.chapters.json")
    assert [mark.get("url") for mark in json.loads(made.read_bytes())["chapters"]] == [None, "https://a.example/"]


def write(root: Path, name: str, text: str) -> None:
    (root / "content/podcasts/talks" / name).write_text(text, encoding="utf-8")


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
