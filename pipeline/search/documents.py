"""What can be searched: finished pages, reduced to their words, so that nothing else has them indexed again.

A template marks what is searched with `data-pagefind-body`, and what of it is not with `data-pagefind-ignore`. Only
pages of entries are searched; hubs list what stands on other pages.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, cast

from lxml import etree
from lxml.html import HtmlElement, document_fromstring, tostring

from pipeline.jobs import Job
from pipeline.model import urls
from pipeline.model.artifact import Blob, Piece, canonical
from pipeline.model.entry import Entry
from pipeline.model.published import Published

_BODY = etree.XPath("//*[@data-pagefind-body]")
_SILENT = etree.XPath("descendant::*[@data-pagefind-ignore or self::script or self::style or self::svg or self::audio]")
_KEPT = {"id"}  # of attributes: places to lead to


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


def documents(finished: Iterable[Piece], published: Published) -> Documents:
    """What of the finished pages is searched; nothing, when the theme marks nothing."""
    texts = {piece.path: piece.data for piece in finished}
    found = {}
    for entry in sorted(published.library.entries, key=lambda one: one.address):
        text = texts.get(urls.page_file(entry.address))
        if entry.address and isinstance(text, bytes) and b"data-pagefind-body" in text:
            found[entry.address] = _document(entry, text.decode(), published)
    return Documents(published.site.language.partition("-")[0].lower(), found)


def job(documents_blob: Blob) -> Job:
    """The work of indexing: one job, so that an unchanged library indexes nothing."""
    return Job("search", "the words of the pages", {"documents": documents_blob})


def pieces(outputs: Mapping[str, Blob]) -> tuple[Piece, ...]:
    """What the job made, where readers' browsers find it."""
    return tuple(Piece(f"{urls.SEARCH}{name}", blob, "theme/") for name, blob in outputs.items())


def _document(entry: Entry[Any], text: str, published: Published) -> str:
    """A page as Pagefind reads it: its facts in the head, its words in the body."""
    head = "".join(_facts(entry, published))
    body = "".join(_words(part) for part in _all(_BODY, document_fromstring(text)))
    return f"<!doctype html><html><head>{head}</head><body data-pagefind-body>{body}</body></html>"


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


def _words(part: HtmlElement) -> str:
    """Text with its headings and their ids; pictures, players and the addresses of links say nothing to a search."""
    for element in _all(_SILENT, part):
        element.drop_tree()
    for element in part.iter(etree.Element):
        for name in {*element.attrib} - _KEPT:
            del element.attrib[name]
    return str(tostring(part, encoding="unicode", with_tail=False))


def _all(path: etree.XPath, tree: HtmlElement) -> list[HtmlElement]:
    return cast("list[HtmlElement]", path(tree))
