"""`[words]`: how plain and how kind the texts should be."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.declared import STRICT
from pipeline.formats.scalars import Text

#: Words that put a person down, and what says the same without.
UNKIND: Mapping[str, str] = {
    "addict": "a person who uses",
    "alcohol abuse": "heavy drinking",
    "alcohol abuser": "someone who drinks",
    "alcoholic": "someone who drinks",
    "commit suicide": "die by suicide",
    "committed suicide": "died by suicide",
    "crackhead": "a person who uses",
    "drug abuse": "drug use",
    "drug abuser": "a person who uses drugs",
    "drug user": "a person who uses drugs",
    "drunkard": "someone who drinks",
    "falling off the wagon": "drinking again",
    "fell off the wagon": "drank again",
    "junkie": "a person who uses",
    "problem gambler": "someone who gambles",
    "substance abuse": "harmful use",
    "substance abuser": "a person who uses",
}
#: Where one of them says nothing about a person.
HARMLESS = ("alcoholic beverage", "alcoholic drink", "alcoholic hepatitis", "alcoholic liver disease")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class WordSettings:
    """The section `[words]`."""

    reading_age: int = Field(
        default=14, ge=0, description="The age at which texts in English are read with ease; 0: not looked at."
    )
    sentence_words: int = Field(default=35, ge=0, description="Words in a sentence at most; 0: not looked at.")
    checked_days: int = Field(
        default=365, ge=0, description="Days for which a link counts as `checked`; 0: not looked at."
    )
    our_list: bool = Field(default=True, description="Whether to warn of the words that this program knows to hurt.")
    avoid: dict[str, Text] = Field(
        default_factory=dict, description="More words to warn of, in the site's language, each with a kinder one."
    )
    accept: tuple[Text, ...] = Field(
        default=(), description="Words or phrases that are right, though one of those stands in them."
    )

    @property
    def unkind(self) -> Mapping[str, str]:
        """Words to warn of, in lower case, with what to write instead."""
        ours = UNKIND if self.our_list else {}
        return {**ours, **{word.lower(): kinder for word, kinder in self.avoid.items() if word.strip()}}

    @property
    def harmless(self) -> tuple[str, ...]:
        """Phrases in which such a word is right."""
        return (*HARMLESS, *(phrase.lower() for phrase in self.accept))
