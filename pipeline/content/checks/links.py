"""Links in texts: they lead to entries, files and headings that are there, and public no later than the link."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from pipeline.content.checks.around import Around
from pipeline.content.checks.likely import There, elsewhere, relative
from pipeline.content.pictures import REFUSED
from pipeline.formats.hosts import doubt, near
from pipeline.formats.markdown import Link
from pipeline.formats.markup import scheme_of
from pipeline.formats.scalars import Url, WebUrl
from pipeline.model import walk
from pipeline.model.documents import SORTS, UNFIT
from pipeline.model.entry import Entry
from pipeline.model.kinds import claiming
from pipeline.model.library import Library
from pipeline.model.tree import PICTURE_SUFFIXES, suffix
from pipeline.problems import Place, Problem, did_you_mean
from pipeline.settings import Settings
from pipeline.settings.community import page_of
from pipeline.settings.load import FILE, place_of

_UNLINKED = ("audio", "new_feed_url")
"""Fields whose addresses no page links to: sound, and a feed that may be elsewhere tomorrow."""


def of(entry: Entry[Any], around: Around) -> Iterator[Problem]:
    """Every link of a body that leads nowhere, and every address in a field that leads elsewhere than it seems."""
    for sort in (Url, WebUrl):
        for loc, address in walk.typed(entry.fields, sort):
            if found := doubt(address):
                yield Problem(entry.place(*loc), *found, "doubtful-address")
            elif loc[0] not in _UNLINKED and around.is_nowhere(address):
                message = f"this library has nothing at `{address[:80]}`"
                yield Problem(entry.place(*loc), message, "give the address of a page that is there", "broken-link")
    for link in around.rendering(entry).links:
        if _internal(link):
            yield from _link(entry, link, around)
        elif around.path_of(link.target) is not None:
            yield from _own(entry, link, around)
        elif unreached := near(link.target):
            yield Problem(Place(entry.path, link.line, link.column), *unreached, "doubtful-address")


def check(library: Library) -> Iterator[Problem]:
    """What the settings lead to from every page must be there."""
    yield from _crisis(library)
    yield from _community(library)


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


def _community(library: Library) -> Iterator[Problem]:
    """Pages that tell how to talk, take part and give."""
    file, community = library.tree.get(FILE), library.settings.community
    text = (file.data or b"").decode(errors="replace") if file else ""
    for name, link in community.links.items() if community else ():
        path = page_of(link)
        target = library.entry(path)
        if path and (target is None or library.hidden(target)):
            field = ("community", name, *(("link",) if name == "chat" else ()))
            message = f"`{'.'.join(field)}` leads to no public page: `{link}`"
            near = did_you_mean(path, (entry.path for entry in library.entries)) or "name a page, or a whole address"
            hint = "publish that page, or name another" if target else near
            yield Problem(place_of(text, field), message, hint, "bad-settings")


def _internal(link: Link) -> bool:
    return not scheme_of(link.target)


def _link(entry: Entry[Any], link: Link, around: Around) -> Iterator[Problem]:
    place = Place(entry.path, link.line, link.column)
    if not link.resolved:
        message = f"this {'picture' if link.image else 'link'} leads nowhere: its address is empty"
        yield Problem(place, message, "write where it leads, or remove it", "broken-link")
        return
    other = around.find(link.resolved)
    if other is None:
        yield from _no_entry(entry, place, link, around)
        return
    if around.is_hidden(other.path):
        if not around.is_hidden(entry.path):
            message = f"`{link.target}` leads to a draft, or to what was withdrawn"
            yield Problem(place, message, "remove the link, or publish that entry", "broken-link")
        return
    if around.is_later(other.path, entry.path):
        days = [_day(around.opens(path), around.settings) for path in (other.path, entry.path)]
        message = f"`{link.target}` becomes public on {days[0]}, later than this entry ({days[1]})"
        hint = f"remove the link until then, or give `{other.path}` an earlier date"
        yield Problem(place, message, hint, "link-to-later")
    if link.fragment and link.fragment not in (ids := around.ids(other.path)):
        hint = ids.did_you_mean(link.fragment, remedy="did you mean `#{}`?") or "use the id of one of its headings"
        message = f"`{other.path}` has no heading `#{link.fragment}`"
        yield Problem(place, message, hint, "broken-anchor")


def _day(opens: datetime, settings: Settings) -> str:
    """The day of an instant where the library is at home, with the time unless it is midnight."""
    local = opens.astimezone(settings.zone)
    return f"{local:%Y-%m-%d %H:%M}".removesuffix(" 00:00")


def _own(entry: Entry[Any], link: Link, around: Around) -> Iterator[Problem]:
    """A link by the address of this library itself: it would lead from a preview, a copy or a stick to the live site,
    and break unseen when its page moves.
    """
    place, address = Place(entry.path, link.line, link.column), link.target
    shown = f"`{address[:80]}`"
    if other := around.entry_at(address):
        local = replace(link, resolved=other, fragment=unquote(address.partition("#")[2]))
        path = relative(other, entry) + (f"#{local.fragment}" if local.fragment else "")
        yield Problem(place, f"{shown} is a page of this library", f"link to its file: `{path}`", "own-address")
        yield from _link(entry, local, around)
    elif around.is_nowhere(address):
        hint = "link to the file of a page, like `../articles/a.md`: then `check` knows when it moves"
        yield Problem(place, f"this library has nothing at {shown}", hint, "broken-link")


def _no_entry(entry: Entry[Any], place: Place, link: Link, around: Around) -> Iterator[Problem]:
    target, there = link.resolved, around.exists(link.resolved)
    if there and (claiming(target) or (target.startswith("content/") and suffix(target) in REFUSED)):
        return  # the entry or the picture there has problems of its own, which are told
    if not there:
        message = f"`{link.target[:80]}` leads to no file of the library"
        told = (None if link.image else elsewhere(link)) or (message, There.of(around).linked(link, entry, around))
        yield Problem(place, *told, "broken-link")
    elif not target.startswith("content/") or not _is_published(target):
        message = f"`{link.target}` leads to a file that has no page of its own"
        hint = UNFIT.get(suffix(target), "link to an entry, a picture, or a document such as a PDF")
        yield Problem(place, message, hint, "broken-link")
    elif episode := around.recorded_for(target):
        message = f"`{link.target}` is the recording of `{episode}`, as it was before it was made ready for listeners"
        yield Problem(place, message, f"link to its page: `{relative(episode, entry)}`", "broken-link")


def _is_published(path: str) -> bool:
    """Whether a file goes out because a text leads to it, by its sort."""
    return suffix(path) in PICTURE_SUFFIXES or suffix(path) in SORTS
