"""The tag, read by readers that did not write it: eyeD3, tinytag and ffprobe."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import eyed3  # type: ignore[import-untyped]  # it has neither types nor stubs
import pytest
from eyed3.id3 import frames as eye  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st
from mutagen.id3 import ID3
from tinytag import TinyTag

from pipeline.audio import container
from pipeline.audio.drivers.tagger import Tag, tag
from pipeline.audio.tag import pictures, untagged
from pipeline.jobs.job import Task
from tests.audio import sound

PARAMS: dict[str, Any] = {
    "title": "Grüße – und mehr",
    "album": "Talks",
    "artist": "Béa, Ann",
    "album_artist": "The Library",
    "date": "2026-11-04",
    "track": "3",
    "disc": "1",
    "genre": "Podcast",
    "language": "eng",
    "description": "What an urge is – and what helps.",
    "page": "https://library.example/podcasts/talks/first/",
    "milliseconds": 3_000,
    "cover_type": "image/png",
    "chapters": [
        {"start": 0, "end": 1_000, "title": "A long title at first", "url": ""},
        {"start": 1_000, "end": 2_000, "title": "Short", "url": "https://library.example/%C3%BC"},
        {"start": 2_000, "end": 3_000, "title": "Neither long", "url": ""},
    ],
}
NEW: dict[str, Any] = {
    **PARAMS,
    "order": "time",
    "chapters": [
        {"start": 0, "end": 1_000, "title": "A long title at first", "url": "", "picture": "picture-0"},
        {"start": 500, "end": 1_000, "title": "", "url": "", "toc": False, "picture": "picture-1"},
        {"start": 1_000, "end": 3_000, "title": "Short", "url": "https://library.example/"},
    ],
}
RICH: dict[str, Any] = {
    **NEW,
    "guid": "0b4c1b3e",
    "feed": "https://library.example/podcasts/talks/feed.xml",
    "category": "Health & Fitness",
    "keywords": "Urges, Sleep",
    "copyright": "2026 The Library",
    "licence": "https://spdx.org/licenses/CC-BY-4.0.html",
}
SAID = "Ann: Good evening.\n\nBéa: Hello."
COVER = b"\x89PNG\r\n\x1a\n picture"


@pytest.fixture
def encoded(tmp_path: Path) -> Path:
    exact = ("-fflags", "+bitexact", "-flags:a", "+bitexact", "-id3v2_version", "0", "-b:a", "128k")
    return sound.make(tmp_path / "encoded.mp3", seconds=3, args=exact)


@pytest.fixture
def tagged(encoded: Path, tmp_path: Path) -> Path:
    (tmp_path / "cover").write_bytes(COVER)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    made = Tag().perform(Task(PARAMS, {"audio": str(encoded), "cover": str(tmp_path / "cover")}, str(scratch)))
    path = Path(str(made.files["audio"]))
    assert made.facts == {"size": path.stat().st_size}
    return path


def test_taking_the_tag_away_gives_back_the_encode(encoded: Path, tagged: Path) -> None:
    assert tagged.read_bytes().endswith(encoded.read_bytes())
    assert tagged.read_bytes() != encoded.read_bytes()
    data = tagged.read_bytes()
    assert data[container.after_id3(lambda at, count: data[at : at + count]) :] == encoded.read_bytes()
    ID3(tagged).delete()
    assert tagged.read_bytes() == encoded.read_bytes()


def test_eyed3(tagged: Path) -> None:
    file = eyed3.load(tagged)
    read = file.tag
    assert read.version == (2, 3, 0)
    said = (read.title, read.album, read.artist, read.album_artist, read.genre.name)
    assert said == ("Grüße – und mehr", "Talks", "Béa, Ann", "The Library", "Podcast")
    assert (read.track_num[0], read.disc_num[0]) == (3, 1)
    assert read.getBestDate().year == 2026
    assert read.comments[0].text == "What an urge is – and what helps."
    assert read.audio_source_url.rstrip("\0") == PARAMS["page"]
    assert read.user_url_frames[0].url.rstrip("\0") == PARAMS["page"]
    assert (read.images[0].image_data, read.images[0].mime_type) == (COVER, "image/png")
    assert read.images[0].picture_type == eye.ImageFrame.FRONT_COVER
    (toc,) = read.table_of_contents
    assert toc.toplevel
    assert toc.ordered
    chapters = [read.chapters.get(element) for element in toc.child_ids]
    assert [one.times for one in chapters] == [(0, 1_000), (1_000, 2_000), (2_000, 3_000)]
    assert [one.title for one in chapters] == [one["title"] for one in PARAMS["chapters"]]


def test_tinytag(tagged: Path) -> None:
    read = TinyTag.get(tagged, image=True)
    assert (read.title, read.artist, read.album, read.year) == (
        "Grüße – und mehr",
        "Béa, Ann",
        "Talks",
        "2026",
    )
    assert (read.track, read.disc, read.genre, read.albumartist) == (3, 1, "Podcast", "The Library")
    assert read.images.front_cover is not None
    assert read.images.front_cover.data == COVER


def test_ffprobe(tagged: Path) -> None:
    read = show_of(tagged)
    assert read["format"]["tags"]["artist"] == "Béa, Ann"
    assert read["format"]["tags"]["language"] == "eng"
    assert read["format"]["tags"]["date"] == "2026-11-04"
    marks = sorted((float(one["start_time"]), one["tags"]["title"]) for one in read["chapters"])
    assert marks == [(one["start"] / 1000, one["title"]) for one in PARAMS["chapters"]]
    assert [one["codec_name"] for one in read["streams"]] == ["mp3", "png"]
    _, seconds = sound.measured(tagged)
    assert seconds == pytest.approx(3, abs=0.01)


def test_golden() -> None:
    """The tag's bytes. Whoever changes them raises `Tag.recipe`: every published enclosure is replaced."""
    digest = hashlib.sha256(tag(PARAMS, {"cover": COVER})).hexdigest()
    assert digest == "2d739bfa2add5344ec01682e42a2b3a536969f0ec1bac42b12b7e9429360d702"
    assert Tag().recipe == 1


def test_golden_of_chapters_in_order_of_time() -> None:
    digest = hashlib.sha256(tag(NEW, {"cover": COVER, "picture-0": b"J", "picture-1": b"P"})).hexdigest()
    assert digest == "195a7f2a2b241dd8802ed658450c57e1b46194fb11bcd52ce0cc4dac445f6ce3"


def test_chapters_stand_in_order_of_time_with_their_pictures(encoded: Path, tmp_path: Path) -> None:
    """Players that know no table of contents show them as they stand."""
    inputs = {"audio": str(encoded)}
    for name, data in {"cover": COVER, "picture-0": b"JPEG of a wave", "picture-1": b"JPEG"}.items():
        (tmp_path / name).write_bytes(data)
        inputs[name] = str(tmp_path / name)
    scratch = tmp_path / "new"
    scratch.mkdir()
    path = Path(str(Tag().perform(Task(NEW, inputs, str(scratch))).files["audio"]))
    data = path.read_bytes()
    assert data[container.after_id3(lambda at, count: data[at : at + count]) :] == encoded.read_bytes()
    marks = show_of(path)["chapters"]
    assert [float(one["start_time"]) for one in marks] == [0, 0.5, 1]
    read = eyed3.load(path).tag
    assert [one.element_id for one in read.chapters] == [b"ch0", b"ch1", b"ch2"]
    assert read.table_of_contents.get(b"toc").child_ids == [b"ch0", b"ch2"]
    first, silent = read.chapters.get(b"ch0"), read.chapters.get(b"ch1")
    assert first.sub_frames[b"APIC"][0].image_data == b"JPEG of a wave"
    assert (silent.title, silent.times) == (None, (500, 1_000))
    assert (read.title, read.images[0].image_data) == (PARAMS["title"], COVER)
    assert ID3(path)["TIT2"].text == [PARAMS["title"]]


def test_a_tag_tells_of_the_podcast_the_rights_and_what_is_said(encoded: Path, tmp_path: Path) -> None:
    inputs = {"audio": str(encoded)}
    for name, data in {"cover": COVER, "lyrics": SAID.encode()}.items():
        (tmp_path / name).write_bytes(data)
        inputs[name] = str(tmp_path / name)
    scratch = tmp_path / "rich"
    scratch.mkdir()
    path = Path(str(Tag().perform(Task(RICH, inputs, str(scratch))).files["audio"]))
    read = eyed3.load(path).tag
    assert (read.lyrics[0].text, read.lyrics[0].lang) == (SAID, b"eng")
    assert read.copyright_url.rstrip("\0") == RICH["licence"]
    frames = {b"TGID": "guid", b"WFED": "feed", b"TDES": "description", b"TCAT": "category"}
    frames |= {b"TKWD": "keywords", b"TCOP": "copyright"}
    for frame, name in frames.items():
        assert read.frame_set[frame][0].text.rstrip("\0") == RICH[name]
    assert [one.element_id for one in read.chapters] == [b"ch0", b"ch1", b"ch2"]
    told = show_of(path)
    assert told["format"]["tags"]["copyright"] == "2026 The Library"
    assert told["format"]["tags"]["lyrics-eng"] == SAID
    assert [float(one["start_time"]) for one in told["chapters"]] == [0, 0.5, 1]
    TinyTag.get(path)
    data = path.read_bytes()
    assert data[container.after_id3(lambda at, count: data[at : at + count]) :] == encoded.read_bytes()
    assert pictures([data]) == (COVER,)


def test_golden_of_all_that_a_tag_says() -> None:
    digest = hashlib.sha256(tag(RICH, {"cover": COVER, "lyrics": SAID.encode()})).hexdigest()
    assert digest == "ba5d839811aa73e06e512a308e3162ef523d8a906ede58227145c26fe95ee505"


def show_of(path: Path) -> dict[str, Any]:
    """What ffprobe says of a file."""
    sound.other_ffmpeg()
    program = shutil.which("ffprobe")
    assert program, "apt-get install ffmpeg"
    show = ("-show_chapters", "-show_format", "-show_streams", "-of", "json")
    done = subprocess.run([program, "-v", "error", *show, str(path)], check=True, capture_output=True)
    read: dict[str, Any] = json.loads(done.stdout)
    return read


def test_little_to_say() -> None:
    bare = {**PARAMS, "track": "", "disc": "", "cover_type": "", "chapters": []}
    data = tag(bare)
    assert not any(name in data for name in (b"TRCK", b"TPOS", b"APIC", b"CHAP", b"CTOC"))


@given(st.binary(min_size=10, max_size=60), st.lists(st.integers(1, 400), max_size=40))
def test_without_its_tag_it_is_the_encode_however_it_is_cut(tail: bytes, cuts: list[int]) -> None:
    encode = b"\xff\xfb\x90\x64" + tail
    whole, chunks = tag(PARAMS) + encode, []
    for cut in cuts:
        chunks.append(whole[:cut])
        whole = whole[cut:]
    assert b"".join(untagged([*chunks, whole])) == encode


@pytest.mark.parametrize("picture", [b"", b"\x89PNG \0\0 picture", b"P" * 300_000])
def test_the_cover_comes_back_as_it_went_in(picture: bytes) -> None:
    for params in (PARAMS, NEW):
        whole = tag(params, {"cover": picture, "picture-0": b"J", "picture-1": b"P\0"}) + b"\xff\xfb\x90\x64" * 9
        found = pictures(whole[at : at + 999] for at in range(0, len(whole), 999))
        assert found == ((b"J", b"P\0") if params is NEW else ()) + ((picture,) if picture else ())
    assert pictures([b"\xff\xfb\x90\x64" * 99]) == ()
