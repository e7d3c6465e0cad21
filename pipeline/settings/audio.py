"""`[audio]`: how sound is mastered."""

from __future__ import annotations

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.settings.site import STRICT


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class AudioSettings:
    """The section `[audio]`. Loudness by ITU-R BS.1770 and EBU R 128."""

    loudness_stereo: float = Field(default=-16.0, ge=-40, le=-5, description="Integrated loudness of stereo, LUFS.")
    loudness_mono: float = Field(default=-19.0, ge=-40, le=-5, description="Integrated loudness of mono, LUFS.")
    true_peak: float = Field(default=-1.0, ge=-9, le=0, description="Highest true peak, dBTP.")
    bitrate_stereo: int = Field(default=128, ge=64, le=320, description="MP3 bit rate of stereo, kb/s.")
    bitrate_mono: int = Field(default=64, ge=32, le=320, description="MP3 bit rate of mono, kb/s.")
    sample_rate: int = Field(default=44100, description="Hz.")
    sting: bool = Field(default=True, description="Whether a short sting opens each episode.")
