"""What an editor writes of a handout, and the files that are made of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.declared import STRICT
from pipeline.formats.scalars import Whole, YesNo
from pipeline.model.edition import A4, LARGE, LETTER, Format
from pipeline.model.entry import Entry, Shelved


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Handout(Shelved):
    """The fields of a handout."""

    minutes: Whole | None = Field(default=None, description="How many minutes it takes.")
    paper: tuple[Literal["A4", "Letter"], ...] = Field(default=("A4", "Letter"), description="Sizes of paper.")
    large_print: YesNo = Field(default=True, description="Whether there is an edition in large print.")


def formats(entry: Entry[Handout]) -> Iterator[Format]:
    """The formats of a handout, as its editor chose."""
    yield from (one for one in (A4, LETTER) if one.label in entry.fields.paper)
    if entry.fields.large_print:
        yield LARGE


def beside(entry: Entry[Handout]) -> Iterator[str]:
    """The paths of its PDFs."""
    return (one.path(entry.address) for one in formats(entry))
