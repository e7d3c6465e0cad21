"""All shows in one file, to subscribe to them at once. Standard: OPML 2.0 <http://opml.org/spec2.opml>."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pipeline.feeds.host import Host
from pipeline.formats.xml import printable
from pipeline.model import urls
from pipeline.model.artifact import Piece
from pipeline.model.kinds import show
from pipeline.model.library import Library, is_retired


def subscriptions(library: Library, host: Host) -> Iterator[Piece]:
    """The shows by title, without those withdrawn unless all are. It has no date: none is needed.

    No file where there is no show, for a body must hold one.
    """
    all_shows = library.of(show.KIND)
    if not all_shows:
        return
    shows = [one for one in all_shows if not is_retired(one)] or all_shows
    root = etree.Element("opml", version="2.0")
    head, body = etree.SubElement(root, "head"), etree.SubElement(root, "body")
    etree.SubElement(head, "title").text = printable(library.settings.site.title)
    for one in sorted(shows, key=lambda one: (one.fields.title.casefold(), one.path)):
        said = {
            "text": one.fields.title,
            "title": one.fields.title,
            "type": "rss",
            "version": "RSS2",
            "xmlUrl": host.url(urls.show_feed(one.address)),
            "htmlUrl": host.url(one.address),
            "description": one.fields.description,
            "language": library.language(one),
        }
        outline = etree.SubElement(body, "outline", {name: printable(value) for name, value in said.items()})
        outline.tail = "\n"
    yield Piece(urls.SUBSCRIPTIONS, etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n")
