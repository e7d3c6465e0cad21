"""The terms of a library: words with their meanings, each in its language, for all texts that use them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.formats.terms import Vocabulary


@dataclass(frozen=True, slots=True)
class Term:
    """A word with its meaning. `path` is the file that explains it, `id` its place there, and `loc` that of its field;
    `also` are other spellings, `see` the files in which more is read: those explain it themselves. One that is not
    `marked` is explained only where a text links to it.
    """

    path: str
    id: str
    name: str
    meaning: str
    also: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    marked: bool = True
    loc: tuple[str | int, ...] = ()

    @property
    def key(self) -> str:
        """What a link to it leads to: `<file>#<id>`."""
        return f"{self.path}#{self.id}"

    @property
    def spellings(self) -> tuple[str, ...]:
        return (self.name, *self.also)


@dataclass(frozen=True, slots=True)
class Terms:
    """All terms of a library. `languages`: the file that explains terms → its language (BCP 47)."""

    of: Mapping[str, Term]
    languages: Mapping[str, str]
    _vocabularies: dict[str, Vocabulary] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def read(cls, files: Iterable[tuple[str, tuple[Term, ...]]]) -> Terms:
        """From the terms of each file, with its language."""
        listed = tuple(files)
        of = {term.key: term for _, terms in listed for term in terms}
        return cls(of, {term.path: language for language, terms in listed for term in terms})

    def marked(self, language: str) -> tuple[tuple[str, str], ...]:
        """How the terms are written that texts in a language explain by themselves, and which each is."""
        wanted = base(language)
        return tuple(
            (spelling, term.key)
            for term in self.of.values()
            if term.marked and base(self.languages[term.path]) == wanted
            for spelling in term.spellings
        )

    def told(self, path: str) -> tuple[str, ...]:
        """The terms that the text in a file explains itself, since they send readers there."""
        return tuple(key for key, term in self.of.items() if path in term.see)

    def vocabulary(self, language: str) -> Vocabulary:
        """The same, ready to be looked for."""
        if language not in self._vocabularies:
            self._vocabularies[language] = Vocabulary(self.marked(language))
        return self._vocabularies[language]


def base(language: str) -> str:
    """A language without its region, in lower case: British texts are explained by an American glossary."""
    return language.partition("-")[0].lower()
