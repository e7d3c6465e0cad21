"""Hubs: the pages that list entries. The navigation names them and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any

from pipeline.model import urls
from pipeline.model.artifact import canonical, sha256
from pipeline.model.entry import Entry
from pipeline.model.kinds import KINDS
from pipeline.model.kinds.kind import Hub, Kind
from pipeline.model.library import Library, newest_first
from pipeline.model.page import Page, TocItem
from pipeline.model.published import Published
from pipeline.model.rows import Data, Image, PersonRow, Subject

NEWS, NEWEST = "newest", 6
"""The section of the first page for all kinds that have none of their own there, and how many entries it shows."""
PART = 60
"""Entries on one page of a list that is too long for one: the list's own has so many, and not twice as many."""
Groups = list[Data] | None
"""What a hub lists, below a title each; None: it is to make them itself."""
_ONE = {"topics": "topic", "audiences": "audience", "people": "person"}


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


class Shelves:
    """Which entries stand on which list, newest first: `kind article`, `topic sleep`, `person ann`."""

    def __init__(self, published: Published) -> None:
        self._published = published
        self._lists: dict[str, list[Entry[Any]]] = {}
        for entry in sorted(published.library.entries, key=newest_first, reverse=True):
            for name in _lists_of(entry, published):
                self._lists.setdefault(name, []).append(entry)
        published.answers.facts("listed", lambda name: _mark(self._lists.get(name, ())))
        published.answers.facts("listed on", self._on)

    def of(self, name: str) -> list[Entry[Any]]:
        """The entries of a list, newest first; noted as asked."""
        self._published.answers.fact("listed", name)
        return self._lists.get(name, [])

    def parts(self, name: str) -> int:
        """How many pages a list has besides its own; 0 where that is enough."""
        return max(0, len(self._lists.get(name, ())) // PART - 1)

    def part(self, name: str, number: int) -> list[Entry[Any]]:
        """The entries on such a page, newest first; 0: on that of the list itself, which has the newest. Noted is what
        stands there, and whether it leads to the page of the list.
        """
        self._published.answers.fact("listed on", f"{name}, page {number}")
        return self._slice(name, number)

    def _slice(self, name: str, number: int) -> list[Entry[Any]]:
        listed = self._lists.get(name, [])
        end = len(listed) - PART * (number - 1 if number else self.parts(name))
        return listed[end - PART if number else 0 : end]

    def _on(self, page: str) -> str:
        name, _, number = page.rpartition(", page ")
        parts = self.parts(name)
        return f"{_mark(self._slice(name, int(number)))} {parts if int(number) in (0, parts) else ''}"

    def cards(self, entries: Iterable[Entry[Any]]) -> list[Data]:
        """Entries as lists show them."""
        return [self._published.card(entry) for entry in entries]


def _mark(listed: Iterable[Entry[Any]]) -> str:
    return sha256(canonical([[entry.path, *getattr(entry.fields, "topics", ())] for entry in listed]))


def _lists_of(entry: Entry[Any], published: Published) -> Iterator[str]:
    """The lists on which an entry stands."""
    kind = KINDS[entry.kind]
    yield f"kind {entry.kind}"
    if kind.news and kind.front.section == NEWS:
        yield NEWS
    for name, field in (("topic", "topics"), ("audience", "audiences")):
        yield from (f"{name} {one}" for one in dict.fromkeys(getattr(entry.fields, field, ())))
    yield from (f"person {one}" for one in published.involved(entry))


class Hubs:
    """The pages that list entries, each made by its address."""

    def __init__(self, published: Published) -> None:
        self._published, self._shelves = published, Shelves(published)
        self._makers: dict[str, Callable[[], Page]] = {}
        library = published.library
        for kind in shelved():
            if library.of(kind) and kind.hub and kind.hub.template:
                self._makers[kind.root] = partial(self._whole, kind, kind.hub)
            elif library.of(kind):
                self._paged(kind.root, f"kind {kind.name}", partial(self._shelf, kind))
        self._add(urls.TOPICS, "topics", {urls.topic(one): partial(published.topic, one) for one in library.topics})
        audiences = {urls.audience(one): partial(published.audience, one) for one in library.audiences}
        self._add(urls.AUDIENCES, "audiences", audiences)
        people = {urls.person(one): partial(published.person_row, one) for one in library.people}
        self._add(urls.PEOPLE, "people", people)

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where they lie; the first page is not among them."""
        return tuple(self._makers)

    def page(self, address: str) -> Page:
        """The hub at an address."""
        return self._makers[address]()

    def home(self, page: Page | None) -> Page:
        """The first page: the words of its entry, whose page is given, the ways in, and what is newest."""
        published = self._published
        data: Data = {
            "topics": [_way(published.topic(i)) for i in published.listed("topics")],
            "audiences": [_way(published.audience(i)) for i in published.listed("audiences")],
            "sections": self._front(),
        }
        if page is None:
            return Page("", published.site.title, published.site.description, "hubs/home.html", data=data)
        return replace(page, template="hubs/home.html", data={**page.data, **data})

    def _front(self) -> list[Data]:
        """What the first page shows of the kinds: those with a section of their own, then what is newest of others."""
        shelves = self._shelves
        own: dict[str, list[list[Data]]] = {}
        for kind in KINDS.values():
            if kind.front.section != NEWS:
                found = shelves.of(f"kind {kind.name}")[: kind.front.most or None]
                own.setdefault(kind.front.section, []).append(shelves.cards(found))
        own[NEWS] = [shelves.cards(shelves.of(NEWS)[:NEWEST])]
        shown = {name: [found for found in lists if found] for name, lists in own.items()}
        return [{"name": name, "lists": lists} for name, lists in shown.items() if lists]

    def _add(self, root: str, name: str, listed: Mapping[str, Callable[[], Subject | PersonRow]]) -> None:
        """The hub of all topics, audiences or people, and that of each."""
        if listed:
            self._makers[root] = partial(self._ways, root, name, listed.values())
            for at, one in listed.items():
                shelf = f"{_ONE[name]} {at.removeprefix(root).rstrip('/')}"
                self._paged(at, shelf, partial(self._below, at, one, root, name))

    def _paged(self, hub: str, name: str, make: Callable[[Groups], Page]) -> None:
        """The page of a hub; where its list is too long for one, several."""
        parts = self._shelves.parts(name)
        self._makers[hub] = partial(self._part, hub, name, make, 0) if parts else partial(make, None)
        for number in range(1, parts + 1):
            self._makers[urls.part(hub, number)] = partial(self._part, hub, name, make, number)

    def _part(self, hub: str, name: str, make: Callable[[Groups], Page], number: int) -> Page:
        """A page of a list that has several: no groups, since the newest of all stand on the first."""
        shelves, last = self._shelves, self._shelves.parts(name)
        page = make([{"title": "", "cards": shelves.cards(shelves.part(name, number))}])
        older = (number or last + 1) - 1
        beside = {
            "newer": (hub if number == last else urls.part(hub, number + 1)) if number else None,
            "older": urls.part(hub, older) if older else None,
        }
        if not number:
            return replace(page, data={**page.data, "parts": beside})
        title = self._published.say("hubs.part", title=page.title, number=number)
        data = {**page.data, "path": [*page.data["path"], {"address": hub, "title": page.title}], "parts": beside}
        return replace(page, address=urls.part(hub, number), title=title, data=data)

    def _ways(self, root: str, name: str, listed: Iterable[Callable[[], Subject | PersonRow]]) -> Page:
        published = self._published
        published.answers.fact("lists", name)
        data: Data = {"ways": [_way(one()) for one in listed], "path": _path(published)}
        about = published.say(f"hubs.{name}-about")
        return Page(root, published.say(f"hubs.{name}"), about, "hubs/ways.html", data=data)

    def _below(self, here: str, made: Callable[[], Subject | PersonRow], root: str, name: str, groups: Groups) -> Page:
        published, one = self._published, made()
        title, about, image = _of(one)
        data: Data = {
            "path": _path(published, (root, published.say(f"hubs.{name}"))),
            "image": asdict(image) if image else None,
        }
        if isinstance(one, PersonRow):
            data["links"] = [asdict(link) for link in one.links]
            about = about or one.role or published.say("hubs.person-about", name=one.name)
        if groups is None:
            groups = self._groups(self._shelves.of(f"{_ONE[name]} {one.id.removeprefix(root).rstrip('/')}"))
        return _list(here, title, about, groups, data)

    def _shelf(self, kind: Kind[Any], groups: Groups) -> Page:
        published = self._published
        assert kind.hub is not None, kind.name
        if groups is None:
            groups = self._groups_of(kind)
        title, about = published.say(f"kinds.{kind.name}.plural"), published.say(f"kinds.{kind.name}.about")
        return _list(kind.root, title, about, groups, {"path": _path(published), **kind.hub.leads_to})

    def _whole(self, kind: Kind[Any], hub: Hub) -> Page:
        """The page of a kind that lists its entries in its own way: all of them on one."""
        published, page = self._published, self._shelf(kind, None)
        data: Data = {
            "own": hub.data(published.rows(kind), published),
            "exports": [{"ending": ending, "path": urls.export(kind.root, ending)} for ending in hub.exports],
            "documents": [asdict(one) for one in published.documents(kind.root)],
        }
        return replace(page, template=hub.template, toc=(), data={**page.data, **data})

    def _groups_of(self, kind: Kind[Any]) -> list[Data]:
        published, entries = self._published, self._shelves.of(f"kind {kind.name}")
        if kind.hub and kind.hub.groups == "topic":
            return self._by_topic(entries)
        below = (path for entry in entries for path in published.paths_below(entry.path))
        return self._groups([*entries, *filter(None, map(published.find, below))])

    def _by_topic(self, entries: Iterable[Entry[Any]]) -> list[Data]:
        """Entries in groups, each once, below the first of its topics; those without one come last."""
        published = self._published
        topics = published.listed("topics")
        found: dict[str, list[Entry[Any]]] = {topic: [] for topic in (*topics, "")}
        for entry in entries:
            own = getattr(entry.fields, "topics", ())
            found[next((topic for topic in topics if topic in own), "")].append(entry)
        titles = {topic: ref.title for topic, ref in zip(topics, published.all_topics, strict=True)}
        titles[""] = published.say("hubs.besides")
        shown = ((topic, named) for topic, named in found.items() if named)
        return [{"title": titles[topic], "cards": self._shelves.cards(named)} for topic, named in shown]

    def _groups(self, entries: Iterable[Entry[Any]]) -> list[Data]:
        """Entries in groups, a kind each, in the order of the kinds."""
        by_kind: dict[str, list[Entry[Any]]] = {}
        for entry in sorted(entries, key=newest_first, reverse=True):
            by_kind.setdefault(entry.kind, []).append(entry)
        say, cards = self._published.say, self._shelves.cards
        return [
            {"title": say(f"kinds.{name}.plural"), "cards": cards(by_kind[name])} for name in KINDS if name in by_kind
        ]


def _way(to: Subject | PersonRow) -> Data:
    """A topic, an audience or a person, as a list names it."""
    title, words, image = _of(to)
    shown = asdict(image) if image else None
    return {"url": to.url, "title": title, "description": words, "image": shown}


def _of(to: Subject | PersonRow) -> tuple[str, str, Image | None]:
    return (to.name, to.bio, to.photo) if isinstance(to, PersonRow) else (to.title, to.description, to.image)


def _path(published: Published, *steps: tuple[str, str]) -> list[Data]:
    """The way to a hub: the first page, then addresses and titles."""
    return [{"address": to, "title": title} for to, title in (("", published.say("hubs.home")), *steps)]


def _list(here: str, title: str, about: str, groups: list[Data], data: Mapping[str, Any]) -> Page:
    """A page of groups, with its contents where there are several."""
    toc = tuple(TocItem(2, f"group-{number}", group["title"]) for number, group in enumerate(groups, 1))
    listed = groups if len(groups) > 1 else [{**group, "title": ""} for group in groups]
    return Page(here, title, about, "hubs/list.html", toc=toc if len(toc) > 1 else (), data={**data, "groups": listed})
