"""A library of as many articles as are asked for: made up, the same each time, about as long as real ones."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

_SYLLABLES = [
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "ha",
    "je",
    "ki",
    "lo",
    "mu",
    "na",
    "pe",
    "qui",
    "ro",
    "su",
    "ta",
    "ve",
    "wi",
    "xo",
    "zu",
    "ar",
    "en",
    "il",
    "or",
    "un",
]
_TOPICS, _AUDIENCES, _PEOPLE = 24, 6, 20
_WRITTEN = 1_700_000_000
_SENTENCES, _PARAGRAPHS, _SECTIONS = 6, 2, 5

_SETTINGS = """\
default_target = "public"

[site]
url = "https://library.example/"
title = "A large library"
description = "A library whose texts say nothing, to measure by."
timezone = "Europe/London"

[words]
reading_age = 0

[targets.public]
path = "public"
base_url = "http://127.0.0.1:9/" # where nobody answers
"""


def write(root: Path, articles: int) -> Path:
    """A library of so many articles in the folder `root`. Its files are as old as those of a checkout that was there:
    what was written a moment ago would be read again by the next run.
    """
    for name, text in files(articles):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        os.utime(path, (_WRITTEN, _WRITTEN))
    return root


def files(articles: int) -> Iterator[tuple[str, str]]:
    """Its files: path and text."""
    yield "pipeline.toml", _SETTINGS
    yield "content/people.yml", "".join(f"person-{i}:\n  name: Person {i}\n" for i in range(_PEOPLE))
    for name, count in (("topic", _TOPICS), ("audience", _AUDIENCES)):
        about = "What it is about, in a sentence."
        lines = (f"- id: {name}-{i}\n  title: The {name} {i}\n  description: {about}\n" for i in range(count))
        yield f"content/{name}s.yml", "".join(lines)
    yield "content/pages/home.md", _entry("Welcome", "date: 2026-01-01\n", "Welcome to the library.\n")
    for number in range(articles):
        yield f"content/library/articles/part-{number // 100}/article-{number}.md", _article(number, articles)


def _article(number: int, of: int) -> str:
    chance = random.Random(number)
    topics = ", ".join(sorted({f"topic-{chance.randrange(_TOPICS)}" for _ in range(3)}))
    audiences = ", ".join(sorted({f"audience-{chance.randrange(_AUDIENCES)}" for _ in range(2)}))
    fields = (
        f"date: 2025-{1 + number % 12:02}-{1 + number % 28:02}\n"
        f"topics: [{topics}]\naudiences: [{audiences}]\nauthors: [person-{number % _PEOPLE}]\n"
    )
    other = chance.randrange(of)
    body = [_paragraph(chance)]
    for section in range(_SECTIONS):
        body.append(f"## {_words(chance, 4).capitalize()} {section}\n")
        body += (_paragraph(chance) for _ in range(_PARAGRAPHS))
        body.append("".join(f"- {_words(chance, 8)}\n" for _ in range(3)))
    body.append(f"See [another](../part-{other // 100}/article-{other}.md), or **begin** `here`.\n")
    return _entry(f"Article {number}: {_words(chance, 4)}", fields, "\n".join(body))


def _entry(title: str, fields: str, body: str) -> str:
    about = "A text that says nothing, as long as one that says something."
    return f'---\ntitle: "{title}"\ndescription: {about}\n{fields}---\n{body}'


def _paragraph(chance: random.Random) -> str:
    return " ".join(f"{_words(chance, chance.randint(6, 16)).capitalize()}." for _ in range(_SENTENCES)) + "\n"


def _words(chance: random.Random, count: int) -> str:
    """Words of which few are frequent and many are rare."""
    return " ".join(_word(int(20_000 * chance.random() ** 4)) for _ in range(count))


def _word(rank: int) -> str:
    found = ""
    while rank or not found:
        rank, part = divmod(rank, len(_SYLLABLES))
        found += _SYLLABLES[part]
    return found
