"""Hubs: the pages that list entries. The navigation names them and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.model import urls
from pipeline.model.entry import Entry
from pipeline.model.kinds import KINDS
from pipeline.model.kinds.page import Page as PageFields
from pipeline.model.taxonomy import Heading
from pipeline.site.cards import Data, Shelf
from pipeline.site.compile import page as entry_page
from pipeline.site.engine import Page

NEWEST = 6
SHELVES = {
    "article": "Articles on motivation, urges, thoughts and feelings, and a balanced life.",
    "book-list": "Lists of recommended books, with who they are for.",
    "link-list": "Links to help, tools and reading elsewhere.",
    "handout": "Handouts and worksheets to read, fill in and print.",
    "show": "Podcasts with a variety of speakers.",
}


def hubs(shelf: Shelf) -> Iterator[Page]:
    """All hubs that hold something."""
    yield from _shelves(shelf)
    yield from _headings(shelf, shelf.library.topics, urls.TOPICS, "Topics", "What the library is about.", "topics")
    audiences = shelf.library.audiences
    yield from _headings(shelf, audiences, urls.AUDIENCES, "For whom", "Whom the library is for.", "audiences")
    yield from _people(shelf)


def home(entry: Entry[PageFields] | None, shelf: Shelf) -> Page:
    """The first page: the words of `home.md`, the ways in, and what is newest."""
    library = shelf.library
    listed = [e for e in library.entries if e.kind not in ("page", "show")]
    data: Data = {
        "newest": shelf.cards(listed, "")[:NEWEST],
        "topics": [_way(urls.topic(i), heading) for i, heading in library.topics.items()],
        "audiences": [_way(urls.audience(i), heading) for i, heading in library.audiences.items()],
        "shows": shelf.cards(library.shows, ""),
    }
    if entry is None:
        title, description = library.settings.site.title, library.settings.site.description
        return Page("", title, description, "hubs/home.html", data=data)
    made = entry_page(entry, shelf)
    return Page(
        "", made.title, made.description, "hubs/home.html", made.html, made.toc, {**made.data, **data}, entry.path
    )


def _way(address: str, heading: Heading) -> Data:
    return {"href": urls.relative("", address), "title": heading.title, "description": heading.description}


def _shelves(shelf: Shelf) -> Iterator[Page]:
    for name, description in SHELVES.items():
        kind = KINDS[name]
        entries = [entry for entry in shelf.library.entries if entry.kind == name]
        if entries:
            data: Data = {"groups": [{"title": "", "cards": shelf.cards(entries, kind.root)}]}
            if name == "show":
                data["subscriptions"] = urls.relative(kind.root, urls.SUBSCRIPTIONS)
            yield Page(kind.root, kind.plural, description, "hubs/list.html", data=data)


def _headings(
    shelf: Shelf, headings: Mapping[str, Heading], root: str, title: str, description: str, field: str
) -> Iterator[Page]:
    if not headings:
        return
    ways = [
        {"href": urls.relative(root, f"{root}{i}/"), "title": h.title, "description": h.description}
        for i, h in headings.items()
    ]
    yield Page(root, title, description, "hubs/ways.html", data={"ways": ways})
    for heading_id, heading in headings.items():
        here = f"{root}{heading_id}/"
        named = [e for e in shelf.library.entries if heading_id in getattr(e.fields, field, ())]
        up = {"title": title, "href": urls.relative(here, root)}
        data = {"groups": _groups(named, shelf, here), "up": up}
        yield Page(here, heading.title, heading.description, "hubs/list.html", data=data)


def _people(shelf: Shelf) -> Iterator[Page]:
    people = shelf.library.people
    if not people:
        return
    ways = [
        {"href": urls.relative(urls.PEOPLE, urls.person(i)), "title": p.name, "description": p.bio}
        for i, p in people.items()
    ]
    description = "Those who write and speak here."
    yield Page(urls.PEOPLE, "People", description, "hubs/ways.html", data={"ways": ways})
    for person_id, person in people.items():
        here = urls.person(person_id)
        own = [entry for entry in shelf.library.entries if person_id in shelf.involves(entry)]
        data: Data = {
            "groups": _groups(own, shelf, here),
            "links": [{"title": link.title, "url": link.url} for link in person.links],
            "up": {"title": "People", "href": urls.relative(here, urls.PEOPLE)},
        }
        about = person.bio or person.role or f"What {person.name} wrote and said here."
        yield Page(here, person.name, about, "hubs/list.html", data=data)


def _groups(entries: list[Entry[object]], shelf: Shelf, here: str) -> list[Data]:
    """Entries in groups, a kind each, in the order of the kinds."""
    groups = []
    for kind in KINDS.values():
        cards = shelf.cards((entry for entry in entries if entry.kind == kind.name), here)
        if cards:
            groups.append({"title": kind.plural, "cards": cards})
    return groups
