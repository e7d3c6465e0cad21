"""`words.yml`: read, and asked whether it says one thing."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.formats.yaml import Document, Path, place_of
from pipeline.model.typed import typed
from pipeline.model.wordlist import Wordlist, plain, stands_in
from pipeline.problems import Problem, did_you_mean
from pipeline.settings import Settings


def wordlist(document: Document, settings: Settings) -> tuple[Wordlist, tuple[Problem, ...]]:
    """What a `words.yml` says, and what is wrong with it."""
    words, problems = typed(document, Wordlist, "list of words")
    if words is None:
        return Wordlist(), problems
    return words, (*problems, *_twice(words, document), *_idle(words, document, settings))


def _phrases(words: Wordlist) -> Iterator[tuple[Path, str, str]]:
    """Every phrase, with its place and the language of which it is."""
    for number, one in enumerate(words.words):
        for at, phrase in enumerate(one.avoid):
            yield ("words", number, "avoid", at), phrase, str(one.language or "")
    for at, phrase in enumerate(words.accept):
        yield ("accept", at), phrase, ""


def _twice(words: Wordlist, document: Document) -> Iterator[Problem]:
    """Phrases of which two things are said."""
    seen: dict[tuple[str, str], Path] = {}
    for loc, phrase, language in _phrases(words):
        first = seen.setdefault((plain(phrase), language.lower()), loc)
        if first != loc:
            place, other = place_of(document, loc), place_of(document, first)
            message = f"`{phrase}` stands on line {other.line} already"
            yield Problem(place, message, "say one thing of it: remove one of the two", "duplicate-key")


def _idle(words: Wordlist, document: Document, settings: Settings) -> Iterator[Problem]:
    """What is accepted, and nobody is warned of it: a slip of the pen, most likely."""
    known = [*settings.words.unkind, *(phrase for one in words.words for phrase in one.avoid)]
    for at, phrase in enumerate(words.accept):
        if not any(stands_in(one, phrase) for one in known):
            hint = did_you_mean(plain(phrase), known) or "remove it"
            yield Problem(place_of(document, ("accept", at)), f"nobody is warned of `{phrase}`", hint, "idle-word")
