"""ffmpeg's words about loudness, of the two versions that we meet."""

from __future__ import annotations

import pytest

from pipeline.audio import loudness
from pipeline.audio.loudness import Loudness

WHEEL = """\
  Stream #0:0: Audio: pcm_s16le, 44100 Hz, stereo, s16, 1411 kb/s
    Metadata:
      title           : [Parsed_ebur128_0 @ 0x1] Summary:
[Parsed_ebur128_1 @ 0x7f2660002200] Summary:

  Integrated loudness:
    I:         -21.1 LUFS
    Threshold: -31.1 LUFS

  Loudness range:
    LRA:         0.0 LU
    Threshold: -41.1 LUFS
    LRA low:   -21.1 LUFS
    LRA high:  -21.1 LUFS

  True peak:
    Peak:      -12.5 dBFS
[out#0/null @ 0x557b48cc5900] video:0KiB audio:1034KiB subtitle:0KiB other streams:0KiB muxing overhead: unknown
size=N/A time=00:00:06.00 bitrate=N/A speed= 193x elapsed=0:00:00.03
"""
DEBIAN = """\
size=N/A time=00:00:06.00 bitrate=N/A speed= 170x
video:0kB audio:1034kB subtitle:0kB other streams:0kB global headers:0kB muxing overhead: unknown
[Parsed_ebur128_1 @ 0x555cae80cb80] Summary:

  Integrated loudness:
    I:         -19.8 LUFS
    Threshold: -31.1 LUFS

  Loudness range:
    LRA:         0.0 LU
    Threshold: -41.1 LUFS
    LRA low:   -21.1 LUFS
    LRA high:  -21.1 LUFS
"""
SILENCE = WHEEL.replace("-21.1 LUFS", "-70.0 LUFS").replace("     -12.5 dBFS", "      -inf dBFS")


@pytest.mark.parametrize(
    ("log", "wanted"),
    [
        (WHEEL, Loudness(-21.1, -12.5)),
        (DEBIAN, Loudness(-19.8, None)),
        (DEBIAN + WHEEL, Loudness(-21.1, -12.5)),
        (SILENCE, Loudness(-70.0, float("-inf"))),
        ("Error opening input files: Invalid data found", None),
        ("[Parsed_ebur128_1 @ 0x1] Summary:\n\n  Integrated", None),
        ("", None),
    ],
)
def test_parse(log: str, wanted: Loudness | None) -> None:
    assert loudness.parse(log) == wanted


def test_silence() -> None:
    assert Loudness(-70.0).silent
    assert Loudness(float("-inf")).silent
    assert Loudness(float("nan")).silent
    assert not Loudness(-69.9).silent


def test_words() -> None:
    assert str(Loudness(-16.04, -1.5)) == "-16.0 LUFS, true peak -1.5 dBTP"
    assert str(Loudness(-16.0)) == "-16.0 LUFS"


def test_seconds() -> None:
    assert loudness.seconds("out_time_us=0\nprogress=continue\nout_time_us=6000000\nprogress=end\n") == 6.0
    assert loudness.seconds("out_time_us=N/A\n") == 0.0
