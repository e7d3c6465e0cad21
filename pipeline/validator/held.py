"""What its subscribers hold of a feed: the identity of the show and of each episode, and where their sound is."""

from __future__ import annotations

from datetime import UTC
from email.utils import parsedate_to_datetime
from urllib.parse import unquote, urlsplit

from pipeline.model import urls
from pipeline.model.artifact import PublishedEpisode, PublishedShow
from pipeline.validator.node import Feed, Node
from pipeline.validator.reader import read
from pipeline.validator.values.lists import LISTS

Held = tuple[PublishedShow, tuple[PublishedEpisode, ...]]
"""A show and the episodes of one of its feeds. They know no files of a library: `path` is empty, and `show` the path of
the feed."""


def held(data: bytes, path: str) -> Held | None:
    """What the feed of a show, public at `path`, says of what must never change. None for another feed: a list, or one
    that is given at an old address too. Raises ValueError when it can't be read.
    """
    if not path.startswith(urls.PODCASTS) or path == urls.PUBLISHER:
        return None
    feed = read(data)
    if feed.faults or feed.channel is None:
        raise ValueError(feed.faults[0].message if feed.faults else "this is no feed")
    channel, base = feed.channel, _base(feed, path)
    medium = channel.value_of("podcast:medium") or "podcast"
    if base is None or medium in (*LISTS, "publisher"):
        return None
    show = PublishedShow("", channel.value_of("title"), channel.value_of("podcast:guid"), path, medium)
    return show, tuple(_episode(item, path, base) for item in channel.every("item"))


def _base(feed: Feed, path: str) -> str | None:
    """The address of the site, as the feed's link to itself tells; None where it leads to another feed."""
    own = next((one for one in feed.every("atom:link", "channel") if one.attributes.get("rel") == "self"), None)
    address = unquote(own.attributes.get("href", "")) if own else f"/{path}"
    return address.removesuffix(path) if address.endswith(f"/{path}") else None


def _episode(item: Node, feed: str, base: str) -> PublishedEpisode:
    guid, sound = item.first("guid"), item.first("enclosure")
    return PublishedEpisode(
        show=feed,
        path="",
        title=item.value_of("title"),
        guid=guid.text if guid else "",
        permalink=guid is not None and guid.attributes.get("isPermaLink", "true") != "false",
        enclosure=_below(sound.attributes.get("url", "") if sound else "", base),
        address=_below(item.value_of("link"), base),
        published=_instant(item.value_of("pubDate")),
    )


def _below(address: str, base: str) -> str:
    """A path of the site, from an address."""
    plain = unquote(address)
    return plain.removeprefix(base) if plain.startswith(base) else unquote(urlsplit(address).path).lstrip("/")


def _instant(said: str) -> str:
    try:
        return parsedate_to_datetime(said).astimezone(UTC).isoformat()
    except ValueError:
        return ""
