"""What a hub says of itself: its title, what it is about, the way to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from pipeline.model import urls
from pipeline.model.kinds import KINDS
from pipeline.model.kinds.kind import Kind
from pipeline.model.page import Page
from pipeline.model.published import Published
from pipeline.model.rows import Data, Image, PersonRow, Subject
from pipeline.site.hubs.chosen import Chosen

LIST = "hubs/list.html"


class Faces:
    """The pages of hubs without what they list."""

    def __init__(self, published: Published) -> None:
        self._published = published

    def of(self, one: Chosen) -> Page:
        """The page of a topic, an audience or a kind; narrowed, it says so, and where it comes from."""
        (facet, name), *further = one.facets
        page = self._kind(KINDS[name]) if facet == "kind" else self._subject(facet, name)
        if not further:
            return page
        narrower = ", ".join(self.title(*each) for each in further)
        title = self._published.say("hubs.narrowed", title=page.title, narrower=narrower)
        path = [*page.data["path"], {"address": page.address, "title": page.title}]
        return replace(
            page,
            address=one.address,
            title=title,
            description=title,
            data={"path": path, "beside": True, "unlisted": True},
        )

    def title(self, facet: str, one: str) -> str:
        """What is chosen of a facet, as readers know it."""
        published = self._published
        if facet == "kind":
            return published.say(f"kinds.{one}.plural")
        return (published.topic(one) if facet == "topic" else published.audience(one)).title

    def person(self, person_id: str) -> Page:
        """The page of a person."""
        published, row = self._published, self._published.person_row(person_id)
        about = row.bio or row.role or published.say("hubs.person-about", name=row.name)
        links = [asdict(link) for link in row.links]
        return self._below(urls.PEOPLE, "people", row, about, {"links": links})

    def ways(self, root: str, name: str) -> Page:
        """The page that names all topics, audiences or people."""
        say = self._published.say
        data = {"path": self.path(), "icon": "account" if name == "people" else ""}
        return Page(root, say(f"hubs.{name}"), say(f"hubs.{name}-about"), "hubs/ways.html", data=data)

    def path(self, *steps: tuple[str, str]) -> list[Data]:
        """The way to a hub: the first page, then addresses and titles."""
        home = ("", self._published.say("hubs.home"))
        return [{"address": to, "title": title} for to, title in (home, *steps)]

    def _kind(self, kind: Kind[Any]) -> Page:
        say, above = self._published.say, kind.above or kind
        assert above.hub is not None, kind.name
        title, about = say(f"kinds.{above.name}.plural"), say(f"kinds.{above.name}.about")
        leads_to = {name: self._published.url(path) for name, path in above.hub.leads_to.items()}
        return Page(above.root, title, about, LIST, data={"path": self.path(), **leads_to})

    def _subject(self, facet: str, one: str) -> Page:
        if facet == "topic":
            subject = self._published.topic(one)
            return self._below(urls.TOPICS, "topics", subject, subject.description)
        subject = self._published.audience(one)
        return self._below(urls.AUDIENCES, "audiences", subject, subject.description)

    def _below(
        self, root: str, name: str, one: Subject | PersonRow, about: str, more: Mapping[str, Any] | None = None
    ) -> Page:
        title, _, image = shown(one)
        path = self.path((root, self._published.say(f"hubs.{name}")))
        data = {"path": path, "image": asdict(image) if image else None, **(more or {})}
        return Page(one.id, title, about, LIST, data=data)


def way(to: Subject | PersonRow) -> Data:
    """A topic, an audience or a person, as a list names it."""
    title, words, image = shown(to)
    return {"url": to.url, "title": title, "description": words, "image": asdict(image) if image else None}


def shown(to: Subject | PersonRow) -> tuple[str, str, Image | None]:
    """Its title, what is said of it, and its picture."""
    return (to.name, to.bio, to.photo) if isinstance(to, PersonRow) else (to.title, to.description, to.image)
