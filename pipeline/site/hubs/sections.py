"""The hubs that the navigation names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipeline.model import urls
from pipeline.model.kinds import KINDS
from pipeline.model.kinds.kind import Kind
from pipeline.model.library import Library


@dataclass(frozen=True, slots=True)
class Section:
    """A hub of the library: its address, and its name in the words of the interface."""

    address: str
    name: str


def sections(library: Library) -> tuple[Section, ...]:
    """The hubs that list something, in the order of the navigation; that of people stands elsewhere."""
    found = [Section(kind.root, f"kinds.{kind.name}.plural") for kind in shelved() if library.of(kind)]
    others = ((urls.TOPICS, "hubs.topics", library.topics), (urls.AUDIENCES, "hubs.audiences", library.audiences))
    return (*found, *(Section(address, name) for address, name, named in others if named))


def shelved() -> tuple[Kind[Any], ...]:
    """The kinds that have a hub, in the order of the navigation."""
    hubs = sorted((kind.hub.place, kind.name) for kind in KINDS.values() if kind.hub)
    return tuple(KINDS[name] for _, name in hubs)
