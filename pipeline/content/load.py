"""Tree → library: every file goes to the kind that claims it."""

from __future__ import annotations

from typing import Any

from pipeline.content import strings
from pipeline.content.parse import empty, entry, typed
from pipeline.formats import frontmatter, yaml
from pipeline.formats.yaml import Document
from pipeline.model.entry import Entry
from pipeline.model.kinds import KINDS
from pipeline.model.library import Library
from pipeline.model.taxonomy import Heading, Person
from pipeline.model.tree import File, Tree
from pipeline.problems import Place, Problem
from pipeline.settings import Settings

PEOPLE = "content/people.yml"
TOPICS = "content/topics.yml"
AUDIENCES = "content/audiences.yml"


def load(tree: Tree, settings: Settings) -> tuple[Library, tuple[Problem, ...]]:
    """The library that a tree holds, and the problems of each file by itself. Entries with problems are left out."""
    entries: list[Entry[Any]] = []
    problems: list[Problem] = []
    for file in tree:
        kind = next((kind for kind in KINDS.values() if kind.claims(file.path)), None)
        if kind is None:
            continue
        made, found = entry(file, kind, settings)
        problems += found
        if made is not None:
            entries.append(made)
    people, found = _people(tree, settings)
    topics, more = _headings(tree, TOPICS, "topic", settings)
    audiences, most = _headings(tree, AUDIENCES, "audience", settings)
    wording, unreadable = strings.wording(tree, settings.site.language)
    library = Library(settings, tree, tuple(entries), people, topics, audiences, wording)
    return library, (*problems, *found, *more, *most, *unreadable)


def _document(file: File | None, settings: Settings) -> tuple[Document | None, tuple[Problem, ...]]:
    if file is None or file.data is None:
        return None, ()
    text, problems = frontmatter.decode(file.data, file.path)
    if text is None:
        return None, problems
    document, problems = yaml.parse(text, file.path, max_depth=settings.limits.yaml_depth)
    # An empty list is told here once, and not by everyone who names something of it (checks/names.py).
    return (None, (*problems, empty(file.path))) if document and not document.value else (document, problems)


def _people(tree: Tree, settings: Settings) -> tuple[dict[str, Person], tuple[Problem, ...]]:
    document, problems = _document(tree.get(PEOPLE), settings)
    if document is None:
        return {}, problems
    if not isinstance(document.value, dict):
        message = "expected people by their ids (`id:` and fields below it)"
        return {}, (*problems, Problem(Place(PEOPLE, 1), message, "begin with an id", "bad-front-matter"))
    people: dict[str, Person] = {}
    found: list[Problem] = []
    for person_id, part in yaml.parts(document).items():
        person, wrong = typed(part, Person, "person", PEOPLE)
        found += wrong
        if person is not None:
            people[str(person_id)] = person
    return people, (*problems, *found)


def _headings(tree: Tree, path: str, what: str, settings: Settings) -> tuple[dict[str, Heading], tuple[Problem, ...]]:
    document, problems = _document(tree.get(path), settings)
    if document is None:
        return {}, problems
    if not isinstance(document.value, list):
        message = "expected a list (`- id: …`)"
        return {}, (*problems, Problem(Place(path, 1), message, "begin each with `- id:`", "bad-front-matter"))
    headings: dict[str, Heading] = {}
    found: list[Problem] = []
    for part in yaml.parts(document).values():
        heading, wrong = typed(part, Heading, what, path)
        found += wrong
        if heading is None:
            continue
        if heading.id in headings:
            place = part.marks.get(("id",), Place(path))
            found.append(Problem(place, f"the {what} `{heading.id}` stands twice", "remove one", "duplicate-key"))
        headings[heading.id] = heading
    return headings, (*problems, *found)
