"""PDFium: `FirstPage` draws the first page of a PDF, as browsers show it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.jobs import Made, Task
from pipeline.jobs.packages import version

if TYPE_CHECKING:
    from PIL import Image

_SAVED: Mapping[str, Any] = {"quality": 80, "method": 6}


@dataclass(frozen=True, slots=True)
class FirstPage:
    """Performer `first-page`: the first page of the input `pdf` as WebP, in grey.

    Param: `widths`, px. Outputs are named as in the fact `copies`: `name`, `width` and `height` (px), narrowest first.
    """

    recipe: int = 1
    durable: bool = False

    @property
    def versions(self) -> Mapping[str, str]:
        return {name: version(name) for name in ("pypdfium2", "pillow")}

    def perform(self, task: Task) -> Made:
        files: dict[str, bytes] = {}
        copies = []
        for picture in _drawn(Path(task.inputs["pdf"]).read_bytes(), sorted(task.params["widths"])):
            name, out = f"{picture.width}.webp", io.BytesIO()
            picture.save(out, "WEBP", **_SAVED)
            files[name] = out.getvalue()
            copies.append({"name": name, "width": picture.width, "height": picture.height})
        return Made({"copies": copies}, files)


def _drawn(pdf: bytes, widths: list[int]) -> list[Image.Image]:
    """The first page in each of the widths: drawn once, in the largest."""
    import pypdfium2
    from PIL import Image

    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()  # without it the boxes of fields are not drawn
    page = document[0]
    drawn = page.render(scale=widths[-1] / page.get_width(), grayscale=True).to_pil()
    sizes = [(width, round(width * page.get_height() / page.get_width())) for width in widths]
    document.close()
    return [drawn.resize(size, Image.Resampling.LANCZOS) for size in sizes]
