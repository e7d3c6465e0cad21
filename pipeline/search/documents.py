"""What can be searched: finished pages, reduced to their words, so that nothing else has them indexed again.

A template marks what is searched with `data-pagefind-body`, and what of it is not with `data-pagefind-ignore`. Only
pages of entries are searched; hubs list what stands on other pages.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from pipeline.jobs import Job
from pipeline.model import urls
from pipeline.model.artifact import Blob, Piece, canonical
from pipeline.model.entry import Entry
from pipeline.model.published import Published


@dataclass(frozen=True, slots=True)
class Documents:
    """The whole input of the search: documents by address, and the language in which all of them are indexed.

    One index serves all languages of a library: who searches finds everything, whatever page they are on.
    """

    language: str
    documents: Mapping[str, str]

    def to_bytes(self) -> bytes:
        """Canonical JSON."""
        return canonical({"version": 1, "language": self.language, "documents": dict(self.documents)})

    @classmethod
    def from_bytes(cls, data: bytes) -> Documents:
        """What `to_bytes` wrote."""
        plain = json.loads(data)
        return cls(plain["language"], plain["documents"])


def documents(words: Mapping[str, str], published: Published) -> Documents:
    """What of the finished pages is searched; nothing, when the theme marks nothing."""
    found = {}
    for entry in sorted(published.library.entries, key=lambda one: one.address):
        text = words.get(urls.page_file(entry.address))
        if entry.address and text:
            head = "".join(_facts(entry, published))
            page = f"<!doctype html><html><head>{head}</head><body data-pagefind-body>{text}</body></html>"
            found[entry.address] = page
    return Documents(published.site.language.partition("-")[0].lower(), found)


def job(documents_blob: Blob) -> Job:
    """The work of indexing: one job, so that an unchanged library indexes nothing."""
    return Job("search", "the words of the pages", {"documents": documents_blob})


def pieces(outputs: Mapping[str, Blob]) -> tuple[Piece, ...]:
    """What the job made, where readers' browsers find it."""
    return tuple(Piece(f"{urls.SEARCH}{name}", blob, "theme/") for name, blob in outputs.items())


def _facts(entry: Entry[Any], published: Published) -> Iterator[str]:
    """What results show and can be narrowed by."""
    row, label = published.row(entry), published.say(f"kinds.{entry.kind}.singular")
    subjects = (("topic", row.topics), ("audience", row.audiences))
    named = ((name, one.title) for name, several in subjects for one in several)
    for name, value in (("kind", label), *named):
        yield f'<meta data-pagefind-filter="{name}[content]" content="{escape(value)}">'
    people = ", ".join(published.person(one).title for one in published.involved(entry))
    shown = {"title": row.title, "kind": label, "people": people, "language": row.language}
    for name, value in shown.items():
        yield f'<meta data-pagefind-meta="{name}[content]" content="{escape(value)}">'
