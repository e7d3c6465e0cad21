"""What machines read: feeds, subscriptions, the catalogue, sitemap, robots.txt. Wholly pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from pipeline.feeds.catalog import Catalog, Index
from pipeline.feeds.catalog import schema as catalog_schema
from pipeline.feeds.exports import dated, exports, of_all
from pipeline.feeds.host import Host
from pipeline.feeds.kept import Keeper, Kept
from pipeline.feeds.library_feeds import News
from pipeline.feeds.lists import Listening, publisher
from pipeline.feeds.opml import subscriptions
from pipeline.feeds.paging import Part, part
from pipeline.feeds.podcast import Material, feed
from pipeline.feeds.sitemap import robots, sitemaps
from pipeline.model import old, urls
from pipeline.model.artifact import Piece, sha256
from pipeline.model.entry import Entry
from pipeline.model.kinds import KINDS, show
from pipeline.model.published import Published

__all__ = ["Catalog", "Host", "catalog_schema", "pieces"]


def pieces(
    published: Published, artwork: Mapping[str, str], page_dates: Mapping[str, str], keeper: Keeper
) -> tuple[Piece, ...]:
    """Everything that machines read of one target, sorted by path.

    `published` is what is public at the instant of the run, at the address of the target; `artwork`: path of a show, or
    of an episode that has its own → site path of its picture; `page_dates`: address → W3C date of the page's content.
    `keeper` has what was made before, and still stands.

    Raises KeyError when an episode has no rendering or no sound, or a show no artwork: an item is never left out.
    """
    library, answers = published.library, published.answers
    host = Host(published.base_url, library.settings.site.url, published.preview, published.elsewhere)
    material = Material(published, artwork, host)
    answers.facts("artwork", lambda path: host.elsewhere.get(artwork.get(path, "")) or artwork.get(path, ""))
    news = News(published, host, keeper)
    answers.facts("part", lambda subject: sha256("\n".join(_part(subject, published).episodes).encode()))
    shows = Kept("podcast feed", lambda subject: _feeds(subject, material), answers, keeper)
    feeds = Kept("feed", news.feeds, answers, keeper)
    listening = Listening(published, host)
    lists = Kept("listening list", listening.feeds, answers, keeper)
    files = Kept("exports", lambda path: exports(path, published), answers, keeper)
    together = Kept("exports of a kind", lambda name: of_all(name, published), answers, keeper)
    calendar = Kept("calendar", lambda _: dated(published), answers, keeper)
    pages = {**{entry.address: "" for entry in library.entries}, **page_dates}
    made = [
        *(piece for one in library.of(show.KIND) for subject in _parts(one, published) for piece in shows.of(subject)),
        *(piece for home in news.homes for piece in feeds.of(home)),
        *(piece for kind in KINDS.values() if kind.exports for one in library.of(kind) for piece in files.of(one.path)),
        *(piece for kind in KINDS.values() if library.of(kind) for piece in together.of(kind.name)),
        *calendar.of(""),
        *subscriptions(library, host),
        *publisher(published, host),
        *(piece for topic in listening.topics for piece in lists.of(topic)),
        *Index(published, host, keeper).pieces(),
        *sitemaps(pages, host),
        robots(host),
    ]
    return tuple(sorted(made, key=lambda piece: piece.path))


def _parts(entry: Entry[Any], published: Published) -> Iterator[str]:
    """The parts of the feed of a show, as they are asked for: a number, and the file of the show."""
    episodes = len(published.library.below(entry))
    return (f"{number} {entry.path}" for number in range(urls.archived(episodes, _limit(published)) + 1))


def _part(subject: str, published: Published) -> Part:
    number, _, path = subject.partition(" ")
    entry = published.library.entry(path)
    assert entry is not None, path
    episodes = [one.path for one in published.library.below(entry)]
    return part(entry.address, int(number), episodes, _limit(published))


def _limit(published: Published) -> int:
    return published.library.settings.feeds.limit


def _feeds(subject: str, material: Material) -> tuple[Piece, ...]:
    """A part of the feed of a show; of its head the same bytes wherever it was before: apps go on asking there."""
    material.published.answers.fact("part", subject)
    one = _part(subject, material.published)
    entry = material.published.find(subject.partition(" ")[2])
    assert entry is not None, subject
    made = feed(entry, one, material)
    before = () if one.number else old.feeds(entry)
    return (made, *(replace(made, path=was.path, leads_to=was.leads_to) for was in before))
