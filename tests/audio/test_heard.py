"""Faults of recordings, heard by the look at each of them; and sound without faults, of which nothing is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.audio.drivers.probe import Probe
from pipeline.model.heard import Heard, Spots, read, written
from tests.audio import sound

VOICE = "anoisesrc=d={seconds}:c=pink:r=44100:a=0.9:seed=1,highpass=f=120,tremolo=f=3:d=0.95,tremolo=f=0.5:d=0.8"
"""Bursts of noise in the rhythm of speech, without what lies below a voice."""
OTHER = VOICE.replace("seed=1", "seed=2")


def heard(folder: Path, graph: str, name: str = "a.wav", args: tuple[str, ...] = ()) -> Heard:
    """What is heard in the sound of a graph, of 4 seconds, whose channels it says itself."""
    path = sound.make(folder / name, graph=graph.replace("{seconds}", "4"), channels=0, args=args)
    found = Heard.from_json(Probe().perform(sound.task(path, folder)).facts["heard"])
    assert Heard.from_json(found.to_json()) == found
    return found


CHANNELS = {
    "two microphones": (f"{VOICE}[l];{OTHER}[r];[l][r]join", "", False),
    "both alike": (f"{VOICE},pan=stereo|c0=c0|c1=c0", "left", False),
    "one quieter": (f"{VOICE},pan=stereo|c0=0.4*c0|c1=c0", "right", False),
    "inverted": (f"{VOICE},pan=stereo|c0=c0|c1=-1*c0", "left", True),
    "inverted, with something of its own": (
        f"{VOICE}[v];{OTHER}[o];[v][o]join,pan=stereo|c0=c0|c1=-0.8*c0+0.3*c1",
        "",
        True,
    ),
    "dead": (f"{VOICE},pan=stereo|c0=c0|c1=0*c0", "left", False),
    "dead but for its noise": (f"{VOICE}[v];{OTHER},volume=-45dB[o];[o][v]join", "right", False),
    "somebody far away": (f"{VOICE}[v];{OTHER},volume=-24dB[o];[v][o]join", "", False),
    "somebody who speaks once": (
        f"{VOICE}[v];{OTHER},volume=0:enable='not(between(t,2,2.9))'[o];[v][o]join",
        "",
        False,
    ),
}


@pytest.mark.parametrize("name", CHANNELS)
def test_channels(name: str, tmp_path: Path) -> None:
    graph, only, inverted = CHANNELS[name]
    found = heard(tmp_path, graph)
    assert (found.only, found.is_inverted) == (only, inverted)
    assert found.is_lopsided == (name == "somebody far away")
    assert (found.clipped, found.rumble) == (Spots(), Spots())


@pytest.mark.parametrize("name", ["a.mp3", "a.opus"])
def test_what_a_codec_adds_is_nothing_of_its_own(name: str, tmp_path: Path) -> None:
    found = heard(tmp_path, f"{VOICE},pan=stereo|c0=c0|c1=-0.9*c0", name, ("-b:a", "128k", "-ar", "48000"))
    assert (found.only, found.is_inverted) == ("left", True)


def test_offset_rumble_and_silence(tmp_path: Path) -> None:
    rumble = "sine=25:r=44100:d=4,volume=volume='between(t,2,3)':eval=frame"
    voice = f"{VOICE},volume=-12dB[v];{rumble}[r];[v][r]amix=normalize=0"
    found = heard(tmp_path, f"{voice},adelay=3000:all=1,apad=pad_dur=5,dcshift=0.03")
    assert found.offset == pytest.approx(0.03, abs=0.003)
    assert found.rumble.at[0] == 5
    before, behind = found.silence
    assert 2.6 < before <= 3.3
    assert 4.6 < behind <= 5.6
    assert len(found.loudness) == len(found.peaks) == 12
    assert found.loudness[1] < -60 < -40 < found.loudness[5]


@pytest.mark.parametrize("name", ["a.wav", "a.mp3"])
def test_clipped(name: str, tmp_path: Path) -> None:
    gain = "volume=volume='if(gte(t,2),25,0.4)':eval=frame"
    found = heard(tmp_path, f"{VOICE},{gain},aformat=sample_fmts=s16", name)
    assert found.clipped == Spots(2, (2,))


def test_a_tone_is_not_clipped(tmp_path: Path) -> None:
    found = heard(tmp_path, "sine=440:r=44100:d=4,volume=18dB,aformat=sample_fmts=s16")
    assert found.clipped == Spots()
    assert found.peak == pytest.approx(-0.1, abs=0.2)


def test_few_samples_a_second_are_heard_too(tmp_path: Path) -> None:
    found = heard(tmp_path, f"{VOICE},volume=12dB", args=("-ar", "3000"))
    assert -40 < found.loudness[2] < -10
    assert found.clipped == Spots()


def test_a_curve_is_written_a_letter_a_second() -> None:
    assert read(written((0.4, -23.4, -69.6, -200))) == (0, -23, -70, -70)
    assert written((0, -1, -70)) == "01v"
