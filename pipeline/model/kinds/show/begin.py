"""How a show begins."""

from __future__ import annotations

import struct
import zlib

from pipeline.model import urls
from pipeline.model.kinds.begin import Beginning, Ground, Wish, quoted

#: For those who can't draw yet: artwork of one calm colour, as large as directories ask for.
_COVER_PIXELS, _COVER_COLOUR = 1400, b"\x2f\x5d\x62"
_EMAIL, _ALT = "podcast@example.org", "Say what the picture shows."
PLACEHOLDERS = f"{_EMAIL}\n{_ALT}"


def begin(wish: Wish, ground: Ground) -> Beginning:
    """The fields of a show, and a cover."""
    owner = f"\n  name: {quoted(ground.site.title)}\n  # It is published:\n  email: {_EMAIL}"
    feed = urls.absolute(ground.site.url, urls.show_feed(ground.address(wish.path)))
    fields = {
        "guid": f"{urls.podcast_guid(feed)} # never change it",
        "owner": owner,
        "category": "Health & Fitness > Mental Health",
        "explicit": "no",
        "image": f"\n  file: cover.png # 1400 to 3000 pixels square\n  alt: {_ALT}",
    }
    return Beginning(fields, files={"cover.png": _cover()})


def _cover() -> bytes:
    """A square PNG of one colour (PNG, third edition)."""
    size = _COVER_PIXELS
    header = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + _COVER_COLOUR * size) * size, 9)
    chunks = ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    packed = (struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)
