"""Files that were meant to be published: what each is taken for, and where it belongs."""

from __future__ import annotations

import pytest

from pipeline.content.checks.strays import stray
from pipeline.model.tree import File, Tree
from pipeline.problems import Place, Problem

BOOKS = b"""---
title: Books
description: Some
date: 2026-01-05
topics: [a]
audiences: [b]
books: []
---
"""


def told(path: str, text: bytes | None = b"Some text.", *there: str) -> Problem | None:
    file = File(path, "0", 1, text)
    return stray(file, Tree({path: file} | {name: File(name, "1", 1, b"") for name in there}))


def by_ending(kind: str, ending: str) -> str:
    return f"this is taken for {kind}, but its name ends in `{ending}`, not in `.md`: it is not published"


@pytest.mark.parametrize(
    ("path", "message", "hint"),
    [
        ("content/library/articles/text.txt", by_ending("an article", ".txt"), "rename it `text.md`"),
        ("content/library/articles/My Text.markdown", by_ending("an article", ".markdown"), "rename it `my-text.md`"),
        ("content/library/articles/text.md.txt", by_ending("an article", ".md.txt"), "rename it `text.md`"),
        ("content/library/books/text.MD", by_ending("a book list", ".MD"), "rename it `text.md`"),
        ("content/pages/text.html", by_ending("a page", ".html"), "rename it `text.md`"),
        ("content/podcasts/talks/second.txt", by_ending("an episode", ".txt"), "rename it `second.md`"),
        (
            "content/library/articles/What helped.docx",
            "this is taken for an article, but it is a document of Word, and those are not published",
            "write its text into a file `content/library/articles/what-helped.md`, below the fields of an article",
        ),
        (
            "content/articles/text.md",
            "this is taken for an article, and none that lies in `content/articles/` is published",
            "move it to `content/library/articles/text.md`",
        ),
        (
            "content/Handouts/log.md",
            "this is taken for a handout, and none that lies in `content/Handouts/` is published",
            "move it to `content/handouts/log.md`",
        ),
        (
            "content/news/2026/text.md",
            "this is taken for news, and none that lies in `content/news/2026/` is published",
            "move it to `content/news/text.md`",
        ),
        (
            "content/library/links/more/text.docx",
            "this is taken for a link list, and none that lies in `content/library/links/more/` is published",
            "move it to `content/library/links/text.md`",
        ),
        (
            "content/podcasts/second.txt",
            "this is taken for an episode, and none that lies in `content/podcasts/` is published",
            "move it to the folder of its show, below `content/podcasts/`",
        ),
        (
            "content/people.yaml",
            "this looks like the list `content/people.yml`, and has another name or place: nothing of it is published",
            "rename it `content/people.yml`",
        ),
        (
            "content/library/topics.yml",
            "this looks like the list `content/topics.yml`, and has another name or place: nothing of it is published",
            "rename it `content/topics.yml`",
        ),
        (
            "content/podcasts/talks/shows.yaml",
            "this looks like the fields of a show, and has another name or place: nothing of it is published",
            "rename it `content/podcasts/talks/show.yml`",
        ),
    ],
)
def test_what_was_meant_to_be_published_is_told_where_it_belongs(path: str, message: str, hint: str) -> None:
    text = None if path.endswith("docx") else b"Some text."
    assert told(path, text) == Problem(Place(path), message, hint, "misplaced-file")


def test_where_a_text_lies_in_no_likely_folder_its_fields_tell_what_it_is() -> None:
    problem = told("content/mine/text.md", BOOKS)
    assert problem is not None and problem.hint == "move it to `content/library/books/text.md`"
    unknown = told("content/mine/text.md", b"Some text.")
    assert unknown is not None and unknown.message == "nothing that lies in `content/mine/` is published"
    assert unknown.hint.startswith(
        "move it to the folder of what it is: `content/pages/`, `content/library/articles/`, "
    )


@pytest.mark.parametrize(
    "path",
    [
        "content/README.md",
        "content/library/articles/~$text.docx",
        "content/library/articles/first.txt",
        "content/library/articles/data.json",
        "content/library/articles/photo.jpg",
        "content/handouts/sheet.pdf",
        "content/podcasts/talks/notes.yml",
    ],
)
def test_what_may_be_something_else_is_left_to_be_named(path: str) -> None:
    assert told(path, b"", "content/library/articles/first.md", "content/podcasts/talks/show.yml") is None
