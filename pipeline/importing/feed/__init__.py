"""Podcast feeds of any sort as a show and its episodes: RSS 2.0, Atom and RSS 1.0, in the dialects of all hosts."""

from __future__ import annotations

from collections import Counter
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from pipeline.formats.scalars import likeness
from pipeline.importing.deciding.decisions import Decisions
from pipeline.importing.feed.beside.enclosures import found_in
from pipeline.importing.feed.episode import Around, entry, identity, named
from pipeline.importing.feed.pages.walk import Feed, feed
from pipeline.importing.feed.podcasting import synthetic
from pipeline.importing.feed.reading import Reading
from pipeline.importing.feed.show import ID, Known, show
from pipeline.importing.feed.values.addresses import is_web
from pipeline.importing.feed.values.words import line, number, yes
from pipeline.importing.source.found import Found, Item
from pipeline.importing.source.loss import Loss
from pipeline.importing.source.origin import Origin
from pipeline.importing.source.xml import Element
from pipeline.problems import Place
from pipeline.web import Unreachable

__all__ = ["ID", "read"]

_CUT_OFF: Final = (10, 20, 25, 50, 100, 150, 200, 250, 300, 500, 1000)
"""How many items hosts leave in a feed whose older ones are gone."""
_SHARED: Final = (
    "anchor.fm",
    "spotify.com",
    "soundcloud.com",
    "libsyn.com",
    "buzzsprout.com",
    "podbean.com",
    "acast.com",
)
"""Hosts of many shows: what texts name there is not all of this one."""


def read(origin: Origin, decisions: Decisions) -> Found:
    """The show of the feed that was named, and its episodes, as they stand there. Raises `Unreachable` where nothing
    was named that is a feed.
    """
    if not origin.named:
        raise Unreachable("no feed is named", "name its address, or a file of it")
    whole = feed(origin, origin.named[0], origin.named[1:])
    sounds = frozenset(one.url for item, path in whole.items for one in found_in(item, whole.base(path)))
    machines = any(synthetic(item) for item, _ in whole.items)
    made = show(whole.channel, Known(whole.url, whole.path, _seasons(whole), sounds, machines), decisions)
    episodes = _episodes(whole, made, origin, decisions)
    found = [one for _, one in episodes if one and one.kind == "episode"]
    losses = (*whole.losses, *(_soundless(item, path) for (item, path), one in episodes if one is None))
    return Found(
        f"feed {made.fields['guid']}",
        (made, *(one for _, one in episodes if one)),
        _homes(whole),
        losses,
        tuple(_notes(whole, made, found)),
    )


def _episodes(
    whole: Feed, made: Item, origin: Origin, decisions: Decisions
) -> list[tuple[tuple[Element, str], Item | None]]:
    trailers = frozenset(one.get("url") for one in whole.channel.all("podcast:trailer"))
    reading, alike = Reading(origin), _alike(whole)
    return [
        ((item, path), entry(item, Around(path, whole.base(path), decisions, reading, made.fields, trailers, alike)))
        for item, path in whole.items
    ]


def _alike(whole: Feed) -> frozenset[str]:
    """What GUIDs have in common that differ in case or white space alone."""
    known = Counter(likeness(identity(item, whole.base(path))[0]) for item, path in whole.items)
    return frozenset(one for one, count in known.items() if count > 1)


def _soundless(item: Element, path: str) -> Loss:
    """An item without sound is no episode."""
    return Loss("feed/no-sound", "dropped", f"`{named(item)[:80]}` names no sound", Place(path, item.line))


def _seasons(whole: Feed) -> dict[str, str]:
    """The names of the seasons, as items have them."""
    found: dict[int, str] = {}
    for item, _ in whole.items:
        for one in item.all("podcast:season"):
            if (name := line(one.get("name"))) and (season := number(one.words)):
                found.setdefault(season, name)
    return {str(season): found[season] for season in sorted(found)}


def _homes(whole: Feed) -> tuple[str, ...]:
    """Where the show has its own pages: the host of its link, or of a host of many shows what lies below that."""
    link = whole.channel.said("link")
    if not is_web(link):
        return ()
    parts = urlsplit(link)
    shared = (parts.hostname or "").endswith(_SHARED)
    return (link if shared else urlunsplit((parts.scheme, parts.netloc, "/", "", "")),)


def _notes(whole: Feed, made: Item, found: list[Item]) -> list[str]:
    """What people should know of the feed."""
    channel, fields = whole.channel, made.fields
    notes = [*whole.notes, *_oldest(found)]
    moved = channel.said("itunes:new-feed-url", "googleplay:newFeedUrl")
    if moved and _plain(moved) != _plain(whole.url):
        notes.append(f"The feed says that it has moved to {moved}: import that address, if subscribers are there")
    if yes(channel.said("podcast:locked")):
        notes.append("The feed is locked: it says that hosts shall not take it over without its owner, which you are")
    if lacking := [name for name in ("category", "image") if name not in fields]:
        notes.append(f"The feed has no {' and no '.join(lacking)} that directories take: `show.yml` needs it")
    if "email" not in fields.get("owner", {}):
        notes.append("The feed names no address of its owner: write one in `show.yml`, where directories may write to")
    if not channel.first("podcast:guid"):
        notes.append(
            f"The feed has no `podcast:guid`: {fields['guid']} is computed from its address, as directories do"
        )
    if any("alternates" in one.fields for one in found):
        notes.append("Other forms of the sound (`alternates`) stay where they are: see that those addresses go on")
    if not whole.url:
        notes.append("Nothing tells the address of this feed: name that instead of the file, so that its GUID is right")
    return notes


def _oldest(found: list[Item]) -> list[str]:
    """A feed that does not begin with number 1, or has as many items as hosts leave in it, may have lost older ones."""
    numbered = [(one.fields.get("season", 0), one.fields["number"]) for one in found if "number" in one.fields]
    if numbered and (first := min(numbered))[1] > 1:
        season = f" of season {first[0]}" if first[0] else ""
        return [f"The oldest episode has number {first[1]}{season}: are older ones missing? Hosts can cut feeds off"]
    if not numbered and len(found) in _CUT_OFF:
        return [f"There are exactly {len(found)} episodes: see whether the host cuts the feed off there"]
    return []


def _plain(url: str) -> str:
    return url.partition("://")[2].rstrip("/").lower()
