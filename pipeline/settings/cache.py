"""`[cache]`: what a machine keeps of its work, below `.cache/`."""

from __future__ import annotations

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.declared import STRICT


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class CacheSettings:
    """The section `[cache]`."""

    keep_days: int = Field(default=30, ge=1, description="Days after which goes what no build has used.")
