"""What a form asks, from what the kinds declare."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pytest

from pipeline.formats.scalars import RelPath
from pipeline.formats.wording import Wording
from pipeline.forms import Field, form, listings, words
from pipeline.model import walk
from pipeline.model.entry import Picture
from pipeline.model.kinds import KINDS

PLAIN = Wording()


def every(fields: Iterable[Field]) -> Iterator[Field]:
    for field in fields:
        yield field
        yield from every(field.fields)


def asked(kind: str, *path: str) -> Field:
    fields = form(KINDS[kind], PLAIN).fields
    for name in path[:-1]:
        fields = next(field for field in fields if field.name == name).fields
    return next(field for field in fields if field.name == path[-1])


@pytest.mark.parametrize(
    ("path", "sort"),
    [
        (("article", "title"), "line"),
        (("article", "description"), "sentences"),
        (("article", "date"), "instant"),
        (("article", "review_by"), "day"),
        (("article", "draft"), "yes"),
        (("article", "authors"), "person"),
        (("article", "related"), "entry"),
        (("article", "image", "file"), "picture"),
        (("article", "extra"), "free"),
        (("book-list", "books"), "fields"),
        (("book-list", "books", "year"), "whole"),
        (("link-list", "links", "kind"), "choice"),
        (("episode", "guid"), "once"),
        (("episode", "audio"), "recording"),
        (("episode", "transcript"), "captions"),
        (("episode", "chapters"), "fields"),
        (("episode", "people", "role"), "choice"),
        (("show", "seasons"), "names"),
        (("show", "category"), "choice"),
    ],
)
def test_a_field_is_asked_for_by_its_type(path: tuple[str, ...], sort: str) -> None:
    assert asked(*path).sort == sort


def test_limits_are_those_of_the_model() -> None:
    title, description, topics = (asked("article", name) for name in ("title", "description", "topics"))
    assert (title.longest, description.shortest, description.longest) == (150, 40, 300)
    assert (topics.many, topics.least, topics.needed) == (True, 1, True)


def test_a_remedy_is_that_of_check() -> None:
    assert asked("book-list", "books", "isbn").remedy == "write the 10 or 13 digits as printed, hyphens allowed"
    assert asked("meeting", "time").remedy == "write hours and minutes of the day like `19:30`"


@pytest.mark.parametrize(
    ("path", "good", "bad"),
    [
        (("book-list", "books", "isbn"), "978-1-4625-2042-8", "12345"),
        (("episode", "chapters", "at"), "1:02:03.5", "two minutes"),
        (("link-list", "links", "url"), "https://example.org/", "www.example.org"),
        (("meeting", "time"), "19:30", "half past seven"),
        (("show", "owner", "email"), "a@example.org", "a at example.org"),
    ],
)
def test_a_pattern_takes_what_check_takes(path: tuple[str, ...], good: str, bad: str) -> None:
    pattern = asked(*path).pattern
    assert re.fullmatch(pattern, good)
    assert not re.fullmatch(pattern, bad)


def test_a_translation_has_a_name_for_each_text() -> None:
    german = Wording(
        "de",
        {
            "forms.labels.title": "Titel",
            "forms.hints.entry.common.title": "Nur Text, kein Markdown.",
            "forms.remedies.isbn": "10 oder 13 Ziffern",
            "forms.options.cost.free": "kostenlos",
        },
    )
    title = form(KINDS["article"], german).fields[0]
    assert (title.label, title.hint) == ("Titel", "Nur Text, kein Markdown.")
    link = form(KINDS["link-list"], german)
    cost = next(field for field in every(link.fields) if field.name == "cost")
    assert cost.options[0].label == "kostenlos"
    assert set(german.words) < set(words())


def test_every_field_of_every_kind_has_words() -> None:
    for kind in KINDS.values():
        for field in every(form(kind, PLAIN).fields):
            assert field.label, (kind.name, field.name)
            assert field.hint, (kind.name, field.name)
            assert (field.sort == "choice") == bool(field.options), (kind.name, field.name)
            assert (field.sort == "fields") == bool(field.fields), (kind.name, field.name)


def test_files_say_where_an_entry_lies() -> None:
    article, show, episode = (form(KINDS[name], PLAIN) for name in ("article", "show", "episode"))
    assert (article.folder, article.deep, article.body) == ("content/library/articles", True, True)
    assert (show.folder, show.file, show.body) == ("content/podcasts", "show.yml", False)
    assert (episode.folder, episode.above) == ("content/podcasts", "show")


def test_what_the_library_shares_is_asked_for_too() -> None:
    people, topics, audiences = listings(PLAIN)
    assert (people.file, people.keyed) == ("content/people.yml", True)
    assert [field.name for field in topics.fields] == ["id", "title", "description", "image"]
    assert audiences.file == "content/audiences.yml"


def test_what_a_form_is_told_of_a_field_does_not_hide_its_type() -> None:
    picture = Picture(file="a.png", alt="")
    assert list(walk.typed(picture, RelPath)) == [(("file",), "a.png")]
