"""What machines read: feeds, subscriptions, the catalogue, sitemap, robots.txt. Wholly pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.feeds.catalog import Catalog, catalog
from pipeline.feeds.catalog import schema as catalog_schema
from pipeline.feeds.exports import exports
from pipeline.feeds.library_feeds import library_feeds
from pipeline.feeds.opml import subscriptions
from pipeline.feeds.place import Place
from pipeline.feeds.podcast import Material, feed
from pipeline.feeds.rss import is_permalink
from pipeline.feeds.sitemap import robots, sitemaps
from pipeline.model import urls
from pipeline.model.artifact import Piece
from pipeline.model.kinds import KINDS, show
from pipeline.model.library import Library
from pipeline.model.published import Published

__all__ = ["Catalog", "Place", "catalog_schema", "is_permalink", "paths", "pieces"]


def pieces(published: Published, artwork: Mapping[str, str], page_dates: Mapping[str, str]) -> tuple[Piece, ...]:
    """Everything that machines read of one target, sorted by path.

    `published` is what is public at the instant of the run, at the address of the target; `artwork`: path of a show, or
    of an episode that has its own → site path of its picture; `page_dates`: address → W3C date of the page's content.

    Raises KeyError when an episode has no rendering or no sound, or a show no artwork: an item is never left out.
    """
    library = published.library
    place = Place(published.base_url, library.settings.site.url)
    material = Material(published, artwork, place)
    pages = {**{entry.address: "" for entry in library.entries}, **page_dates}
    made = [
        *(feed(one, material) for one in library.of(show.KIND)),
        *library_feeds(published, place),
        *exports(published),
        *subscriptions(library, place),
        catalog(published, place),
        *sitemaps(pages, place),
        robots(place),
    ]
    return tuple(sorted(made, key=lambda piece: piece.path))


def paths(library: Library) -> Iterator[str]:
    """The paths of what `pieces` makes and pages lead to."""
    for kind in (kind for kind in KINDS.values() if kind.feed):
        yield from (urls.show_feed(entry.address) for entry in library.of(kind))
    for home in ("", *(urls.topic(topic_id) for topic_id in library.topics)):
        yield from (home + urls.FEED, home + urls.JSON_FEED)
    for entry in library.entries:
        yield from (urls.export(entry.address, ending) for ending in KINDS[entry.kind].exports)
    if library.of(show.KIND):
        yield urls.SUBSCRIPTIONS
