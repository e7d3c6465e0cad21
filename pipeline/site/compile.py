"""Entries → pages: texts with their links resolved for the place where they stand, and data for the templates."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from pipeline.formats import markdown
from pipeline.formats.markdown import Heading
from pipeline.model import urls
from pipeline.model.entry import Entry, resolve
from pipeline.model.kinds import KINDS
from pipeline.model.published import forms_of
from pipeline.site import books, listening, pictures, resources, worksheets
from pipeline.site.cards import Data, Shelf, headings_of
from pipeline.site.engine import Page, TocItem

RELATED = 4
"""Entries named as related, at most, unless an editor chose more."""


def page(entry: Entry[Any], shelf: Shelf) -> Page:
    """The page of an entry."""
    rendering = shelf.renderings[entry.path]
    return Page(
        address=entry.address,
        title=entry.fields.title,
        description=entry.fields.description,
        template=KINDS[entry.kind].template,
        html=_in_its_language(text(entry, shelf), shelf.language(entry)),
        toc=(*toc(rendering.headings), *(listening.toc(entry, shelf) if entry.kind == "episode" else ())),
        data=_common(entry, shelf) | _OWN.get(entry.kind, _nothing)(entry, shelf),
        source=entry.path,
    )


def text(entry: Entry[Any], shelf: Shelf) -> str:
    """The body of an entry as HTML, with links from where it stands, and its forms filled in."""
    rendering = shelf.renderings[entry.path]
    first = getattr(entry.fields, "image", None) is None
    html = pictures.in_text(rendering.html, shelf.pictures, entry.address, eager=first)
    html = markdown.relink(html, lambda path, _fragment: _href(path, entry, shelf))
    forms = forms_of(rendering, entry.path, shelf.library.wording)
    return markdown.fill_forms(html, worksheets.parted(list(forms)))


def _in_its_language(html: str, language: str) -> str:
    """Read aloud and hyphenated in the language in which it is written (WCAG 3.1.2)."""
    return f'<div lang="{escape(language)}" dir="auto">{html}</div>' if html and language else html


def _href(path: str, entry: Entry[Any], shelf: Shelf) -> str:
    """The address of what a link in a text leads to; a checked library leaves no link without one."""
    reference = shelf.library.find(path)
    known = reference.address if reference else shelf.files.get(path)
    return urls.relative(entry.address, path if known is None else known)  # an unknown path is found by the last look


def toc(headings: tuple[Heading, ...]) -> tuple[TocItem, ...]:
    """The table of contents, with the ids of the HTML."""
    return tuple(TocItem(h.level, markdown.PREFIX + h.id, h.title, toc(h.children)) for h in headings)


def _common(entry: Entry[Any], shelf: Shelf) -> Data:
    fields, here = entry.fields, entry.address
    updated, related = getattr(fields, "updated", None), _related(entry, shelf)
    following = _next(entry, related)
    return {
        "kind": entry.kind,
        "label": shelf.say(f"kinds.{entry.kind}.singular"),
        "language": shelf.language(entry),
        "date": shelf.day(fields.date) if fields.date else "",
        "updated": shelf.day(updated) if updated else "",
        "review_by": fields.review_by.isoformat() if getattr(fields, "review_by", None) else "",
        "minutes": shelf.minutes(entry),
        "authors": shelf.people(getattr(fields, "authors", ()), here),
        "topics": shelf.topics(getattr(fields, "topics", ()), here),
        "audiences": shelf.audiences(getattr(fields, "audiences", ()), here),
        "picture": shelf.picture(getattr(fields, "image", None), entry.path, here, pictures.LEAD, eager=True),
        "sources": [
            {"title": s.title, "url": s.url or "", "by": s.by, "year": s.year or ""}
            for s in getattr(fields, "sources", ())
        ],
        "next": following,
        "related": [card for card in related if card is not following],
        "licence": fields.licence or shelf.library.settings.site.licence,
        "path": _path(entry, shelf),
    }


def _path(entry: Entry[Any], shelf: Shelf) -> list[Data]:
    """The way to an entry: the first page, its shelf, its show."""
    kind = KINDS[entry.kind]
    if not entry.address:
        return []
    if not kind.root:
        return shelf.path(entry.address)
    if entry.kind != "episode":
        return shelf.path(entry.address, (kind.root, shelf.say(f"kinds.{kind.name}.plural")))
    show = shelf.library.show_of(entry)
    podcasts = (KINDS["show"].root, shelf.say("kinds.show.plural"))
    return shelf.path(entry.address, podcasts, (show.address, show.fields.title))


def _next(entry: Entry[Any], related: list[Data]) -> Data | None:
    """What to do after reading or hearing: the first handout beside it; after a handout, the first that is not one."""
    if entry.kind in ("article", "episode"):
        return next((card for card in related if card["kind"] == "handout"), None)
    return next((card for card in related if card["kind"] != "handout"), None) if entry.kind == "handout" else None


def _related(entry: Entry[Any], shelf: Shelf) -> list[Data]:
    """Related entries: those chosen by hand, then those that share most topics and audiences."""
    chosen = (shelf.library.entry(resolve(path, entry.path) or "") for path in getattr(entry.fields, "related", ()))
    found = {other.path: other for other in chosen if other}
    for other in shelf.nearest(headings_of(entry)):
        if len(found) >= RELATED:
            break
        if other is not entry:
            found.setdefault(other.path, other)
    return [shelf.card(other, entry.address) for other in found.values()]


def _nothing(entry: Entry[Any], shelf: Shelf) -> Data:  # noqa: ARG001 - the shape of a kind's own data
    return {}


_OWN: dict[str, Callable[[Entry[Any], Shelf], Data]] = {
    "book-list": books.book_list,
    "link-list": resources.link_list,
    "handout": worksheets.handout,
    "show": listening.show,
    "episode": listening.episode,
}
