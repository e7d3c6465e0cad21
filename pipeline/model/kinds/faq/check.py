"""What the types of the fields can't tell of a page of questions: that there are some, and each has its answer."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model.entry import Entry, Lookup
from pipeline.model.kinds.faq.fields import Faq
from pipeline.problems import Place, Problem


def check(entry: Entry[Faq], lookup: Lookup) -> tuple[Problem, ...]:
    """All of it."""
    return tuple(_wrong(entry, lookup))


def _wrong(entry: Entry[Faq], lookup: Lookup) -> Iterator[Problem]:
    asked = lookup.passages(entry.path)
    if not asked:
        hint = "write each question as a heading, `## May I come as I am?`, and its answer below it"
        yield Problem(Place(entry.path, entry.body_line), "this page asks no question", hint, "missing-field")
    for question in asked:
        if not question.html:
            message = f"the question `{question.title}` has no answer"
            yield Problem(
                _place(entry, question.title), message, "write it below, or remove the question", "missing-field"
            )


def _place(entry: Entry[Faq], title: str) -> Place:
    """The line of a question, where it is written as plain text."""
    for number, line in enumerate(entry.body.splitlines()):
        if line.startswith("#") and title in line:
            return Place(entry.path, entry.body_line + number)
    return Place(entry.path, entry.body_line)
