"""Gain over time, as points and as ffmpeg applies it."""

from __future__ import annotations

import math
import struct
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.audio import envelope
from pipeline.audio.envelope import SILENT, Envelope
from tests.audio import sound

RAMPS = Envelope(((1.0, 0.0), (1.3, 4.0), (2.0, 4.0), (2.3, -6.0)))


def test_gain_runs_straight_from_point_to_point() -> None:
    assert [RAMPS.gain(at) for at in (0, 1.0, 1.15, 1.3, 1.7, 2.15, 9)] == pytest.approx([0, 0, 2, 4, 4, -1, -6])
    assert Envelope().gain(3) == 0.0
    assert not Envelope(((0.0, 0.0), (9.0, 0.0)))
    assert Envelope.from_json(RAMPS.to_json()) == RAMPS


def test_two_at_once() -> None:
    dipped = RAMPS.plus(envelope.dip(2.9, 2.0, hold=0.2, ramp=0.1))
    assert [dipped.gain(at) for at in (1.7, 2.5, 2.75, 2.9, 3.2)] == pytest.approx([4, -6, -7, -8, -6])
    assert RAMPS.later(2).gain(3.3) == 4.0


def test_points_out_of_order() -> None:
    with pytest.raises(ValueError, match="later than"):
        Envelope(((1.0, 0.0), (1.0, 3.0)))


@pytest.mark.parametrize(("channels", "program"), [(1, "wheel"), (2, "wheel"), (2, "other")])
def test_ffmpeg_moves_the_gain_with_every_sample(channels: int, program: str, tmp_path: Path) -> None:
    fading = Envelope((*RAMPS.points, (3.0, -6.0), (3.5, SILENT)))
    gains = tmp_path / "gains.wav"
    gains.write_bytes(b"".join(envelope.wav(fading, 5.0)))
    graph = [f"aevalsrc={'|'.join(['0.25'] * channels)}:d=5:s=44100,aformat=sample_fmts=fltp[steady]"]
    graph += envelope.applied("steady", "0:a:0", 44_100, channels, "out")
    args = ("-f", "wav", "-i", str(gains), "-filter_complex", ";".join(graph), "-map", "[out]", "-f", "f32le", "-")
    path = sound.PROGRAM if program == "wheel" else sound.other_ffmpeg()
    raw = subprocess.run([path, "-v", "error", *args], check=True, capture_output=True).stdout
    heard = [one[0] / 0.25 for one in struct.iter_unpack("<f" if channels == 1 else "<2f", raw)]
    assert len(heard) == 5 * 44_100
    for tenth in range(1, 35):
        assert 20 * math.log10(heard[tenth * 4410]) == pytest.approx(fading.gain(tenth / 10), abs=0.03)
    assert max(map(abs, heard[4 * 44_100 :])) < 1e-4
    assert max(abs(after - before) for before, after in pairwise(heard)) < 0.001
