"""Words that are avoided: those that can hurt, which every library is told, and those of its own house style."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.formats.prose import Passage
from pipeline.model.terms import base
from pipeline.model.wordlist import Wordlist, plain
from pipeline.settings import Settings

_QUOTED = "put it in quotes where somebody says it"
_CAPITAL_NOUNS = frozenset({"de", "lb"})
"""Languages in which a capital tells no name."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What is said of a phrase: of `found`, that it `is` something."""

    says: str
    hint: str
    code: str


@dataclass(frozen=True, slots=True)
class Told:
    """A word that was found in a text, at `start`, and what is said of it."""

    start: int
    message: str
    hint: str
    code: str


def rules(settings: Settings, wordlist: Wordlist) -> dict[str, Avoiding]:
    """The words to avoid, by the language of the texts in which they are (without its region, in lower case)."""
    home = base(settings.site.language)
    found: dict[str, dict[str, Rule]] = {home: {}}
    for phrase, kinder in settings.words.unkind.items():
        hint = f"write `{kinder}`, or what happened; {_QUOTED}"
        found[home][plain(phrase)] = Rule("can hurt who reads it", hint, "unkind-word")
    for one in wordlist.words:
        because = f": {one.why.rstrip('.')}" if one.why else ""
        instead = f"write `{one.prefer}`" if one.prefer else "say it in other words"
        rule = Rule(f"is a word that this library avoids{because}", f"{instead}; {_QUOTED}", "avoided-word")
        own = found.setdefault(base(one.language or home), {})
        own |= {plain(phrase): rule for phrase in one.avoid}
    accepted = [*settings.words.harmless, *wordlist.accept]
    return {language: Avoiding(own, accepted, language) for language, own in found.items() if own}


class Avoiding:
    """The words to warn of in the texts of a language, in one pattern. What is `accepted` is passed over."""

    def __init__(self, rules_: Mapping[str, Rule], accepted: Iterable[str], language: str) -> None:
        self._names = language not in _CAPITAL_NOUNS
        right = {plain(phrase) for phrase in accepted}
        known: dict[str, Rule | None] = {**rules_, **dict.fromkeys(right)}
        phrases = sorted(known, key=lambda phrase: (-len(phrase), phrase))
        self._rules = [known[phrase] for phrase in phrases]
        either = "|".join(f"({_pattern(phrase)})" for phrase in phrases)
        self._pattern = re.compile(rf"(?<![\w-])(?:{either})s?(?![\w-])", re.IGNORECASE)
        telling = (max(phrase.casefold().split(), key=len).rstrip("*") for phrase, rule in known.items() if rule)
        self._telling = sorted(set(telling))

    def may_stand_in(self, text: str) -> bool:
        """Whether one of the words may stand in a text: in most none does, and that is quickly seen."""
        folded = text.casefold()
        return any(word in folded for word in self._telling)

    def found(self, passage: Passage) -> Iterator[Told]:
        """Those in a passage, but where somebody says them, or a name holds them."""
        if passage.sort == "quote":
            return
        for match in self._pattern.finditer(passage.text):
            rule = self._rules[(match.lastindex or 1) - 1]
            if rule and not passage.mentioned(match.start()) and not (self._names and _is_name(match, passage.text)):
                yield Told(match.start(), f"`{' '.join(match[0].split())}` {rule.says}", rule.hint, rule.code)


def _pattern(phrase: str) -> str:
    words = (re.escape(word.removesuffix("*")) + (r"[\w-]*+" if word.endswith("*") else "") for word in phrase.split())
    return r"\s+".join(words)


def _is_name(match: re.Match[str], text: str) -> bool:
    """Whether this is (part of) a name: capitals on all words, and on one beside a single word."""
    found = match[0].split()
    after = re.match(r"\s+\w", text[match.end() : match.end() + 3])
    beside = len(found) > 1 or (after is not None and after[0][-1].isupper())
    return beside and all(word[0].isupper() for word in found)
