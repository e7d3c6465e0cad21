"""`[offline]`: what readers may take along for when there is no line."""

from __future__ import annotations

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.declared import STRICT


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class OfflineSettings:
    """The section `[offline]`."""

    keep: bool = Field(
        default=False,
        description="Pages offer readers to keep them in their browser; nothing is kept of who does not press for it.",
    )
