"""Recordings as they come in: whole ones are described, broken ones are refused in words."""

from __future__ import annotations

import pickle
import re
from pathlib import Path

import pytest

from pipeline.audio import encode
from pipeline.audio.container import FORMATS
from pipeline.audio.drivers.encode import Encode
from pipeline.audio.drivers.ffmpeg import Ffmpeg, Run
from pipeline.audio.drivers.probe import Probe
from pipeline.jobs.job import Failure
from tests.audio import sound

MASTER = {
    "demuxer": "mp3",
    "channels": 2,
    "sample_rate": 44_100,
    "bitrate": 128,
    "loudness": -16.0,
    "true_peak": -1.0,
    "sting": False,
}
WHOLE = {
    "a.wav": ("wav", 2, ()),
    "a.flac": ("flac", 1, ()),
    "a.mp3": ("mp3", 2, ("-b:a", "96k")),
    "a.m4a": ("mp4", 1, ()),
    "a.ogg": ("ogg", 2, ()),
    "a.opus": ("ogg", 1, ()),
    "a.oga": ("ogg", 1, ()),
    "a.aiff": ("aiff", 2, ()),
    "a.w64": ("w64", 2, ()),
    "a.caf": ("caf", 2, ()),
    "alac.caf": ("caf", 2, ("-c:a", "alac")),
    "a.au": ("au", 1, ()),
    "a.aac": ("adts", 2, ()),
    "a.wma": ("asf", 2, ()),
    "a.mka": ("matroska", 1, ()),
    "a.webm": ("matroska", 2, ()),
    "six.flac": ("flac", 6, ()),
    "large.wav": ("wav", 2, ("-rf64", "always")),
}
PADDED = {"a.wma": 0.15, "a.aac": 0.05}
"""Seconds by which those are longer that hold whole packets, and don't say what of them is sound."""


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_whole(name: str, tmp_path: Path) -> None:
    form, channels, args = WHOLE[name]
    path = sound.make(tmp_path / name, seconds=3, channels=channels, args=args)
    facts = Probe().perform(sound.task(path, tmp_path)).facts
    assert (facts["format"], facts["channels"]) == (form, channels)
    assert facts["seconds"] == pytest.approx(3, abs=PADDED.get(name, 0.03))
    assert facts["sample_rate"] == (48_000 if name in ("a.opus", "a.webm") else 44_100)
    assert not {"sounds", "video", "torn", "gaps"} & facts.keys()
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
    "film.mp3": (b"RIFF\x24\0\0\0AVI LIST", FIRST_BYTES + "those of RIFF, but of a video (AVI) or a picture"),
    "list.wma": (b"[Reference]\r\nRef1=http://a.example/\r\n", FIRST_BYTES + "those of a playlist (Windows Media)"),
    "skeleton.ogg": (
        b"OggS\0\2" + bytes(20) + b"\1\7fishead",
        FIRST_BYTES + "those of Ogg, but hold neither Vorbis nor Opus nor FLAC",
    ),
    "head.webm": (b"\x1a\x45\xdf\xa3\x84" + bytes(60), "holds no sound"),
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


LIVE = ("-live", "1")
"""As browsers write while they record: nothing says how long it is."""
CUT = {
    "a.wav": r"is cut short: its header promises 529,[\d,]+ bytes of sound, 317,\d+ are there",
    "a.flac": r"is damaged: .+",
    "a.mp3": r"is cut short: its header promises [\d,]+ bytes of sound, [\d,]+ are there",
    "cbr.mp3": r"is cut short: its header promises [\d,]+ bytes of sound, [\d,]+ are there",
    "a.m4a": r"is cut short: its header promises [\d,]+ bytes of sound, [\d,]+ are there",
    "fast.m4a": r"is cut short: its header promises [\d,]+ bytes of sound, [\d,]+ are there",
    "a.ogg": r"is cut short: its last page .+",
    "a.opus": r"is cut short: its last page .+",
    "a.oga": r"is cut short: its last page .+",
    "a.aiff": r"is cut short: its header promises 529,[\d,]+ bytes of sound, 317,\d+ are there",
    "a.w64": r"is cut short: its header promises 529,200 bytes of sound, 317,\d+ are there",
    "a.caf": r"is cut short: its header promises 529,204 bytes of sound, 317,\d+ are there",
    "alac.caf": r"is cut short: its header promises [\d,]+ bytes of sound, [\d,]+ are there",
    "a.au": r"is cut short: its header promises 529,200 bytes of sound, 317,\d+ are there",
    "a.aac": r"is cut short: its last frame is incomplete",
    "a.wma": r"is cut short: its header promises [\d,]+ bytes of sound, [\d,]+ are there",
    "a.mka": r"is cut short: its header promises [\d,]+ bytes of sound, [\d,]+ are there",
    "live.webm": r"is cut short: its last part is incomplete",
}


@pytest.mark.parametrize("name", sorted(CUT))
def test_cut_short(name: str, tmp_path: Path) -> None:
    args = {
        "a.mp3": ("-q:a", "4"),
        "fast.m4a": ("-movflags", "+faststart"),
        "alac.caf": ("-c:a", "alac"),
        "live.webm": LIVE,
    }.get(name, ())
    path = sound.make(tmp_path / name, seconds=3, args=args)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * 6 // 10])
    failure = refused(path, tmp_path)
    assert failure.code == "bad-audio"
    assert re.fullmatch(CUT[name], failure.message), failure.message


def joined(folder: Path, *parts: tuple[str, ...]) -> Path:
    """An MP3 of parts of a second and a half, each with a tag before and one behind it; the arguments of each part."""
    whole = b""
    for number, args in enumerate(parts):
        part = sound.make(folder / f"{number}.mp3", seconds=1.5, args=("-metadata", "title=A part", *args))
        whole += part.read_bytes() + b"TAG" + bytes(125)
    (folder / "joined.mp3").write_bytes(whole)
    return folder / "joined.mp3"


def test_an_mp3_that_was_joined_from_several(tmp_path: Path) -> None:
    """ffmpeg ends at the tags between them."""
    path = joined(tmp_path, ("-b:a", "96k"), ("-q:a", "4"), ("-b:a", "64k", "-write_xing", "0"))
    facts = Probe().perform(sound.task(path, tmp_path)).facts
    assert facts["seconds"] == pytest.approx(4.5, abs=0.15)  # each begins with its encoder's delay
    assert Probe(sound.other_ffmpeg()).perform(sound.task(path, tmp_path)).facts == facts
    made = Encode().perform(sound.task(path, tmp_path, MASTER)).facts
    assert made["seconds"] == pytest.approx(facts["seconds"], abs=0.01)


def test_a_part_that_was_cut_short(tmp_path: Path) -> None:
    path = joined(tmp_path, ("-b:a", "96k"), ("-b:a", "96k"))
    whole = path.read_bytes()
    at = whole.index(b"TAG")
    path.write_bytes(whole[: at - 4_000] + whole[at:])
    words = r"of the 2 parts that were joined, number 1: its header promises 5\d frames of sound, 4\d are there"
    assert re.fullmatch(f"is cut short: {words}", refused(path, tmp_path).message)


def test_parts_that_do_not_fit_each_other(tmp_path: Path) -> None:
    path = joined(tmp_path, ("-b:a", "96k"), ("-ar", "22050"))
    assert refused(path, tmp_path).message == "was joined from parts of different sample rates (22,050 and 44,100 Hz)"
    path = joined(tmp_path, ("-b:a", "96k"), ("-ac", "1"))
    assert refused(path, tmp_path).message == "changes its sample rate or its channels on the way"


def test_an_mp3_that_ends_in_a_frame_is_doubted(tmp_path: Path) -> None:
    path = sound.make(tmp_path / "a.mp3", seconds=1, args=("-write_xing", "0"))
    path.write_bytes(path.read_bytes()[:-50])
    assert Probe().perform(sound.task(path, tmp_path)).facts["torn"] is True


def test_what_of_a_recording_is_left_out(tmp_path: Path) -> None:
    picture = ("-f", "lavfi", "-i", "testsrc=s=64x64:r=1:d=1")
    video = sound.make(tmp_path / "a.mp4", seconds=1, args=(*picture, *("-map", "0") * 2, "-map", "1"))
    facts = Probe().perform(sound.task(video, tmp_path)).facts
    assert (facts["video"], facts["sounds"]) == (True, 2)
    cover = (*picture, "-map", "0", "-map", "1", "-c:v", "png", "-disposition:v", "attached_pic")
    music = sound.make(tmp_path / "b.m4a", seconds=1, args=cover)
    assert "video" not in Probe().perform(sound.task(music, tmp_path)).facts


def test_a_browser_that_lost_its_line(tmp_path: Path) -> None:
    """The clock ran on while nothing came; what is published has silence there, so that captions fit."""
    path = sound.make(tmp_path / "a.webm", seconds=6, args=(*LIVE, "-cluster_time_limit", "1000"))
    data = path.read_bytes()
    clusters = [match.start() for match in re.finditer(b"\x1f\x43\xb6\x75", data)]
    path.write_bytes(data[: clusters[2]] + data[clusters[4] :])
    facts = Probe().perform(sound.task(path, tmp_path)).facts
    assert (facts["seconds"], facts["gaps"]) == (pytest.approx(6, abs=0.03), pytest.approx(2, abs=0.1))
    made = Encode().perform(sound.task(path, tmp_path, {**MASTER, "demuxer": "matroska"})).facts
    assert made["seconds"] == pytest.approx(6, abs=0.03)


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


@pytest.mark.parametrize("rate", [1, 2_000_000_000])
def test_a_rate_that_no_recording_has(rate: int, tmp_path: Path) -> None:
    """The filters would take two gigabytes, or make hours of a second."""
    path = sound.make(tmp_path / "a.au", seconds=1)
    data = bytearray(path.read_bytes())
    data[16:20] = rate.to_bytes(4)
    path.write_bytes(data)
    assert refused(path, tmp_path).message == f"says that it has {rate:,} samples a second, which no recording has"


def test_more_channels_than_anybody_mixes_down(tmp_path: Path) -> None:
    path = sound.make(tmp_path / "a.wav", seconds=1.28, channels=1, args=("-bitexact",))  # whole samples of 32
    data = bytearray(path.read_bytes())
    data[22:24], data[32:34] = (32).to_bytes(2, "little"), (64).to_bytes(2, "little")
    path.write_bytes(data)
    assert refused(path, tmp_path).message == "has 32 channels, and no more than 16 are mixed down"


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
    bell = sound.make(tmp_path / "bell.wav", seconds=0.2)
    assert refused(bell, tmp_path).message == "lasts 0.20 seconds, and what is shorter than 0.4 can't be measured"


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
    args = encode.measuring("wav", str(path), "areverse," + encode.meter(peak="true"))
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
