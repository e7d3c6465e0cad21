"""Recordings as they come in: whole ones are described, broken ones are refused in words."""

from __future__ import annotations

import pickle
import re
from pathlib import Path

import pytest

from pipeline.audio import encode
from pipeline.audio.container import FORMATS
from pipeline.audio.drivers.ffmpeg import Ffmpeg, Run
from pipeline.audio.drivers.probe import Probe
from pipeline.jobs.job import Failure
from tests.audio import sound

WHOLE = {
    "a.wav": ("wav", 2, ()),
    "a.flac": ("flac", 1, ()),
    "a.mp3": ("mp3", 2, ("-b:a", "96k")),
    "a.m4a": ("mp4", 1, ()),
    "a.ogg": ("ogg", 2, ()),
    "a.opus": ("ogg", 1, ("-ar", "48000")),
    "a.aiff": ("aiff", 2, ()),
    "six.flac": ("flac", 6, ()),
    "large.wav": ("wav", 2, ("-rf64", "always")),
}


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_whole(name: str, tmp_path: Path) -> None:
    form, channels, args = WHOLE[name]
    path = sound.make(tmp_path / name, seconds=3, channels=channels, args=args)
    facts = Probe().perform(sound.task(path, tmp_path)).facts
    assert (facts["format"], facts["channels"]) == (form, channels)
    assert facts["seconds"] == pytest.approx(3, abs=0.03)
    assert facts["sample_rate"] == (48_000 if name == "a.opus" else 44_100)
    assert -40 < facts["loudness"] < -20


def refused(path: Path, tmp_path: Path, **limits: int) -> Failure:
    with pytest.raises(Failure) as caught:
        Probe().perform(sound.task(path, tmp_path, {**sound.LIMITS, **limits}))
    return caught.value


PCM = b"\x10\0\0\0\x01\0\x01\0\x44\xac\0\0\x88\x58\x01\0\x02\0\x10\0"
FIRST_BYTES = "is not audio: its first bytes are "
TEXTS = {
    "text.wav": (b"Hello, this is no sound.\n" * 40, FIRST_BYTES + "text"),
    "settings.mp3": (b'[site]\nurl = "https://library.example/"\n', FIRST_BYTES + "text"),
    "page.mp3": (b"\xef\xbb\xbf<!doctype html>", FIRST_BYTES + "markup (HTML, XML or a DASH playlist)"),
    "list.mp3": (b"#EXTM3U\n#EXTINF:3,\nneighbour.mp3\n", FIRST_BYTES + "those of a playlist (HLS or M3U)"),
    "concat.mp3": (b"ffconcat version 1.0\nfile a.mp3\n", FIRST_BYTES + "those of a playlist (ffconcat)"),
    "pointer.wav": (b"version https://git-lfs.github.com/spec/v1\n", FIRST_BYTES + "those of a Git LFS pointer"),
    "film.mp3": (b"\x1a\x45\xdf\xa3" + bytes(60), FIRST_BYTES + "those of Matroska or WebM"),
    "zeros.mp3": (bytes(5_000), FIRST_BYTES + "all zero"),
    "noise.mp3": (bytes(range(1, 200)) * 9, FIRST_BYTES + "of no kind that we know"),
    "empty.flac": (b"", "is empty"),
    "header.wav": (b"RIFF\x24\0\0\0WAVEfmt " + PCM + b"data" + bytes(4), "is empty: no samples follow its header"),
    "nothing.wav": (b"RIFF\x24\0\0\0WAVEfmt " + PCM, "holds no sound: the chunk with the samples is missing"),
}


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_not_audio(name: str, tmp_path: Path) -> None:
    data, message = TEXTS[name]
    (tmp_path / name).write_bytes(data)
    failure = refused(tmp_path / name, tmp_path)
    assert (failure.message, failure.code, failure.tool) == (message, "bad-audio", False)
    assert failure.hint == f"export it again as {FORMATS}"
    assert pickle.loads(pickle.dumps(failure)).message == message


CUT = {
    "a.wav": r"is cut short: its header promises 529,[\d,]+ bytes of sound, 317,\d+ are there",
    "a.flac": r"is damaged: .+",
    "a.mp3": r"is cut short: its header promises [\d,]+ bytes of sound, [\d,]+ are there",
    "cbr.mp3": r"is cut short: its header promises [\d,]+ bytes of sound, [\d,]+ are there",
    "a.m4a": r"is cut short: its header promises [\d,]+ bytes of sound, [\d,]+ are there",
    "fast.m4a": r"is cut short: its header promises [\d,]+ bytes of sound, [\d,]+ are there",
    "a.ogg": r"is cut short: its last page .+",
    "a.opus": r"is cut short: its last page .+",
    "a.aiff": r"is cut short: its header promises 529,[\d,]+ bytes of sound, 317,\d+ are there",
}


@pytest.mark.parametrize("name", sorted(CUT))
def test_cut_short(name: str, tmp_path: Path) -> None:
    args = {"a.mp3": ("-q:a", "4"), "fast.m4a": ("-movflags", "+faststart")}.get(name, ())
    path = sound.make(tmp_path / name, seconds=3, args=args)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * 6 // 10])
    failure = refused(path, tmp_path)
    assert failure.code == "bad-audio"
    assert re.fullmatch(CUT[name], failure.message), failure.message


@pytest.mark.parametrize("size", [b"\xff\xff\xff\xff", bytes(4)])
def test_a_header_that_was_never_finished(size: bytes, tmp_path: Path) -> None:
    """Written to a pipe, or by a recorder that stopped: ffmpeg would take a cut one for whole."""
    path = sound.make(tmp_path / "a.wav", seconds=1, args=("-bitexact",))
    data = bytearray(path.read_bytes())
    data[40:44] = size
    path.write_bytes(data)
    message = "does not say how long it is: whoever wrote it never finished its header"
    assert refused(path, tmp_path).message == message


def test_frames_are_counted_where_bytes_are_not_said(tmp_path: Path) -> None:
    """An MP3 whose Xing header lacks the size, cut behind a frame."""
    path = sound.make(tmp_path / "a.mp3", seconds=3, args=("-b:a", "64k"))
    data = bytearray(path.read_bytes())
    at = data.index(b"Info")
    data[at + 7] &= ~2
    del data[at + 12 : at + 16]
    data[at + 140 : at + 140] = bytes(4)
    path.write_bytes(data[: len(data) // 2])
    assert refused(path, tmp_path).message == "is cut short: its header promises 3.0 seconds, 1.5 are there"


def test_a_header_that_lies(tmp_path: Path) -> None:
    path = sound.make(tmp_path / "a.flac", seconds=2, channels=1)
    data = bytearray(path.read_bytes())
    data[21:26] = (int.from_bytes(data[21:26]) & 0xF000000000 | 44_100 * 50_000).to_bytes(5)
    path.write_bytes(data)
    failure = refused(path, tmp_path)
    assert failure.message.startswith(("is cut short: its header promises 50000.0 seconds", "is damaged"))


def test_damage_inside(tmp_path: Path) -> None:
    path = sound.make(tmp_path / "a.flac", seconds=3)
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 3_000] = bytes(3_000)
    path.write_bytes(data)
    assert refused(path, tmp_path).message.startswith("is damaged: ")


def test_silence(tmp_path: Path) -> None:
    path = sound.make(tmp_path / "a.wav", graph="anullsrc=d={seconds}", seconds=2)
    assert refused(path, tmp_path).message == "is silent: nothing in it is above -70 LUFS"


def test_limits(tmp_path: Path) -> None:
    path = sound.make(tmp_path / "a.wav", seconds=3)
    failure = refused(path, tmp_path, seconds=2)
    assert (failure.message, failure.code) == ("is longer than 2 seconds", "too-large")
    assert refused(path, tmp_path, bytes=1_000).code == "too-large"


def test_a_small_file_that_holds_a_day_of_silence_is_left_soon(tmp_path: Path) -> None:
    path = sound.make(tmp_path / "a.flac", graph="anullsrc=d={seconds}:r=8000:cl=mono", seconds=20_000, channels=1)
    assert refused(path, tmp_path, seconds=10).message == "is longer than 10 seconds"


@pytest.mark.parametrize("entry", [b"drms", b"aavd", b"enca"])
def test_copy_protection(entry: bytes, tmp_path: Path) -> None:
    path = sound.make(tmp_path / "a.m4a", seconds=1)
    data = path.read_bytes()
    at = data.rindex(b"mp4a", 0, data.index(b"esds"))
    path.write_bytes(data[:at] + entry + data[at + 4 :])
    failure = refused(path, tmp_path)
    word = entry.decode()
    assert failure.message == f"is locked by copy protection (DRM, `{word}`) and can't be decoded"
    assert failure.hint == "send a recording of your own, without DRM"


def test_a_missing_program_is_no_fault_of_the_content(tmp_path: Path) -> None:
    path = sound.make(tmp_path / "a.wav", seconds=1)
    with pytest.raises(Failure) as caught:
        Probe(program="/nonexistent/ffmpeg").perform(sound.task(path, tmp_path))
    assert caught.value.tool
    assert "pip install imageio-ffmpeg" in caught.value.hint


def test_time_is_bounded(tmp_path: Path) -> None:
    path = sound.make(tmp_path / "a.wav", seconds=30)
    args = encode.measuring("wav", str(path), "areverse," + encode.meter(peak=True))
    with pytest.raises(Failure, match="takes longer to decode than 0 seconds") as caught:
        Ffmpeg(None).run(args, str(tmp_path), 0.01)
    assert not caught.value.tool


def test_complaints_are_made_readable() -> None:
    log = "Input #0\n[flac @ 0x5604b928c340] [dec:flac @ 0x1] invalid residual\n[out#0] Error writing /tmp/x/y.mp3\n"
    assert Run(183, log, b"").complaint == "invalid residual"
    assert Run(1, "Error opening input file /tmp/x/a.flac.\n", b"").complaint == "Error opening input file the file"
    assert Run(7, "", b"").complaint == "it ended with status 7"


def test_an_mp3_behind_tags_and_zeros(tmp_path: Path) -> None:
    path = sound.make(tmp_path / "a.mp3", seconds=2, args=("-metadata", "title=A title"))
    path.write_bytes(b"ID3\x04\0\0\0\0\x00\x0a" + bytes(10) + path.read_bytes())
    assert Probe().perform(sound.task(path, tmp_path)).facts["format"] == "mp3"


def test_a_second_ffmpeg_sees_the_same(tmp_path: Path) -> None:
    path = sound.make(tmp_path / "a.flac", seconds=2)
    first = Probe().perform(sound.task(path, tmp_path)).facts
    assert Probe(sound.other_ffmpeg()).perform(sound.task(path, tmp_path)).facts == first
