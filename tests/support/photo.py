"""Pictures like those that cameras and people make: the same on each run."""

from __future__ import annotations

import io
import random
from typing import Any

from PIL import Image

SECRET = b"Nikon of Alex, 51.5 N"


def photo(width: int, height: int, *, coarse: int = 40) -> Image.Image:
    """Soft patches of colour; with `coarse=1`, noise, which nothing compresses."""
    size = max(1, width // coarse), max(1, height // coarse)
    patches = Image.frombytes("RGB", size, random.Random(7).randbytes(size[0] * size[1] * 3))
    return patches.resize((width, height), Image.Resampling.BICUBIC)


def saved(picture: Image.Image, sort: str, **options: Any) -> bytes:
    """The bytes of a picture, by default with what a camera writes of its owner."""
    exif = Image.Exif()
    exif[0x010F] = SECRET.decode()
    exif.get_ifd(0x8825)[1] = "N"  # GPS
    out = io.BytesIO()
    picture.save(out, sort, **{"exif": exif, **options})
    return out.getvalue()
