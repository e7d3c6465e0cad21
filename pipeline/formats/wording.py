"""The words of the interface in one language: one YAML file a language, `theme/strings/<language>.yml`.

A text is named by its sections, `player.faster`. It may hold values, `{title}`, and be a mapping by plural category
(`one`, `other`, and those that the language has besides: CLDR). What a language lacks is said in English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.formats.language import direction

FOLDER = "theme/strings/"
ENGLISH = "en"
_PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})
_VALUE = re.compile(r"\{([a-z]+)\}")

Words = Mapping[str, Any]


def flat(words: Words, before: str = "") -> Iterator[tuple[str, str | Words]]:
    """Every text by its whole name; one in several plurals stays a mapping."""
    for name, value in words.items():
        if isinstance(value, Mapping) and not ("other" in value and value.keys() <= _PLURALS):
            yield from flat(value, f"{before}{name}.")
        else:
            yield before + name, value


def values(text: str | Words) -> frozenset[str]:
    """The names of the values that a text holds."""
    texts = text.values() if isinstance(text, Mapping) else (text,)
    return frozenset(name for one in texts for name in _VALUE.findall(str(one)))


def fallbacks(language: str) -> tuple[str, ...]:
    """The languages whose words are taken, the best last: English, `pt`, `pt-BR`."""
    return tuple(dict.fromkeys((ENGLISH, language.partition("-")[0].lower(), language)))


def filled(text: str, given: Mapping[str, object]) -> str:
    """A text with its values; one that is not given stays as it is written."""
    return _VALUE.sub(lambda match: str(given.get(match[1], match[0])), text)


@dataclass(frozen=True, slots=True)
class Wording:
    """The words in `language` (BCP 47); `words` are flat: name → text, or plural category → text.

    What depends on a number or a day is said by `formats.locale`, which knows how languages do it.
    """

    language: str = ENGLISH
    words: Words = field(default_factory=dict)

    @property
    def direction(self) -> str:
        return direction(self.language)

    def say(self, name: str, /, **given: object) -> str:
        """The text of a name, with its values. An unknown name says itself."""
        text = self.words.get(name, name)
        return filled(str(text["other"] if isinstance(text, Mapping) else text), given)

    def section(self, name: str) -> dict[str, str | Words]:
        """The texts below a name, for a script, by the last part of their names."""
        start = f"{name}."
        return {key.removeprefix(start): text for key, text in self.words.items() if key.startswith(start)}
