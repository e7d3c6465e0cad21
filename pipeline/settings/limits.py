"""`[limits]`: how large what strangers send may be."""

from __future__ import annotations

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.declared import STRICT


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Limits:
    """The section `[limits]`."""

    text_bytes: int = Field(default=1_000_000, gt=0, description="A text file, bytes.")
    front_matter_bytes: int = Field(default=256_000, gt=0, description="Front matter, bytes.")
    yaml_depth: int = Field(default=64, gt=0, le=200, description="Levels of nesting in YAML.")
    image_pixels: int = Field(default=40_000_000, gt=0, description="A picture, pixels.")
    image_bytes: int = Field(default=20_000_000, gt=0, description="A picture, bytes.")
    transcript_bytes: int = Field(default=5_000_000, gt=0, description="A transcript, bytes.")
    document_bytes: int = Field(default=100_000_000, gt=0, description="A document to which a text leads, bytes.")
    audio_seconds: int = Field(default=21_600, gt=0, description="A recording, seconds.")
    audio_bytes: int = Field(default=2_000_000_000, gt=0, description="A recording, bytes.")
    render_seconds: int = Field(default=20, gt=0, description="Time to render one text, seconds.")
