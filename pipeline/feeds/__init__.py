"""What machines read: feeds, subscriptions, the catalogue, sitemap, robots.txt. Wholly pure."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.feeds.catalog import Catalog, catalog
from pipeline.feeds.catalog import schema as catalog_schema
from pipeline.feeds.exports import exports
from pipeline.feeds.host import Host
from pipeline.feeds.library_feeds import library_feeds
from pipeline.feeds.opml import subscriptions
from pipeline.feeds.podcast import Material, feed
from pipeline.feeds.rss import is_permalink
from pipeline.feeds.sitemap import robots, sitemaps
from pipeline.model.artifact import Piece
from pipeline.model.kinds import show
from pipeline.model.published import Published

__all__ = ["Catalog", "Host", "catalog_schema", "is_permalink", "pieces"]


def pieces(published: Published, artwork: Mapping[str, str], page_dates: Mapping[str, str]) -> tuple[Piece, ...]:
    """Everything that machines read of one target, sorted by path.

    `published` is what is public at the instant of the run, at the address of the target; `artwork`: path of a show, or
    of an episode that has its own → site path of its picture; `page_dates`: address → W3C date of the page's content.

    Raises KeyError when an episode has no rendering or no sound, or a show no artwork: an item is never left out.
    """
    library = published.library
    host = Host(published.base_url, library.settings.site.url)
    material = Material(published, artwork, host)
    pages = {**{entry.address: "" for entry in library.entries}, **page_dates}
    made = [
        *(feed(one, material) for one in library.of(show.KIND)),
        *library_feeds(published, host),
        *exports(published),
        *subscriptions(library, host),
        catalog(published, host),
        *sitemaps(pages, host),
        robots(host),
    ]
    return tuple(sorted(made, key=lambda piece: piece.path))
