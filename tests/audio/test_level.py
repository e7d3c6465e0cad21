"""A talk of two whose voices are far apart, levelled and mastered: what listeners get, by another program's ear."""

from __future__ import annotations

import math
import re
import subprocess
from array import array
from collections.abc import Iterable
from pathlib import Path

import pytest

from pipeline.audio import levelling
from pipeline.audio.drivers.encode import Encode
from pipeline.audio.drivers.level import Level
from pipeline.audio.levelling import Said, Turn
from pipeline.jobs import Failure
from pipeline.model.levels import Levels
from tests.audio.sound import make, other_ffmpeg, task

ANN, BEA = 0, 1
TURNS = tuple(
    Turn(start, end, voice)
    for start, end, voice in (
        (0.5, 5.0, ANN),
        (5.3, 8.3, BEA),
        (8.3, 11.5, ANN),  # without a pause
        (11.9, 12.6, BEA),  # a word
        (13.0, 16.0, ANN),
        (16.0, 19.5, BEA),
    )
)
LOW = -8.0
"""dB by which Bea is recorded below Ann."""


def sound(turns: Iterable[Turn]) -> str:
    """Each voice a tone of its own, and silence between turns."""
    tones = {ANN: (330, 0.25), BEA: (550, 0.25 * 10 ** (LOW / 20))}
    spoken = (
        f"between(t,{one.start},{one.end})*{tones[one.voice][1]}*sin(2*PI*{tones[one.voice][0]}*t)" for one in turns
    )
    return f"aevalsrc='{'+'.join(spoken)}':s=44100:d=20"


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("talk") / "talk.wav", graph=sound(TURNS), channels=1)


def measured(talk: Path, scratch: Path, said: Said) -> Levels:
    params = {"demuxer": "wav", "speakers": len(said.names), **said.to_params()}
    return Levels.from_json(Level().perform(task(talk, scratch, params)).facts, said.names)


def loudness(path: Path, voice: int) -> float:
    """LUFS of all turns of a voice, cut out and measured by the second ffmpeg."""
    cut = "+".join(f"between(t,{one.start + 0.1},{one.end - 0.1})" for one in TURNS if one.voice == voice)
    filters = f"aselect='{cut}',asetpts=N/SR/TB,ebur128=framelog=verbose"
    command = [other_ffmpeg(), "-nostdin", "-i", str(path), "-af", filters, "-f", "null", "-"]
    log = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    return float(re.findall(r"I:\s+(\S+) LUFS", log)[-1])


def levels_within(path: Path, turn: Turn) -> list[float]:
    """dB of each tenth of a second of a turn, but for the ramps at its ends."""
    command = [other_ffmpeg(), "-v", "error", "-i", str(path), "-ac", "1", "-ar", "8000", "-f", "f32le", "-"]
    samples = array("f", subprocess.run(command, check=True, capture_output=True).stdout)
    begin, end = round((turn.start + 0.1) * 8000), round((turn.end - 0.1) * 8000)
    parts = (samples[at : at + 800] for at in range(begin, end - 800, 800))
    return [10 * math.log10(sum(one * one for one in part) / len(part)) for part in parts]


def test_two_voices_come_out_alike_and_nothing_moves_within_a_turn(talk: Path, tmp_path: Path) -> None:
    assert abs(loudness(talk, ANN) - loudness(talk, BEA)) > 7
    found = measured(talk, tmp_path, Said(("Ann", "Bea"), TURNS))
    assert [voice.gain for voice in found.voices] == pytest.approx([-1.9, 6.0], abs=0.3)
    params = {
        "demuxer": "wav",
        "channels": 1,
        "sample_rate": 44_100,
        "bitrate": 64,
        "loudness": -19.0,
        "true_peak": -1.0,
        "sting": False,
        "levels": [list(point) for point in found.points],
        "seconds": 20.0,
    }
    made = Encode().perform(task(talk, tmp_path, params))
    mastered = Path(str(made.files["audio"]))
    assert abs(loudness(mastered, ANN) - loudness(mastered, BEA)) < 1
    assert made.facts["loudness"] == pytest.approx(-19, abs=0.3)
    for turn in TURNS:
        tenths = levels_within(mastered, turn)
        assert max(tenths) - min(tenths) < 0.3, turn


def test_times_that_are_a_little_wrong_change_little(talk: Path, tmp_path: Path) -> None:
    """Captions stay longer than words last, and begin late."""
    late = tuple(Turn(one.start + 0.15, one.end + 0.3, one.voice) for one in TURNS)
    exact = measured(talk, tmp_path, Said(("Ann", "Bea"), TURNS))
    found = measured(talk, tmp_path, Said(("Ann", "Bea"), late))
    assert [voice.gain for voice in found.voices] == pytest.approx([voice.gain for voice in exact.voices], abs=0.3)


def test_recordings_of_any_rate_keep_their_time(talk: Path, tmp_path: Path) -> None:
    odd = tmp_path / "odd.wav"
    subprocess.run([other_ffmpeg(), "-v", "error", "-i", str(talk), "-ar", "11025", str(odd)], check=True)
    said = Said(("Ann", "Bea"), TURNS)
    args = levelling.measuring("wav", str(odd))
    told = subprocess.run([other_ffmpeg(), "-nostdin", *args], check=True, capture_output=True, text=True).stdout
    assert len(list(levelling.blocks(told.splitlines()))) == 200, "ten a second"
    exact, found = (measured(path, tmp_path, said) for path in (talk, odd))
    assert [voice.gain for voice in found.voices] == pytest.approx([voice.gain for voice in exact.voices], abs=0.2)


def test_who_says_too_little_stays_as_recorded(talk: Path, tmp_path: Path) -> None:
    turns = (*TURNS[:3], Turn(11.9, 12.6, 2), *TURNS[4:])
    found = measured(talk, tmp_path, Said(("Ann", "Bea", "Cem"), turns))
    assert [voice.gain != 0 for voice in found.voices] == [True, True, False]
    assert found.voices[2].loudness is None
    gains = {at: gain for at, gain in found.points if 11.5 < at < 13.0}
    assert 0.0 in gains.values(), "while he speaks, nothing is added"


def test_a_damaged_recording_is_refused(talk: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.wav"
    damaged.write_bytes(b"RIFF" + talk.read_bytes()[4:40])
    with pytest.raises(Failure, match="can't be measured"):
        measured(damaged, tmp_path, Said(("Ann", "Bea"), TURNS))


def test_blocks_are_read_from_what_the_program_says() -> None:
    told = "frame:0    pts:0       pts_time:0\nlavfi.r128.M=-120.691\nframe:1    pts:4410\nlavfi.r128.M=-inf\n"
    assert list(levelling.blocks(told.splitlines())) == [-120.691, -math.inf]
