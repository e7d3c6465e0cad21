"""What other hosts put into a page (films, sound, maps): a link with words, which asks nobody until it is followed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from pipeline.importing.prose.page.addresses import host_of
from pipeline.importing.prose.page.tree import Element


class Embed(NamedTuple):
    """The page that people see at another host, the sort of thing it is, and the name of the host."""

    url: str
    sort: str
    host: str

    @property
    def words(self) -> str:
        """What a link says that has no words of its own."""
        return f"{self.sort} ({self.host})"


_Page = Callable[[str, dict[str, str]], str]
_ID = re.compile(r"[\w-]{3,64}")
#: Titles of frames that say nothing of what is in them.
_EMPTY_TITLES = re.compile(
    r"(?:youtube|vimeo|spotify|soundcloud|google|embedded)?[ ]?"
    r"(?:video player|embed(?:ded)?(?: content)?|player|iframe|widget|maps?|video|audio|content)?",
    re.IGNORECASE,
)


def _last(path: str) -> str:
    part = path.rstrip("/").rpartition("/")[2]
    return part if _ID.fullmatch(part) else ""


def _youtube(path: str, query: dict[str, str]) -> str:
    if "list" in query and (path.endswith("videoseries") or ("v" not in query and "/embed/" not in path)):
        return f"https://www.youtube.com/playlist?list={query['list']}"
    video = query.get("v", "") or (_last(path) if path.count("/") > 1 or "v" in query else "")
    since = "".join(one for one in query.get("start", query.get("t", "")) if one.isdigit())
    return f"https://www.youtube.com/watch?v={video}{f'&t={since}' if since else ''}" if video else ""


def _short(path: str, query: dict[str, str]) -> str:
    return _youtube(f"/embed{path}", query) if _last(path) else ""


def _vimeo(path: str, query: dict[str, str]) -> str:
    found = query.get("clip_id", "") or _last(path)  # of players from the time of Flash
    return f"https://vimeo.com/{found}{'/' + query['h'] if 'h' in query else ''}" if found.isdigit() else ""


def _spotify(path: str, _query: dict[str, str]) -> str:
    parts = [one for one in path.split("/") if one and one not in ("embed", "embed-podcast")]
    return f"https://open.spotify.com/{'/'.join(parts)}" if len(parts) >= 2 else ""


def _soundcloud(_path: str, query: dict[str, str]) -> str:
    return query.get("url", "")


def _apple(path: str, query: dict[str, str]) -> str:
    episode = f"?i={query['i']}" if "i" in query else ""
    return f"https://podcasts.apple.com{path}{episode}"


def _dailymotion(path: str, _query: dict[str, str]) -> str:
    return f"https://www.dailymotion.com/video/{_last(path)}" if _last(path) else ""


def _facebook(_path: str, query: dict[str, str]) -> str:
    return query.get("href", "")


def _map(path: str, query: dict[str, str]) -> str:
    if not path.startswith("/maps"):
        return ""
    place = query.get("q") or query.get("query")
    return f"https://www.google.com/maps?q={place.replace(' ', '+')}" if place else ""


def _ted(path: str, _query: dict[str, str]) -> str:
    return f"https://www.ted.com{path}"


_FRAMES: dict[str, tuple[str, str, _Page]] = {
    "youtube.com": ("Video", "YouTube", _youtube),
    "youtube-nocookie.com": ("Video", "YouTube", _youtube),
    "youtu.be": ("Video", "YouTube", _short),
    "player.vimeo.com": ("Video", "Vimeo", _vimeo),
    "vimeo.com": ("Video", "Vimeo", _vimeo),
    "dailymotion.com": ("Video", "Dailymotion", _dailymotion),
    "geo.dailymotion.com": ("Video", "Dailymotion", _dailymotion),
    "embed.ted.com": ("Video", "TED", _ted),
    "open.spotify.com": ("Audio", "Spotify", _spotify),
    "w.soundcloud.com": ("Audio", "SoundCloud", _soundcloud),
    "embed.podcasts.apple.com": ("Audio", "Apple Podcasts", _apple),
    "facebook.com": ("Video", "Facebook", _facebook),
    "google.com": ("Map", "Google", _map),
    "maps.google.com": ("Map", "Google", lambda path, query: _map(f"/maps{path}", query)),
}
#: Hosts whose pages WordPress shows in place of an address that stands alone in its line.
_PAGES = {
    "soundcloud.com": ("Audio", "SoundCloud"),
    "podcasts.apple.com": ("Audio", "Apple Podcasts"),
    "mixcloud.com": ("Audio", "Mixcloud"),
    "flickr.com": ("Picture", "Flickr"),
    "tiktok.com": ("Video", "TikTok"),
    "ted.com": ("Video", "TED"),
    "slideshare.net": ("Slides", "SlideShare"),
}


def source(frame: Element) -> str:
    """The address of what a frame shows; "" where it names none."""
    named = (frame.get(name, "") for name in ("src", "data-src", "data", "data-lazy-src"))
    told = {one.get("name", "").lower(): one.get("value", "") for one in frame.iter("param")}
    return next((one for one in (*named, told.get("movie", ""), told.get("src", "")) if one), "")


def framed(src: str) -> Embed | None:
    """What a frame with this whole address shows, at a page that people can open; None of hosts that we don't know."""
    known = _FRAMES.get(host_of(src))
    if known is None:
        return None
    sort, host, page = known
    parts = urlsplit(src)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    address = page(parts.path.partition("&")[0], query)  # `/v/ID&hl=en`
    return Embed(address, sort, host) if address.startswith(("http://", "https://")) else None


def alone(url: str) -> Embed | None:
    """What an address shows that stands alone in its line; None where it is only an address."""
    if host_of(url) == "google.com":
        return None
    if found := framed(url):
        return found._replace(url=url)
    known = _PAGES.get(host_of(url))
    return Embed(url, *known) if known and len(urlsplit(url).path) > 1 else None


def title(text: str) -> str:
    """The title of a frame, where it says something."""
    text = " ".join(text.split())
    return "" if _EMPTY_TITLES.fullmatch(text) else text


def file_words(url: str, sort: str) -> str:
    """What a link to a file says that has no words of its own: the name of the file, in words."""
    name = unquote(urlsplit(url).path).rpartition("/")[2]
    stem = name.rpartition(".")[0] or name
    return " ".join(stem.replace("_", " ").replace("-", " ").split()) or sort
