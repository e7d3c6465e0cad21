"""Frames of an MP3 made quieter where they lie, heard by a program that has no part in it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from pipeline.audio import frames, loudness
from pipeline.audio.container.window import Window
from tests.audio import sound


def crc(data: bytes | bytearray) -> int:
    """CRC-16 as the encoder's tag has it, byte by byte."""
    found = 0
    for byte in data:
        found ^= byte
        for _ in range(8):
            found = found >> 1 ^ (0xA001 if found & 1 else 0)
    return found


def seen(data: bytes | bytearray) -> Window:
    return lambda at, count: bytes(data[at : at + count])


def tenths(path: Path) -> list[float]:
    """RMS level of each tenth of a second, dBFS."""
    told = "asetnsamples=4410,astats=metadata=1:reset=1,ametadata=mode=print:key=lavfi.astats.Overall.RMS_level:file=-"
    command = [sound.other_ffmpeg(), "-v", "error", "-i", str(path), "-af", told, "-f", "null", "-"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [float(level) for level in re.findall(r"RMS_level=(\S+)", said)]


@pytest.mark.parametrize("channels", [1, 2])
def test_only_what_is_between_these_seconds_is_quieter(channels: int, tmp_path: Path) -> None:
    exact = ("-b:a", "96k", "-map_metadata", "-1", "-fflags", "+bitexact", "-id3v2_version", "0")
    path = sound.make(
        tmp_path / "a.mp3", graph="anoisesrc=d={seconds}:a=0.3:seed=4:r=44100", channels=channels, args=exact
    )
    data = bytearray(path.read_bytes())
    changes, count = frames.softer(seen(data), len(data), [(2.0, 2.6), (2.4, 3.0)], 2)
    assert count == pytest.approx(40, abs=3)
    for at, bits in changes.items():
        data[at] ^= bits
    softer = tmp_path / "softer.mp3"
    softer.write_bytes(data)
    change = [after - before for before, after in zip(tenths(path), tenths(softer), strict=True)]
    assert change[22:29] == pytest.approx([-2 * frames.STEP] * 7, abs=0.05)
    assert change[:19] + change[32:] == [0.0] * len(change[:19] + change[32:])
    tag = data.index(b"Info")
    assert data[tag + 152 : tag + 154] == crc(data[next(frames.frames(seen(data), len(data))).size :]).to_bytes(2)
    signed = data[: tag + 154] + bytes(2) + data[tag + 156 : 190]
    assert data[tag + 154 : tag + 156] == crc(signed[:190]).to_bytes(2)


def test_what_is_no_such_file_is_left_alone() -> None:
    for data in (b"ID3\x03\0\0\0\0\0\0", b"\xff\xf3\x90\0" + bytes(400), b"\xff\xfb\x90\0" + bytes(413)):
        with pytest.raises(frames.NoFrames):
            frames.softer(seen(data), len(data), [(0.0, 1.0)], 1)


def test_what_a_meter_tells() -> None:
    lines = ["[x @ 0x1] t: 0.0999773  TARGET:-23 LUFS    M:-120.7 FTPK:  -inf  -inf dBFS  TPK:  -inf dBFS", "size=N/A"]
    lines += ["[x @ 0x1] t: 0.199977   TARGET:-23 LUFS    M: -20.7 FTPK:  -3.1  -0.4 dBFS  TPK:  -0.4 dBFS"]
    assert list(loudness.true_peaks(lines)) == [(0.0999773, float("-inf")), (0.199977, -0.4)]
    silence = ["silence_start: 0", "silence_end: 1.5 | silence_duration: 1.5", "silence_start: 2.25"]
    assert list(loudness.loud_parts(silence, 4)) == [(1.5, 2.25)]
    assert list(loudness.loud_parts(silence[:2], 4)) == [(1.5, 4)]
    assert list(loudness.loud_parts([], 4)) == [(0.0, 4)]
