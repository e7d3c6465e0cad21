"""Pictures inside documents: what a camera wrote into a JPEG or PNG goes, and not a pixel changes.

What can't be read as one of these stays as it is: whoever shows it can't read it either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal

_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_APP2: Final = 0xE2
_SCAN: Final = 0xDA
_END: Final = 0xD9
_MARKER: Final = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")
"""What ends a scan: of its own data, 0xFF stands before 0 or the mark of a restart only."""
_ALONE: Final = frozenset((0x01, *range(0xD0, 0xD9)))
"""Markers without a length (ITU T.81, B.1.1.3)."""
_TOLD: Final = frozenset((0xE1, *range(0xE3, 0xEE), 0xEF, 0xFE))
"""EXIF, XMP, IPTC, comments; JFIF (E0), colour profiles (E2) and Adobe's transform (EE) are needed to show it."""
_KEPT: Final = frozenset(b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP sBIT bKGD pHYs acTL fcTL fdAT".split())
"""The chunks of a PNG that say how it looks."""


def plain(data: bytes) -> bytes:
    """A picture without what was written into it besides how it looks."""
    if data.startswith(_JPEG):
        return _jpeg(data)
    return _png(data) if data.startswith(_PNG) else data


def _jpeg(data: bytes) -> bytes:
    kept = [data[:2]]
    for marker, segment in _segments(data):
        if marker == _APP2 and not segment[4:].startswith(b"ICC_PROFILE\x00"):
            continue  # where the other pictures of the file lie
        if marker not in _TOLD:
            kept.append(segment)
        elif turned := _orientation(segment):
            kept.append(turned)
    return b"".join(kept)


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The segments of a JPEG behind its first marker, up to its end: telephones put a second picture behind that, with
    all that the first one says, or a film. From where it can't be read on, the rest is one.
    """
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # a byte that fills up
            at += 1
            continue
        if marker == _END:
            break
        end = at + (2 if marker in _ALONE else 2 + int.from_bytes(data[at + 2 : at + 4], "big"))
        if marker == _SCAN:
            found = _MARKER.search(data, end)
            end = found.start() if found else len(data)
        yield marker, data[at:end]
        at = end
    yield _END, data[at : at + 2] if data[at : at + 2] == bytes((0xFF, _END)) else data[at:]


def _orientation(segment: bytes) -> bytes:
    """Of EXIF, a segment that says how the picture is turned and nothing else; "" where it is upright."""
    if segment[4:10] != b"Exif\x00\x00":
        return b""
    tiff = segment[10:]
    order: Literal["little", "big"] = "little" if tiff[:2] == b"II" else "big"
    ifd = int.from_bytes(tiff[4:8], order)
    for at in range(ifd + 2, ifd + 2 + 12 * int.from_bytes(tiff[ifd : ifd + 2], order), 12):
        if int.from_bytes(tiff[at : at + 2], order) == 0x0112:
            turned = int.from_bytes(tiff[at + 8 : at + 10], order)
            return _exif(turned) if 2 <= turned <= 8 else b""
    return b""


def _exif(turned: int) -> bytes:
    """EXIF of one entry: tag 0x0112, a short, one of it (TIFF 6.0, 2)."""
    tiff = b"MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01" + bytes((0, turned, 0, 0)) + bytes(4)
    body = b"Exif\x00\x00" + tiff
    return b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body


def _png(data: bytes) -> bytes:
    kept, at = [data[:8]], 8
    while at + 12 <= len(data):
        size = 12 + int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] in _KEPT:
            kept.append(data[at : at + size])
        at += size
    return b"".join(kept)
