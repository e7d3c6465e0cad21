"""Pictures at the door: what a camera or a program wrote about its owner never goes further."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from pipeline.jobs import Failure, Made, Task

_EXPORT = "export it again as PNG or JPEG"
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")


@dataclass(frozen=True, slots=True)
class Picture:
    """Performer `picture`: the pixels of the input `picture`, upright, and nothing else (no EXIF, GPS, XMP, comment).

    Params: `pixels` and `bytes`, the limits. Output: `picture`, in the format of the input. Facts: `width`, `height`.
    It is durable, since tagged episodes carry their cover: another Pillow must not change published sound.
    """

    recipe: int = 1
    durable: bool = True

    @property
    def tools(self) -> Mapping[str, str]:
        return {"pillow": version("pillow")}

    def perform(self, task: Task) -> Made:
        path = Path(task.inputs["picture"])
        if path.stat().st_size > task.params["bytes"]:
            message = f"this picture has {path.stat().st_size:,} bytes; the limit is {task.params['bytes']:,}"
            raise Failure(message, "make it smaller", "too-large")
        if not path.stat().st_size:
            raise Failure("this picture is empty", _EXPORT, "empty-file")
        try:
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
        if getattr(opened, "n_frames", 1) > 1:
            raise Failure("this picture moves", "use a still one", "bad-image")
        sort = str(opened.format)
        upright = ImageOps.exif_transpose(opened)
        upright.load()
    plain = upright.convert("RGB") if sort == "JPEG" and upright.mode not in ("RGB", "L") else upright.copy()
    plain.info = {name: value for name, value in plain.info.items() if name == "transparency"}
    out = io.BytesIO()
    match sort:
        case "JPEG":
            plain.save(out, sort, quality=92, optimize=True, comment=b"")
        case "WEBP":
            plain.save(out, sort, quality=90, method=6)
        case _:
            plain.save(out, sort, optimize=True)
    return out.getvalue(), plain.size
