"""Hubs: the pages that list entries. The navigation names them and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.model import urls
from pipeline.model.entry import Entry, Picture
from pipeline.model.kinds import KINDS
from pipeline.model.kinds.page import Page as PageFields
from pipeline.model.taxonomy import Heading, Person
from pipeline.site.cards import Data, Shelf
from pipeline.site.compile import page as entry_page
from pipeline.site.engine import Page, TocItem
from pipeline.site.pictures import AUDIENCES, CARD, LEAD, PEOPLE, TOPICS

NEWEST, LATEST = 6, 3
SHELVES = ("article", "book-list", "link-list", "handout", "show")


def hubs(shelf: Shelf) -> Iterator[Page]:
    """All hubs that hold something."""
    yield from _shelves(shelf)
    topics, audiences = shelf.library.topics, shelf.library.audiences
    yield from _headings(shelf, topics, urls.TOPICS, "topics", TOPICS)
    yield from _headings(shelf, audiences, urls.AUDIENCES, "audiences", AUDIENCES)
    yield from _people(shelf)


def home(entry: Entry[PageFields] | None, shelf: Shelf) -> Page:
    """The first page: the words of `home.md`, the ways in, and what is newest."""
    library = shelf.library
    listed = [e for e in library.entries if e.kind not in ("page", "show", "episode")]
    data: Data = {
        "newest": shelf.cards(listed, "")[:NEWEST],
        "topics": [_way("", urls.topic(i), heading, TOPICS, shelf) for i, heading in library.topics.items()],
        "audiences": [_way("", urls.audience(i), h, AUDIENCES, shelf) for i, h in library.audiences.items()],
        "shows": shelf.cards(library.shows, ""),
        "episodes": shelf.cards(library.episodes, "")[:LATEST],
    }
    if entry is None:
        title, description = library.settings.site.title, library.settings.site.description
        return Page("", title, description, "hubs/home.html", data=data)
    made = entry_page(entry, shelf)
    return Page(
        "", made.title, made.description, "hubs/home.html", made.html, made.toc, {**made.data, **data}, entry.path
    )


def _way(here: str, address: str, to: Heading | Person, beside: str, shelf: Shelf) -> Data:
    """A topic, an audience or a person, as the list on the page at `here` names it; `beside` is the file it is from."""
    title, words, picture = _of(to)
    shown = shelf.picture(picture, beside, here, CARD)
    return {"href": urls.relative(here, address), "title": title, "description": words, "picture": shown}


def _of(to: Heading | Person) -> tuple[str, str, Picture | None]:
    return (to.name, to.bio, to.photo) if isinstance(to, Person) else (to.title, to.description, to.image)


def _shelves(shelf: Shelf) -> Iterator[Page]:
    for name in SHELVES:
        root = KINDS[name].root
        entries = [entry for entry in shelf.library.entries if entry.kind == name]
        if entries:
            data: Data = {"path": shelf.path(root)}
            if name == "show":
                data["subscriptions"] = urls.relative(root, urls.SUBSCRIPTIONS)
                groups = _groups([*entries, *shelf.library.episodes], shelf, root)
            else:
                groups = _by_topic(entries, shelf, root)
            title, about = shelf.say(f"kinds.{name}.plural"), shelf.say(f"kinds.{name}.about")
            yield _list(root, title, about, groups, data)


def _list(here: str, title: str, about: str, groups: list[Data], data: Data) -> Page:
    """A page of groups, with its contents where there are several."""
    toc = tuple(TocItem(2, f"group-{number}", group["title"]) for number, group in enumerate(groups, 1))
    data = {**data, "groups": groups if len(groups) > 1 else [{**group, "title": ""} for group in groups]}
    return Page(here, title, about, "hubs/list.html", toc=toc if len(toc) > 1 else (), data=data)


def _headings(shelf: Shelf, headings: Mapping[str, Heading], root: str, field: str, beside: str) -> Iterator[Page]:
    if not headings:
        return
    ways = [_way(root, f"{root}{i}/", heading, beside, shelf) for i, heading in headings.items()]
    title = shelf.say(f"hubs.{field}")
    yield Page(
        root, title, shelf.say(f"hubs.{field}-about"), "hubs/ways.html", data={"ways": ways, "path": shelf.path(root)}
    )
    for heading_id, heading in headings.items():
        here = f"{root}{heading_id}/"
        named = [e for e in shelf.library.entries if heading_id in getattr(e.fields, field, ())]
        picture = shelf.picture(heading.image, beside, here, LEAD, eager=True)
        data = {"path": shelf.path(here, (root, title)), "picture": picture}
        yield _list(here, heading.title, heading.description, _groups(named, shelf, here), data)


def _people(shelf: Shelf) -> Iterator[Page]:
    people = shelf.library.people
    if not people:
        return
    ways = [_way(urls.PEOPLE, urls.person(i), person, PEOPLE, shelf) for i, person in people.items()]
    title = shelf.say("hubs.people")
    data: Data = {"ways": ways, "path": shelf.path(urls.PEOPLE)}
    yield Page(urls.PEOPLE, title, shelf.say("hubs.people-about"), "hubs/ways.html", data=data)
    for person_id, person in people.items():
        here = urls.person(person_id)
        own = [entry for entry in shelf.library.entries if person_id in shelf.involves(entry)]
        data = {
            "links": [{"title": link.title, "url": link.url} for link in person.links],
            "picture": shelf.picture(person.photo, PEOPLE, here, LEAD, eager=True),
            "path": shelf.path(here, (urls.PEOPLE, title)),
        }
        about = person.bio or person.role or shelf.say("hubs.person-about", name=person.name)
        yield _list(here, person.name, about, _groups(own, shelf, here), data)


def _by_topic(entries: list[Entry[Any]], shelf: Shelf, here: str) -> list[Data]:
    """Entries in groups, each once, below the first of its topics; those without one come last."""
    found: dict[str, list[Entry[Any]]] = {topic: [] for topic in (*shelf.library.topics, "")}
    for entry in entries:
        found[next((topic for topic in found if topic in entry.fields.topics), "")].append(entry)
    titles = {topic: heading.title for topic, heading in shelf.library.topics.items()} | {"": shelf.say("hubs.besides")}
    return [{"title": titles[topic], "cards": shelf.cards(named, here)} for topic, named in found.items() if named]


def _groups(entries: list[Entry[object]], shelf: Shelf, here: str) -> list[Data]:
    """Entries in groups, a kind each, in the order of the kinds."""
    groups = []
    for kind in KINDS.values():
        cards = shelf.cards((entry for entry in entries if entry.kind == kind.name), here)
        if cards:
            groups.append({"title": shelf.say(f"kinds.{kind.name}.plural"), "cards": cards})
    return groups
