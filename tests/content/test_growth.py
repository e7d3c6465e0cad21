"""Twice the content takes twice the time to check, however much of it is wrong."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from pipeline.content import load
from pipeline.content.checks import files, links, names, words
from pipeline.content.checks.around import Around
from pipeline.formats.markdown import Link, Rendering
from pipeline.model.entry import Entry
from pipeline.model.library import Library
from pipeline.model.tree import File, Tree
from pipeline.problems import Problem
from pipeline.settings import load as settings_of
from tests.attacks.growth import MOST, growth
from tests.support import library

NOW = datetime(2026, 5, 1, tzinfo=UTC)
ARTICLE, BOOKS = "content/library/articles/urges-pass.md", "content/library/books/first-books.md"


def read(changed: Mapping[str, str]) -> tuple[Library, tuple[Problem, ...]]:
    """The small library with some files changed, in memory."""
    texts = {**library.FILES, **changed}
    data = {path: text.encode() for path, text in texts.items()}
    tree = Tree({p: File(p, hashlib.sha256(b).hexdigest(), len(b), b) for p, b in sorted(data.items())})
    settings, _ = settings_of(texts["pipeline.toml"])
    assert settings is not None
    return load(tree, settings)


def each(
    check: Callable[[Entry[Any], Around], Iterable[Problem]], shelf: Library, rendered: Mapping[str, Rendering] = {}
) -> Iterator[Problem]:
    """What a check finds in each entry."""
    around = Around(shelf, rendered, NOW)
    return (problem for entry in shelf.entries for problem in check(entry, around))


def edited(path: str, old: str, new: str) -> dict[str, str]:
    assert old in library.FILES[path]
    return {path: library.FILES[path].replace(old, new, 1)}


def broken_anchors(count: int) -> Callable[[], object]:
    shelf, _ = read({})
    ids = tuple(f"heading-{n}-of-urges" for n in range(count))
    wrong = tuple(Link("#x", ARTICLE, f"haeding-{n}-of-urges", 1, 1, image=False) for n in range(count))
    rendered = {entry.path: Rendering("") for entry in shelf.entries} | {ARTICLE: Rendering("", ids=ids, links=wrong)}
    return lambda: expect(count, list(each(links.of, shelf, rendered)))


def broken_links(count: int) -> Callable[[], object]:
    more = {f"content/library/articles/a-text-{n}.md": library.FILES[ARTICLE] for n in range(count)}
    shelf, _ = read(more)
    wrong = tuple(Link("x", f"content/library/articles/a-txt-{n}.md", "", 1, 1, image=False) for n in range(count))
    rendered = {entry.path: Rendering("") for entry in shelf.entries} | {ARTICLE: Rendering("", links=wrong)}
    return lambda: expect(count, list(each(links.of, shelf, rendered)))


def unknown_topics(count: int) -> Callable[[], object]:
    topics = "".join(f"- {{id: about-{n}, title: About it, description: What it is about.}}\n" for n in range(count))
    wrong = "".join(f"  - abuot-{n}\n" for n in range(count))
    shelf, _ = read(
        {"content/topics.yml": topics} | edited(ARTICLE, "topics: [coping-with-urges]", f"topics:\n{wrong.rstrip()}")
    )
    return lambda: expect(count, [one for one in each(names.of, shelf) if one.place.path == ARTICLE])


def missing_files(count: int) -> Callable[[], object]:
    more = {f"content/library/articles/a-text-{n}.md": library.FILES[ARTICLE] for n in range(count)}
    wrong = "".join(f"  - a-txt-{n}.md\n" for n in range(count))
    shelf, _ = read(more | edited(ARTICLE, "date: 2026-01-02", f"date: 2026-01-02\nrelated:\n{wrong.rstrip()}"))
    return lambda: expect(count, [one for one in each(files.of, shelf) if one.place.path == ARTICLE])


def pictures(count: int) -> Callable[[], object]:
    shelf, _ = read(edited(ARTICLE, "An urge is like a wave.", "![a quiet path](a.jpg) " * count))
    return lambda: list(each(words.Words(shelf.settings).of, shelf))


def people(count: int) -> Callable[[], object]:
    known = library.FILES["content/people.yml"] + "".join(f"p{n}:\n  name: Kim\n" for n in range(count))
    return lambda: expect(count + 2, read({"content/people.yml": known})[0].people)


def headings(count: int) -> Callable[[], object]:
    known = "".join(f"- {{id: about-{n}, title: About it, description: What it is about.}}\n" for n in range(count))
    return lambda: expect(count, read({"content/topics.yml": known})[0].topics)


def books_without_authors(count: int) -> Callable[[], object]:
    book = '  - {title: A, authors: [], isbn: "9780452281325", annotation: Good.}\n'
    text = library.FILES[BOOKS]
    changed = {BOOKS: text[: text.index("books:")] + "books:\n" + book * count + "---\n"}
    return lambda: expect(count, [one for one in read(changed)[1] if "authors" in one.message])


def unknown_fields(count: int) -> Callable[[], object]:
    changed = edited(ARTICLE, "date: 2026-01-02", "date: 2026-01-02\n" + "".join(f"f{n}: 1\n" for n in range(count)))
    return lambda: expect(count, [one for one in read(changed)[1] if one.code == "unknown-field"])


def expect(count: int, found: object) -> None:
    assert len(found) == count  # type: ignore[arg-type]  # something that has a length


# How much there may be: within the limits of a file, its values and its characters.
WRONG: dict[Callable[[int], Callable[[], object]], int] = {
    broken_anchors: 4_000,
    broken_links: 1_500,
    unknown_topics: 4_000,
    missing_files: 1_500,
    pictures: 40_000,
    people: 6_000,
    headings: 2_500,
    books_without_authors: 2_000,
    unknown_fields: 8_000,
}


@pytest.mark.parametrize("wrong", WRONG, ids=lambda one: one.__name__)
def test_twice_as_much_that_is_wrong_takes_twice_the_time(wrong: Callable[[int], Callable[[], object]]) -> None:
    assert growth(wrong, 800, WRONG[wrong]) <= MOST
