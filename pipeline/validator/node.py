"""A feed as its elements, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

SPACES: Mapping[str, str] = {
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "https://podcastindex.org/namespace/1.0": "podcast",
    "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md": "podcast",
    "http://www.w3.org/2005/Atom": "atom",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/syndication/history/1.0": "fh",
    "http://podlove.org/simple-chapters": "psc",
    "http://search.yahoo.com/mrss/": "media",
    "http://www.spotify.com/ns/rss": "spotify",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://www.w3.org/XML/1998/namespace": "xml",
}
"""Namespaces that rules speak of, and the prefix that names them here, whatever the feed's own is."""


@dataclass(slots=True, eq=False)
class Node:
    """An element. `name` is `prefix:name` with a prefix of `SPACES`, and `{address}name` in a namespace that no rule
    knows; line and column are those of its `<`, counted from 1.
    """

    name: str
    parent: Node | None = None
    line: int = 0
    column: int = 0
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)
    text: str = ""
    _firsts: dict[str, Node] | None = None

    @property
    def value(self) -> str:
        """Its text without white space around it."""
        return self.text.strip()

    def inside(self, name: str) -> bool:
        """Whether its parent has this name."""
        return self.parent is not None and self.parent.name == name

    def every(self, name: str) -> Iterator[Node]:
        """Its children of a name."""
        return (child for child in self.children if child.name == name)

    def first(self, name: str) -> Node | None:
        """Its first child of a name: found once for all, since an element may have very many."""
        if self._firsts is None:
            self._firsts = {}
            for child in self.children:
                self._firsts.setdefault(child.name, child)
        return self._firsts.get(name)

    def value_of(self, name: str) -> str:
        """The text of its first child of a name; empty where there is none."""
        child = self.first(name)
        return child.value if child else ""


@dataclass(frozen=True, slots=True)
class Space:
    """A namespace, as it is declared."""

    prefix: str
    address: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a document could not be read to its end; `rule` is the id of the rule that it breaks."""

    rule: str
    line: int
    column: int
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Feed:
    """What rules look at: the elements of a document, where it was found (`url`, empty for a file), what its server
    said of it, and the instant at which somebody looks.
    """

    root: Node | None
    faults: tuple[Fault, ...] = ()
    spaces: tuple[Space, ...] = ()
    encoding: str = ""
    url: str = ""
    content_type: str = ""
    at: datetime | None = None
    names: Mapping[str, list[Node]] = field(default_factory=dict)

    def every(self, name: str, *parents: str) -> Iterator[Node]:
        """All elements of a name, in their order; those inside of `parents`, if any are named."""
        found = self.names.get(name, ())
        return (node for node in found if not parents or (node.parent is not None and node.parent.name in parents))

    @property
    def channel(self) -> Node | None:
        return self.root.first("channel") if self.root is not None and self.root.name == "rss" else None

    def has_space(self, prefix: str) -> bool:
        """Whether a namespace is declared."""
        return any(SPACES.get(space.address) == prefix for space in self.spaces)
