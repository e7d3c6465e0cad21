"""A handout or worksheet: what is filled in stands in `form` blocks of the body."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.scalars import Whole, YesNo
from pipeline.model.entry import STRICT, Shelved
from pipeline.model.kinds.kind import Kind


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Handout(Shelved):
    """The fields of a handout."""

    minutes: Whole | None = Field(default=None, description="How many minutes it takes.")
    paper: tuple[Literal["A4", "Letter"], ...] = Field(default=("A4", "Letter"), description="Sizes of paper.")
    large_print: YesNo = Field(default=True, description="Whether there is an edition in large print.")


KIND = Kind(
    name="handout",
    label="Handout",
    plural="Handouts",
    fields=Handout,
    pattern=re.compile(r"content/handouts/(?P<name>[^/]+)\.md"),
    root="handouts/",
    template="kinds/handout.html",
)
