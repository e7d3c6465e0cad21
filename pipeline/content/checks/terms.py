"""Terms: each has a place of its own, and a way of writing that means no other of its language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.formats.terms import MOST_WORDS, too_long
from pipeline.model.entry import Entry
from pipeline.model.kinds import KINDS
from pipeline.model.library import Library
from pipeline.model.terms import Term, base
from pipeline.problems import Place, Problem


def check(library: Library) -> Iterator[Problem]:
    """Every term that is written as another one of its language, or has its id."""
    written: dict[tuple[str, str], tuple[Entry[Any], Term]] = {}
    for entry in library.entries:
        ids: dict[str, Term] = {}
        for term in KINDS[entry.kind].terms(entry):
            yield from _id(entry, term, ids)
            yield from _spellings(entry, term, base(library.language(entry)), written)


def _id(entry: Entry[Any], term: Term, seen: dict[str, Term]) -> Iterator[Problem]:
    place = entry.place(*term.loc, "id" if entry.has(*term.loc, "id") else "term")
    if not term.id:
        message = f"`{term.name}` holds no letter or digit of which its place on the page could be made"
        yield Problem(place, message, "give it an `id`", "missing-field")
    elif seen.setdefault(term.id, term) is not term:
        message = f"`{term.name}` has the same place on the page as `{seen[term.id].name}`: `#{term.id}`"
        yield Problem(place, message, "give the newer one another `id`", "same-term")


def _spellings(
    entry: Entry[Any], term: Term, language: str, written: dict[tuple[str, str], tuple[Entry[Any], Term]]
) -> Iterator[Problem]:
    for number, spelling in enumerate(term.spellings):
        if too_long(spelling):
            message, hint = f"a spelling of more than {MOST_WORDS} words is found in no text", "write a shorter one"
            yield Problem(_place(entry, term, number), message, hint, "invalid-value")
        other, first = written.setdefault((language, _likeness(spelling)), (entry, term))
        if first is not term or spelling in term.spellings[:number]:
            where = "" if other is entry else f" in `{other.path}`"
            message = f"the spelling `{spelling}` of `{term.name}` is that of `{first.name}`{where} already"
            hint = "remove one of the two: nobody could know which is meant"
            yield Problem(_place(entry, term, number), message, hint, "same-term")


def _place(entry: Entry[Any], term: Term, number: int) -> Place:
    """Of the word itself, or of one of its other spellings."""
    return entry.place(*term.loc, *(("also", number - 1) if number else ("term",)))


def _likeness(spelling: str) -> str:
    """Two alike can be read for each other: case counts where a text minds it."""
    plain = " ".join(spelling.split())
    return plain if plain != plain.lower() else plain.casefold()
