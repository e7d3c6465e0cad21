"""Dates: reviews that are due."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.content.checks.around import Around
from pipeline.model.entry import Entry
from pipeline.problems import Problem


def of(entry: Entry[Any], around: Around) -> Iterator[Problem]:
    """An entry whose `review_by` is past."""
    due = getattr(entry.fields, "review_by", None)
    if due is not None and around.is_past(due):
        hint = "review the text, then set a new date"
        yield Problem(entry.place("review_by"), f"its review was due on {due.isoformat()}", hint, "review-overdue")
