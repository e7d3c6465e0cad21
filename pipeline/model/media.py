"""Facts about sound and pictures: as they came in, and as they go out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.formats.chapters import Chapter
from pipeline.formats.transcript import Cue, Transcript
from pipeline.model.artifact import Blob
from pipeline.problems import Place

ARTWORK = (1400, 3000)
"""The least and the most that podcast directories take as the side of artwork, px (Apple)."""


@dataclass(frozen=True, slots=True)
class AudioFacts:
    """A recording as it came in. Seconds, channels, Hz; `format` is the container that its first bytes show."""

    format: str
    seconds: float
    channels: int
    sample_rate: int

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> AudioFacts:
        return cls(data["format"], data["seconds"], data["channels"], data["sample_rate"])


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """A picture as it left the door: width and height in px."""

    width: int
    height: int

    @property
    def is_artwork(self) -> bool:
        """Whether podcast directories take it for artwork (Apple: a square of at least 1,400 px)."""
        return self.width == self.height >= ARTWORK[0]


@dataclass(frozen=True, slots=True)
class Spoken:
    """What an editor wrote to the sound of an episode, by the recording's clock. `places` are those of the chapters."""

    transcript: Transcript | None = None
    chapters: tuple[Chapter, ...] = ()
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy of a picture: its path from the site's root, width and height in px, and its bytes."""

    path: str
    width: int
    height: int
    blob: Blob


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as pages show it: in its own format, and as WebP, narrowest first."""

    fallback: Copy
    webp: tuple[Copy, ...]


@dataclass(frozen=True, slots=True)
class Artwork:
    """The artwork of a show or an episode: its path from the site's root, its bytes, and those for tags."""

    path: str
    feed: Blob
    cover: Blob


@dataclass(frozen=True, slots=True)
class Companion:
    """A file beside an episode's sound: transcript or chapters."""

    path: str
    type: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Sound:
    """The file that listeners get: its path from the site's root, and its bytes."""

    path: str
    blob: Blob


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """An episode as it goes out.

    `path` is the enclosure's path from the site's root; size in bytes; `seconds` as listeners hear it; loudness in
    LUFS and true peak in dBTP, both measured on the encoded file; `lead` is the length in seconds of what precedes the
    recording (the sting), by which chapters and cues are moved; `cues` are so already. `master` is the digest of the
    sound before it was tagged.
    """

    path: str
    blob: Blob
    type: str
    seconds: float
    channels: int
    bitrate: int
    loudness: float
    true_peak: float
    lead: float = 0.0
    transcript: Companion | None = None
    transcript_html: str = ""
    cues: tuple[Cue, ...] = ()
    chapters: Companion | None = None
    chapter_marks: tuple[tuple[float, str], ...] = ()
    master: str = ""
