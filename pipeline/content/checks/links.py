"""Links in texts: they lead to entries, files and headings that are there, and public no later than the link."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from pipeline.formats.markdown import Link, Rendering
from pipeline.model.entry import Entry
from pipeline.model.kinds import claiming
from pipeline.model.library import Library
from pipeline.model.tree import PICTURE_SUFFIXES, suffix
from pipeline.problems import Known, Place, Problem


def check(library: Library, renderings: Mapping[str, Rendering], instant: datetime) -> Iterator[Problem]:
    """Every link of every body."""
    known = _Known(library, renderings)
    for entry in library.entries:
        for link in renderings[entry.path].links:
            if not _internal(link):
                continue
            yield from _link(entry, link, library, known, instant)
    yield from _crisis(library)


def _crisis(library: Library) -> Iterator[Problem]:
    """The banner for people in danger must never lead nowhere."""
    crisis = library.settings.site.crisis
    if crisis is None or crisis.link.startswith(("https://", "http://", "tel:")):
        return
    target = library.entry(crisis.link.lstrip("/"))
    if target is None or library.hidden(target):
        message = f"`site.crisis.link` leads to no public page: `{crisis.link}`"
        hint = "name a page, such as `content/pages/get-help.md`, or a whole address"
        yield Problem(Place("pipeline.toml"), message, hint, "bad-settings")


def pictured(library: Library, renderings: Mapping[str, Rendering]) -> frozenset[str]:
    """The files that texts show or link to."""
    links = (link for entry in library.entries for link in renderings[entry.path].links)
    return frozenset(link.resolved for link in links if _internal(link) and link.resolved in library.tree)


def _internal(link: Link) -> bool:
    return "://" not in link.resolved and not link.resolved.startswith(("mailto:", "tel:"))


class _Known:
    """What a link can lead to: made ready once, for as many links as there are."""

    def __init__(self, library: Library, renderings: Mapping[str, Rendering]) -> None:
        self.paths = Known(entry.path for entry in library.entries)
        self._renderings = renderings
        self._ids: dict[str, Known] = {}

    def ids(self, path: str) -> Known:
        """The ids of a text."""
        if path not in self._ids:
            self._ids[path] = Known(self._renderings[path].ids)
        return self._ids[path]


def _link(entry: Entry[Any], link: Link, library: Library, known: _Known, instant: datetime) -> Iterator[Problem]:
    place = Place(entry.path, link.line, link.column)
    if not link.resolved:
        message = f"this {'picture' if link.image else 'link'} leads nowhere: its address is empty"
        yield Problem(place, message, "write where it leads, or remove it", "broken-link")
        return
    other = library.entry(link.resolved)
    if other is None:
        yield from _no_entry(place, link, library, known)
        return
    if library.hidden(other):
        if not library.hidden(entry):
            message = f"`{link.target}` leads to a draft, or to what was withdrawn"
            yield Problem(place, message, "remove the link, or publish that entry", "broken-link")
        return
    here, there = library.opens(entry), library.opens(other)
    if there > max(here, instant):
        days = [_day(opens, library) for opens in (there, here)]
        message = f"`{link.target}` becomes public on {days[0]}, later than this entry ({days[1]})"
        hint = f"remove the link until then, or give `{other.path}` an earlier date"
        yield Problem(place, message, hint, "link-to-later")
    if link.fragment and link.fragment not in (ids := known.ids(other.path)):
        hint = ids.did_you_mean(link.fragment, remedy="did you mean `#{}`?") or "use the id of one of its headings"
        message = f"`{other.path}` has no heading `#{link.fragment}`"
        yield Problem(place, message, hint, "broken-anchor")


def _day(opens: datetime, library: Library) -> str:
    """The day of an instant where the library is at home, with the time unless it is midnight."""
    local = opens.astimezone(library.settings.zone)
    return f"{local:%Y-%m-%d %H:%M}".removesuffix(" 00:00")


def _no_entry(place: Place, link: Link, library: Library, known: _Known) -> Iterator[Problem]:
    target = link.resolved
    if target in library.tree and claiming(target):
        return  # the entry there has problems of its own, which are told
    if target not in library.tree:
        hint = known.paths.did_you_mean(target) or "mend the path (it is relative to this file)"
        yield Problem(place, f"`{link.target}` leads to no file of the library", hint, "broken-link")
    elif not target.startswith("content/") or suffix(target) not in PICTURE_SUFFIXES:
        message = f"`{link.target}` leads to a file that has no page of its own"
        yield Problem(place, message, "link to an entry, or to a picture", "broken-link")
