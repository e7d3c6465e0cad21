"""What an editor writes of a handout, and the files that are made of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.scalars import Whole, YesNo
from pipeline.model.entry import STRICT, Entry, Shelved


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Handout(Shelved):
    """The fields of a handout."""

    minutes: Whole | None = Field(default=None, description="How many minutes it takes.")
    paper: tuple[Literal["A4", "Letter"], ...] = Field(default=("A4", "Letter"), description="Sizes of paper.")
    large_print: YesNo = Field(default=True, description="Whether there is an edition in large print.")


@dataclass(frozen=True, slots=True)
class Format:
    """A printed form: its name, that of its words in `print.formats`, the ending of its files' names, and its style
    sheet in `theme/print/`.
    """

    label: str
    word: str
    ending: str
    style: str

    def path(self, address: str) -> str:
        """`handouts/urge-log/` → `handouts/urge-log/urge-log-large.pdf`: the PDF beside the page at an address."""
        return f"{address}{address.rstrip('/').rpartition('/')[2]}{self.ending}.pdf"


A4 = Format("A4", "a4", "", "a4.css")
LETTER = Format("Letter", "letter", "-letter", "letter.css")
LARGE = Format("large print", "large", "-large", "large.css")
FORMATS = {one.label: one for one in (A4, LETTER, LARGE)}


def formats(entry: Entry[Handout]) -> Iterator[Format]:
    """The formats of a handout, as its editor chose."""
    yield from (one for one in (A4, LETTER) if one.label in entry.fields.paper)
    if entry.fields.large_print:
        yield LARGE


def beside(entry: Entry[Handout]) -> Iterator[str]:
    """The paths of its PDFs."""
    return (one.path(entry.address) for one in formats(entry))
