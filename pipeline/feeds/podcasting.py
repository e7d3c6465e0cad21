"""The Podcasting 2.0 namespace: what editors write in fields of its own, as tags of a channel or of an item.

Standard: <https://podcastindex.org/namespace/1.0>. What every feed says anyway stands in `podcast`.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping
from email.utils import format_datetime
from typing import Final

from pipeline.feeds.host import Host
from pipeline.feeds.namespace import Tag, characters
from pipeline.model import urls
from pipeline.model.entry import Entry, utc
from pipeline.model.kinds.episode.fields import Episode
from pipeline.model.kinds.show.fields import Show
from pipeline.model.kinds.show.podcasting import Alternate, Chat, Frequency, Recipient, Recommended, Social, Spot, Value
from pipeline.model.media import MediaFacts, Rendition
from pipeline.model.published import Published

CHARACTERS: Final = 128


def of_both(entry: Entry[Show] | Entry[Episode], published: Published) -> Iterator[Tag]:
    """What a show and an episode say alike."""
    fields = entry.fields
    yield from map(_spot, fields.locations)
    yield from (_tag("txt", {"purpose": one.purpose}, one.text) for one in fields.txt)
    yield from map(_social, fields.social)
    if fields.chat:
        yield _chat(fields.chat)
    if fields.value:
        yield _value(fields.value)
    for image in fields.images:
        if shown := published.image(image, entry.path):
            size = {"width": shown.width, "height": shown.height}
            yield _tag("image", {"href": shown.url, "alt": image.alt, "purpose": image.purpose, **size})


def of_show(show: Entry[Show], episodes: Iterable[Entry[Episode]], published: Published, host: Host) -> Iterator[Tag]:
    """What a show says. `episodes` are those of this part of its feed: trailers are among them."""
    fields = show.fields
    if fields.update_frequency and not fields.complete:
        yield _frequency(fields.update_frequency, published)
    if fields.podroll:
        yield Tag("podcast:podroll", children=tuple(map(_recommended, fields.podroll)))
    if published.library.settings.feeds.publisher:
        guid = urls.podcast_guid(host.identity(urls.PUBLISHER))
        said = {"medium": "publisher", "feedGuid": guid, "feedUrl": host.url(urls.PUBLISHER)}
        yield Tag("podcast:publisher", children=(_tag("remoteItem", said),))
    yield from (_tag("block", {"id": name}, "yes") for name in fields.block)
    yield from (_trailer(one, published, host) for one in episodes if one.fields.type == "trailer")


def of_episode(episode: Entry[Episode], sound: MediaFacts, host: Host) -> Iterator[Tag]:
    """What an episode says."""
    if sound.renditions:
        title = "MP3" if sound.type == "audio/mpeg" else "AAC"
        main = Rendition(sound.path, sound.blob, sound.type, "", sound.bitrate, title)
        yield from (_rendition(one, host, default=one is main) for one in (main, *sound.renditions))
    yield from map(_alternate, episode.fields.alternates)
    yield from (_tag("contentLink", {"href": one.url}, one.text) for one in episode.fields.content_links)


def _tag(tag: str, said: Mapping[str, object], text: str = "", *inside: Tag) -> Tag:
    """A tag with those attributes that say something."""
    attributes = {key: str(value) for key, value in said.items() if value not in (None, "")}
    return Tag(f"podcast:{tag}", text if tag == "txt" else characters(text, CHARACTERS), attributes, inside)


def _spot(spot: Spot) -> Tag:
    return _tag("location", {"rel": spot.rel, "geo": spot.geo, "osm": spot.osm, "country": spot.country}, spot.name)


def _social(post: Social) -> Tag:
    account = {"accountId": post.account, "accountUrl": post.account_url}
    return _tag("socialInteract", {"protocol": post.protocol, "uri": post.url, **account, "priority": post.priority})


def _chat(chat: Chat) -> Tag:
    said = {"server": chat.server, "protocol": chat.protocol, "accountId": chat.account, "space": chat.space}
    return _tag("chat", said)


def _value(value: Value) -> Tag:
    said = {"type": value.type, "method": value.method, "suggested": _plain(value.suggested)}
    return _tag("value", said, "", *map(_recipient, value.recipients))


def _recipient(one: Recipient) -> Tag:
    custom = {"customKey": one.key, "customValue": one.value, "fee": "true" if one.fee else ""}
    said = {"name": one.name, "type": one.type, "address": one.address, "split": one.split, **custom}
    return _tag("valueRecipient", said)


def _frequency(frequency: Frequency, published: Published) -> Tag:
    start = utc(published.library.settings.instant(frequency.start)) if frequency.start else ""
    return _tag("updateFrequency", {"rrule": frequency.rrule, "dtstart": start}, frequency.text)


def _recommended(one: Recommended) -> Tag:
    said = {"feedUrl": one.url, "itemGuid": one.item, "medium": one.medium}
    return _tag("remoteItem", {"feedGuid": one.guid, "title": one.title, **said})


def _trailer(episode: Entry[Episode], published: Published, host: Host) -> Tag:
    sound, fields = published.sound(episode.path), episode.fields
    file = {"url": sound.address(host.url), "length": sound.blob.size, "type": sound.type}
    date = format_datetime(published.library.opens(episode))
    return _tag("trailer", {**file, "pubdate": date, "season": fields.season}, fields.title)


def _alternate(one: Alternate) -> Tag:
    """The digest is that of all sources: they hold the same bytes."""
    what = {"type": one.type, "length": one.length, "bitrate": _plain(one.bitrate), "height": one.height}
    said = {"lang": one.language, "title": one.title, "rel": one.rel, "codecs": one.codecs}
    inside = [_tag("source", {"uri": source}) for source in one.sources]
    if one.integrity:
        inside.append(_tag("integrity", {"type": "sri", "value": one.integrity}))
    return _tag("alternateEnclosure", {**what, **said}, "", *inside)


def _rendition(one: Rendition, host: Host, *, default: bool) -> Tag:
    """The sound in one of its codecs: `default` is the enclosure itself."""
    said = {"type": one.type, "length": one.blob.size, "bitrate": one.bitrate * 1000, "title": one.title}
    said |= {"codecs": one.codecs, "default": "true" if default else ""}
    digest = base64.b64encode(bytes.fromhex(one.blob.digest)).decode()
    inside = (
        _tag("source", {"uri": host.url(one.path)}),
        _tag("integrity", {"type": "sri", "value": f"sha256-{digest}"}),
    )
    return _tag("alternateEnclosure", said, "", *inside)


def _plain(number: float | None) -> str:
    """`5`, `0.00001`: never in powers of ten."""
    return "" if number is None else f"{number:.12f}".rstrip("0").rstrip(".")
