"""`content/words.yml`: words of a library that are no text of it."""

from __future__ import annotations

import re
from typing import Annotated, Final

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from pydantic.dataclasses import dataclass as fields_of
from pydantic_core import PydanticCustomError

from pipeline.formats.declared import STRICT
from pipeline.formats.scalars import Language, Text

WORDS: Final = "content/words.yml"
_WORD = re.compile(r"\*?[^\s*]+\*?")
_BEGINNING = re.compile(r"[^\s*]+\*?")


def _phrase(text: str) -> str:
    """Words that one can type; a single letter with a star would fit whatever anybody types."""
    hint = "write words, each with `*` before or after it where any letters may stand: `hopeless*`"
    return _of_words(text, _WORD, hint)


def _avoided(text: str) -> str:
    hint = "write words, each with `*` after it where any letters may follow: `gambl*`"
    return _of_words(text, _BEGINNING, hint)


def _of_words(text: str, word: re.Pattern[str], hint: str) -> str:
    if not all(map(word.fullmatch, text.split())) or sum(map(str.isalnum, text)) < 2:
        raise PydanticCustomError("invalid-value", "`{value}` is no phrase", {"value": text[:60], "hint": hint})
    return text


def _several(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Phrase = Annotated[Text, AfterValidator(_phrase)]
Words = Annotated[Text, AfterValidator(_avoided)]
"""A word or a phrase, in any case; a `*` at the end of a word stands for any letters that follow."""
OneOrMore = Annotated[
    tuple[Words, ...],
    BeforeValidator(_several),
    Field(min_length=1, max_length=10),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}),
]


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Avoided:
    """Words that the library avoids: one, or several for which one rule holds."""

    avoid: OneOrMore = Field(description="A word or a phrase, or a list of several; `gambl*` for all that begins so.")
    prefer: Text | None = Field(default=None, description="What to write instead.")
    why: Text | None = Field(default=None, description="The reason, in a few words: it stands in the message.")
    language: Language | None = Field(
        default=None, description="BCP 47 language of the texts for which it holds; default: that of the site."
    )


def plain(phrase: str) -> str:
    """A phrase as others are compared with it: in lower case, with one space between its words."""
    return " ".join(phrase.lower().split())


def stands_in(phrase: str, other: str) -> bool:
    """Whether the words of a phrase stand in another one, in one of the forms for which it stands."""
    words, others = plain(phrase).split(), plain(other).split()
    starts = range(len(others) - len(words) + 1)
    return any(all(map(_is_form, words, others[start:])) for start in starts)


def _is_form(word: str, other: str) -> bool:
    return other in (word, f"{word}s") or (word.endswith("*") and other.startswith(word[:-1]))


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Wordlist:
    """The fields of `words.yml`."""

    words: tuple[Avoided, ...] = Field(
        default=(),
        max_length=200,
        description="Words that your texts avoid, besides those of which every library is warned.",
    )
    accept: tuple[Words, ...] = Field(
        default=(),
        max_length=200,
        description="Words and phrases of which nobody is warned, though this program or `words` would.",
    )
    distress: tuple[Phrase, ...] = Field(
        default=(), description="What people type into the search in distress, besides what every library knows."
    )
