"""The library as files that open from a stick, without a server: pages, and what they show and lead to.

Nothing is laid out anew: a finished page keeps its bytes but for addresses, scripts and marks, so that its policy and
the digests in it hold. All links are relative and name files; what is not part of the copy has its address on the web,
and is marked as every link is that leads out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from html import escape, unescape
from typing import Final
from urllib.parse import quote, urlsplit

from pipeline.model import urls
from pipeline.model.artifact import Artifact
from pipeline.offline import scripts
from pipeline.offline.copy import Build, Member, is_page, is_sound

STYLE: Final = "assets/copy.css"
NOWHERE: Final = "about:blank"
_TAG: Final = re.compile(r"""<[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>""")
_ADDRESS: Final = re.compile(r'(\s)(href|src|poster|srcset)="([^"]*)"')
_CSS_URL: Final = re.compile(r"url\((['\"]?)([^)'\"]+)\1\)")
_OPTIONAL: Final = re.compile(r"font-display:\s*optional")
"""A font that is not there at once is done without: over a line that is right, and a stick has none."""
_SCRIPT: Final = re.compile(r'<script\b[^>]*\ssrc="([^"]*)"[^>]*></script>')
_AUDIO: Final = re.compile(r"<audio\b[^>]*>\s*</audio>")
_ELSEWHERE: Final = re.compile(r'<audio\b[^>]*\ssrc="https?://')
"""A player whose sound lies on another host: a copy asks no network, so it has none there. Our own is relative."""
_DROPPED: Final = re.compile(
    r'<link\b[^>]*\srel="(?:preload|modulepreload|alternate feed|prev|next|prefetch)"[^>]*>\s*'
)
"""Hints that a browser refuses from a file, or that lead where nothing is."""
_HTML: Final = re.compile(r"<html\b")
_AT_HAND: Final = ("tel", "sms", "mailto", "data", "about")
_FEEDS: Final = ("application/rss+xml", "application/feed+json", "text/x-opml", "application/xml")
_DENSE: Final = (".woff2", ".woff", ".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".mp3", ".m4a", ".ogg", ".opus")


@dataclass
class Stick:
    """The copy of a build, with its `sound` or without, in one folder that bears the name `folder`."""

    build: Build
    folder: str
    sound: bool = False
    _pages: dict[str, bytes] = field(default_factory=dict, init=False)
    _beside: dict[str, bytes | Artifact] = field(default_factory=dict, init=False)
    _plain: dict[str, bytes | None] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        for artifact in self.build.artifacts.values():
            if is_page(artifact) and artifact.path != urls.NOT_FOUND:
                self._pages[artifact.path] = b""
        for path in self._pages:
            self._pages[path] = self._page(path, self.build.text(path)).encode()
        self._beside[STYLE] = self.build.styles["stick.css"].encode()

    @property
    def pages(self) -> int:
        return len(self._pages)

    @property
    def size(self) -> int:
        """Bytes of all files, before they are packed."""
        return sum(len(page) for page in self._pages.values()) + sum(map(_size, self._beside.values()))

    @property
    def unheard(self) -> tuple[int, int]:
        """How many recordings the build has, and their bytes."""
        beside = self.build.beside
        sizes = [one.size for one in self.build.artifacts.values() if is_sound(one) and one.path not in beside]
        return len(sizes), sum(sizes)

    def members(self) -> Iterator[Member]:
        """All files, the first page before them, in an order that is always the same."""
        files: Mapping[str, bytes | Artifact] = {**self._pages, **self._beside}
        for path in sorted(files, key=lambda path: (path != urls.page_file(""), path)):
            file = files[path]
            yield Member(f"{self.folder}/{path}", _size(file), partial(self._open, file), not path.endswith(_DENSE))

    def _open(self, file: bytes | Artifact) -> Iterable[bytes]:
        return (file,) if isinstance(file, bytes) else self.build.open(file)

    def _page(self, path: str, text: str) -> str:
        text, sound = _DROPPED.sub("", text), self.sound and not _ELSEWHERE.search(text)
        text = _SCRIPT.sub(partial(self._script, path, sound), text)
        text = _TAG.sub(lambda tag: self._tag(path, tag[0]), text)
        text = text if sound else _AUDIO.sub(self._unheard(path), text)
        text = text.replace("</head>", f'<link rel="stylesheet" href="{urls.relative(path, STYLE)}">\n</head>', 1)
        text = text if sound else _HTML.sub('<html data-carried="without-sound"', text, count=1)
        note = f'<p class="copy-note">{escape(self._note())}</p>\n'
        before, foot, after = text.rpartition("</footer>")
        return f"{before}{note}{foot}{after}" if foot else text.replace("</body>", f"{note}</body>", 1)

    def _note(self) -> str:
        say = self.build.say
        said = f"{say('copy', title=self.build.title, day=self.build.spoken_day)} {say('marked')}"
        return said if self.sound or not self.unheard[0] else f"{said} {say('unheard')}"

    def _script(self, page: str, sound: bool, match: re.Match[str]) -> str:
        """A module becomes a script that a file may ask for; one that needs a server is left out."""
        found = urls.target(self.build.base_url, page, unescape(match[1]))
        idle = 'data-needs="sound"' in match[0] and not sound
        if idle or found is None or found[0] not in self.build.artifacts:
            return ""
        path = found[0]
        if path not in self._plain:
            self._plain[path] = self._made_plain(path)
        made = self._plain[path]
        if made is None:
            return ""
        self._beside[path] = made
        return f'<script defer src="{match[1]}"></script>'

    def _made_plain(self, path: str) -> bytes | None:
        folder = path.rpartition("/")[0]
        try:
            return scripts.plain(self.build.text(path), lambda name: self.build.text(f"{folder}/{name}")).encode()
        except scripts.NeedsAServer:
            return None

    def _unheard(self, page: str) -> Callable[[object], str]:
        """In the place of a recording that does not go along: the way to it."""
        address = escape(urls.absolute(self.build.site_url, quote(urls.asked_for(page))))
        link = self._marked(f'<a href="{address}">')
        return lambda _: f"<p>{link}{escape(self.build.say('hear'))}</a></p>"

    def _tag(self, page: str, tag: str) -> str:
        if tag.startswith("<link") and 'rel="canonical"' in tag:
            return tag
        if "data-leave" in tag:  # the way out asks nobody
            return _ADDRESS.sub(lambda match: f'{match[1]}{match[2]}="{NOWHERE}"', tag)
        outer = []

        def change(match: re.Match[str]) -> str:
            if match[2] == "srcset":
                parts = (part.split() for part in unescape(match[3]).split(","))
                made = ", ".join(" ".join([self._address(page, first), *rest]) for first, *rest in parts)
            else:
                made = self._address(page, unescape(match[3]))
            outer.append(_leads_out(made))
            if outer[-1] and match[2] != "href":
                return ""  # nothing in a copy asks the network
            return f'{match[1]}{match[2]}="{escape(made)}"'

        tag = _ADDRESS.sub(change, tag)
        return self._marked(tag) if any(outer) and tag.startswith("<a ") else tag

    def _marked(self, tag: str) -> str:
        """A link that leads out of the copy says so to all: by a sign, and in words to who does not see it."""
        words = escape(self.build.say("outer"))
        return f"{tag[:-1]} data-outer{'' if ' title=' in tag else f' title={chr(34)}{words}{chr(34)}'}>"

    def _address(self, page: str, address: str) -> str:
        """An address on a page, as it is in the copy."""
        found = urls.target(self.build.base_url, page, address)
        if found is None:
            return address
        path, fragment = found
        part = f"#{quote(fragment, safe=_IN_FRAGMENTS)}" if fragment else ""
        if path == page and part:
            return part
        if path in self._pages or self._brings(path):
            return quote(urls.relative(page, path), safe="/") + part
        return urls.absolute(self.build.site_url, quote(urls.asked_for(path))) + part

    def _brings(self, path: str) -> bool:
        """Whether a file goes along because a page shows it or leads to it."""
        if path in self._beside:
            return True
        artifact = self.build.artifacts.get(path)
        if artifact is None or not self._may_go(artifact):
            return False
        self._beside[path] = artifact
        if path.endswith(".css"):
            css = _OPTIONAL.sub("font-display:swap", self.build.text(path))
            self._beside[path] = css.encode()
            for match in _CSS_URL.finditer(css):
                if found := urls.target(self.build.base_url, path, match[2]):
                    self._brings(found[0])
        return True

    def _may_go(self, artifact: Artifact) -> bool:
        kind = artifact.headers.get("content-type", "")
        leads = artifact.path.endswith((".html", ".js")) or kind.startswith(_FEEDS)
        heard = self.sound and artifact.path not in self.build.beside
        return not leads and (heard or not is_sound(artifact))


_IN_FRAGMENTS: Final = "=:@!$&'()*+,;/?-._~"


def _leads_out(address: str) -> bool:
    """Whether an address needs the network: most do that have a scheme."""
    scheme = urlsplit(address).scheme
    return bool(scheme) and scheme not in _AT_HAND


def _size(file: bytes | Artifact) -> int:
    return len(file) if isinstance(file, bytes) else file.size
