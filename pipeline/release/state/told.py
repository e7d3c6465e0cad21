"""What public feeds and the catalogue tell of a release whose record is lost."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.model import urls
from pipeline.model.artifact import PublishedEpisode, PublishedShow


@dataclass(frozen=True, slots=True)
class Told:
    """What public feeds and the catalogue say: shows and episodes as subscribers hold them, the file of the library
    behind each page, and the feeds that can't be read.
    """

    shows: tuple[PublishedShow, ...] = ()
    episodes: tuple[PublishedEpisode, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    unreadable: tuple[str, ...] = ()


def told(
    feeds: Iterable[tuple[PublishedShow, tuple[PublishedEpisode, ...]]],
    catalogue: bytes,
    files: Mapping[str, str],
    unreadable: Iterable[str] = (),
) -> Told:
    """What feeds of shows and the bytes of the catalogue say. `files` has the file of each entry of today's library by
    its address; of what it has no more, the file that would have had this address is named.
    """
    shows, episodes = dict[str, PublishedShow](), dict[tuple[str, str], PublishedEpisode]()
    for show, some in feeds:
        address = show.feed.rpartition("/")[0] + "/"
        path = files.get(address, f"content/{address}show.yml")
        shows[path] = replace(show, path=path, feed=urls.show_feed(address))  # an archive belongs to the feed beside it
        for one in some:
            at = files.get(one.address, f"content/{one.address.rstrip('/')}.md")
            episodes[path, one.guid] = replace(one, show=path, path=at)
    pages = {address: files.get(address, f"content/{address.rstrip('/')}.md") for address in _addresses(catalogue)}
    sources = {urls.page_file(address): file for address, file in {**pages, **files}.items()}
    sources |= {show.feed: path for path, show in shows.items()}
    return Told(tuple(shows.values()), tuple(episodes.values()), sources, tuple(unreadable))


def _addresses(catalogue: bytes) -> list[str]:
    """The addresses of the entries that a catalogue names; none where it can't be read."""
    try:
        plain: Any = json.loads(catalogue)
        return [str(entry["id"]) for entry in plain["entries"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        return []
