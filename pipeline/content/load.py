"""Tree → library: every file goes to the kind that claims it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from pipeline.content import strings
from pipeline.content.parse import empty, entry, kept
from pipeline.content.parsed import Parsed
from pipeline.content.wordlist import wordlist
from pipeline.formats import frontmatter, yaml
from pipeline.formats.letters import slug
from pipeline.formats.wanted import wanted
from pipeline.formats.yaml import Document
from pipeline.model.entry import Entry
from pipeline.model.kinds import KINDS, claiming
from pipeline.model.library import Library
from pipeline.model.taxonomy import LISTS, Heading, Person
from pipeline.model.translations import originals
from pipeline.model.tree import File, Tree
from pipeline.model.typed import typed
from pipeline.model.wordlist import WORDS, Wordlist
from pipeline.problems import Place, Problem
from pipeline.settings import Settings

PEOPLE, TOPICS, AUDIENCES = LISTS["person"], LISTS["topic"], LISTS["audience"]


def load(tree: Tree, settings: Settings, parsed: Parsed | None = None) -> tuple[Library, tuple[Problem, ...]]:
    """The library that a tree holds, and the problems of each file by itself. Entries with problems are left out.

    `parsed` knows what files said before, and is told what they say now.
    """
    parsed = parsed or Parsed()
    entries: list[Entry[Any]] = []
    problems: list[Problem] = []
    for file in tree:
        kind = claiming(file.path)
        if kind is None:
            continue
        if (said := parsed.of(file)) is not None:
            entries.append(kept(file, kind, settings, said))
            continue
        made, found = entry(file, kind, settings)
        problems += found
        if made is not None:
            entries.append(made)
            if not found:
                parsed.note(file, wanted(kind.fields, made.document.value))
    people, places, found = _people(tree, settings)
    topics, topic_places, more = _headings(tree, "topic", settings)
    audiences, audience_places, most = _headings(tree, "audience", settings)
    words, unworded = _wordlist(tree, settings)
    wording, unreadable = strings.wording(tree, settings.site.language)
    places |= topic_places | audience_places
    shelved = tuple(_placed(entries))
    library = Library(settings, tree, shelved, people, topics, audiences, wording, places, words, originals(shelved))
    return library, (*problems, *found, *more, *most, *unworded, *unreadable)


def _placed(entries: Iterable[Entry[Any]]) -> Iterator[Entry[Any]]:
    """The entries, each below the one to which it belongs: where that has another address, it has, too."""
    entries = tuple(entries)
    addresses = {one.path: one.address for one in entries}
    for one in entries:
        kind = KINDS[one.kind]
        above = addresses.get(kind.path_above(one.path) or "", "")
        yield replace(one, address=kind.address(one.path, one.fields.slug, above)) if above else one


def _document(file: File | None, settings: Settings) -> tuple[Document | None, tuple[Problem, ...]]:
    if file is None or file.data is None:
        return None, ()
    text, problems = frontmatter.decode(file.data, file.path)
    if text is None:
        return None, problems
    document, problems = yaml.parse(text, file.path, max_depth=settings.limits.yaml_depth)
    # An empty list is told here once, and not by everyone who names something of it (checks/names.py).
    return (None, (*problems, empty(file.path))) if document and not document.value else (document, problems)


def _wordlist(tree: Tree, settings: Settings) -> tuple[Wordlist, tuple[Problem, ...]]:
    document, problems = _document(tree.get(WORDS), settings)
    if document is None:
        return Wordlist(), problems
    words, found = wordlist(document, settings)
    return words, (*problems, *found)


Places = dict[str, Place]


def _people(tree: Tree, settings: Settings) -> tuple[dict[str, Person], Places, tuple[Problem, ...]]:
    document, problems = _document(tree.get(PEOPLE), settings)
    if document is None:
        return {}, {}, problems
    if not isinstance(document.value, dict):
        message = "people stand here by their ids, each with fields below it"
        hint = "write an id and a colon, `jane:`, and indented below it `name: Jane`, without `- `"
        return {}, {}, (*problems, Problem(document.marks[()], message, hint, "bad-front-matter"))
    people: dict[str, Person] = {}
    places: Places = {}
    found: list[Problem] = []
    for person_id, part in yaml.parts(document).items():
        person, wrong = typed(part, Person, "person")
        place = document.keys.get((person_id,), Place(PEOPLE))
        found += (*wrong, *_no_id(str(person_id), place))
        if person is not None:
            people[str(person_id)], places[f"person {person_id}"] = person, place
    return people, places, (*problems, *found)


def _no_id(person_id: str, place: Place) -> tuple[Problem, ...]:
    """The key of a person becomes part of an address."""
    right = slug(person_id)[:100].strip("-")
    if person_id == right:
        return ()
    message = f"`{person_id}` is not an id: lower-case letters, digits and single hyphens"
    return (Problem(place, message, f"write `{right}`" if right else "write it in Latin letters", "invalid-value"),)


def _headings(tree: Tree, what: str, settings: Settings) -> tuple[dict[str, Heading], Places, tuple[Problem, ...]]:
    path = LISTS[what]
    document, problems = _document(tree.get(path), settings)
    if document is None:
        return {}, {}, problems
    if not isinstance(document.value, list):
        message, hint = (
            f"each {what} stands here as an item of a list",
            "begin each with `- id: …`, in the first column",
        )
        wrong = Problem(document.marks[()], message, hint, "bad-front-matter")
        return {}, {}, (*problems, wrong)
    headings: dict[str, Heading] = {}
    places: Places = {}
    found: list[Problem] = []
    for part in yaml.parts(document).values():
        heading, untyped = typed(part, Heading, what)
        found += untyped
        if heading is None:
            continue
        place = part.marks.get(("id",), Place(path))
        if heading.id in headings:
            found.append(Problem(place, f"the {what} `{heading.id}` stands twice", "remove one", "duplicate-key"))
        headings[heading.id], places[f"{what} {heading.id}"] = heading, place
    return headings, places, (*problems, *found)
