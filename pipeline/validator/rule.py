"""What a rule is: an id, who asks for it, where it is written, how severe it is, and what it looks at.

A rule *looks*: it yields a `Seen` for each thing that it looked at, well or not. One that saw nothing was not
applicable to the feed. The functions at the end are ways to look that many rules share.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from pipeline.validator.node import Fault, Feed, Node, Space
from pipeline.validator.values import Check, Wrong


class Level(StrEnum):
    """An error: somebody refuses the feed, or listeners lose something. A warning: somebody may, or it reads otherwise
    than it was meant. Advice: what a standard recommends.
    """

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


class Profile(StrEnum):
    """For whom a feed is looked at. `BASE` (XML, RSS and the modules) always is."""

    BASE = "base"
    PODCASTING = "podcasting-2.0"
    PSP = "psp-1"
    APPLE = "apple"
    SPOTIFY = "spotify"
    YOUTUBE = "youtube"


class Clause(NamedTuple):
    """Where a rule is written: the standard, the part of it, and its public address."""

    standard: str
    part: str
    url: str


class Seen(NamedTuple):
    """One thing that a rule looked at, and what is wrong with it, if anything is."""

    at: Node | Space | Fault | None
    wrong: Wrong | None = None


Look = Callable[[Feed], Iterable[Seen]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, as data. `says` is a sentence of the reference."""

    id: str
    profile: Profile
    level: Level
    clause: Clause
    says: str
    look: Look


# Ways to look --------------------------------------------------------------------------------------------------------


def told(at: Node | Space | Fault | None, message: str, hint: str = "") -> Seen:
    """Something is wrong there."""
    return Seen(at, Wrong(message, hint))


def tag(node: Node) -> str:
    """An element inside a message."""
    return f"`<{node.name}>`"


def values(name: str, *parents: str, check: Check, empty: bool = False) -> Look:
    """The text of each element of a name. An empty one is left to others, unless `empty`."""

    def look(feed: Feed) -> Iterator[Seen]:
        for node in feed.every(name, *parents):
            if node.value or empty:
                yield Seen(node, _named(check(node.value), tag(node)))

    return look


def attributes(name: str, attribute: str, *parents: str, check: Check) -> Look:
    """An attribute of each element of a name that has it."""

    def look(feed: Feed) -> Iterator[Seen]:
        for node in feed.every(name, *parents):
            if attribute in node.attributes:
                wrong = check(node.attributes[attribute].strip())
                yield Seen(node, _named(wrong, f"`{attribute}` of {tag(node)}"))

    return look


def needs_attribute(name: str, attribute: str, *parents: str) -> Look:
    """Each element of a name has an attribute."""

    def look(feed: Feed) -> Iterator[Seen]:
        for node in feed.every(name, *parents):
            there = attribute in node.attributes
            yield Seen(node) if there else told(node, f"{tag(node)} has no `{attribute}`", "write it")

    return look


def needs(parent: str, *children: str) -> Look:
    """Each `parent` holds one of these, and that is not empty."""

    def look(feed: Feed) -> Iterator[Seen]:
        for node in feed.every(parent):
            there = any(_says(child) for name in children for child in node.every(name))
            lacks = f"{tag(node)} has no {' or '.join(f'`<{child}>`' for child in children)}"
            yield Seen(node) if there else told(node, lacks, "add it")

    return look


def each(name: str, *parents: str, check: Callable[[Node], Wrong | None]) -> Look:
    """Each element of a name, whole."""

    def look(feed: Feed) -> Iterator[Seen]:
        return (Seen(node, check(node)) for node in feed.every(name, *parents))

    return look


def once(name: str, *parents: str) -> Look:
    """At most one of a name in each parent."""

    def look(feed: Feed) -> Iterator[Seen]:
        for node in feed.every(name, *parents):
            if node.parent is not None:
                first = node.parent.first(name)
                more = f"{tag(node)} stands more than once in {tag(node.parent)}"
                yield Seen(node) if node is first else told(node, more, "leave one: apps take the first, or the last")

    return look


def stands_in(name: str, parents: tuple[str, ...]) -> Look:
    """Each element of a name stands where it may."""

    def look(feed: Feed) -> Iterator[Seen]:
        for node in feed.every(name):
            where = node.parent.name if node.parent else ""
            may = ", ".join(f"`<{parent}>`" for parent in parents)
            wrong = f"{tag(node)} stands in `<{where}>`, where nobody looks for it"
            yield Seen(node) if where in parents else told(node, wrong, f"move it into {may}")

    return look


def _named(wrong: Wrong | None, what: str) -> Wrong | None:
    """What is wrong, with the name of the thing."""
    if wrong is None:
        return None
    between = " " if wrong.message.startswith(("is ", "has ", "holds ")) else ": "
    return Wrong(f"{what}{between}{wrong.message}", wrong.hint)


def _says(node: Node) -> bool:
    """Whether an element says anything."""
    return bool(node.value or node.attributes or node.children)
