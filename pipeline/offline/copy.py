"""What of a build goes along, and what was known of it: the files of a release, and how their bytes are had."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.formats.locale import Spoken
from pipeline.formats.wording import Wording
from pipeline.model import urls
from pipeline.model.artifact import Artifact

Open = Callable[[Artifact], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive: its name, its size in bytes, these when somebody asks for them, and whether packing makes
    them less.
    """

    name: str
    size: int
    open: Callable[[], Iterable[bytes]]
    packed: bool = True


@dataclass(frozen=True, slots=True)
class Build:
    """A build that is copied: its files by their paths and how their bytes are had (`open`); the library's own address
    and the one that it was built for; what the theme has for copies (`styles`: name → text); its title, its words, and
    the day of the newest of its content (ISO 8601), which is that of the copy.
    """

    artifacts: Mapping[str, Artifact]
    open: Open
    site_url: str
    base_url: str
    title: str
    day: str
    wording: Wording = field(default_factory=Wording)
    styles: Mapping[str, str] = field(default_factory=dict)
    beside: frozenset[str] = frozenset()
    """The paths of sound that a page does not play, and only leads to: renditions, and clips of it."""

    def read(self, path: str) -> bytes:
        """The bytes of a file that is small."""
        return b"".join(self.open(self.artifacts[path]))

    def text(self, path: str) -> str:
        return self.read(path).decode()

    def say(self, name: str, n: int | None = None, **given: object) -> str:
        """Words of the interface, `offline.…`."""
        return Spoken(self.wording).say(f"offline.{name}", n, **given)

    @property
    def spoken_day(self) -> str:
        return Spoken(self.wording).day(self.day)


def is_page(artifact: Artifact) -> bool:
    """Whether it is a page that says something, and does not only lead to another."""
    admin = artifact.path.startswith(urls.ADMIN)  # the forms of editors need the network
    return artifact.path.endswith(".html") and "location" not in artifact.headers and not admin


def is_sound(artifact: Artifact) -> bool:
    """Whether it is heard or watched."""
    return artifact.headers.get("content-type", "").startswith(("audio/", "video/"))
