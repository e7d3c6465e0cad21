"""The site: what is public of a library becomes pages, an engine lends them the frame, and they are finished.

`images` describes the sizes of pictures and `shown` reads what came of it, `artworks` and `artwork` do so for artwork;
`pages` compiles, `cards` describes the card of each and `carded` gives it to them, `book` is the whole input of the
engine, `job` describes its work, `finish` makes of what it gave what is published.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pipeline.jobs import Job
from pipeline.model import urls
from pipeline.model.artifact import Blob
from pipeline.model.kinds.page import HOME
from pipeline.model.library import Library
from pipeline.model.published import Published
from pipeline.site.artwork import artwork, artwork_pieces, artworks
from pipeline.site.cards import Shelf
from pipeline.site.compile import page
from pipeline.site.engine import Book, Frame, Page
from pipeline.site.finish import finish
from pipeline.site.hubs import SHELVES, home, hubs
from pipeline.site.listening import transcripts
from pipeline.site.metadata import with_heads
from pipeline.site.pictures import Shown, addresses, images, shown
from pipeline.site.pictures import pieces as picture_pieces
from pipeline.site.search import Documents, documents
from pipeline.site.search import job as search_job
from pipeline.site.search import pieces as search_pieces
from pipeline.site.social import carded, cards
from pipeline.site.tools import with_tools

__all__ = [
    "Documents",
    "Shown",
    "addresses",
    "artwork",
    "artwork_pieces",
    "artworks",
    "book",
    "carded",
    "cards",
    "dates",
    "documents",
    "finish",
    "images",
    "job",
    "pages",
    "picture_pieces",
    "search_job",
    "search_pieces",
    "shown",
]

_SECTIONS = (
    ("kinds.article.plural", urls.ARTICLES),
    ("kinds.handout.plural", urls.HANDOUTS),
    ("kinds.show.plural", urls.PODCASTS),
    ("kinds.book-list.plural", urls.BOOKS),
    ("kinds.link-list.plural", urls.LINKS),
    ("hubs.topics", urls.TOPICS),
    ("hubs.audiences", urls.AUDIENCES),
)


def pages(published: Published, pictures: Mapping[str, Shown]) -> tuple[Page, ...]:
    """Every page of what is public, sorted by address; `pictures` are those in use, as pages show them."""
    library, canonical = published.library, replace(published, base_url=published.library.settings.site.url)
    shelf = Shelf(
        library,
        published.renderings,
        published.media,
        pictures,
        published.files,
        published.base_url,
        published.editions,
    )
    made = [page(entry, shelf) for entry in library.entries if entry.path != HOME]
    made += [home(library.entry(HOME), shelf), *hubs(shelf), *transcripts(made, shelf)]
    return tuple(sorted(with_heads(with_tools(made, library), canonical), key=lambda one: one.address))


def book(made: tuple[Page, ...], library: Library, base_url: str) -> bytes:
    """The pages with their frame, as the engine gets them."""
    site, say = library.settings.site, library.wording.say
    there = {page.address for page in made}
    free = sorted((e.fields.title, e.address) for e in library.pages if e.address)
    people = [(say("hubs.people"), urls.PEOPLE)] if library.people else []
    crisis = None
    if site.crisis:
        target = library.find(site.crisis.link.lstrip("/"))
        crisis = {"text": site.crisis.text, "address": target.address if target else "", "link": site.crisis.link}
    frame = Frame(
        name=site.title,
        description=site.description,
        language=site.language,
        base_url=base_url,
        navigation=tuple((say(name), root) for name, root in (("hubs.home", ""), *_SECTIONS) if root in there),
        words=library.wording.words,
        data={
            "crisis": crisis,
            "quick_exit": site.quick_exit.url if site.quick_exit else "",
            "pages": [{"title": title, "address": address} for title, address in (*free, *people)],
        },
    )
    return Book(frame, made).to_bytes()


def job(pages_blob: Blob, library: Library) -> Job:
    """The work of the engine: one job, so that an unchanged library lays out nothing."""
    theme = {f.path: Blob(f.digest, f.size) for f in library.tree if _is_of_the_theme(f.path)}
    return Job("pages", "the pages", {"pages": pages_blob, **theme})


def _is_of_the_theme(path: str) -> bool:
    """Whether the engine needs a file: what is only for print is not for the site."""
    return path == "mkdocs.yml" or (path.startswith("theme/") and not path.startswith("theme/print/"))


def dates(library: Library) -> dict[str, str]:
    """Address of each page → the day of its content; hubs have the newest of what they list."""
    zone, found = library.settings.zone, {}
    for entry in library.entries:
        instant = getattr(entry.fields, "updated", None) or entry.fields.date
        if instant:
            found[entry.address] = library.settings.instant(instant).astimezone(zone).date().isoformat()
    newest = max(found.values(), default="")
    named = ((urls.TOPICS, library.topics), (urls.AUDIENCES, library.audiences), (urls.PEOPLE, library.people))
    hub_addresses = [address for address, listed in named if listed]
    hub_addresses += [urls.topic(i) for i in library.topics] + [urls.audience(i) for i in library.audiences]
    hub_addresses += [urls.person(i) for i in library.people]
    kinds = {entry.kind for entry in library.entries}
    hub_addresses += [address for name, address in _shelf_addresses() if name in kinds]
    return {**dict.fromkeys(hub_addresses, newest), "": newest, **found}


def _shelf_addresses() -> tuple[tuple[str, str], ...]:
    roots = (urls.ARTICLES, urls.BOOKS, urls.LINKS, urls.HANDOUTS, urls.PODCASTS)
    return tuple(zip(SHELVES, roots, strict=True))
