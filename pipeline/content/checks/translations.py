"""Translations: each is one of an entry, in another language, and not older than the last change of that."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.model.entry import Entry
from pipeline.model.kinds import claiming
from pipeline.model.library import Library
from pipeline.model.translations import translated
from pipeline.problems import Problem

_FIRST = "leave out `translation_of` in the text that was written first"
_LANGUAGE = "write the language of this text in `language`, such as `de`, or leave out `translation_of`"


def check(library: Library) -> Iterator[Problem]:
    """Everything that is wrong with translations."""
    taken: dict[tuple[str, str], Entry[Any]] = {}
    for entry in library.entries:
        if (named := translated(entry)) and named in library.tree:
            yield from _translation(entry, named, library, taken)


def _translation(
    entry: Entry[Any], named: str, library: Library, taken: dict[tuple[str, str], Entry[Any]]
) -> Iterator[Problem]:
    place, original = entry.place("translation_of"), library.original(entry)
    if claiming(named) is None:
        message = f"`{entry.fields.translation_of}` is no text that has a page of its own"
        yield Problem(place, message, "name the file of the text that this one translates", "bad-translation")
    elif original is entry:
        if named == entry.path or library.entry(named):
            message = "this translates itself" if named == entry.path else f"`{named}` is a translation of this one"
            yield Problem(place, message, _FIRST, "bad-translation")
    else:
        yield from _language(entry, original, library, taken)
        if library.is_stale(entry):
            message = f"`{original.path}` was changed on {library.day(original)}, after this translation of it"
            hint = "translate what was changed, and write the day on which you did into `updated`"
            yield Problem(place, message, hint, "stale-translation")


def _language(
    entry: Entry[Any], original: Entry[Any], library: Library, taken: dict[tuple[str, str], Entry[Any]]
) -> Iterator[Problem]:
    """A translation whose language is that of its original, or of another translation of that."""
    language = library.language(entry)
    taken.setdefault((original.path, library.language(original).casefold()), original)
    other = taken.setdefault((original.path, language.casefold()), entry)
    if other is not entry:
        message = f"this translation is in `{language}`, as `{other.path}` is"
        place = entry.place("language") if entry.has("language") else entry.place("translation_of")
        yield Problem(place, message, _LANGUAGE, "bad-translation")
