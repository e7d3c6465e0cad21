"""What is made beside an episode: waveform, renditions, clips. Real sound, read by programs that did not make it."""

from __future__ import annotations

import json
import math
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tinytag import TinyTag

from pipeline.audio import lyrics_in, rendition, soundbites, waveform, words_in
from pipeline.audio.drivers.rendition import Rendition, RenditionTag
from pipeline.audio.drivers.soundbites import Clip
from pipeline.audio.drivers.waveform import Waveform
from pipeline.audio.encode import Aim
from pipeline.audio.loudness import Loudness
from pipeline.jobs.job import Failure, Task
from tests.audio import sound
from tests.audio.test_tagger import RICH, SAID, show_of

COVER = b"\xff\xd8\xff\xe0 picture"


@pytest.fixture(scope="module")
def mastered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six seconds at about -19 LUFS, as the encode leaves them."""
    graph = f"{sound.SPEECH},volume=12dB,alimiter=limit=-2dB:level=false"
    exact = ("-id3v2_version", "0", "-b:a", "64k")
    return sound.make(tmp_path_factory.mktemp("mastered") / "audio.mp3", graph=graph, channels=1, args=exact)


def scratch(tmp_path: Path, name: str) -> str:
    folder = tmp_path / name
    folder.mkdir()
    return str(folder)


def test_a_waveform_is_high_where_it_is_loud(tmp_path: Path) -> None:
    graph = "sine=f=300:d=2,volume=0dB,apad=pad_dur=2[a];sine=f=300:d=2,volume=-12dB[b];[a][b]concat=n=2:v=0:a=1"
    path = sound.make(tmp_path / "steps.mp3", graph=graph, channels=1)
    params = waveform.params("mp3", 6)
    made = Waveform().perform(Task(params, {"audio": str(path)}, scratch(tmp_path, "waveform")))
    data = made.files["waveform"]
    assert isinstance(data, bytes) and len(data) < 2_000
    levels = json.loads(data)["levels"]
    third = len(levels) // 3
    loud, nothing, soft = (levels[at + 10 : at + third - 10] for at in (0, third, 2 * third))
    assert 100 < len(levels) <= waveform.WINDOWS
    assert min(loud) > 240 and max(nothing) < 3
    assert all(level == pytest.approx(255 / 4, abs=6) for level in soft)


def test_a_waveform_of_an_hour_is_no_larger_than_that_of_a_minute() -> None:
    for seconds in (60, 3_600, 21_600):
        assert math.ceil(seconds * waveform.RATE / waveform.params("mp3", seconds)["samples"]) == waveform.WINDOWS
    printed = "frame:0 pts:0\nlavfi.astats.Overall.RMS_level=-inf\nlavfi.astats.Overall.RMS_level=-6.02\n"
    assert waveform.to_json(waveform.levels(printed)) == b'{"version":1,"levels":[0,255]}'
    assert waveform.to_json([-math.inf] * 2) == b'{"version":1,"levels":[0,0]}'


def test_what_is_no_sound_has_no_waveform(tmp_path: Path) -> None:
    (tmp_path / "text.mp3").write_bytes(b"no sound " * 999)
    task = Task(waveform.params("mp3", 6), {"audio": str(tmp_path / "text.mp3")}, scratch(tmp_path, "waveform"))
    with pytest.raises(Failure, match="can't be listened to"):
        Waveform().perform(task)


def rendered(codec: str, mastered: Path, tmp_path: Path) -> Path:
    level, seconds = sound.measured(mastered)
    aside = {"seconds": seconds, "loudness": level.integrated}
    params = {"demuxer": "mp3", "codec": codec, "bitrate": rendition.CODECS[codec].bitrates[1], "true_peak": -1.0}
    made = Rendition().perform(Task(params | aside, {"audio": str(mastered)}, scratch(tmp_path, codec)))
    return Path(str(made.files["audio"]))


def packets(path: Path, muxer: str) -> str:
    """The digest of the sound as it is stored."""
    command = [sound.PROGRAM, "-v", "error", "-f", muxer, "-i", str(path), "-map", "0:a:0", "-c", "copy"]
    return subprocess.run([*command, "-f", "md5", "-"], check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("codec", rendition.CODECS)
def test_a_rendition_is_the_same_sound_and_says_what_the_episode_says(
    codec: str, mastered: Path, tmp_path: Path
) -> None:
    plain = rendered(codec, mastered, tmp_path)
    (before, seconds), (after, length) = sound.measured(mastered), sound.measured(plain)
    assert after.integrated == pytest.approx(before.integrated, abs=rendition.NEAR)
    assert after.true_peak is not None and after.true_peak <= -0.9
    assert length == pytest.approx(seconds, abs=0.05)
    inputs = {"audio": str(plain)}
    for name, data in {"cover": COVER, "lyrics": SAID.encode()}.items():
        (tmp_path / name).write_bytes(data)
        inputs[name] = str(tmp_path / name)
    task = Task({**RICH, "codec": codec}, inputs, scratch(tmp_path, "tagged"))
    made = RenditionTag().perform(task)
    path = tmp_path / f"tagged.{rendition.CODECS[codec].ending}"
    Path(str(made.files["audio"])).rename(path)
    muxer = rendition.CODECS[codec].demuxer
    assert packets(path, muxer) == packets(plain, muxer)
    told = show_of(path)
    where = (told["format"], told["streams"][0])
    said = {name.lower(): text for one in where for name, text in one.get("tags", {}).items()}
    assert (said["title"], said["artist"], said["album"]) == (RICH["title"], RICH["artist"], RICH["album"])
    assert (said["lyrics"], said["copyright"], said["language"]) == (SAID, RICH["copyright"], "eng")
    marks = [(float(one["start_time"]), one["tags"]["title"]) for one in told["chapters"]]
    assert marks == [(0, "A long title at first"), (1, "Short")]  # the silent one stands in no list
    read = TinyTag.get(path, image=True)
    assert read.images.front_cover is not None and read.images.front_cover.data == COVER
    with path.open("rb") as file:
        assert "Béa: Hello." in words_in(iter(lambda: file.read(999), b""))
    again = RenditionTag().perform(Task(task.params, inputs, scratch(tmp_path, "again")))
    assert Path(str(again.files["audio"])).read_bytes() == path.read_bytes()


def test_what_a_codec_takes_of_the_loudness_and_adds_to_the_peaks_is_given_back() -> None:
    params = {"true_peak": -1.0, "loudness": -19.0}
    first = rendition.first_aim(params)
    assert rendition.reached(params, Loudness(-19.4, -1.2), rendition.CLOSE)
    assert not rendition.reached(params, Loudness(-19.6, -1.2), rendition.CLOSE)
    assert not rendition.reached(params, Loudness(-19.0, -1.0), rendition.NEAR)  # ffmpeg says tenths
    assert rendition.corrected(params, first, Loudness(-20.1, -1.2)) == Aim(1.1, -1.0)
    assert rendition.corrected(params, Aim(1.1, -1.0), Loudness(-19.0, -0.2)) == Aim(1.1, -2.15)


def test_another_sound_is_no_rendition(mastered: Path, tmp_path: Path) -> None:
    params = {"demuxer": "mp3", "codec": "opus", "bitrate": 40, "true_peak": -1.0, "seconds": 6.5, "loudness": -19.0}
    with pytest.raises(Failure, match=r"as opus it has .* LUFS.* and 6\.00 seconds instead of"):
        Rendition().perform(Task(params, {"audio": str(mastered)}, scratch(tmp_path, "rendition")))


def test_words_are_found_across_the_pages_of_a_file() -> None:
    text = b"\0" * 65_020 + b"Sam says it"
    pages = [text[:65_025], text[65_025:]]
    head = b"".join(_page(body, 0) for body in pages)
    assert "Sam says it" in words_in([head + _page(b"sound, Kim", 960)])
    assert "Kim" not in words_in([head + _page(b"sound, Kim", 960)])


def _page(body: bytes, position: int) -> bytes:
    """A page of Ogg (RFC 3533, 6)."""
    sizes = bytes([255] * (len(body) // 255) + ([len(body) % 255] if len(body) % 255 else []))
    return b"OggS\0\0" + position.to_bytes(8, "little") + bytes(12) + bytes([len(sizes)]) + sizes + body


def test_a_clip_is_cut_where_it_is_said_and_comes_and_goes(mastered: Path, tmp_path: Path) -> None:
    said: dict[str, Any] = {**RICH, "title": "What helps", "chapters": [], "cover_type": ""}
    params = {"demuxer": "mp3", "bitrate": 64, "true_peak": -1.0, "start": 2.0, "seconds": 3.0, "tag": said}
    made = Clip().perform(Task(params, {"audio": str(mastered)}, scratch(tmp_path, "clip")))
    path = tmp_path / "clip.mp3"
    Path(str(made.files["audio"])).rename(path)
    level, seconds = sound.measured(path)
    assert seconds == pytest.approx(3, abs=0.03) and level.integrated > -30
    assert TinyTag.get(path).title == "What helps"
    listened = Waveform().perform(Task(waveform.params("mp3", 3), {"audio": str(path)}, scratch(tmp_path, "waveform")))
    levels = json.loads(listened.files["waveform"])["levels"]
    assert max(levels[:2]) < 60 and max(levels[-2:]) < 60 < max(levels)
    short = soundbites.cutting(params | {"seconds": 0.4}, "a.mp3", "b.mp3")
    assert "afade=t=in:d=0.100,afade=t=out:st=0.200:d=0.200" in short[short.index("-af") + 1]
    assert lyrics_in([path.read_bytes()]) == ""
