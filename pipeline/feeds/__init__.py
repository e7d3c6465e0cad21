"""What machines read: a feed for each show, the sitemap, and robots.txt. Wholly pure: values in, pieces out."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.feeds.place import Place
from pipeline.feeds.podcast import Material, feed
from pipeline.feeds.rss import is_permalink
from pipeline.feeds.sitemap import robots, sitemap
from pipeline.formats.markdown import Rendering
from pipeline.model.artifact import Piece
from pipeline.model.library import Library
from pipeline.model.media import MediaFacts

__all__ = ["Place", "is_permalink", "pieces"]


def pieces(
    library: Library,
    renderings: Mapping[str, Rendering],
    media: Mapping[str, MediaFacts],
    artwork: Mapping[str, str],
    base_url: str,
    page_dates: Mapping[str, str],
    files: Mapping[str, str] | None = None,
) -> tuple[Piece, ...]:
    """Everything that machines read of one target, sorted by path.

    `library` is what is public at the instant of the run; `base_url` is the address of the target and ends in `/`.
    `renderings` and `media` go by the path of the entry; `artwork`: path of the show, or
    of an episode with artwork of its own → site path of it;
    `page_dates`: address → W3C date of the page's content; `files` (pictures in notes): library path → site path.

    Raises KeyError when an episode has no rendering or no sound, or a show no artwork: an item is never left out.
    """
    place = Place(base_url, canonical=base_url == library.settings.site.url)
    addresses = {entry.path: entry.address for entry in library.entries}
    material = Material(library, renderings, media, artwork, place, files or {}, addresses)
    pages = {**dict.fromkeys(addresses.values(), ""), **page_dates}
    made = [*(feed(show, material) for show in library.shows), sitemap(pages, place), robots(place)]
    return tuple(sorted(made, key=lambda piece: piece.path))
