"""Feeds of what is in other feeds (Podcasting 2.0 `remoteItem`): all shows of the library, and the episodes of a topic.

Standard: <https://podcastindex.org/namespace/1.0>, mediums `publisher` and `podcastL`. They hold no items: an app asks
the feeds that they name.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.feeds.host import Host
from pipeline.feeds.namespace import Tag
from pipeline.feeds.rss import Channel, write
from pipeline.model import urls
from pipeline.model.artifact import Piece, sha256
from pipeline.model.entry import Entry
from pipeline.model.kinds import episode, show
from pipeline.model.kinds.episode.fields import Episode
from pipeline.model.kinds.show.fields import Show
from pipeline.model.library import is_retired
from pipeline.model.published import Published


def publisher(published: Published, host: Host) -> Iterator[Piece]:
    """The feed of the library that lists its shows, without those withdrawn unless all are.

    None where there is no show, or where nobody wants it.
    """
    library = published.library
    all_shows = library.of(show.KIND)
    if not all_shows or not library.settings.feeds.publisher:
        return
    site, shows = published.site, [one for one in all_shows if not is_retired(one)] or all_shows
    items = tuple(_show(one, host) for one in sorted(shows, key=lambda one: (one.fields.title.casefold(), one.path)))
    words = (site.title, site.description or site.title)
    data = _feed(published, host, urls.PUBLISHER, urls.PODCASTS, words, "publisher", items)
    yield Piece(urls.PUBLISHER, data)


class Listening:
    """The listening lists of a library: of each topic that somebody speaks about, newest first."""

    def __init__(self, published: Published, host: Host) -> None:
        self._published, self._host = published, host
        self._heard: dict[str, list[Entry[Episode]]] = {}
        library = published.library
        episodes = library.of(episode.KIND)
        for one in sorted(episodes, key=lambda one: (library.opens(one), one.path), reverse=True):
            for topic in dict.fromkeys(one.fields.topics):
                if topic in library.topics:
                    self._heard.setdefault(topic, []).append(one)
        published.answers.facts("heard", lambda topic: sha256(repr(self._items(topic)).encode()))

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics that have a list."""
        return tuple(self._heard)

    def feeds(self, topic: str) -> Iterator[Piece]:
        """The list of a topic."""
        published, path = self._published, urls.listening_list(topic)
        published.answers.fact("heard", topic)
        about = published.topic(topic)
        words = (f"{about.title} – {published.site.title}", about.description)
        home, items = urls.topic(topic), self._items(topic)
        yield Piece(path, _feed(published, self._host, path, home, words, "podcastL", items))

    def _items(self, topic: str) -> tuple[Tag, ...]:
        return tuple(_episode(one, self._published.library.belongs_to(one), self._host) for one in self._heard[topic])


def _show(one: Entry[Show], host: Host) -> Tag:
    guid = host.podcast_guid(str(one.fields.guid), urls.show_feed(one.address))
    said = {"medium": one.fields.medium, "feedGuid": guid, "title": one.fields.title}
    return Tag("podcast:remoteItem", attributes=said | {"feedUrl": host.url(urls.show_feed(one.address))})


def _episode(one: Entry[Episode], above: Entry[Show], host: Host) -> Tag:
    feed = urls.show_feed(above.address)
    said = {"feedGuid": host.podcast_guid(str(above.fields.guid), feed), "feedUrl": host.url(feed)}
    named = {"itemGuid": host.guid(one.fields.identity), "medium": above.fields.medium, "title": one.fields.title}
    return Tag("podcast:remoteItem", attributes=said | named)


def _feed(
    published: Published, host: Host, path: str, home: str, words: tuple[str, str], medium: str, items: tuple[Tag, ...]
) -> bytes:
    settings, (title, description) = published.library.settings, words
    guid = urls.podcast_guid(host.identity(path))
    return write(
        Channel(
            title=host.title(title),
            link=host.url(home),
            self_link=host.url(path),
            description=description,
            language=settings.site.language,
            copyright=settings.feeds.copyright or settings.site.licence,
            editor="",
            image="",
            changed=None,
            tags=(Tag("podcast:guid", guid), Tag("podcast:medium", medium), *items),
        )
    )
