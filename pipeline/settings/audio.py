"""`[audio]`: how sound is mastered."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic.dataclasses import dataclass as fields_of
from pydantic_core import PydanticCustomError

from pipeline.formats.declared import STRICT
from pipeline.formats.scalars import Whole

BITRATES = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
SAMPLE_RATES = (32000, 44100, 48000)


def _one_of(known: tuple[int, ...], what: str) -> AfterValidator:
    """Encoders silently take the nearest they know: better to say so."""

    def check(value: int) -> int:
        if value not in known:
            nearest = min(known, key=lambda other: abs(other - value))
            message, hint = f"there is no MP3 {what} of {value}", f"write `{nearest}`, the nearest"
            raise PydanticCustomError("invalid-value", message, {"hint": hint})
        return value

    return AfterValidator(check)


Bitrate = Annotated[Whole, _one_of(BITRATES, "bit rate")]
"""kb/s, of the table of MPEG-1 Layer III (ISO/IEC 11172-3)."""

Codec = Literal["opus", "aac"]
"""Another codec in which apps may have an episode."""

SampleRate = Annotated[Whole, _one_of(SAMPLE_RATES, "sample rate")]
"""Hz, of MPEG-1 Layer III."""


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class AudioSettings:
    """The section `[audio]`. Loudness by ITU-R BS.1770 and EBU R 128."""

    loudness_stereo: float = Field(default=-16.0, ge=-40, le=-5, description="Integrated loudness of stereo, LUFS.")
    loudness_mono: float = Field(default=-19.0, ge=-40, le=-5, description="Integrated loudness of mono, LUFS.")
    true_peak: float = Field(default=-1.0, ge=-9, le=0, description="Highest true peak, dBTP.")
    bitrate_stereo: Bitrate = Field(default=128, description="MP3 bit rate of stereo, kb/s.")
    bitrate_mono: Bitrate = Field(default=64, description="MP3 bit rate of mono, kb/s.")
    sample_rate: SampleRate = Field(default=44100, description="Sample rate, Hz.")
    master: Literal["always", "never"] = Field(
        default="always",
        description="`never`: sound is published byte for byte as it came, which must be MP3 or M4A. A show or an "
        "episode can say so of itself.",
    )
    tag: bool = Field(
        default=False, description="Of MP3 that is never mastered: whether our tag stands in the place of its own."
    )
    sting: bool | None = Field(
        default=None,
        description="Whether two soft tones open each episode. What was mastered while they did by default keeps them.",
    )
    level_speakers: bool = Field(
        default=False, description="Whether speakers are brought to one loudness, by the turns of the transcript."
    )
    highpass: float | None = Field(
        default=None,
        ge=0,
        le=200,
        description="Hz below which everything is cut off, as rumble and offsets are; 0: nothing. By default 70, and "
        "what was mastered before there was this setting stays as it is.",
    )
    trim: bool = Field(default=False, description="Whether silence at both ends of recordings is cut off.")
    renditions: tuple[Codec, ...] = Field(
        default=(), description="Other codecs in which apps find each episode: `opus`, `aac`. Each is one more encode."
    )
    clips: bool = Field(default=False, description="Whether each soundbite becomes a file of its own, to pass on.")
