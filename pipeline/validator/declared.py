"""Elements as a standard declares them, and the rules that follow: where an element may stand, how often, what it
holds, and which attributes it has.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.problems import did_you_mean
from pipeline.validator.node import Feed
from pipeline.validator.rule import (
    Clause,
    Level,
    Look,
    Profile,
    Rule,
    Seen,
    attributes,
    needs_attribute,
    once,
    stands_in,
    tag,
    told,
    values,
)
from pipeline.validator.values import Check
from pipeline.validator.values.texts import given

_OPEN = ("xml:lang", "xml:base")
"""Attributes that any element may have."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute: whether it must be there, and what it looks like. `says` completes “… is”."""

    name: str
    check: Check
    says: str
    needed: bool = False
    level: Level = Level.ERROR


@dataclass(frozen=True, slots=True)
class Element:
    """An element: where it may stand, whether more than once, what its text is, and its attributes.

    `part` and `url` name its clause; `closed` says that no other attributes are known.
    """

    name: str
    parents: tuple[str, ...]
    url: str
    check: Check | None = None
    says: str = ""
    many: bool = False
    needs_text: bool = False
    attributes: tuple[Attribute, ...] = ()
    closed: bool = False
    level: Level = Level.ERROR


@dataclass(frozen=True, slots=True)
class Standard:
    """Who declares elements: the beginning of the ids of the rules, the name, and for whom they are looked at."""

    prefix: str
    name: str
    profile: Profile


def rules(standard: Standard, elements: tuple[Element, ...]) -> tuple[Rule, ...]:
    """The rules that follow from what a standard declares."""
    return tuple(rule for element in elements for rule in _rules(standard, element))


def _rules(standard: Standard, element: Element) -> Iterator[Rule]:
    name, shown, make = element.name, f"`<{element.name}>`", _Maker(standard, element)
    where = " or ".join(f"`<{parent}>`" for parent in element.parents)
    yield make.rule("place", f"{shown} stands in {where}.", stands_in(name, element.parents))
    if not element.many:
        yield make.rule("once", f"{shown} stands at most once.", once(name, *element.parents))
    if element.needs_text:
        look = values(name, *element.parents, check=given, empty=True)
        yield make.rule("empty", f"{shown} is not empty.", look)
    if element.check:
        look = values(name, *element.parents, check=element.check)
        yield make.rule("value", f"{shown} is {element.says}.", look, element.level)
    for attribute in element.attributes:
        yield from _of_attribute(make, element, attribute)
    if element.closed:
        yield make.rule("attributes", f"{shown} has no attribute that nobody knows.", _known(element), Level.WARNING)


def _of_attribute(make: _Maker, element: Element, attribute: Attribute) -> Iterator[Rule]:
    shown = f"`<{element.name}>`"
    if attribute.needed:
        look = needs_attribute(element.name, attribute.name, *element.parents)
        yield make.rule(f"needs-{attribute.name}", f"{shown} has `{attribute.name}`.", look)
    says = f"`{attribute.name}` of {shown} is {attribute.says}."
    look = attributes(element.name, attribute.name, *element.parents, check=attribute.check)
    yield make.rule(attribute.name, says, look, attribute.level)


@dataclass(frozen=True, slots=True)
class _Maker:
    """What the rules of one element have in common."""

    standard: Standard
    element: Element

    def rule(self, end: str, says: str, look: Look, level: Level = Level.ERROR) -> Rule:
        local = self.element.name.rpartition(":")[2]
        clause = Clause(self.standard.name, f"`<{self.element.name}>`", self.element.url)
        return Rule(f"{self.standard.prefix}/{local}-{end}", self.standard.profile, level, clause, says, look)


def _known(element: Element) -> Look:
    known = tuple(attribute.name for attribute in element.attributes)

    def look(feed: Feed) -> Iterator[Seen]:
        for node in feed.every(element.name, *element.parents):
            odd = [name for name in node.attributes if name not in known and name not in _OPEN and "{" not in name]
            if not odd:
                yield Seen(node)
            for name in odd:
                hint = did_you_mean(name, known) or f"known: {', '.join(known) or 'none'}"
                yield told(node, f"{tag(node)} has an attribute `{name}` that nobody knows", hint)

    return look
