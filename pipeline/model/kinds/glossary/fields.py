"""What an editor writes of a glossary: words, and what they mean."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.declared import STRICT
from pipeline.formats.scalars import Id, RelPath, Text, YesNo
from pipeline.model.entry import ENTRY, SENTENCES, Common

MEANING = 300
"""The most characters of a meaning: a sentence or two, which a small screen shows over a text."""


LONGEST = 80
"""The most characters of a word."""
Spelling = Annotated[Text, Field(max_length=LONGEST)]


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Word:
    """One word, and what it means."""

    term: Spelling = Field(
        description="The word, in small letters unless it always has capitals: those are minded then."
    )
    meaning: Annotated[Text, SENTENCES] = Field(
        max_length=MEANING,
        description=f"What it means, in a sentence or two: at most {MEANING} characters, no Markdown.",
    )
    also: tuple[Spelling, ...] = Field(default=(), description="Other spellings: the plural, another word for it.")
    see: Annotated[tuple[RelPath, ...], ENTRY] = Field(
        default=(), description="Entries in which more is read: those explain it themselves."
    )
    id: Id | None = Field(default=None, description="What follows the `#` in links to it; default: made of the word.")
    marked: YesNo = Field(
        default=True, description="Whether texts explain it by themselves; `no`: only where they link."
    )


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Glossary(Common):
    """The fields of a glossary. Its words are those of its language."""

    terms: tuple[Word, ...] = Field(min_length=1, description="The words. They are shown in the order of the alphabet.")
