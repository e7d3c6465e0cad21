"""Every link of a library that leads out of it, and where it stands: in texts, in fields, in the settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from typing import Any
from urllib.parse import urldefrag

from pipeline.formats.rendering import Rendering
from pipeline.formats.scalars import Url, WebUrl
from pipeline.model import walk
from pipeline.model.entry import Checked, Entry
from pipeline.model.library import Library
from pipeline.model.media import Hosted
from pipeline.model.taxonomy import LISTS
from pipeline.problems import Place
from pipeline.settings import Settings
from pipeline.settings.load import FILE, place_of

_WEB = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class Link:
    """A link by its place and its address, without what is said of a part of the page there. `day`: the last of which
    we know that it led where it should (ISO 8601; "" where there is none); `item`: where in the fields that thing
    stands to which it belongs, if that has a place for the day of a look. `sound`: what is said of what lies there,
    where that is sound which apps fetch.
    """

    place: Place
    url: str
    day: str = ""
    item: walk.Loc | None = None
    sound: Hosted | None = None


def links(library: Library, renderings: Mapping[str, Rendering]) -> tuple[Link, ...]:
    """All of them, by their place."""
    ours = (library.settings.site.url, *(one.base_url for one in library.settings.targets.values() if one.base_url))
    found = (*_of_entries(library, renderings), *_of_people(library), *_of_settings(library))
    kept = (link for link in found if link.url.lower().startswith(_WEB) and not link.url.startswith(ours))
    return tuple(sorted(kept, key=lambda link: (link.place, link.url)))


def _of_entries(library: Library, renderings: Mapping[str, Rendering]) -> Iterator[Link]:
    for entry in library.entries:
        day = library.day(entry)
        for link in renderings[entry.path].links:
            if not link.image:
                yield Link(Place(entry.path, link.line, link.column), _plain(link.resolved), day)
        yield from _of_fields(entry, day)


def _of_fields(entry: Entry[Any], day: str) -> Iterator[Link]:
    things = {node.loc: node.value for node in walk.nodes(entry.fields) if is_dataclass(node.value)}
    for sort in (Url, WebUrl):
        for loc, url in walk.typed(entry.fields, sort):
            near = next(loc[:end] for end in range(len(loc) - 1, -1, -1) if loc[:end] in things)
            thing = things[near]
            seen = getattr(thing, "checked", None) if near else None
            place = near if near and walk.fields_with(type(thing), Checked) and not _rings(thing) else None
            sound = thing if isinstance(thing, Hosted) else None
            yield Link(entry.place(*loc), _plain(url), seen.isoformat() if seen else day, place, sound)


def _rings(thing: object) -> bool:
    """Whether a thing has a telephone number: that a page answers does not say that somebody takes the call."""
    return bool(getattr(thing, "phone", None) or getattr(thing, "sms", None))


def _of_people(library: Library) -> Iterator[Link]:
    for person_id, person in library.people.items():
        place = library.places.get(f"person {person_id}", Place(LISTS["person"]))
        yield from (Link(place, _plain(link.url)) for link in person.links)


def _of_settings(library: Library) -> Iterator[Link]:
    """What pages lead to by `pipeline.toml`."""
    file = library.tree.get(FILE)
    text = (file.data or b"").decode(errors="replace") if file else ""
    for loc, url in _named(library.settings):
        yield Link(place_of(text, loc), _plain(url))


def _named(settings: Settings) -> Iterator[tuple[tuple[str, ...], str]]:
    site, community = settings.site, settings.community
    given = {
        ("site", "repository"): site.repository,
        ("site", "report"): site.report if site.report and "{" not in site.report else None,
        ("site", "crisis", "link"): site.crisis and site.crisis.link,
        ("site", "quick_exit", "url"): site.quick_exit and site.quick_exit.url,
    }
    yield from ((loc, url) for loc, url in given.items() if url)
    for name, url in community.links.items() if community else ():
        yield ("community", name, *(("link",) if name == "chat" else ())), url
    for name, url in community.accounts.items() if community else ():
        yield ("community", "social", name), url


def _plain(url: str) -> str:
    """An address as servers are asked for it; empty for one that can't be read, which others tell."""
    try:
        return urldefrag(url).url
    except ValueError:
        return ""
