"""What the book holds: what is read and what is filled in, with the page that helps before all else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.model.entry import Entry
from pipeline.model.kinds import KINDS
from pipeline.model.library import Library
from pipeline.offline.book import Chapter


def chapters(library: Library) -> tuple[Chapter, ...]:
    """The chapters of what is public: the page that helps first, then the kinds that are bound, in their order; within
    each by topic, and by title.
    """
    return tuple(_chapters(library))


def _chapters(library: Library) -> Iterator[Chapter]:
    crisis = library.settings.site.crisis
    helping = library.entry(crisis.link.lstrip("/")) if crisis else None
    if helping:
        yield _chapter(helping, library, "")
    topics = {topic: number for number, topic in enumerate(library.topics)}

    def place(entry: Entry[Any]) -> tuple[int, str, str]:
        own = getattr(entry.fields, "topics", ())
        return topics.get(own[0], len(topics)) if own else len(topics), entry.fields.title.casefold(), entry.path

    for kind in KINDS.values():
        if kind.bound:
            part = library.wording.say(f"kinds.{kind.name}.plural")
            for entry in sorted(library.of(kind), key=place):
                if entry is not helping:
                    yield _chapter(entry, library, part)


def _chapter(entry: Entry[Any], library: Library, part: str) -> Chapter:
    people = (library.people[one].name for one in entry.fields.authors if one in library.people)
    return Chapter(
        entry.address,
        entry.fields.title,
        tuple(people),
        library.language(entry),
        part,
        paper=KINDS[entry.kind].use == "done",
    )
