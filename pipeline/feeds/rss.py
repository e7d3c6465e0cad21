"""RSS 2.0 from values; the only file that knows feedgen.

Standard: RSS 2.0 <https://www.rssboard.org/rss-specification> with `content:encoded` and `atom:link`. feedgen has traps
that would damage a feed without a word; each has a test in `tests/feeds/test_traps.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from feedgen.feed import FeedGenerator

from pipeline.feeds.namespace import ChannelTags, ItemTags, Tag, spaces
from pipeline.formats.xml import printable

TYPE = "application/rss+xml"
_NEVER = datetime(1990, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Enclosure:
    """The sound of an item: absolute address, size in bytes, media type."""

    url: str
    length: int
    type: str


@dataclass(frozen=True, slots=True)
class Item:
    """One entry. `brief` and `notes` are HTML; `guid` is written byte for byte, and is a `permalink` or is not."""

    title: str
    link: str
    guid: str
    published: datetime
    brief: str
    notes: str
    enclosure: Enclosure | None = None
    tags: tuple[Tag, ...] = ()
    categories: tuple[str, ...] = ()
    permalink: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    """One feed. `changed` is the last change of its content, None where it has no date; items stand as they come.

    `editor` (`mail (Name)`) and `image` may be empty.
    """

    title: str
    link: str
    self_link: str
    description: str
    language: str
    copyright: str
    editor: str
    image: str
    changed: datetime | None
    tags: tuple[Tag, ...] = ()
    items: tuple[Item, ...] = ()


def write(channel: Channel) -> bytes:
    """The feed in UTF-8: the same bytes for the same channel."""
    feed: Any = FeedGenerator()  # it has no types
    feed.register_extension("house", ChannelTags, ItemTags, atom=False)
    feed.title(printable(channel.title))
    feed.link(href=channel.self_link, rel="self", type=TYPE)
    feed.link(href=channel.link, rel="alternate")  # last: feedgen takes the last link for the channel's
    feed.description(printable(channel.description))
    feed.language(channel.language)
    feed.copyright(printable(channel.copyright))
    feed.managingEditor(printable(channel.editor))
    if channel.image:
        feed.image(url=channel.image)  # with title and link of the channel
    feed.lastBuildDate((channel.changed or _NEVER).astimezone(UTC))  # unset, it would be now
    feed.house.dated = channel.changed is not None
    feed.house.tags = channel.tags
    feed.house.spaces = spaces((*channel.tags, *(tag for item in channel.items for tag in item.tags)))
    for item in channel.items:
        _add(feed, item)
    return bytes(feed.rss_str(pretty=False)) + b"\n"


def _add(feed: Any, item: Item) -> None:
    entry = feed.add_entry(order="append")  # its default puts each before the last
    entry.title(printable(item.title))
    entry.link(href=item.link)
    entry.guid(printable(item.guid), permalink=item.permalink)
    entry.description(_html(item.brief))
    entry.content(_html(item.notes), type="CDATA")
    entry.category([{"term": printable(category)} for category in item.categories])
    if item.enclosure:
        entry.enclosure(item.enclosure.url, str(item.enclosure.length), item.enclosure.type)
    entry.pubDate(item.published.astimezone(UTC))
    entry.house.tags = item.tags


def _html(text: str) -> str:
    """HTML for a CDATA section, in which a carriage return can't be kept."""
    return printable(text).replace("\r\n", "\n").replace("\r", "\n")
