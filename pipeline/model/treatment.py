"""What a show and an episode may say of how their sound is treated; what neither says is as in `pipeline.toml`."""

from __future__ import annotations

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.scalars import Number, YesNo
from pipeline.model.entry import STRICT


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Treatment:
    """Settings of sound that differ: of a show, or of one episode. None: nothing is said."""

    sting: YesNo | None = Field(default=None, description="Whether two soft tones open it.")
    level_speakers: YesNo | None = Field(
        default=None, description="Whether speakers are brought to one loudness, by the turns of the transcript."
    )
    highpass: Number | None = Field(
        default=None, ge=0, le=200, description="Hz below which everything is cut off; 0: nothing."
    )
