"""Pictures at the door: what a camera or a program wrote about its owner never goes further."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.jobs import Failure, Made, Task
from pipeline.jobs.packages import version

if TYPE_CHECKING:
    from PIL import Image

_EXPORT = "export it again as PNG or JPEG"
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
#: The longest side, px: what JPEG holds, and few rows of it take long.
MOST_SIDE = 65_500
#: JPEG of telephones: behind the picture lies another, of how far or how bright things are, which no browser shows.
_SEVERAL = {"MPO": "JPEG"}
_ALPHA = ("RGBA", "LA", "PA")


@dataclass(frozen=True, slots=True)
class Picture:
    """Performer `picture`: the pixels of the input `picture`, upright, in sRGB, and nothing else (no EXIF, GPS, XMP,
    comment, colour profile).

    Colours are converted here and not where sizes are made, since pages, feeds and covers all start from what leaves
    the door, and a profile can name its owner's monitor. CMYK becomes RGB: browsers show it each in their own way.

    Params: `pixels` and `bytes`, the limits. Output: `picture`, in the format of the input. Facts: `width`, `height`.
    It is durable, since tagged episodes carry their cover: another Pillow must not change published sound.
    """

    recipe: int = 2
    durable: bool = True

    @property
    def versions(self) -> Mapping[str, str]:
        return {"pillow": version("pillow")}

    def perform(self, task: Task) -> Made:
        path = Path(task.inputs["picture"])
        if path.stat().st_size > task.params["bytes"]:
            message = f"this picture has {path.stat().st_size:,} bytes; the limit is {task.params['bytes']:,}"
            raise Failure(message, "make it smaller", "too-large")
        if not path.stat().st_size:
            raise Failure("this picture is empty", _EXPORT, "empty-file")
        try:
            with warnings.catch_warnings(action="ignore"):  # Pillow tells of a whole picture what is odd in its file
                data, size = _cleaned(path, task.params["pixels"])
        except (OSError, SyntaxError, ValueError, EOFError) as error:
            raise Failure("this is not a whole PNG, JPEG, WebP or GIF", _EXPORT, "bad-image") from error
        return Made({"width": size[0], "height": size[1]}, {"picture": data})


def _cleaned(path: Path, pixels: int) -> tuple[bytes, tuple[int, int]]:
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # the limit is ours, and is looked at before anything is decoded
    with Image.open(path, formats=FORMATS) as opened:
        if opened.width * opened.height > pixels:
            message = f"this picture has {opened.width:,} × {opened.height:,} pixels; the limit is {pixels:,} in all"
            scale = (pixels / (opened.width * opened.height)) ** 0.5
            most = f"{int(opened.width * scale):,} × {int(opened.height * scale):,}"
            raise Failure(message, f"scale it down to {most} or less", "too-large")
        if max(opened.size) > MOST_SIDE:
            message = f"this picture has {opened.width:,} × {opened.height:,} pixels; a side has {MOST_SIDE:,} at most"
            raise Failure(message, "cut it into several", "too-large")
        sort = _SEVERAL.get(str(opened.format), str(opened.format))
        if sort != "JPEG" and getattr(opened, "is_animated", False):
            raise Failure("this picture moves", "use a still one", "bad-image")
        profile = opened.info.get("icc_profile")
        upright = ImageOps.exif_transpose(opened)
        upright.load()
    plain = _in_srgb(upright, profile)
    plain = plain.convert("RGB") if sort == "JPEG" and plain.mode not in ("RGB", "L") else plain.copy()
    plain.info = {name: value for name, value in plain.info.items() if name == "transparency"}
    out = io.BytesIO()
    match sort:
        case "JPEG":
            plain.save(out, sort, quality=92, optimize=True, comment=b"")
        case "WEBP":
            plain.save(out, sort, quality=90)
        case _:
            plain.save(out, sort)  # to pack it tighter takes several times as long
    return out.getvalue(), plain.size


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """The picture with its colours as sRGB, with 8 bits each, alpha kept. Without a readable profile they are taken
    for sRGB already, as browsers do.
    """
    from PIL import ImageCms

    if picture.mode.startswith("I"):  # 16 bits of grey, which neither WebP nor JPEG holds
        picture = picture.point(lambda value: value * (1 / 256)).convert("L")
    if not profile:
        return picture
    alpha = None
    if picture.mode in _ALPHA or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        alpha = picture.getchannel("A")
    if picture.mode not in ("L", "RGB", "CMYK"):
        picture = picture.convert("RGB")
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        flags = ImageCms.Flags.BLACKPOINTCOMPENSATION
        intent = ImageCms.Intent.RELATIVE_COLORIMETRIC
        turned = ImageCms.profileToProfile(
            picture, given, ImageCms.createProfile("sRGB"), intent, outputMode="RGB", flags=flags
        )
    except (ImageCms.PyCMSError, OSError):
        turned = None
    found = picture.convert("RGB") if turned is None else turned
    if alpha is not None:
        found.putalpha(alpha)
    return found
