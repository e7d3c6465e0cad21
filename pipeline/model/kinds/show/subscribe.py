"""Ways to subscribe to a show: links that open podcast apps, and a code to be read by the camera of a phone.

No app is asked for anything before somebody presses: these are plain links. Directories that take no feed (Spotify)
are named where the show has its id there; the others are given the address of the feed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import quote


def apps(feed: str, title: str, ids: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Name and address for each app that can be opened; `ids` are those of the show at `apple` and `spotify`."""
    bare, whole = feed.partition("://")[2], quote(feed, safe="")
    apple, spotify = (quote(ids.get(name, ""), safe="") for name in ("apple", "spotify"))
    apple = apple.removeprefix("id")
    yield "Apple Podcasts", f"https://podcasts.apple.com/podcast/id{apple}" if apple else f"podcast://{bare}"
    if spotify:
        yield "Spotify", f"https://open.spotify.com/show/{spotify}"
    # Its pages on the web know shows by Apple's id alone; by feed only the app itself does.
    yield "Pocket Casts", f"https://pca.st/itunes/{apple}" if apple else f"pktc://subscribe/{bare}"
    yield "Overcast", f"overcast://x-callback-url/add?url={whole}"
    yield "AntennaPod", f"https://antennapod.org/deeplink/subscribe?url={whole}&title={quote(title, safe='')}"
