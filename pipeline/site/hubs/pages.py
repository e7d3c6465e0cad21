"""The pages that list entries, each made by its address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any

from pipeline.model import urls
from pipeline.model.artifact import canonical, sha256
from pipeline.model.entry import Entry
from pipeline.model.kinds import KINDS
from pipeline.model.kinds.kind import Hub, Kind
from pipeline.model.page import Page
from pipeline.model.published import Published
from pipeline.model.rows import Data, PersonRow, Subject
from pipeline.site.hubs import paging
from pipeline.site.hubs.chosen import Chosen
from pipeline.site.hubs.faces import Faces, way
from pipeline.site.hubs.groups import Groups, with_groups
from pipeline.site.hubs.lists import NEWS, Lists
from pipeline.site.hubs.narrow import Narrow, label, older
from pipeline.site.hubs.orders import Orders
from pipeline.site.hubs.sections import shelved

NEWEST = 6
"""How many entries the first page shows of what is new."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list with pages: its name, the first of them without what it lists, its groups if they fit on that, and if not,
    what stands before them, and how that page groups the newest. `chosen`: what it can be narrowed from.
    """

    address: str
    name: str
    face: Callable[[], Page]
    groups: Callable[[], list[Data]]
    before: Callable[[], list[Data]] = list
    newest: Callable[[Sequence[Entry[Any]]], list[Data]] | None = None
    chosen: Chosen | None = None


class Hubs:
    """The hubs, and the pages beside them: parts of long lists, narrower ones, those in another order."""

    def __init__(self, published: Published) -> None:
        self._published, self._lists, self._faces = published, Lists(published), Faces(published)
        self._orders, self._groups = Orders(published, self._lists), Groups(published, self._lists)
        self._narrow = Narrow(published, self._lists, self._orders, self._faces)
        self._makers: dict[str, Callable[[], Page]] = {}
        self._named: dict[str, str] = {}
        published.answers.facts("named on", lambda address: self._named.get(address, ""))
        library = published.library
        for kind in shelved():
            if library.of(kind):
                self._kind(kind)
        for root, name, facet, listed, row in (
            (urls.TOPICS, "topics", "topic", library.topics, published.topic),
            (urls.AUDIENCES, "audiences", "audience", library.audiences, published.audience),
        ):
            self._ways(root, name, [(named, partial(row, named)) for named in listed])
            for named in listed:
                self._chosen(Chosen(((facet, named),)))
        for one in self._lists.views():
            self._chosen(one)
        self._ways(urls.PEOPLE, "people", [(each, partial(published.person_row, each)) for each in library.people])
        for person in library.people:
            self._person(person)

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
            "topics": [way(published.topic(i)) for i in published.listed("topics")],
            "audiences": [way(published.audience(i)) for i in published.listed("audiences")],
            "sections": self._front(),
        }
        if page is None:
            return Page("", published.site.title, published.site.description, "hubs/home.html", data=data)
        return replace(page, template="hubs/home.html", data={**page.data, **data})

    def _front(self) -> list[Data]:
        """What the first page shows of the kinds: those with a section of their own, then what is newest of others."""
        lists = self._lists
        own: dict[str, list[list[Data]]] = {}
        for kind in KINDS.values():
            if kind.front.section != NEWS:
                found = lists.of(f"front {kind.name}")[: kind.front.most or None]
                own.setdefault(kind.front.section, []).append(lists.cards(found))
        own[NEWS] = [lists.cards(lists.of(NEWS)[:NEWEST])]
        shown = {name: [found for found in each if found] for name, each in own.items()}
        return [{"name": name, "lists": each} for name, each in shown.items() if each]

    # What there is

    def _kind(self, kind: Kind[Any]) -> None:
        """The hub of a kind. Where entries belong to others, as episodes do to shows, those stand before them."""
        one: Chosen = Chosen((("kind", kind.name),))
        before: Callable[[], list[Data]] = list
        if kind.hub and kind.hub.template:
            self._makers[kind.root] = partial(self._whole, kind, kind.hub)
            return
        below = next((each.name for each in KINDS.values() if each.above is kind), "")
        if kind.hub and kind.hub.groups == "kind" and below and not self._lists.parts(one.name):
            before = partial(self._plural, kind, one.name)
            one = Chosen((("kind", below),))
        newest = partial(self._groups.by_end, kind) if kind.hub and kind.hub.groups == "over" else None
        face, groups = partial(self._faces.of, one), partial(self._groups.of_kind, kind)
        listing = Listing(kind.root, one.name, face, groups, before, newest, one)
        self._add(listing)
        for order, ordered in self._orders.add(one.name).items():
            for run in ordered.runs:
                self._makers[urls.ordered(kind.root, order, run.name)] = partial(self._run, listing, order, run.name)

    def _plural(self, kind: Kind[Any], name: str) -> list[Data]:
        title = self._published.say(f"kinds.{kind.name}.plural")
        return [{"title": title, "cards": self._lists.cards(self._lists.of(name))}]

    def _chosen(self, one: Chosen) -> None:
        """The hub of a topic or an audience, or a list narrower than one."""
        self._add(Listing(one.address, one.name, partial(self._faces.of, one), self._by_kind(one.name), chosen=one))

    def _person(self, person_id: str) -> None:
        name, face = f"person {person_id}", partial(self._faces.person, person_id)
        self._add(Listing(urls.person(person_id), name, face, self._by_kind(name)))

    def _by_kind(self, name: str) -> Callable[[], list[Data]]:
        return lambda: self._groups.by_kind(self._lists.of(name))

    def _add(self, listing: Listing) -> None:
        parts = self._lists.parts(listing.name)
        self._makers[listing.address] = partial(self._first if parts else self._only, listing)
        for number in range(1, parts + 1):
            self._makers[urls.part(listing.address, number)] = partial(self._part, listing, number)

    # Pages of a list

    def _only(self, listing: Listing) -> Page:
        """The page of a list that has one alone."""
        return self._narrowed(with_groups(listing.face(), listing.groups()), listing)

    def _first(self, listing: Listing) -> Page:
        """The page of a list that has several, with the newest."""
        lists = self._lists
        newest = (listing.newest or self._groups.by_kind)(lists.part(listing.name, 0))
        if before := listing.before():
            newest[0]["title"] = self._published.say(f"kinds.{newest[0]['cards'][0]['kind']}.plural")
        page = self._narrowed(with_groups(listing.face(), [*before, *newest]), listing)
        behind = urls.part(listing.address, lists.parts(listing.name))
        return replace(page, data={**page.data, "parts": _parts(None, behind, last=urls.part(listing.address, 1))})

    def _part(self, listing: Listing, number: int) -> Page:
        """Another page of the same."""
        hub, end = listing.address, self._lists.parts(listing.name)
        entries = self._lists.part(listing.name, number)
        newer = hub if number == end else urls.part(hub, number + 1)
        behind = urls.part(hub, number - 1) if number > 1 else None
        parts = _parts(newer, behind, first=hub, last=urls.part(hub, 1))
        page = _beside(listing.face(), urls.part(hub, number))
        title = older(page.title, self._lists.cards(entries), self._published)
        return _titled(with_groups(page, self._groups.by_kind(entries)), title, {"parts": parts})

    def _run(self, listing: Listing, order: str, name: str) -> Page:
        """A page of the list in another order."""
        ordered, number = self._orders.run(listing.name, order, name)
        run, hub, say = ordered.runs[number], listing.address, self._published.say
        face = listing.face()
        title = say("hubs.ordered", title=face.title, order=say(f"hubs.by.{order}"))
        if number:
            title = say("hubs.narrowed", title=title, narrower=label(order, run, self._published))
        beside = (ordered.at(number - 1), ordered.at(number + 1))
        before, after = (None if to is None else urls.ordered(hub, order, to) for to in beside)
        page = with_groups(_beside(face, urls.ordered(hub, order, name)), self._groups.plain(run.entries))
        data = {
            "unlisted": True,
            "parts": {**_parts(before, after, first=urls.ordered(hub, order)), "ordered": True},
            "narrow": self._narrow.ordered(listing.name, hub, order, () if number else ordered.steps),
        }
        return _titled(page, title, data)

    def _narrowed(self, page: Page, listing: Listing) -> Page:
        """With what the list was narrowed to, and what it can be."""
        one = listing.chosen
        data = self._narrow.of(one, listing.address) if one else None
        return replace(page, data={**page.data, "narrow": data}) if data else page

    def _whole(self, kind: Kind[Any], hub: Hub) -> Page:
        """The page of a kind that lists its entries in its own way: all of them on one."""
        published = self._published
        page = with_groups(self._faces.of(Chosen((("kind", kind.name),))), self._groups.of_kind(kind))
        data: Data = {
            "own": hub.data(published.rows(kind), published),
            "exports": [{"ending": ending, "path": urls.export(kind.root, ending)} for ending in hub.exports],
            "documents": [asdict(one) for one in published.documents(kind.root)],
        }
        return replace(page, template=hub.template, toc=(), data={**page.data, **data})

    # All topics, audiences, people

    def _ways(self, root: str, name: str, listed: Sequence[tuple[str, Callable[[], Subject | PersonRow]]]) -> None:
        """The pages that name them, in their order: who is added comes last, so that the others stay."""
        pages = list(paging.in_order(listed))
        for number, some in enumerate(pages, 1):
            address, last = root if number == 1 else urls.part(root, number), number == len(pages)
            self._named[address] = sha256(canonical([[one for one, _ in some], last]))
            rows = [row for _, row in some]
            self._makers[address] = partial(self._way, root, name, number, rows, last)

    def _way(self, root: str, name: str, number: int, rows: Sequence[Callable[[], Any]], last: bool) -> Page:
        page = self._faces.ways(root, name)
        address = root if number == 1 else urls.part(root, number)
        self._published.answers.fact("named on", address)
        if number > 1:
            title = self._published.say("hubs.page", title=page.title, number=number)
            page = _titled(_beside(page, address), title, {})
        before = None if number == 1 else root if number == 2 else urls.part(root, number - 1)
        parts = _parts(before, None if last else urls.part(root, number + 1), first=root)
        data = {**page.data, "ways": [way(row()) for row in rows]}
        return replace(page, data=data if last and number == 1 else {**data, "parts": {**parts, "ordered": True}})


def _beside(page: Page, address: str) -> Page:
    """A page beside a hub, which leads to it."""
    path = [*page.data["path"], {"address": page.address, "title": page.title}]
    unlisted = {"unlisted": True} if page.data.get("unlisted") else {}
    return replace(page, address=address, data={"path": path, "beside": True, **unlisted})


def _titled(page: Page, title: str, more: Data) -> Page:
    """A page beside a hub, by its own title; what the hub is about is said there."""
    return replace(page, title=title, description=title, data={**page.data, **more})


def _parts(before: str | None, after: str | None, first: str | None = None, last: str | None = None) -> Data:
    """The pages beside one, and the ends of the list where they are not among those."""
    return {
        "prev": before,
        "next": after,
        "first": first if before and first != before else None,
        "last": last if after and last != after else None,
    }
