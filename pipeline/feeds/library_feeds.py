"""What is new: feeds of the whole library and of each topic, as RSS 2.0 and as JSON Feed 1.1.

Standards: RSS 2.0, <https://www.jsonfeed.org/version/1.1/>. They hold entries of all kinds, and each item leads to its
page; an episode is listed without its sound, for which its show has a feed: who subscribes to both hears it once. The
identity of an item is its canonical address, the same on every target but a preview. Shows and free pages are no news.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any, Final

from pipeline.feeds.host import Host
from pipeline.feeds.kept import Keeper, Kept
from pipeline.feeds.namespace import Tag
from pipeline.feeds.notes import whole
from pipeline.feeds.rss import Channel, Item, write
from pipeline.formats.scalars import is_permalink
from pipeline.model import urls
from pipeline.model.artifact import Piece, canonical, sha256
from pipeline.model.entry import Entry
from pipeline.model.kinds import KINDS
from pipeline.model.published import Published
from pipeline.model.rows import Row

MOST: Final = 50
"""The most entries in a feed: the newest."""


@dataclass(frozen=True, slots=True)
class _News:
    """What feeds say of an entry. `opened` and `changed` are its dates, `html` its body as feeds carry it."""

    row: Row
    id: str
    opened: datetime
    changed: datetime
    html: str


@dataclass(frozen=True, slots=True)
class _Feed:
    """One feed, whatever its form. `home` is the page that it belongs to, and under which it lies."""

    title: str
    description: str
    home: str
    news: tuple[_News, ...]


class News:
    """What is new: in the library (`""`), and below each topic, by the address of the page that a feed belongs to."""

    def __init__(self, published: Published, host: Host, keeper: Keeper) -> None:
        self._published, self._host = published, host
        self._bodies = Kept("news", self._body, published.answers, keeper)
        library = published.library
        entries = [entry for entry in library.entries if KINDS[entry.kind].news]
        entries.sort(key=lambda entry: (library.opens(entry), entry.path), reverse=True)
        self._topics = {urls.topic(topic): topic for topic in library.topics}
        self._newest: dict[str, list[Entry[Any]]] = {"": entries[:MOST], **{home: [] for home in self._topics}}
        for entry in entries:
            for topic in dict.fromkeys(getattr(entry.fields, "topics", ())):
                if len(listed := self._newest.get(urls.topic(topic), [])) < MOST:
                    listed.append(entry)
        published.answers.facts("newest", lambda home: sha256(" ".join(e.path for e in self._newest[home]).encode()))

    @property
    def homes(self) -> tuple[str, ...]:
        """The pages that have a feed of what is new."""
        return tuple(self._newest)

    def feeds(self, home: str) -> Iterator[Piece]:
        """The feed that belongs to a page, in both forms."""
        published, host, site = self._published, self._host, self._published.site
        published.answers.fact("newest", home)
        title, description = site.title, site.description or site.title
        if home:
            topic = published.topic(self._topics[home])
            title, description = f"{topic.title} – {site.title}", topic.description
        feed = _Feed(title, description, home, tuple(self._news(entry) for entry in self._newest[home]))
        yield Piece(home + urls.FEED, _rss(feed, published, host))
        yield Piece(home + urls.JSON_FEED, _json(feed, published, host))

    def _news(self, entry: Entry[Any]) -> _News:
        published = self._published
        row, opened = published.row(entry), published.library.opens(entry)
        day = getattr(entry.fields, "updated", None)
        updated = published.library.settings.instant(day) if day else opened
        html = self._bodies.read(entry.path).decode()
        return _News(row, self._host.identity(row.id), opened, max(opened, updated), html)

    def _body(self, path: str) -> Iterator[Piece]:
        """The body of an entry, for all feeds that it stands in. A form can't be filled in there: it is left out."""
        published, entry = self._published, self._published.find(path)
        assert entry is not None, path
        row = published.row(entry)
        parts = (
            published.html(entry, forms=False, explained=True).strip(),
            KINDS[entry.kind].listing(row, published.say),
        )
        body = "\n".join(part for part in parts if part) or f"<p>{escape(row.description, quote=False)}</p>"
        yield Piece("", whole(body, page=row.url, note=getattr(entry.fields, "content_note", "")).encode())


def _rss(feed: _Feed, published: Published, host: Host) -> bytes:
    settings = published.library.settings
    channel = Channel(
        title=host.title(feed.title),
        link=host.url(feed.home),
        self_link=host.url(feed.home + urls.FEED),
        description=feed.description,
        language=settings.site.language,
        copyright=settings.feeds.copyright or settings.site.licence,
        editor="",
        image="",
        changed=max((one.changed for one in feed.news), default=None),
        items=tuple(_item(one) for one in feed.news),
    )
    return write(channel)


def _item(one: _News) -> Item:
    return Item(
        title=one.row.title,
        link=one.row.url,
        guid=one.id,
        permalink=is_permalink(one.id),
        published=one.opened,
        brief=f"<p>{escape(one.row.description, quote=False)}</p>",
        notes=one.html,
        categories=tuple(topic.title for topic in one.row.topics),
        tags=tuple(Tag("dc:creator", author.title) for author in one.row.authors),
    )


def _json(feed: _Feed, published: Published, host: Host) -> bytes:
    said = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": host.title(feed.title),
        "home_page_url": host.url(feed.home),
        "feed_url": host.url(feed.home + urls.JSON_FEED),
        "description": feed.description,
        "language": published.library.settings.site.language,
        "items": [_json_item(one) for one in feed.news],
    }
    return canonical(said) + b"\n"


def _json_item(one: _News) -> dict[str, Any]:
    row = one.row
    said = {
        "id": one.id,
        "url": row.url,
        "title": row.title,
        "summary": row.description,
        "content_html": one.html,
        "date_published": row.published,
        "date_modified": row.updated,
        "language": row.language,
        "authors": [{"name": author.title, "url": author.url} for author in row.authors],
        "tags": [topic.title for topic in row.topics],
        "image": row.image.url if row.image else None,
    }
    return {name: value for name, value in said.items() if value}
