"""Draw all illustrations again, or those named: `python -m illustrations.draw [NAME…]`.

Each becomes an SVG beside this file and, through a PDF (WeasyPrint) and its picture (pypdfium2), the PNG of pages.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from illustrations import scenes

ROOT = Path(__file__).parent.parent
COLOURS = 128
"""Kept in a PNG, the most frequent ones: those of the palette as they are, the others for soft edges between them."""


def drawn(name: str) -> str:
    """The SVG of one illustration."""
    return scenes.ALL[name].draw()


def raster(svg: str, width: int) -> bytes:
    """The PNG of an SVG, `width` px wide: drawn at twice the size, so that edges come out soft."""
    import pypdfium2  # noqa: PLC0415 (who only draws the SVG needs none of these)
    from PIL import Image  # noqa: PLC0415
    from weasyprint import HTML  # noqa: PLC0415

    page = "<style>@page{size:1600px 1600px;margin:0}body{margin:0}svg{display:block}</style>"
    with pypdfium2.PdfDocument(HTML(string=page + svg).write_pdf()) as pdf:
        units = float(svg.split('width="', 1)[1].split('"', 1)[0])
        height = float(svg.split('height="', 1)[1].split('"', 1)[0])
        whole = pdf[0].render(scale=2 * width / units * 96 / 72).to_pil().convert("RGB")
    size = (width, round(width * height / units))
    picture = whole.crop((0, 0, size[0] * 2, size[1] * 2)).resize(size, Image.Resampling.BOX)
    ranked = sorted(picture.getcolors(size[0] * size[1]) or (), reverse=True)
    palette = Image.new("P", (1, 1))
    palette.putpalette([channel for _, colour in ranked[:COLOURS] for channel in colour])
    png = io.BytesIO()
    picture.quantize(palette=palette, dither=Image.Dither.NONE).save(png, "PNG", optimize=True)
    return png.getvalue()


def main(names: list[str]) -> None:
    """Draw the named illustrations, or all."""
    for name in names or scenes.ALL:
        svg, scene = drawn(name), scenes.ALL[name]
        (ROOT / "illustrations" / f"{name}.svg").write_text(svg, encoding="utf-8", newline="\n")
        png = raster(svg, scene.pixels)
        (ROOT / scene.file).write_bytes(png)
        print(f"{scene.file}: {len(png):,} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
