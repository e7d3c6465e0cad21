"""`[feeds]`: what the feeds say of all shows."""

from __future__ import annotations

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.declared import STRICT
from pipeline.formats.scalars import Text, Whole, YesNo


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class FeedSettings:
    """The section `[feeds]`."""

    limit: Whole = Field(
        default=1000, ge=1, description="Episodes that a feed keeps when it is so long that older ones go to archives."
    )
    publisher: YesNo = Field(
        default=True, description="Whether a feed of the library lists its shows (Podcasting 2.0)."
    )
    copyright: Text = Field(default="", description="Notice in feeds; default: the licence's name.")
