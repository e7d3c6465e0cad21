"""Pillow: the sizes in which pages show a picture, and artwork for feeds and tags."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.jobs import Failure, Made, Task
from pipeline.jobs.packages import version

if TYPE_CHECKING:
    from PIL import Image

_ENDINGS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif"}
_SAVED: Mapping[str, dict[str, Any]] = {
    "JPEG": {"quality": 82, "optimize": True, "progressive": True},
    "PNG": {},
    "WEBP": {"quality": 85},
    "GIF": {},
}
#: The longest side that WebP holds, px.
_MOST_SIDE = 16_383
_LOSSY: dict[str, Any] = {"quality": 80}
_LOSSLESS: dict[str, Any] = {"lossless": True, "quality": 40}  # here quality means effort


@dataclass(frozen=True, slots=True)
class Images:
    """Performer `images`: the input `picture`, one that was cleaned at the door, in the sizes that pages need.

    Params: `widths` of the copies as WebP, and `fallback`, that of the widest copy in the format of the picture, px.
    Nothing is made larger: where the picture is narrower, its own width stands in. Alpha is kept. Outputs are named as
    in the facts `fallback` and `webp` (a list): `name`, `width`, `height` (px), `bytes`. Durable: another Pillow would
    make other bytes of every picture, and a fresh machine would need them all to find that nothing changed.
    """

    recipe: int = 1
    durable: bool = True

    @property
    def versions(self) -> Mapping[str, str]:
        return {"pillow": version("pillow")}

    def perform(self, task: Task) -> Made:
        from PIL import Image

        Image.MAX_IMAGE_PIXELS = None  # the door held it to the library's own limit
        came = Path(task.inputs["picture"]).read_bytes()
        with Image.open(io.BytesIO(came), formats=tuple(_ENDINGS)) as picture:
            picture.load()
        files: dict[str, bytes] = {}

        def keep(data: bytes, size: tuple[int, int], ending: str) -> dict[str, Any]:
            name = f"{size[0]}.{ending}"
            files[name] = data
            return {"name": name, "width": size[0], "height": size[1], "bytes": len(data)}

        webp = [keep(data, size, "webp") for data, size in _webp(picture, task.params["widths"])]
        data, size = _own(picture, came, task.params["fallback"])
        return Made({"fallback": keep(data, size, _ENDINGS[str(picture.format)]), "webp": webp}, files)


@dataclass(frozen=True, slots=True)
class FitArtwork:
    """Performer `artwork`: the square input `picture` as JPEG in RGB, without alpha (on white).

    Params: `least` and `most` px and `bytes` of the output `feed`, `cover` px and `cover_bytes` of the output `cover`;
    its side and quality go down until it fits. Facts: `feed` and `cover`: `width` (px), `bytes`. Durable: the cover is
    in the tags of published sound, whose bytes must not change because Pillow did.
    """

    recipe: int = 1
    durable: bool = True

    @property
    def versions(self) -> Mapping[str, str]:
        return {"pillow": version("pillow")}

    def perform(self, task: Task) -> Made:
        from PIL import Image

        Image.MAX_IMAGE_PIXELS = None  # the door held it to the library's own limit
        with Image.open(task.inputs["picture"], formats=tuple(_ENDINGS)) as picture:
            plain = _on_white(picture)
        given = task.params
        feed, side = _fitted(plain, given["least"], given["most"], given["bytes"])
        cover, cover_side = _fitted(plain, given["cover"] // 2, given["cover"], given["cover_bytes"])
        facts = {
            "feed": {"width": side, "bytes": len(feed)},
            "cover": {"width": cover_side, "bytes": len(cover)},
        }
        return Made(facts, {"feed": feed, "cover": cover})


def _fitted(picture: Image.Image, least: int, most: int, limit: int) -> tuple[bytes, int]:
    """JPEG of at most `limit` bytes, and its side, which goes first: fewer pixels look better than coarse ones."""
    for side, quality in _steps(min(picture.width, most), least):
        data = _saved(_at(picture, side), "JPEG", {"quality": quality, "optimize": True})
        if len(data) <= limit:
            return data, side
    raise Failure(f"this picture does not fit in {limit:,} bytes", "use one with calmer surfaces", "bad-artwork")


def _steps(side: int, least: int) -> Iterator[tuple[int, int]]:
    while side > least:
        yield from ((side, quality) for quality in (90, 82))
        side = max(least, side * 3 // 4)
    yield from ((side, quality) for quality in (90, 82, 74, 66, 58, 50, 40, 30, 20, 10))


def _on_white(picture: Image.Image) -> Image.Image:
    from PIL import Image

    if not picture.has_transparency_data:
        return picture.convert("RGB")
    ground = Image.new("RGB", picture.size, "white")
    layer = picture.convert("RGBA")
    ground.paste(layer, mask=layer.getchannel("A"))
    return ground


def _webp(picture: Image.Image, widths: list[int]) -> list[tuple[bytes, tuple[int, int]]]:
    """Copies as WebP, narrowest first. What was kept without loss may be drawn: the narrowest tells which way of WebP
    is the smaller.
    """
    true = _true(picture)
    most = max(1, min(picture.width, _MOST_SIDE, picture.width * _MOST_SIDE // picture.height))
    copies = [_low(_at(true, width)) for width in sorted({min(width, most) for width in widths})]
    way = _LOSSY
    if picture.format in ("PNG", "GIF"):
        way = min((_LOSSY, _LOSSLESS), key=lambda options: len(_saved(copies[0], "WEBP", options)))
    return [(_saved(copy, "WEBP", way), copy.size) for copy in copies]


def _own(picture: Image.Image, came: bytes, width: int) -> tuple[bytes, tuple[int, int]]:
    """The copy in the picture's own format: as it came, where it is narrow enough."""
    if picture.width <= width:
        return came, picture.size
    copy = _at(_true(picture), width)
    sort = str(picture.format)
    if sort == "PNG" and picture.mode == "P":
        copy = copy.quantize(256)
    return _saved(copy, sort, _SAVED[sort]), copy.size


def _true(picture: Image.Image) -> Image.Image:
    """The picture with a value for each pixel instead of a number in a palette, so that it can be scaled."""
    if picture.has_transparency_data:
        return picture.convert("RGBA")
    return picture if picture.mode in ("L", "RGB") else picture.convert("RGB")


def _at(picture: Image.Image, width: int) -> Image.Image:
    from PIL import Image

    if picture.width == width:
        return picture
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _low(picture: Image.Image) -> Image.Image:
    """A line from top to bottom, which can't be made narrower any more, is made shorter."""
    return picture if picture.height <= _MOST_SIDE else picture.resize((picture.width, _MOST_SIDE))


def _saved(picture: Image.Image, sort: str, options: Mapping[str, Any]) -> bytes:
    out = io.BytesIO()
    plain = picture.copy()
    plain.info = {}
    plain.save(out, sort, **options)
    return out.getvalue()
