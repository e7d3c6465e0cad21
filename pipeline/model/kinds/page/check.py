"""What the types of the fields can't tell of a page."""

from __future__ import annotations

from pipeline.model.entry import Entry, Lookup
from pipeline.model.kinds.page.fields import Page
from pipeline.problems import Problem


def check(entry: Entry[Page], lookup: Lookup) -> tuple[Problem, ...]:  # noqa: ARG001 - the shape of a check
    """Each number is one that can be reached, and a line says who answers it."""
    found = []
    for at, number in enumerate(entry.fields.numbers):
        place = entry.place("numbers", at)
        if not (number.phone or number.sms or number.url):
            hint = "write `phone:`, `sms:` or `url:`"
            found.append(Problem(place, "this number says no way to reach anybody", hint, "missing-field"))
        if number.kind == "crisis" and not number.title:
            hint = "write `title:`, the name of the line"
            found.append(Problem(place, "nobody knows who answers this number", hint, "missing-field"))
    return tuple(found)
