"""Which container a recording's first bytes show, and what its headers promise.

ffmpeg guesses containers, and its guess takes a text for a playlist that plays other files of this machine. So the
first bytes decide, only the containers below are read, and ffmpeg is told which one it gets. The headers are read
besides, because ffmpeg ends without an error on most recordings that were cut short.

All functions see a file through a `Window`: `window(at, count)` gives up to `count` bytes from offset `at`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

Window = Callable[[int, int], bytes]

FORMATS = "WAV, FLAC, MP3, M4A (AAC or ALAC), Ogg (Vorbis or Opus) or AIFF"
_ENCRYPTED = frozenset({b"drms", b"aavd", b"enca"})
_HEAD = 65_536
_UNKNOWN_LENGTH = frozenset({0, 0xFFFFFFFF, 0x7FFFFFFF, 0x7FFFF000})


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
CONTAINERS = {container.name: container for container in (WAV, FLAC, MP3, MP4, OGG, AIFF)}

_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"#EXTM3U", "are those of a playlist (HLS or M3U)"),
    (b"ffconcat version", "are those of a playlist (ffconcat)"),
    (b"[playlist]", "are those of a playlist (PLS)"),
    (b"version https://git-lfs", "are those of a Git LFS pointer"),
    (b"%PDF", "are those of a PDF"),
    (b"PK\x03\x04", "are those of a ZIP archive"),
    (b"\x1f\x8b", "are those of a gzip archive"),
    (b"\x89PNG", "are those of a PNG picture"),
    (b"\xff\xd8\xff", "are those of a JPEG picture"),
    (b"GIF8", "are those of a GIF picture"),
    (b"\x1aE\xdf\xa3", "are those of Matroska or WebM"),
    (b"0&\xb2u\x8ef\xcf\x11", "are those of Windows Media (WMA)"),
    (b"#!AMR", "are those of AMR"),
    (b"wvpk", "are those of WavPack"),
    (b"caff", "are those of Apple's CAF"),
    (b"MThd", "are those of MIDI, which holds notes and no sound"),
)


def sniff(window: Window, size: int) -> Container | NotAudio:
    """The container of a file of `size` bytes."""
    if size == 0:
        return NotAudio("are missing: the file is empty")
    start = after_id3(window)
    head = window(start, 64)
    if head[:4] in (b"RIFF", b"RF64", b"BW64") and head[8:12] == b"WAVE":
        return WAV
    if head[:4] == b"fLaC":
        return FLAC
    if head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"):
        return AIFF
    if head[:4] == b"OggS":
        return _ogg(head)
    if head[4:8] == b"ftyp":
        return MP4
    if mp3_start(window) is not None:
        return MP3
    return NotAudio(_what(window(0, 512)))


def _ogg(head: bytes) -> Container | NotAudio:
    stream = head[27 + head[26] :] if len(head) > 27 else b""
    if stream.startswith((b"\x01vorbis", b"OpusHead")):
        return OGG
    return NotAudio("are those of Ogg, but hold neither Vorbis nor Opus")


def _what(head: bytes) -> str:
    stripped = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for magic, words in _OTHERS:
        if stripped.startswith(magic):
            return words
    if stripped[:1] == b"<":
        return "are markup (HTML, XML or a DASH playlist)"
    if head[:1] == b"\xff" and len(head) > 1 and head[1] & 0xF6 == 0xF0:
        return "are those of a bare AAC stream"
    if not any(head):
        return "are all zero"
    control = sum(byte < 9 or 13 < byte < 32 for byte in head)
    return "are text" if control == 0 else "are of no kind that we know"


def after_id3(window: Window) -> int:
    """The offset behind the ID3v2 tags at the head of a file (ID3v2.4, 3.1: sizes are synchsafe)."""
    at = 0
    for _ in range(8):
        head = window(at, 10)
        if len(head) < 10 or head[:3] != b"ID3" or any(byte & 0x80 for byte in head[6:10]):
            break
        footer = 10 if head[5] & 0x10 else 0
        at += 10 + (head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]) + footer
    return at


# MPEG audio (ISO 11172-3, 13818-3)

_BITRATES_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_BITRATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}


@dataclass(frozen=True, slots=True)
class Frame:
    """The header of one MPEG layer III frame: length in bytes, Hz, samples, and where a Xing header would stand."""

    length: int
    sample_rate: int
    samples: int
    xing: int


def frame(head: bytes) -> Frame | None:
    """The frame whose header these four bytes are, or None."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return None
    version, rate, bitrate = head[1] >> 3 & 3, head[2] >> 2 & 3, head[2] >> 4
    if version == 1 or rate == 3 or bitrate in (0, 15):
        return None
    first = version == 3
    hertz = _RATES[version][rate]
    kilobits = (_BITRATES_1 if first else _BITRATES_2)[bitrate]
    length = (144_000 if first else 72_000) * kilobits // hertz + (head[2] >> 1 & 1)
    mono = head[3] >> 6 == 3
    side = (17 if mono else 32) if first else (9 if mono else 17)
    return Frame(length, hertz, 1152 if first else 576, 4 + side)


def mp3_start(window: Window) -> int | None:
    """The offset of the first frame, behind tags and zeros, when a second frame follows it (or the file ends there)."""
    start = after_id3(window)
    head = window(start, _HEAD)
    start += len(head) - len(head.lstrip(b"\0"))
    first = frame(window(start, 4))
    if first is None:
        return None
    following = window(start + first.length, 4)
    return start if not following or frame(following) or following[:3] == b"TAG" else None


@dataclass(frozen=True, slots=True)
class Xing:
    """The Xing or Info header of an MP3: frames and bytes (0: not said), and the samples that players leave out."""

    frames: int
    bytes: int
    skipped: int


def xing(window: Window) -> Xing | None:
    """The Xing header with LAME's gapless figures, or None."""
    start = mp3_start(window)
    head = frame(window(start, 4)) if start is not None else None
    if start is None or head is None:
        return None
    data = window(start + head.xing, 160)
    if data[:4] not in (b"Xing", b"Info") or len(data) < 160:
        return None
    flags, at, frames, length = data[7], 8, 0, 0
    if flags & 1:
        frames, at = int.from_bytes(data[at : at + 4]), at + 4
    if flags & 2:
        length, at = int.from_bytes(data[at : at + 4]), at + 4
    at += (100 if flags & 4 else 0) + (4 if flags & 8 else 0)
    gaps = data[at + 21 : at + 24] if data[at : at + 3] in (b"LAM", b"Lav") else b"\0\0\0"
    packed = int.from_bytes(gaps)
    return Xing(frames, length, (packed >> 12) + (packed & 0xFFF))


# What headers promise


def promised_seconds(container: Container, window: Window) -> float | None:
    """The length in seconds that the header says, where it says one that decoding can be held against."""
    start = after_id3(window)
    if container is FLAC:
        info = window(start + 8, 18)
        rate, samples = int.from_bytes(info[10:13]) >> 4, int.from_bytes(info[13:18]) & 0xFFFFFFFFF
        return samples / rate if rate and samples else None
    if container is MP3:
        header, one = xing(window), frame(window(mp3_start(window) or 0, 4))
        if header is None or one is None or not header.frames:
            return None
        return (header.frames * one.samples - header.skipped) / one.sample_rate
    return None


def flaw(container: Container, window: Window, size: int) -> str | None:
    """What the headers show to be wrong with a file of `size` bytes, in words; None when they show nothing."""
    if container in (WAV, AIFF):
        return _chunks_flaw(container, window, size)
    if container is OGG:
        return _ogg_flaw(window, size)
    if container is MP4:
        return _mp4_flaw(window, size)
    if container is MP3:
        header = xing(window)
        if header and header.bytes > size:
            return _short(header.bytes, size)
    return None


def _short(promised: int, there: int) -> str:
    return f"is cut short: its header promises {promised:,} bytes of sound, {there:,} are there"


def _chunks_flaw(container: Container, window: Window, size: int) -> str | None:
    """RIFF (little-endian; RF64 keeps its size in `ds64`) and IFF (big-endian): a chunk of sound must fit the file."""
    start = after_id3(window)
    order, wanted = ("little", b"data") if container is WAV else ("big", b"SSND")
    at, large = start + 12, None
    for _ in range(10_000):
        head = window(at, 8)
        if len(head) < 8:
            break
        length = int.from_bytes(head[4:8], "little" if order == "little" else "big")
        if head[:4] == b"ds64":
            large = int.from_bytes(window(at + 16, 8), "little")
        if head[:4] == wanted:
            return _data_flaw(length, large, size - at - 8)
        at += 8 + length + length % 2
    return "holds no sound: the chunk with the samples is missing"


def _data_flaw(length: int, large: int | None, there: int) -> str | None:
    if length == 0xFFFFFFFF and large:
        length = large
    if there <= 0:
        return "is empty: no samples follow its header"
    if length in _UNKNOWN_LENGTH:
        return "does not say how long it is: whoever wrote it never finished its header"
    return _short(length, there) if length > there else None


def _ogg_flaw(window: Window, size: int) -> str | None:
    """RFC 3533: the last page carries the end-of-stream flag and fits the file."""
    tail_at = max(0, size - 131_072)
    tail = window(tail_at, 131_072)
    at = tail.rfind(b"OggS")
    page = tail[at:]
    if at < 0 or len(page) < 27 or len(page) < 27 + page[26]:
        return "is cut short: its last page is incomplete"
    body = sum(page[27 : 27 + page[26]])
    if len(page) < 27 + page[26] + body:
        return "is cut short: its last page is incomplete"
    return None if page[5] & 4 else "is cut short: its last page does not end the stream"


# ISO base media (ISO 14496-12)

_MOST_BOXES = 100_000
_PARENTS = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl"})


def _boxes(window: Window, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Type, offset of the content and end of each box in a stretch; an end may lie beyond the stretch."""
    while at + 8 <= end:
        head = window(at, 16)
        if len(head) < 8:
            return
        length, content = int.from_bytes(head[:4]), at + 8
        if length == 1:
            length, content = int.from_bytes(head[8:16]), at + 16
        stop = end if length == 0 else at + length
        if stop < content:
            return
        yield head[4:8], content, stop
        at = stop


def _walk(window: Window, at: int, end: int, depth: int = 0) -> Iterator[tuple[bytes, int, int]]:
    """The boxes of a stretch and of those that hold boxes, each before what it holds."""
    for kind, content, stop in _boxes(window, at, end):
        yield kind, content, min(stop, end)
        if kind in _PARENTS and depth < 8:
            yield from _walk(window, content, min(stop, end), depth + 1)


def _mp4_flaw(window: Window, size: int) -> str | None:
    """A box must fit the file, the description of the sound must be there, and the sound must not be encrypted."""
    described = False
    for kind, _, stop in islice(_boxes(window, 0, size), _MOST_BOXES):
        described = described or kind == b"moov"
        if stop > size:
            return _short(stop, size)
    if not described:
        return "is cut short: the description of its sound (`moov`) is missing"
    encrypted = sorted(_ENCRYPTED.intersection(_samples(window, size)))
    if encrypted:
        return f"is locked by copy protection (DRM, `{encrypted[0].decode()}`) and can't be decoded"
    return None


def _samples(window: Window, size: int) -> Iterator[bytes]:
    """The types of all sample entries: what codec each track has."""
    for kind, content, stop in islice(_walk(window, 0, size), _MOST_BOXES):
        if kind == b"stsd":
            yield from (entry for entry, _, _ in islice(_boxes(window, content + 8, stop), 100))
