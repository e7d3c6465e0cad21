"""What an editor writes of a free page."""

from __future__ import annotations

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.declared import STRICT
from pipeline.model.entry import Common
from pipeline.model.numbers import Number


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Page(Common):
    """The fields of a page."""

    numbers: tuple[Number, ...] = Field(
        default=(), description="Numbers for people in danger, shown by country before the text."
    )
