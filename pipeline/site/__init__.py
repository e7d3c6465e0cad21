"""The site: what is public of a library becomes pages, an engine lends them the frame, and they are finished.

`theme_job` and `theme_problems` look at the theme; `pages` compiles, `book` is the whole input of the engine, `job`
describes its work, `finish` makes of what it gave what is published, `dates` tells when each page changed.
"""

from __future__ import annotations

from pipeline.jobs import Job
from pipeline.model import urls
from pipeline.model.artifact import Blob
from pipeline.model.kinds import KINDS
from pipeline.model.library import Library
from pipeline.model.page import Page
from pipeline.model.published import Published
from pipeline.site import compile as compiler
from pipeline.site import themes
from pipeline.site.engine import Book, Frame
from pipeline.site.finish import finish
from pipeline.site.hubs import home, hubs, sections
from pipeline.site.metadata import with_heads
from pipeline.site.related import Related
from pipeline.site.themes import job as theme_job
from pipeline.site.themes import problems as theme_problems
from pipeline.site.tools import with_tools

__all__ = ["book", "dates", "finish", "job", "pages", "theme_job", "theme_problems"]


def pages(published: Published) -> tuple[Page, ...]:
    """Every page of what is public, sorted by address."""
    library, related = published.library, Related(published.library)
    made = {page.address: page for entry in library.entries for page in compiler.pages(entry, published, related)}
    made[""] = home(made.get(""), published)
    made |= {page.address: page for page in hubs(published)}
    finished = with_heads(with_tools(made.values(), library), published)
    return tuple(sorted(finished, key=lambda one: one.address))


def book(made: tuple[Page, ...], library: Library, base_url: str) -> bytes:
    """The pages with their frame, as the engine gets them."""
    site, say = library.settings.site, library.wording.say
    crisis = None
    if site.crisis:
        target = library.find(site.crisis.link.lstrip("/"))
        crisis = {"text": site.crisis.text, "address": target.address if target else "", "link": site.crisis.link}
    listed = ((say(section.name), section.address) for section in sections(library))
    frame = Frame(
        name=site.title,
        description=site.description,
        language=site.language,
        base_url=base_url,
        navigation=((say("hubs.home"), ""), *listed),
        words=library.wording.words,
        data={
            "crisis": crisis,
            "repository": site.repository or "",
            "quick_exit": site.quick_exit.url if site.quick_exit else "",
            "pages": [{"title": title, "address": address} for title, address in _foot(library)],
        },
    )
    return Book(frame, made).to_bytes()


def _foot(library: Library) -> list[tuple[str, str]]:
    """What the foot of each page names: the free pages, and who speaks here."""
    free = (entry for kind in KINDS.values() if kind.free for entry in library.of(kind))
    named = sorted((entry.fields.title, entry.address) for entry in free if entry.address)
    return [*named, *([(library.wording.say("hubs.people"), urls.PEOPLE)] if library.people else [])]


def job(pages_blob: Blob, library: Library) -> Job:
    """The work of the engine: one job, so that an unchanged library lays out nothing."""
    return Job("pages", "the pages", {"pages": pages_blob, **themes.files(library)})


def dates(library: Library) -> dict[str, str]:
    """Address of each page → the day of its content; hubs have the newest of what they list."""
    zone, found = library.settings.zone, {}
    for entry in library.entries:
        instant = getattr(entry.fields, "updated", None) or entry.fields.date
        if instant:
            found[entry.address] = library.settings.instant(instant).astimezone(zone).date().isoformat()
    newest = max(found.values(), default="")
    listing = [section.address for section in sections(library)]
    listing += [urls.topic(i) for i in library.topics] + [urls.audience(i) for i in library.audiences]
    listing += [urls.PEOPLE, *map(urls.person, library.people)] if library.people else []
    return {**dict.fromkeys(listing, newest), "": newest, **found}
