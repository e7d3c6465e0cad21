"""What the types of the fields can't tell of a page of questions: that there are some, and each has its answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.formats.rendering import Heading
from pipeline.model.entry import Entry, Lookup
from pipeline.model.kinds.faq.fields import Faq
from pipeline.problems import Place, Problem

_QUESTION = "## "
_ABOVE = ("# ", _QUESTION)
_FENCES = ("```", "~~~")


def check(entry: Entry[Faq], lookup: Lookup) -> tuple[Problem, ...]:
    """All of it."""
    if not any(heading.level == 2 for heading in _all(lookup.headings(entry.path))):
        hint = "write each question as a heading, `## May I come as I am?`, and its answer below it"
        place = Place(entry.path, entry.body_line)
        return (Problem(place, "this page asks no question", hint, "missing-field"),)
    return tuple(_unanswered(entry))


def _all(headings: Iterable[Heading]) -> Iterator[Heading]:
    for heading in headings:
        yield heading
        yield from _all(heading.children)


def _lines(entry: Entry[Faq]) -> Iterator[tuple[int, str]]:
    """The lines of the body that say something, by their number in the file; blocks of code say no headings."""
    code = ""
    for number, line in enumerate(entry.body.splitlines(), entry.body_line):
        if not code and line.startswith(_FENCES):
            code = line[:3]
        elif code and line.startswith(code):
            code = ""
        if line.strip():
            yield number, "code" if code else line


def _unanswered(entry: Entry[Faq]) -> Iterator[Problem]:
    """Questions below which nothing stands before the next."""
    said = list(_lines(entry))
    for (number, line), below in zip(said, [*(line for _, line in said[1:]), _QUESTION], strict=True):
        if line.startswith(_QUESTION) and below.startswith(_ABOVE):
            message = f"the question `{line.removeprefix(_QUESTION).strip()}` has no answer"
            yield Problem(Place(entry.path, number), message, "write it below, or remove the question", "missing-field")
