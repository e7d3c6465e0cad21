"""What a show and an episode may say of how their sound is treated; what neither says is as in `pipeline.toml`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.scalars import Number, YesNo
from pipeline.model.entry import STRICT

Master = Literal["always", "never"]
"""Whether sound is brought to its loudness and encoded, or published as it came."""


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Treatment:
    """Settings of sound that differ: of a show, or of one episode. None: nothing is said."""

    master: Master | None = Field(
        default=None,
        description="`never`: it is published byte for byte as it came, which must be MP3 or M4A, as subscribers have "
        "it already.",
    )
    tag: YesNo | None = Field(
        default=None, description="Of MP3 that is never mastered: whether our tag stands in the place of its own."
    )
    sting: YesNo | None = Field(default=None, description="Whether two soft tones open it.")
    level_speakers: YesNo | None = Field(
        default=None, description="Whether speakers are brought to one loudness, by the turns of the transcript."
    )
    highpass: Number | None = Field(
        default=None, ge=0, le=200, description="Hz below which everything is cut off; 0: nothing."
    )
