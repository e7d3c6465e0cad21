"""The words of the interface: `theme/strings/<language>.yml`, each language over English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from pipeline.formats import frontmatter, yaml
from pipeline.formats.wording import ENGLISH, FOLDER, Wording, Words, fallbacks, flat, values
from pipeline.model.kinds import KINDS
from pipeline.model.library import Library
from pipeline.model.tree import Tree
from pipeline.problems import Place, Problem

_ALL = "translate them there: `docs/reference/words.yml` of the pipeline has all of them, to be copied"


def wording(tree: Tree, language: str) -> tuple[Wording, tuple[Problem, ...]]:
    """The words for a site in this language (BCP 47), and what can't be read of their files."""
    words: dict[str, Any] = {}
    problems: tuple[Problem, ...] = ()
    for name in fallbacks(language):
        read, found = _read(tree, name)
        words |= of_kinds(name) | read
        problems += found
    return Wording(language, words), problems


def of_kinds(language: str) -> dict[str, Any]:
    """The words that the kinds bring in a language; what stands in its file goes before them."""
    return {name: text for kind in KINDS.values() for name, text in flat(kind.words.get(language, {}))}


def _read(tree: Tree, language: str) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    path = f"{FOLDER}{language}.yml"
    file = tree.get(path)
    return ({}, ()) if file is None or file.data is None else _words(file.data, path)


@lru_cache(maxsize=8)
def _words(data: bytes, path: str) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """The words of a file, flat, and what is wrong with it. A run asks for them several times, and whoever serves a
    library whenever something was saved.
    """
    text, problems = frontmatter.decode(data, path)
    document, found = yaml.parse(text, path) if text is not None else (None, ())
    if document is None:
        return {}, (*problems, *found)
    if not isinstance(document.value, Mapping):
        hint = "begin with the name of a section, such as `page:`, and its words below it, indented"
        return {}, (Problem(Place(path, 1), "expected texts by their names", hint, "bad-strings"),)
    words = dict(flat(document.value))
    return words, (*found, *_no_texts(words, document, path))


def _no_texts(words: Words, document: yaml.Document, path: str) -> Iterator[Problem]:
    for name, given in words.items():
        texts = given.values() if isinstance(given, Mapping) else (given,)
        if not all(isinstance(text, str) for text in texts):
            place = document.marks.get(tuple(name.split(".")), Place(path, 1))
            hint = "write a text, or a text for each plural: `{one: …, other: …}`"
            yield Problem(place, f"`{name}` is no text", hint, "bad-strings")


def check(library: Library) -> Iterator[Problem]:
    """What the language of the site lacks, and values that a text of it names and never gets: warnings."""
    language = library.settings.site.language
    english = of_kinds(ENGLISH) | _read(library.tree, ENGLISH)[0]
    own: dict[str, Any] = {}
    for name in fallbacks(language)[1:]:
        own |= of_kinds(name) | _read(library.tree, name)[0]
    path = f"{FOLDER}{language.partition('-')[0].lower()}.yml"
    place = Place(path if path in library.tree else "pipeline.toml")
    missing = sorted(name for name in english if name not in own and not name.startswith("regions."))
    if missing and path != f"{FOLDER}{ENGLISH}.yml":
        message = f"{len(missing)} words of the interface are in English, as `{missing[0]}`: `{path}` lacks them"
        yield Problem(place, message, _ALL, "untranslated")
    for name, text in own.items():
        given = values(english.get(name, ""))
        for value in sorted(values(text) - given - {"n"}):
            message = f"`{name}` names a value `{{{value}}}` that it does not get"
            hint = f"it may name {', '.join(f'`{{{one}}}`' for one in sorted(given))}" if given else "leave it out"
            yield Problem(place, message, hint, "untranslated")
