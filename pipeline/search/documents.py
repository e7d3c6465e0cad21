"""What the program that indexes reads: for each page one document, its facts in the head, its words in the body."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from pipeline.model.entry import Entry
from pipeline.model.published import Published

Facts = Mapping[str, Any]
"""Of a page, as JSON data: title, kind, topics, audiences, people, language; in words, as results show them."""


def facts(entry: Entry[Any], published: Published) -> Facts:
    """What results show of an entry and can be narrowed by."""
    row = published.row(entry)
    return {
        "title": row.title,
        "kind": published.say(f"kinds.{entry.kind}.singular"),
        "topics": [topic.title for topic in row.topics],
        "audiences": [audience.title for audience in row.audiences],
        "people": ", ".join(published.person(one).title for one in published.involved(entry)),
        "language": row.language,
    }


def document(about: Facts, words: str) -> str:
    """A page as Pagefind reads it."""
    head = "".join(_head(about))
    return f"<!doctype html><html><head>{head}</head><body data-pagefind-body>{words}</body></html>"


def _head(about: Facts) -> Iterator[str]:
    filters = {"kind": [about["kind"]], "topic": about["topics"], "audience": about["audiences"]}
    for name, values in filters.items():
        for value in values:
            yield f'<meta data-pagefind-filter="{name}[content]" content="{escape(value)}">'
    for name in ("title", "kind", "people", "language"):
        yield f'<meta data-pagefind-meta="{name}[content]" content="{escape(about[name])}">'
