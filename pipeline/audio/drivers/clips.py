"""The sting that opens an episode, made with pydub: two soft tones, held in memory."""

from __future__ import annotations

import io
import warnings
from typing import Any

NOTES = ((392.00, 0), (587.33, 450))
"""Hz (G4, D5) and the millisecond at which each begins."""

LENGTH = 2_000
"""Milliseconds, of which the last 400 are a breath before the first word. Whole seconds, so that chapters at whole
seconds stay there: players exist that read nothing else."""

_NOTE, _FADE_IN, _FADE_OUT = 1_150, 60, 900
_LOUDNESS_OF_FULL_SCALE = -11.3
"""LUFS of the sting in mono before its gain; two channels have 3 LU more (ITU-R BS.1770). Measured; a test holds it."""


def sting(sample_rate: int, channels: int, loudness: float) -> tuple[bytes, float]:
    """A WAV file (16 bits) and its length in seconds: Hz, 1 or 2 channels, LUFS. The same bytes on every run."""
    segment, sine = _pydub()
    whole = segment.silent(duration=LENGTH, frame_rate=sample_rate)
    for hertz, at in NOTES:
        tone = sine(hertz, sample_rate=sample_rate).to_audio_segment(duration=_NOTE, volume=-6.0)
        whole = whole.overlay(tone.fade_in(_FADE_IN).fade_out(_FADE_OUT), position=at)
    gain = loudness - _LOUDNESS_OF_FULL_SCALE - (3.01 if channels == 2 else 0.0)
    whole = whole.set_channels(channels).apply_gain(gain)
    file = io.BytesIO()
    whole.export(file, format="wav")
    return file.getvalue(), whole.frame_count() / sample_rate


def _pydub() -> tuple[Any, Any]:
    """pydub's segment and sine. It warns when it is imported (of ffmpeg, which we don't need here, and of its own
    regular expressions); none of that is for editors.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pydub import AudioSegment
        from pydub.generators import Sine
    return AudioSegment, Sine
