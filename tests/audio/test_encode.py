"""The mastered episode, measured by a program that did not make it."""

from __future__ import annotations

import hashlib
import subprocess
from array import array
from pathlib import Path
from typing import Any

import pytest

from pipeline.audio import encode
from pipeline.audio.drivers import clips
from pipeline.audio.drivers.encode import Encode
from pipeline.audio.encode import Aim, Files, Master
from pipeline.audio.loudness import Loudness
from pipeline.jobs.job import Failure
from tests.audio import sound


def params(channels: int = 2, **changed: Any) -> dict[str, Any]:
    stereo = channels == 2
    base = {
        "demuxer": "wav",
        "channels": channels,
        "sample_rate": 44_100,
        "bitrate": 128 if stereo else 64,
        "loudness": -16.0 if stereo else -19.0,
        "true_peak": -1.0,
        "sting": True,
    }
    return base | changed


CLICKS = "aevalsrc='{base}*(random(0)-0.5)+0.9*lt(mod(t,1),0.003)*sin(3000*t)':d={{seconds}}:s=44100"
CASES: dict[str, tuple[int, str, dict[str, Any]]] = {
    "stereo.wav": (2, sound.SPEECH, {}),
    "mono.flac": (1, sound.SPEECH, {"demuxer": "flac"}),
    "quiet.wav": (1, sound.SPEECH + ",volume=-25dB", {}),
    "loud.wav": (2, sound.SPEECH + ",volume=25dB,alimiter", {}),
    "clicks.wav": (2, CLICKS.format(base=0.02), {}),
    "no-sting.wav": (1, sound.SPEECH, {"sting": False}),
    "other-target.wav": (2, sound.SPEECH, {"loudness": -18.0, "true_peak": -2.0, "bitrate": 192}),
    "rate.wav": (1, sound.SPEECH + ",aresample=16000", {"sample_rate": 48_000}),
}


@pytest.mark.parametrize("name", sorted(CASES))
def test_loudness_of_the_encoded_file(name: str, tmp_path: Path) -> None:
    channels, graph, changed = CASES[name]
    path = sound.make(tmp_path / name, graph=graph, seconds=6, channels=channels)
    wanted = params(channels, **changed)
    made = Encode().perform(sound.task(path, tmp_path, wanted))
    level, seconds = sound.measured(Path(str(made.files["audio"])))
    assert abs(level.integrated - wanted["loudness"]) <= 0.5
    assert level.true_peak is not None
    assert level.true_peak <= wanted["true_peak"]
    lead = 2.0 if wanted["sting"] else 0.0
    assert made.facts["lead"] == lead
    assert seconds == pytest.approx(6 + lead, abs=0.01)
    assert made.facts["seconds"] == pytest.approx(seconds, abs=0.01)
    assert made.facts["loudness"] == pytest.approx(level.integrated, abs=0.2)
    assert {name: made.facts[name] for name in ("channels", "bitrate", "sample_rate")} == {
        name: wanted[name] for name in ("channels", "bitrate", "sample_rate")
    }


def test_six_channels_become_two(tmp_path: Path) -> None:
    path = sound.make(tmp_path / "six.flac", channels=6)
    made = Encode().perform(sound.task(path, tmp_path, params(demuxer="flac")))
    level, _ = sound.measured(Path(str(made.files["audio"])))
    assert abs(level.integrated + 16) <= 0.5
    assert made.facts["channels"] == 2


def test_of_inverted_channels_one_is_mastered(tmp_path: Path) -> None:
    """Their mean would be silence."""
    path = sound.make(tmp_path / "a.wav", seconds=4, graph=sound.SPEECH + ",pan=stereo|c0=0.9*c0|c1=-1*c0", channels=0)
    facts = Encode().perform(sound.task(path, tmp_path, params(1, only="right", sting=False))).facts
    assert facts["channels"] == 1
    assert facts["loudness"] == pytest.approx(-19, abs=0.5)


def test_same_bytes_and_no_tags(tmp_path: Path) -> None:
    path = sound.make(tmp_path / "a.wav", seconds=3, args=("-metadata", "title=Secret"))
    digests = set()
    for run in ("one", "two"):
        (tmp_path / run).mkdir()
        made = Encode().perform(sound.task(path, tmp_path / run, params()))
        data = Path(str(made.files["audio"])).read_bytes()
        assert data[:2] == b"\xff\xfb"
        assert b"Secret" not in data
        assert data[-128:-125] != b"TAG"
        digests.add(hashlib.sha256(data).hexdigest())
    assert len(digests) == 1


def test_what_cannot_be_reached_is_said_with_figures(tmp_path: Path) -> None:
    path = sound.make(tmp_path / "a.wav", graph="aevalsrc='lt(mod(t,2),0.0005)':d={seconds}:s=44100", channels=1)
    with pytest.raises(Failure) as caught:
        Encode().perform(sound.task(path, tmp_path, params(1, loudness=-8.0, sting=False)))
    assert caught.value.code == "unreachable-loudness"
    assert caught.value.message.startswith("can't be brought to -8.0 LUFS ± 0.5 with true peaks of at most -1.0 dBTP: ")
    assert caught.value.message.endswith("after 3 rounds")


def counted(folder: Path) -> tuple[str, Path]:
    """A program that does what ffmpeg does and writes down with what arguments, a line each time."""
    program, log = folder / "ffmpeg", folder / "runs"
    program.write_text(f'#!/bin/sh\necho "$@" | tr "\\n" " " >> {log}\necho >> {log}\nexec {sound.PROGRAM} "$@"\n')
    program.chmod(0o755)
    return str(program), log


def test_what_the_probe_measured_is_encoded_once_and_looked_at_once(tmp_path: Path) -> None:
    path = sound.make(tmp_path / "a.wav", channels=1)
    level, seconds = sound.measured(path)
    program, log = counted(tmp_path)
    wanted = params(1, sting=False)
    known = {"seconds": seconds, "measured": {"loudness": level.integrated, "peak": -12.0}}
    made = Encode(program).perform(sound.task(path, tmp_path, wanted | known))
    assert ["libmp3lame" in run for run in log.read_text().splitlines()] == [True, False]
    assert abs(sound.measured(Path(str(made.files["audio"])))[0].integrated + 19) <= 0.3


def test_peaks_of_the_codec_are_taken_down_in_the_file(tmp_path: Path) -> None:
    path = sound.make(tmp_path / "a.wav", channels=1)
    made = Encode().perform(sound.task(path, tmp_path, params(1, sting=False, loudness=-15.0)))
    level, _ = sound.measured(Path(str(made.files["audio"])))
    assert made.facts["softened"] > 0
    assert made.facts["true_peak"] == pytest.approx(level.true_peak, abs=0.15)
    assert made.facts["true_peak"] <= -1.1
    assert abs(level.integrated + 15) <= 0.3


def test_an_offset_and_rumble_are_cut_off_before_anything_is_measured(tmp_path: Path) -> None:
    gains = []
    for name, low in (("clean.wav", "0"), ("low.wav", "0.1+0.3*sin(157*t)")):
        path = sound.make(tmp_path / name, graph=f"{sound.SPEECH},volume=-16dB,aeval='val(0)+{low}'", channels=1)
        made = Encode().perform(sound.task(path, tmp_path, params(1, sting=False, highpass=70.0)))
        gains.append(made.facts["gain"])
        raw = ("-i", str(made.files["audio"]), "-f", "s16le", "-")
        samples = array(
            "h", subprocess.run([sound.PROGRAM, "-v", "error", *raw], check=True, capture_output=True).stdout
        )
        assert abs(sum(samples)) / len(samples) < 5, "of 32,768"
    assert gains[1] == pytest.approx(gains[0], abs=0.3), "rumble takes nothing of the words"


@pytest.mark.parametrize(("channels", "rate"), [(1, 44_100), (2, 44_100), (2, 48_000)])
def test_sting(channels: int, rate: int, tmp_path: Path) -> None:
    data, seconds = clips.sting(rate, channels, -20.0)
    path = tmp_path / "sting.wav"
    path.write_bytes(data)
    level, heard = sound.measured(path)
    assert level.integrated == pytest.approx(-20, abs=0.3)
    assert seconds == pytest.approx(2) == heard
    assert clips.sting(rate, channels, -20.0) == (data, seconds)


MASTER = Master("flac", 2, 44_100, 128, -16.0, -1.0, True, 70.0)


def test_arguments() -> None:
    """Golden: what decides the bytes. Whoever changes it raises `Encode.recipe`, and published audio is made anew."""
    args = encode.encoding(MASTER, Aim(12.5, -1.9), Files("in", before="sting"), "out")
    strict = "-xerror -err_detect explode -protocol_whitelist file,pipe"
    shape = "aformat=sample_fmts=fltp:sample_rates=44100:channel_layouts=stereo"
    assert " ".join(args) == (
        f"{strict} -f wav -i file:sting {strict} -f flac -i file:in -filter_complex "
        f"[1:a:0]{shape},highpass=f=70:t=q:w=0.5412,highpass=f=70:t=q:w=1.3066,volume=volume=12.50dB:precision=float[recording];[0:a:0]{shape}[before];"
        "[before][recording]concat=n=2:v=0:a=1[joined];"
        "[joined]alimiter=limit=-1.90dB:attack=5:release=50:level=false:latency=true[out];"
        "[out]silencedetect=n=-5.00dB:d=0.05[told] "
        "-map [told] -map_metadata -1 -map_chapters -1 -fflags +bitexact -flags:a +bitexact "
        "-c:a libmp3lame -b:a 128k -id3v2_version 0 -write_id3v1 0 -write_xing 1 -f mp3 file:out"
    )
    assert Encode().recipe == 2


def test_corrections() -> None:
    first = encode.first_aim(MASTER, Loudness(-30.0))
    assert first == Aim(14.4, -2.5)
    assert encode.corrected_by_trial(MASTER, first, [(14.4, Loudness(-16.6))]) == Aim(15.4, -2.5)
    assert encode.slope([(14.4, Loudness(-16.6)), (15.4, Loudness(-16.1))]) == 0.5
    assert encode.corrected(MASTER, first, Loudness(-16.4, -1.5), 1.0) == Aim(14.8, -2.5)
    assert encode.corrected(MASTER, first, Loudness(-16.0, -0.6), 1.0) == Aim(14.4, -3.15)
    assert encode.reached(MASTER, Loudness(-16.5, -1.1))
    assert not encode.reached(MASTER, Loudness(-16.6, -1.1))
    assert not encode.reached(MASTER, Loudness(-16.0, -1.0)), "it may be -0.95"


def test_a_trial_stays_between_too_quiet_and_too_loud() -> None:
    trials = [(10.0, Loudness(-20.0)), (16.0, Loudness(-10.0))]
    assert 10 < encode.corrected_by_trial(MASTER, Aim(16.0, -1.9), trials).gain < 16
