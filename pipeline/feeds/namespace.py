"""What feedgen does not know, as a feedgen extension: tags of Apple's, the Podcasting 2.0 and Dublin Core namespaces.

Standards: RSS 2.0 <https://www.rssboard.org/rss-specification>, Apple's "Podcast RSS feed requirements",
<https://podcastindex.org/namespace/1.0>, PSP-1 <https://github.com/Podcast-Standards-Project/PSP-1-Podcast-RSS-Specification>.

A `Tag` is a value; the two classes at the end hang tags into the tree that feedgen builds. feedgen's own podcast
extension is not used: it refuses `true` and `false` for `itunes:explicit`, writes a `yes` in lower case for
`itunes:block`, and silently omits pictures and numbers that it does not like.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from pipeline.formats.xml import printable

SPACES: Final = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",  # a slash at its end makes it another namespace
    "atom": "http://www.w3.org/2005/Atom",
    "fh": "http://purl.org/syndication/history/1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
}
_SPEECH: Final = {True: "true", False: "false"}


@dataclass(frozen=True, slots=True)
class Tag:
    """One element: `name` is `prefix:name` with a prefix of `SPACES`."""

    name: str
    text: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: tuple[Tag, ...] = ()


def spaces(tags: Iterable[Tag]) -> dict[str, str]:
    """The namespaces that these tags need."""
    used = {tag.name.split(":")[0] for tag in tags}
    return {prefix: space for prefix, space in SPACES.items() if prefix in used}


def yes_no(name: str, value: bool) -> Tag:
    """A tag that says `true` or `false`."""
    return Tag(name, _SPEECH[value])


def within(text: str, most: int, *, encoding: str = "utf-8") -> str:
    """The text, cut with `…` between words where it has more than `most` bytes (`utf-32-le` counts 4 a character)."""
    if len(text.encode(encoding, "replace")) <= most:
        return text
    room = most - len("…".encode(encoding))
    head = text.encode(encoding, "replace")[:room].decode(encoding, "ignore")
    return f"{head.rsplit(None, 1)[0] if ' ' in head else head}…"


def characters(text: str, most: int) -> str:
    """The text, cut where it has more than `most` characters."""
    return within(text, most * 4, encoding="utf-32-le")


def grow(parent: etree._Element, tags: Iterable[Tag]) -> None:
    """Appends the tags to an element."""
    for tag in tags:
        prefix, name = tag.name.split(":")
        # Attributes are set one by one: as keyword arguments an attribute called `name` would collide.
        element = etree.SubElement(parent, f"{{{SPACES[prefix]}}}{name}")
        for key, value in tag.attributes.items():
            element.set(key, printable(value))
        if tag.text:
            element.text = printable(tag.text)
        grow(element, tag.children)


def _a_line_each(parent: etree._Element) -> None:
    """A line break after each child: never inside one, for some apps take white space for a part of the GUID."""
    parent.text = "\n"
    for child in parent:
        child.tail = "\n"


class ChannelTags:
    """feedgen's extension of a channel: appends `tags` before the items, and drops a date of today."""

    def __init__(self) -> None:
        self.tags: tuple[Tag, ...] = ()
        self.spaces: dict[str, str] = {}
        self.dated = True

    def extend_ns(self) -> dict[str, str]:
        """The namespaces to declare."""
        return self.spaces

    def extend_rss(self, rss: etree._Element) -> etree._Element:
        """Called by feedgen when the core elements stand and the items don't yet."""
        channel = rss[0]
        grow(channel, self.tags)
        if not self.dated:
            etree.strip_elements(channel, "lastBuildDate")
        _a_line_each(channel)
        return rss


class ItemTags:
    """feedgen's extension of an item: appends `tags`, and makes the description CDATA too."""

    def __init__(self) -> None:
        self.tags: tuple[Tag, ...] = ()

    def extend_ns(self) -> dict[str, str]:
        """An item declares nothing; its channel does."""
        return {}

    def extend_rss(self, item: etree._Element) -> etree._Element:
        """Called by feedgen when the core elements of the item stand."""
        description = item.find("description")
        if description is not None and description.text:
            description.text = etree.CDATA(description.text)
        grow(item, self.tags)
        _a_line_each(item)
        item.tail = "\n"
        return item
