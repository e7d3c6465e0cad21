"""Hubs: the pages that list entries. The navigation names them and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from pipeline.model import urls
from pipeline.model.entry import Entry
from pipeline.model.kinds import KINDS
from pipeline.model.kinds.kind import Kind
from pipeline.model.library import Library, newest_first
from pipeline.model.page import Page, TocItem
from pipeline.model.published import Published
from pipeline.model.rows import Data, Image, PersonRow, Subject

NEWEST = 6
"""Entries on the first page of all kinds together that have no section of their own there."""


@dataclass(frozen=True, slots=True)
class Section:
    """A hub of the library: its address, and its name in the words of the interface."""

    address: str
    name: str


def sections(library: Library) -> tuple[Section, ...]:
    """The hubs that list something, in the order of the navigation; that of people stands elsewhere."""
    found = [Section(kind.root, f"kinds.{kind.name}.plural") for kind in shelved() if library.of(kind)]
    others = ((urls.TOPICS, "hubs.topics", library.topics), (urls.AUDIENCES, "hubs.audiences", library.audiences))
    return (*found, *(Section(address, name) for address, name, named in others if named))


def shelved() -> tuple[Kind[Any], ...]:
    """The kinds that have a hub, in the order of the navigation."""
    hubs = sorted((kind.hub.place, kind.name) for kind in KINDS.values() if kind.hub)
    return tuple(KINDS[name] for _, name in hubs)


def hubs(published: Published) -> Iterator[Page]:
    """All hubs that hold something."""
    library = published.library
    for kind in shelved():
        if library.of(kind):
            yield _shelf(kind, published)
    yield from _headings(urls.TOPICS, "topics", [published.topic(i) for i in library.topics], published)
    yield from _headings(urls.AUDIENCES, "audiences", [published.audience(i) for i in library.audiences], published)
    yield from _people(published)


def home(page: Page | None, published: Published) -> Page:
    """The first page: the words of its entry, whose page is given, the ways in, and what is newest."""
    library = published.library
    data: Data = {
        "topics": [_way(published.topic(i)) for i in library.topics],
        "audiences": [_way(published.audience(i)) for i in library.audiences],
        "sections": _front(published),
    }
    if page is None:
        title, description = library.settings.site.title, library.settings.site.description
        return Page("", title, description, "hubs/home.html", data=data)
    return replace(page, template="hubs/home.html", data={**page.data, **data})


def _front(published: Published) -> list[Data]:
    """What the first page shows of the kinds: those with a section of their own, then what is newest of all others."""
    library, newest = published.library, "newest"
    own: dict[str, list[list[Data]]] = {}
    for kind in KINDS.values():
        if kind.front.section != newest:
            found = teasers(library.of(kind), published)
            own.setdefault(kind.front.section, []).append(found[: kind.front.most or None])
    rest = [e for e in library.entries if KINDS[e.kind].news and KINDS[e.kind].front.section == newest]
    own[newest] = [teasers(rest, published)[:NEWEST]]
    shown = {name: [found for found in lists if found] for name, lists in own.items()}
    return [{"name": name, "lists": lists} for name, lists in shown.items() if lists]


def teasers(entries: Iterable[Entry[Any]], published: Published) -> list[Data]:
    """Entries in a list, newest first."""
    ordered = sorted(entries, key=newest_first, reverse=True)
    return [asdict(published.teaser(entry)) for entry in ordered]


def _way(to: Subject | PersonRow) -> Data:
    """A topic, an audience or a person, as a list names it."""
    title, words, image = _of(to)
    shown = asdict(image) if image else None
    return {"url": to.url, "title": title, "description": words, "image": shown}


def _of(to: Subject | PersonRow) -> tuple[str, str, Image | None]:
    return (to.name, to.bio, to.photo) if isinstance(to, PersonRow) else (to.title, to.description, to.image)


def _shelf(kind: Kind[Any], published: Published) -> Page:
    library = published.library
    assert kind.hub is not None, kind.name
    entries = library.of(kind)
    if kind.hub.groups == "kind":
        below = (other for entry in entries for other in library.below(entry))
        groups = _groups([*entries, *below], published)
    else:
        groups = _by_topic(entries, published)
    title, about = published.say(f"kinds.{kind.name}.plural"), published.say(f"kinds.{kind.name}.about")
    return _list(kind.root, title, about, groups, {"path": _path(published), **kind.hub.leads_to})


def _path(published: Published, *steps: tuple[str, str]) -> list[Data]:
    """The way to a hub: the first page, then addresses and titles."""
    return [{"address": to, "title": title} for to, title in (("", published.say("hubs.home")), *steps)]


def _list(here: str, title: str, about: str, groups: list[Data], data: Mapping[str, Any]) -> Page:
    """A page of groups, with its contents where there are several."""
    toc = tuple(TocItem(2, f"group-{number}", group["title"]) for number, group in enumerate(groups, 1))
    listed = groups if len(groups) > 1 else [{**group, "title": ""} for group in groups]
    return Page(here, title, about, "hubs/list.html", toc=toc if len(toc) > 1 else (), data={**data, "groups": listed})


def _headings(root: str, field: str, subjects: list[Subject], published: Published) -> Iterator[Page]:
    """The hub of all topics or audiences, and that of each."""
    if not subjects:
        return
    title = published.say(f"hubs.{field}")
    data: Data = {"ways": [_way(one) for one in subjects], "path": _path(published)}
    yield Page(root, title, published.say(f"hubs.{field}-about"), "hubs/ways.html", data=data)
    below = _by(published.library, lambda entry: getattr(entry.fields, field, ()))
    for one in subjects:
        named = below.get(one.id.removeprefix(root).rstrip("/"), [])
        data = {"path": _path(published, (root, title)), "image": asdict(one.image) if one.image else None}
        yield _list(one.id, one.title, one.description, _groups(named, published), data)


def _people(published: Published) -> Iterator[Page]:
    library = published.library
    people = {i: published.person_row(i) for i in library.people}
    if not people:
        return
    title = published.say("hubs.people")
    data: Data = {"ways": [_way(person) for person in people.values()], "path": _path(published)}
    yield Page(urls.PEOPLE, title, published.say("hubs.people-about"), "hubs/ways.html", data=data)
    below = _by(library, published.involved)
    for person_id, person in people.items():
        data = {
            "links": [asdict(link) for link in person.links],
            "image": asdict(person.photo) if person.photo else None,
            "path": _path(published, (urls.PEOPLE, title)),
        }
        about = person.bio or person.role or published.say("hubs.person-about", name=person.name)
        yield _list(person.id, person.name, about, _groups(below.get(person_id, []), published), data)


def _by(library: Library, ids: Callable[[Entry[Any]], Iterable[str]]) -> dict[str, list[Entry[Any]]]:
    """The entries below each id that they name."""
    found: dict[str, list[Entry[Any]]] = {}
    for entry in library.entries:
        for one in dict.fromkeys(ids(entry)):
            found.setdefault(one, []).append(entry)
    return found


def _by_topic(entries: Iterable[Entry[Any]], published: Published) -> list[Data]:
    """Entries in groups, each once, below the first of its topics; those without one come last."""
    topics = published.library.topics
    found: dict[str, list[Entry[Any]]] = {topic: [] for topic in (*topics, "")}
    for entry in entries:
        own = getattr(entry.fields, "topics", ())
        found[next((topic for topic in topics if topic in own), "")].append(entry)
    titles = {topic: heading.title for topic, heading in topics.items()} | {"": published.say("hubs.besides")}
    return [{"title": titles[topic], "cards": teasers(named, published)} for topic, named in found.items() if named]


def _groups(entries: Iterable[Entry[Any]], published: Published) -> list[Data]:
    """Entries in groups, a kind each, in the order of the kinds."""
    by_kind: dict[str, list[Entry[Any]]] = {}
    for entry in entries:
        by_kind.setdefault(entry.kind, []).append(entry)
    return [
        {"title": published.say(f"kinds.{name}.plural"), "cards": teasers(by_kind[name], published)}
        for name in KINDS
        if name in by_kind
    ]
