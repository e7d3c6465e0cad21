"""A comparison of two feeds as people read it: what it comes to, and each episode that they have to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from pipeline.importing.compare.between import Comparison, Seen
from pipeline.importing.compare.feeds import Feed, Told
from pipeline.importing.compare.pairs import Pair

SHOWN = 20
"""So many episodes of a sort are named; programs get all."""
_Thing = TypeVar("_Thing")


def headline(found: Comparison) -> str:
    """What it comes to, in one line."""
    gone = f", and {len(found.gone)} gone" if found.gone else ""
    despite = [f"+{len(one.despite)} in {one.app.name}" for one in found.apps if one.despite]
    but = f" (but {' and '.join(despite)}, whatever is written)" if despite else ""
    return f"+{found.count} episode{'' if found.count == 1 else 's'} for subscribers{gone}{but}"


def lines(found: Comparison) -> tuple[str, ...]:
    """All that there is to say, the worst first."""
    both = (f"old: {found.old.url}: {_size(found.old)}", f"new: {found.new.url}: {_size(found.new)}")
    return (*both, headline(found), *(f"  {line}" for line in _told(found)))


def _told(found: Comparison) -> Iterator[str]:
    again = tuple(dict.fromkeys(pair for seen in found.apps for pair in seen.again))
    more = max((seen.more for seen in found.apps), key=len, default=())
    yield from _each(again, lambda one: f"twice in {_apps(one, found.apps)}: {_both(one)}")
    yield from _each(more, lambda one: f"more than the old feed has: {_named(one)}")
    yield from _each(found.gone, lambda one: f"gone: {_named(one)}")
    yield from _each(found.double, lambda one: f"two are the same to apps: {_named(one)}")
    yield from (f"{what}: {hint}" for what, hint in found.wrong)
    yield from _each(found.dates, lambda one: f"another date: “{one[0].shown}”: {_date(one[0])}, now {_date(one[1])}")
    if found.order:
        yield f"another order: “{found.order[0].shown}” stands elsewhere"
    yield from _each(found.types, lambda one: f"another type: “{one[0].shown}”: {_type(one[0])}, now {_type(one[1])}")
    yield from _files(found)
    yield from (f"{what}: {hint}" for what, hint in found.notes)
    yield from _despite(found.apps)
    if found.fresh:
        yield f"{_count(len(found.fresh))} came since: they are new to everybody"


def _files(found: Comparison) -> Iterator[str]:
    if known := found.same_bytes + len(found.other_bytes):
        yield f"recordings: {found.same_bytes} of {known} have the same bytes"
    yield from _each(found.other_bytes, lambda one: f"other bytes: “{one.shown}”")
    yield from _each(found.lengths, lambda one: f"another length: “{one[0].shown}”: {one[1]:,} bytes, now {one[2]:,}")


def _despite(apps: Iterable[Seen]) -> Iterator[str]:
    """What nobody can help, and what is no harm."""
    for seen in apps:
        if seen.despite:
            yield (
                f"{_count(len(seen.despite))} show again in {seen.app.name}, which knows them by where they were: the "
                "new feed has the very GUIDs of the old one, or what most apps take for one where it has none"
            )
        if seen.deeper:
            yield (
                f"{_count(seen.deeper)} from further back show in {seen.app.name} to who subscribed lately, as the "
                "first page is longer: `limit` in `[feeds]` says how long"
            )


def _each(things: Sequence[_Thing], said: Callable[[_Thing], str]) -> Iterator[str]:
    """A line for each of the first, and how many more there are."""
    yield from map(said, things[:SHOWN])
    if len(things) > SHOWN:
        yield f"… and {len(things) - SHOWN} more of these"


def _apps(pair: Pair, apps: Iterable[Seen]) -> str:
    return ", ".join(seen.app.name for seen in apps if pair in seen.again)


def _both(pair: Pair) -> str:
    return f"“{pair[1].shown}”: {_identity(pair[0])}, now {_identity(pair[1])}"


def _identity(told: Told) -> str:
    if told.guid is None:
        return "no GUID"
    return f"GUID `{told.guid}`{', a permalink' if told.permalink else ''}"


def _named(told: Told) -> str:
    return f"“{told.shown}” ({_identity(told)}; {_date(told)})"


def _date(told: Told) -> str:
    return told.at.strftime("%Y-%m-%d %H:%M:%S UTC") if told.at else told.date or "no date"


def _type(told: Told) -> str:
    return f"`{told.sound.type}`" if told.sound else "none"


def _size(feed: Feed) -> str:
    pages = f" on {feed.pages} pages" if feed.pages > 1 else ""
    return f"“{feed.title.strip()}”, {_count(len(feed.items))}{pages}"


def _count(number: int) -> str:
    return f"{number} episode{'' if number == 1 else 's'}"
