"""What is otherwise between an old feed and the new one, for those who subscribed to the old."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from html import unescape
from uuid import UUID, uuid5

from pipeline.importing.compare.apps import APPS, App
from pipeline.importing.compare.feeds import Feed, Told
from pipeline.importing.compare.pairs import Pair, in_order, paired
from pipeline.importing.fetching.types import plain
from pipeline.model.artifact import Blob

_PODCASTS = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The namespace of `podcast:guid`, as the Podcast Index gave it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What an app makes of the new feed that has taken all of the old one: the episodes that it has and that would
    appear `again`, as they need not; those that would `despite` all that can be written, as the app knows them by where
    they were; those that it never had (`more`), though they are no newer; and how many it would show from further back
    (`deeper`), as the first page of the new feed is longer.
    """

    app: App
    again: tuple[Pair, ...] = ()
    despite: tuple[Pair, ...] = ()
    more: tuple[Told, ...] = ()
    deeper: int = 0

    @property
    def count(self) -> int:
        """So many episodes more do its subscribers get."""
        return len(self.again) + len(self.more)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both feeds, episode by episode (`pairs`); those that are `gone`, those that are newer than the old feed
    (`fresh`), and those that have what another one is known by (`double`). No app knows an episode by its `dates`, its
    place (`order`), the `lengths` (bytes before and after), `types` and bytes of its file. `wrong` and `notes` are of
    the show itself: what, and the remedy.
    """

    old: Feed
    new: Feed
    pairs: tuple[Pair, ...]
    apps: tuple[Seen, ...]
    gone: tuple[Told, ...] = ()
    fresh: tuple[Told, ...] = ()
    double: tuple[Told, ...] = ()
    dates: tuple[Pair, ...] = ()
    order: Pair | None = None
    lengths: tuple[tuple[Told, int, int], ...] = ()
    types: tuple[Pair, ...] = ()
    same_bytes: int = 0
    other_bytes: tuple[Told, ...] = ()
    wrong: tuple[tuple[str, str], ...] = ()
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def count(self) -> int:
        """So many episodes more do subscribers get, in the app that gets most."""
        return max((one.count for one in self.apps), default=0)

    @property
    def ok(self) -> bool:
        """Whether subscribers get nothing twice, lose nothing, and find all where it was."""
        return not (self.count or self.gone or self.double or self.dates or self.order or self.wrong)


def compare(
    old: Feed, new: Feed, was: Mapping[str, Blob] | None = None, now: Mapping[str, Blob] | None = None
) -> Comparison:
    """What is otherwise. `was` and `now` are the files that are known, by the addresses of enclosures in the old feed
    and in the new one; a digest of "" is not known.
    """
    (old, silent), (new, _) = _spoken(old), _spoken(new)
    old, twice = _once(old)
    pairs = paired(old.items, new.items)
    left, right = ({id(pair[which]) for pair in pairs} for which in (0, 1))
    added = tuple(two for two in new.items if id(two) not in right)
    newest = max((one.at for one in old.items if one.at), default=None)
    fresh = tuple(two for two in added if newest and two.at and two.at > newest)
    sounds = [(one, _blob(one, was or {}), _blob(two, now or {})) for one, two in pairs if one.sound and two.sound]
    known = [(one, before, after) for one, before, after in sounds if before.digest and after.digest]
    return Comparison(
        old,
        new,
        pairs,
        tuple(_seen(app, old, new, pairs, fresh) for app in APPS),
        gone=tuple(one for one in old.items if id(one) not in left),
        fresh=fresh,
        double=tuple(_doubles(new.items, {APPS[0].known(one) for one in _doubles(old.items)})),
        dates=tuple((one, two) for one, two in pairs if one.at and one.at != two.at),
        order=in_order(pairs, new.items),
        lengths=tuple((one, a.size, b.size) for one, a, b in sounds if a.size and b.size and a.size != b.size),
        types=tuple((one, two) for one, two in pairs if _type(one) and _type(two) and _type(one) != _type(two)),
        same_bytes=sum(before.digest == after.digest for _, before, after in known),
        other_bytes=tuple(one for one, before, after in known if before.digest != after.digest),
        wrong=tuple(_wrong(old, new)),
        notes=(*_notes(old, new), *_silent(silent), *_twice(twice)),
    )


def podcast_guid(url: str) -> str:
    """The `podcast:guid` of a feed that has none: UUIDv5 of its address, without scheme and slashes at its end."""
    return str(uuid5(_PODCASTS, (url.partition("://")[2] or url).rstrip("/")))


def _spoken(feed: Feed) -> tuple[Feed, int]:
    """A feed without what has no sound, which apps for podcasts pass over, and how many that are; all of it, where
    nothing has.
    """
    spoken = tuple(one for one in feed.items if one.sound)
    first = sum(one.sound is not None for one in feed.items[: feed.first])
    without = len(feed.items) - len(spoken)
    return (replace(feed, items=spoken, first=first), without) if spoken and without else (feed, 0)


def _once(feed: Feed) -> tuple[Feed, int]:
    """A feed with the first of the items that have one GUID, as apps take them for one, and how many more there are."""
    first: dict[str, int] = {}
    for told in feed.items:
        first.setdefault(told.guid or str(id(told)), id(told))
    own = set(first.values())
    once = tuple(one for one in feed.items if id(one) in own)
    shown = sum(id(one) in own for one in feed.items[: feed.first])
    return replace(feed, items=once, first=shown), len(feed.items) - len(once)


def _twice(count: int) -> Iterator[tuple[str, str]]:
    if count:
        said = "1 item of the old feed has the GUID" if count == 1 else f"{count} items of the old feed have the GUIDs"
        yield f"{said} of others, and apps take them for those", "see that the right ones are here: the first ones are"


def _silent(count: int) -> Iterator[tuple[str, str]]:
    if count:
        yield f"{count} items of the old feed have no sound, and are no episodes", "see that they are elsewhere here"


def _seen(app: App, old: Feed, new: Feed, pairs: tuple[Pair, ...], fresh: tuple[Told, ...]) -> Seen:
    """What an app makes of it."""
    before, after = (feed.items if app.pages else feed.items[: feed.first] for feed in (old, new))
    had = {app.known(one) for one in old.items} - {""}
    shown, took = {id(two) for two in after}, {id(one) for one in before}
    there = [(one, two) for one, two in pairs if id(two) in shown]
    anew = [(one, two) for one, two in there if (now := app.known(two)) not in had and now != app.known(one)]
    old_ones = {id(two) for _, two in there} | {id(two) for two in fresh}
    return Seen(
        app,
        again=tuple(pair for pair in anew if not _as_it_can_be(*pair)),
        despite=tuple(pair for pair in anew if _as_it_can_be(*pair)),
        more=tuple(two for two in after if id(two) not in old_ones and app.known(two) not in had),
        deeper=sum(id(one) not in took and app.known(two) in had for one, two in there),
    )


def _as_it_can_be(one: Told, two: Told) -> bool:
    """Whether the new feed has the very GUID of the old one, or, where that has none, what apps take for one."""
    if one.guid is None:
        return two.guid in (one.link, one.sound.url if one.sound else one.link)
    return one.guid == two.guid and one.permalink == two.permalink


def _blob(told: Told, known: Mapping[str, Blob]) -> Blob:
    """What is known of its file: by those who looked, else by the feed."""
    return known.get(told.sound.url, Blob("", told.sound.length)) if told.sound else Blob("", 0)


def _type(told: Told) -> str:
    return plain(told.sound.type) if told.sound else ""


def _doubles(items: Iterable[Told], before: Container[str] = ()) -> Iterator[Told]:
    """Episodes that have what another one before them is known by, but for what was so `before`."""
    seen: set[str] = set()
    for told in items:
        known = APPS[0].known(told)
        if known in seen and known not in before:
            yield told
        seen.add(known)


def _wrong(old: Feed, new: Feed) -> Iterator[tuple[str, str]]:
    """What apps and directories know a show by."""
    wanted = old.guid or podcast_guid(old.url)
    if new.guid.strip().lower() != wanted.strip().lower():
        had = f"has the `podcast:guid` `{old.guid}`" if old.guid else "has no `podcast:guid`, so its address makes one"
        yield f"the old feed {had}; the new one has `{new.guid}`", f"write `guid: {wanted}` into `show.yml`"


def _notes(old: Feed, new: Feed) -> Iterator[tuple[str, str]]:
    """What listeners would see."""
    if unescape(old.title).split() != unescape(new.title).split():
        keep = "keep its name, unless another one is meant"
        yield f"the show was called “{old.title.strip()}”, and is called “{new.title.strip()}”", keep
    if old.image and not new.image:
        yield "the old show has a picture, and the new one has none", "write `image:` into `show.yml`"
    for which, feed in (("old", old), ("new", new)):
        if feed.paged:
            what = f"a page of the {which} feed can’t be read, so what stands behind it is not compared: `{feed.paged}`"
            yield what, "see that it answers, as some apps give up there"
    if old.moved and old.moved != new.url:
        yield f"the old feed says that it moved to `{old.moved}`", "let it name the new address instead"
