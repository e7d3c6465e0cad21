"""Which container a recording's first bytes show, and what its headers promise.

ffmpeg guesses containers, and its guess takes a text for a playlist that plays other files of this machine. So the
first bytes decide, only the containers below are read, and ffmpeg is told which one it gets. The headers are read
besides, because ffmpeg ends without an error on most recordings that were cut short. Each family has a file of its own.

All functions see a file through a `Window`: `window(at, count)` gives up to `count` bytes from offset `at`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.audio.container import adts, asf, chunks, iso, matroska, mpeg, ogg
from pipeline.audio.container.mpeg import Frame, Part, frame
from pipeline.audio.container.window import Window, after_id3

__all__ = [
    "CONTAINERS",
    "FORMATS",
    "Container",
    "Frame",
    "Headers",
    "NotAudio",
    "Part",
    "Window",
    "after_id3",
    "frame",
    "headers",
    "parts",
    "sniff",
]

FORMATS = (
    "WAV, FLAC, AIFF, MP3, M4A (AAC or ALAC), Ogg (Vorbis, Opus or FLAC), WebM, MKA, CAF, AAC (ADTS), WMA, AU or W64"
)


@dataclass(frozen=True, slots=True)
class Container:
    """A container that we read: our name, ffmpeg's demuxer, and how people call it."""

    name: str
    demuxer: str
    label: str


@dataclass(frozen=True, slots=True)
class NotAudio:
    """What a file is instead, as the end of the sentence "its first bytes …"."""

    why: str


WAV = Container("wav", "wav", "WAV")
FLAC = Container("flac", "flac", "FLAC")
MP3 = Container("mp3", "mp3", "MP3")
MP4 = Container("mp4", "mov", "M4A")
OGG = Container("ogg", "ogg", "Ogg")
AIFF = Container("aiff", "aiff", "AIFF")
MATROSKA = Container("matroska", "matroska", "Matroska or WebM")
ADTS = Container("adts", "aac", "AAC")
CAF = Container("caf", "caf", "CAF")
ASF = Container("asf", "asf", "Windows Media")
AU = Container("au", "au", "AU")
W64 = Container("w64", "w64", "Wave64")
_ALL = (WAV, FLAC, MP3, MP4, OGG, AIFF, MATROSKA, ADTS, CAF, ASF, AU, W64)
CONTAINERS = {container.name: container for container in _ALL}

_MAGIC: tuple[tuple[bytes, Container], ...] = (
    (b"fLaC", FLAC),
    (b"\x1aE\xdf\xa3", MATROSKA),
    (b"caff\0\x01", CAF),
    (asf.HEADER, ASF),
    (b".snd", AU),
    (chunks.RIFF64, W64),
)
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"#EXTM3U", "are those of a playlist (HLS or M3U)"),
    (b"ffconcat version", "are those of a playlist (ffconcat)"),
    (b"[playlist]", "are those of a playlist (PLS)"),
    (b"[reference]", "are those of a playlist (Windows Media)"),
    (b"ASF ", "are those of a playlist (Windows Media)"),
    (b"version https://git-lfs", "are those of a Git LFS pointer"),
    (b"%PDF", "are those of a PDF"),
    (b"PK\x03\x04", "are those of a ZIP archive"),
    (b"\x1f\x8b", "are those of a gzip archive"),
    (b"\x89PNG", "are those of a PNG picture"),
    (b"\xff\xd8\xff", "are those of a JPEG picture"),
    (b"GIF8", "are those of a GIF picture"),
    (b"#!AMR", "are those of AMR"),
    (b"wvpk", "are those of WavPack"),
    (b"MAC ", "are those of Monkey's Audio"),
    (b".RMF", "are those of RealMedia"),
    (b"OTTO", "are those of a font"),
    (b"MThd", "are those of MIDI, which holds notes and no sound"),
)


def sniff(window: Window, size: int) -> Container | NotAudio:
    """The container of a file of `size` bytes."""
    if size == 0:
        return NotAudio("are missing: the file is empty")
    start = after_id3(window)
    head = window(start, 64)
    for magic, container in _MAGIC:
        if head.startswith(magic):
            return container
    if head[:4] in (b"RIFF", b"RF64", b"BW64") and head[8:12] == b"WAVE":
        return WAV
    if head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"):
        return AIFF
    if head[:4] == b"OggS":
        known = ogg.holds_sound(window, start)
        return OGG if known else NotAudio("are those of Ogg, but hold neither Vorbis nor Opus nor FLAC")
    if iso.begins(head):
        return MP4
    return _stream(window) or NotAudio(_what(window(0, 512)))


def _stream(window: Window) -> Container | None:
    """Bare frames have no magic of their own: two of them tell."""
    if mpeg.mp3_start(window) is not None:
        return MP3
    return ADTS if adts.start(window) is not None else None


def _what(head: bytes) -> str:
    stripped = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for magic, words in _OTHERS:
        if stripped[: len(magic)].lower() == magic.lower():
            return words
    if stripped[:1] == b"<":
        return "are markup (HTML, XML or a DASH playlist)"
    if head[:4] == b"RIFF":
        return "are those of RIFF, but of a video (AVI) or a picture"
    if not any(head):
        return "are all zero"
    control = sum(byte < 9 or 13 < byte < 32 for byte in head)
    return "are text" if control == 0 else "are of no kind that we know"


# What headers promise


@dataclass(frozen=True, slots=True)
class Headers:
    """What headers say of a file: what they show to be wrong with it, in words; the length in seconds that decoding can
    be held against; whether it is `torn`: an MP3 that does not say how long it is, and ends in the middle of a frame;
    and the `parts` of an MP3 that was joined from several.
    """

    flaw: str | None = None
    seconds: float | None = None
    torn: bool = False
    parts: tuple[Part, ...] = ()


def headers(container: Container, window: Window, size: int) -> Headers:
    """What the headers of a file of `size` bytes say."""
    return _HEADERS[container](window, size)


def parts(window: Window, size: int) -> tuple[Part, ...]:
    """The stretches of sound of an MP3 that was joined from several; none where it is of one piece."""
    found = mpeg.parts(window, size)
    return found if len(found) > 1 else ()


def _mp3(window: Window, size: int) -> Headers:
    header, found = mpeg.xing(window), mpeg.parts(window, size)
    several = found if len(found) > 1 else ()
    wrong = mpeg.flaw(header, several, size)
    return Headers(wrong, mpeg.seconds(window, header, several), mpeg.torn(found, size), several)


def _flac_seconds(window: Window) -> float | None:
    info = window(after_id3(window) + 8, 18)
    rate, samples = int.from_bytes(info[10:13]) >> 4, int.from_bytes(info[13:18]) & 0xFFFFFFFFF
    return samples / rate if rate and samples else None


_HEADERS: dict[Container, Callable[[Window, int], Headers]] = {
    WAV: lambda window, size: Headers(chunks.wav_flaw(window, size)),
    FLAC: lambda window, _: Headers(seconds=_flac_seconds(window)),
    MP3: _mp3,
    MP4: lambda window, size: Headers(iso.flaw(window, size)),
    OGG: lambda window, size: Headers(ogg.flaw(window, size)),
    AIFF: lambda window, size: Headers(chunks.aiff_flaw(window, size)),
    MATROSKA: lambda window, size: Headers(matroska.flaw(window, size), matroska.seconds(window, size)),
    ADTS: lambda window, size: Headers(adts.flaw(window, size)),
    CAF: lambda window, size: Headers(chunks.caf_flaw(window, size), chunks.caf_seconds(window)),
    ASF: lambda window, size: Headers(asf.flaw(window, size), asf.seconds(window)),
    AU: lambda window, size: Headers(chunks.au_flaw(window, size)),
    W64: lambda window, size: Headers(chunks.w64_flaw(window, size)),
}
