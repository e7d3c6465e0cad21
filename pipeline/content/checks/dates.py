"""Dates: reviews that are due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from pipeline.model.library import Library
from pipeline.problems import Problem


def check(library: Library, instant: datetime) -> Iterator[Problem]:
    """Entries whose `review_by` is past."""
    today = instant.astimezone(library.settings.zone).date()
    for entry in library.entries:
        due = getattr(entry.fields, "review_by", None)
        if due is not None and due < today:
            hint = "review the text, then set a new date"
            yield Problem(entry.place("review_by"), f"its review was due on {due.isoformat()}", hint, "review-overdue")
