"""What is new: feeds of the whole library and of each topic, as RSS 2.0 and as JSON Feed 1.1.

Standards: RSS 2.0, <https://www.jsonfeed.org/version/1.1/>. They hold entries of all kinds, and each item leads to its
page; an episode is listed without its sound, for which its show has a feed: who subscribes to both hears it once. The
identity of an item is its canonical address, the same on every target. Shows and free pages are no news.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any, Final

from pipeline.feeds.namespace import Tag
from pipeline.feeds.notes import notes
from pipeline.feeds.place import Place
from pipeline.feeds.rss import Channel, Item, write
from pipeline.model import urls
from pipeline.model.artifact import Piece, canonical
from pipeline.model.entry import Entry
from pipeline.model.kinds import KINDS
from pipeline.model.published import Published
from pipeline.model.rows import Row

MOST: Final = 50
"""The most entries in a feed: the newest."""
_STANDING: Final = frozenset({"page", "show"})


@dataclass(frozen=True, slots=True)
class _Feed:
    """One feed in both forms. `home` is the page that it belongs to, and under which both lie."""

    title: str
    description: str
    home: str
    entries: tuple[Entry[Any], ...]


def library_feeds(published: Published, place: Place) -> Iterator[Piece]:
    """The feeds of the library, and of each topic, also of one that has no entries yet."""
    library, site = published.library, published.library.settings.site
    news = [entry for entry in library.entries if entry.kind not in _STANDING]
    news.sort(key=lambda entry: (library.opens(entry), entry.path), reverse=True)
    feeds = [_Feed(site.title, site.description or site.title, "", tuple(news[:MOST]))]
    for topic_id, topic in library.topics.items():
        about = [entry for entry in news if topic_id in entry.fields.topics]
        title = f"{topic.title} – {site.title}"
        feeds.append(_Feed(title, topic.description, urls.topic(topic_id), tuple(about[:MOST])))
    for feed in feeds:
        yield Piece(feed.home + urls.FEED, _rss(feed, published, place))
        yield Piece(feed.home + urls.JSON_FEED, _json(feed, published, place))


def _rss(feed: _Feed, published: Published, place: Place) -> bytes:
    settings = published.library.settings
    changed = max((date for entry in feed.entries for date in _dates(entry, published)), default=None)
    channel = Channel(
        title=feed.title,
        link=place.url(feed.home),
        self_link=place.url(feed.home + urls.FEED),
        description=feed.description,
        language=settings.site.language,
        copyright=settings.feeds.copyright or settings.site.licence,
        editor="",
        image="",
        changed=changed,
        items=tuple(_item(entry, published, place) for entry in feed.entries),
    )
    return write(channel)


def _item(entry: Entry[Any], published: Published, place: Place) -> Item:
    row = published.row(entry, body=False)
    names = [author.title for author in row.authors]
    return Item(
        title=row.title,
        link=row.url,
        guid=place.canonical_url(row.id),
        published=published.library.opens(entry),
        brief=f"<p>{escape(row.description, quote=False)}</p>",
        notes=_content(entry, row, published),
        categories=tuple(topic.title for topic in row.topics),
        tags=tuple(Tag("dc:creator", name) for name in names),
    )


def _json(feed: _Feed, published: Published, place: Place) -> bytes:
    said = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": place.url(feed.home),
        "feed_url": place.url(feed.home + urls.JSON_FEED),
        "description": feed.description,
        "language": published.library.settings.site.language,
        "items": [_json_item(entry, published, place) for entry in feed.entries],
    }
    return canonical(said) + b"\n"


def _json_item(entry: Entry[Any], published: Published, place: Place) -> dict[str, Any]:
    row = published.row(entry, body=False)
    said = {
        "id": place.canonical_url(row.id),
        "url": row.url,
        "title": row.title,
        "summary": row.description,
        "content_html": _content(entry, row, published),
        "date_published": row.published,
        "date_modified": row.updated,
        "language": row.language,
        "authors": [{"name": author.title, "url": author.url} for author in row.authors],
        "tags": [topic.title for topic in row.topics],
        "image": row.image.url if row.image else None,
    }
    return {name: value for name, value in said.items() if value}


def _content(entry: Entry[Any], row: Row, published: Published) -> str:
    """The body and what stands in the fields. A form can't be filled in in a feed: it is left to the page."""
    parts = (published.html(entry, forms=False).strip(), KINDS[entry.kind].listing(row))
    body = "\n".join(part for part in parts if part)
    return notes(body, page=row.url, note=getattr(entry.fields, "content_note", ""), summary=row.description).whole


def _dates(entry: Entry[Any], published: Published) -> Iterator[datetime]:
    yield published.library.opens(entry)
    if entry.fields.updated:
        yield published.library.settings.instant(entry.fields.updated)
