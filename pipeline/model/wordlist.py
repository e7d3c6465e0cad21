"""`content/words.yml`: words of a library that are no text of it."""

from __future__ import annotations

import re
from typing import Annotated, Final

from pydantic import AfterValidator, Field
from pydantic.dataclasses import dataclass as fields_of
from pydantic_core import PydanticCustomError

from pipeline.formats.scalars import Text
from pipeline.model.entry import STRICT

WORDS: Final = "content/words.yml"
_WORD = re.compile(r"\*?[^\s*]+\*?")


def _phrase(text: str) -> str:
    """Words that one can type; a single letter with a star would fit whatever anybody types."""
    if not all(map(_WORD.fullmatch, text.split())) or sum(map(str.isalnum, text)) < 2:
        hint = "write words, each with `*` before or after it where any letters may stand: `hopeless*`"
        raise PydanticCustomError("invalid-value", "`{value}` is no phrase", {"value": text[:60], "hint": hint})
    return text


Phrase = Annotated[Text, AfterValidator(_phrase)]


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Wordlist:
    """The fields of `words.yml`."""

    distress: tuple[Phrase, ...] = Field(
        default=(), description="What people type into the search in distress, besides what every library knows."
    )
