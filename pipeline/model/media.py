"""Facts about sound and pictures: as they came in, and as they go out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any
from urllib.parse import urlsplit

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.chapters import Chapter
from pipeline.formats.declared import STRICT
from pipeline.formats.scalars import Bytes, Duration, MediaPath, MediaUrl, Sha256, SoundType, WebUrl
from pipeline.formats.transcript import Cue, Transcript
from pipeline.model.artifact import Blob
from pipeline.model.heard import Heard
from pipeline.model.timing import Timing
from pipeline.model.treatment import Treatment
from pipeline.problems import Place

KNOWN_AS: Any = Field(
    default=None,
    description="Media type under which subscribers have it, where it is never mastered: `audio/x-m4a`. Default: what "
    "its bytes show.",
)
ARTWORK = (1400, 3000)
"""The least and the most that podcast directories take as the side of artwork, px (Apple)."""


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Local(Treatment):
    """A recording in the library, and how it is treated in this episode."""

    file: MediaPath = Field(description="Path of the recording.")
    type: SoundType | None = KNOWN_AS


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Elsewhere(Treatment):
    """A recording that lies outside the library: fetched once, and nothing else is taken for it."""

    url: MediaUrl = Field(
        description="Where it is fetched: an `https://` address that opens for anybody, or `s3://bucket/name` of a "
        "bucket that `pipeline.toml` names."
    )
    sha256: Sha256 = Field(description="Digest of its bytes (SHA-256), which `pipeline media add` writes.")
    type: SoundType | None = KNOWN_AS


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Hosted:
    """Sound on another host: feeds and pages lead there, and nothing of it is fetched, mastered or copied."""

    url: WebUrl = Field(description="Where listeners get it.")
    length: Bytes = Field(description="Its bytes.")
    type: SoundType = Field(description="Its media type, such as `audio/mpeg`.")
    seconds: Duration | None = Field(
        default=None, description="How long it is, `1:02:03` or in seconds: nobody here listens to it."
    )

    @property
    def host(self) -> str:
        """The host that listeners ask."""
        return urlsplit(self.url).hostname or ""


@dataclass(frozen=True, slots=True)
class AudioFacts:
    """A recording as it came in. Seconds, channels, Hz, LUFS; `format` is the container that its first bytes show.

    Only the first of its `sounds` is published, and none of a `video`'s pictures. One that is `torn` ends in the middle
    of a frame, and nothing in it says how long it is. For the seconds of its `gaps` its clock ran on without sound.

    `heard` is None of a recording that was looked at before anybody listened for faults: what was published of it
    stays as it is.
    """

    format: str
    seconds: float
    channels: int
    sample_rate: int
    sounds: int = 1
    video: bool = False
    torn: bool = False
    gaps: float = 0
    loudness: float | None = None
    heard: Heard | None = None

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> AudioFacts:
        """What a look at it recorded; what was not looked at in former times is as it is in most recordings."""
        aside = {name: data[name] for name in ("sounds", "video", "torn", "gaps", "loudness") if name in data}
        heard = Heard.from_json(data["heard"]) if data.get("heard") else None
        return cls(data["format"], data["seconds"], data["channels"], data["sample_rate"], heard=heard, **aside)


@dataclass(frozen=True, slots=True)
class FinishedFacts(AudioFacts):
    """A recording that is published as it came: its size in bytes, kb/s, true peak in dBTP (None where there is nothing
    but silence), whether its tags say where it was recorded, and what is wrong with it, in words; "" where nothing is.
    """

    size: int = 0
    bitrate: int = 0
    true_peak: float | None = None
    place: bool = False
    flaw: str = ""

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> FinishedFacts:
        return cls(**{one.name: data[one.name] for one in fields(cls) if one.name in data})


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """A picture as it left the door: width and height in px."""

    width: int
    height: int

    @property
    def is_artwork(self) -> bool:
        """Whether podcast directories take it for artwork (Apple: a square of at least 1,400 px)."""
        return self.width == self.height >= ARTWORK[0]


Words = Transcript | Callable[[], Transcript]
"""What is said, or what reads it when somebody asks: most stands as it was, and nobody does."""


def read(words: Words) -> Transcript:
    """The transcript itself."""
    return words() if callable(words) else words


@dataclass(frozen=True, slots=True)
class Said:
    """A transcript, its language (BCP 47), and the library path of the file in which it stands."""

    words: Words = field(repr=False, compare=False)
    language: str
    path: str

    @property
    def transcript(self) -> Transcript:
        return read(self.words)


@dataclass(frozen=True, slots=True)
class Spoken:
    """What an editor wrote to the sound of an episode, by the recording's clock.

    Of the `transcripts`, each in its language, `main` is the one in that of the episode, and stands first. `places` are
    those of the chapters. `opening` and `closing` are the words of what is heard before and behind the recording. What
    the transcripts say is another only where `mark` is.
    """

    transcripts: tuple[Said, ...] = ()
    main: Said | None = None
    chapters: tuple[Chapter, ...] = ()
    places: tuple[Place, ...] = ()
    opening: str = ""
    closing: str = ""
    mark: str = ""


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
    """A file beside an episode's sound: transcript or chapters. `language` is that of a transcript (BCP 47)."""

    path: str
    type: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Sound:
    """A file that listeners get: its path from the site's root, and its bytes."""

    path: str
    blob: Blob


@dataclass(frozen=True, slots=True)
class Rendition:
    """The sound of an episode in another codec: its path from the site's root and its bytes; media type, `codecs` as
    RFC 6381 writes them, kb/s, and what apps call it.
    """

    path: str
    blob: Blob
    type: str
    codecs: str
    bitrate: int
    title: str


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """An episode as it goes out.

    `path` is the enclosure's path from the site's root, and `url` its whole address where it lies on another host: then
    there is no path, of its bytes only the size is known, and what nobody measured is 0. Size in bytes; `seconds` as
    listeners hear it; loudness in LUFS and true peak in dBTP, both measured on the file that is published; `lead` is
    the length in seconds of what precedes the recording (an intro, the sting), and `heard` from where to where that is
    heard, in seconds of its own: by these chapters and cues are moved, and `said` and `chapter_marks` are so already.
    `master` is the digest of the sound before it was tagged; `stands` says that it was published so, and would open or
    end otherwise if it were new.

    `waveform` is a file of how loud it is from one end to the other; `renditions` are the same sound in other codecs,
    `clips` the files of the soundbites, one for each.

    `transcripts` are all files of what is said, those in the language of the episode first; `transcript` is the one of
    these that pages lead to, `said` what it holds, and `html` gives that as HTML; `others`: language → what is said in
    that language. Their names tell whether any of these is another.
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
    heard: tuple[float, float] | None = None
    transcript: Companion | None = None
    transcripts: tuple[Companion, ...] = ()
    said: Words | None = field(default=None, repr=False, compare=False)
    html: Callable[[], str] | None = field(default=None, repr=False, compare=False)
    others: Mapping[str, Words] = field(default_factory=dict, repr=False, compare=False)
    chapters: Companion | None = None
    chapter_marks: tuple[Chapter, ...] = ()
    master: str = ""
    stands: bool = False
    url: str = ""
    waveform: Sound | None = None
    renditions: tuple[Rendition, ...] = ()
    clips: tuple[Sound | None, ...] = ()

    def address(self, of_path: Callable[[str], str]) -> str:
        """Where listeners get it; `of_path` gives the whole address of a path from the site's root."""
        return self.url or of_path(self.path)

    @property
    def cues(self) -> tuple[Cue, ...]:
        """What is said, in the language of the episode."""
        return read(self.said).cues if self.said else ()

    @property
    def transcript_html(self) -> str:
        """The same as HTML; empty where there is no transcript."""
        return self.html() if self.html else ""

    @property
    def timing(self) -> Timing:
        """Where the recording is heard."""
        return Timing.of(self.lead, self.heard)
