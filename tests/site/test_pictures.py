"""What readers load of a picture: the size they need, with nothing that moves the page."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pipeline.formats import markdown
from pipeline.jobs import Job, Made, Outcome, Status, Task
from pipeline.model import uses
from pipeline.model.artifact import Blob, sha256
from pipeline.model.media import Shown
from pipeline.pictures import sizes as pictures
from pipeline.pictures.drivers.images import Images
from pipeline.site import figures
from tests.support.photo import photo, saved

WIDE = [480, 960, 1600]


def made(path: Path, data: bytes, widths: list[int] = WIDE) -> Made:
    (path / "picture").write_bytes(data)
    return Images().perform(Task({"widths": widths, "fallback": 960}, {"picture": str(path / "picture")}, ""))


def opened(of: Made, name: str) -> Image.Image:
    data = of.files[name]
    assert isinstance(data, bytes)
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def shown(path: str, of: Made) -> dict[str, Shown]:
    files = {name: data for name, data in of.files.items() if isinstance(data, bytes)}
    outputs = {name: Blob(sha256(data), len(data)) for name, data in files.items()}
    return pictures.shown([Outcome(Job("images", path), Status.BUILT, "", of.facts, outputs)])


def test_a_photo_comes_in_the_widths_of_a_page_and_once_as_it_was(tmp_path: Path) -> None:
    of = made(tmp_path, saved(photo(2000, 1500), "JPEG"))
    assert {n: (opened(of, n).format, opened(of, n).size) for n in of.files} == {
        "480.webp": ("WEBP", (480, 360)),
        "960.webp": ("WEBP", (960, 720)),
        "1600.webp": ("WEBP", (1600, 1200)),
        "960.jpg": ("JPEG", (960, 720)),
    }
    assert of.facts["fallback"] == {"name": "960.jpg", "width": 960, "height": 720, "bytes": len(of.files["960.jpg"])}
    assert [one["width"] for one in of.facts["webp"]] == WIDE
    sizes = [one["bytes"] for one in of.facts["webp"]]
    assert sizes == sorted(sizes)


def test_nothing_is_made_larger_than_it_is(tmp_path: Path) -> None:
    came = saved(photo(600, 400), "JPEG")
    of = made(tmp_path, came)
    assert sorted(of.files) == ["480.webp", "600.jpg", "600.webp"]
    assert of.files["600.jpg"] == came


@pytest.mark.parametrize("sort", ["PNG", "WEBP", "GIF"])
def test_what_is_transparent_stays_so(tmp_path: Path, sort: str) -> None:
    picture = photo(1200, 600).convert("RGBA")
    picture.paste((0, 0, 0, 0), (0, 0, 600, 600))
    of = made(tmp_path, saved(picture, sort, **({"exif": b""} if sort == "GIF" else {})))
    for name in of.files:
        copy = opened(of, name).convert("RGBA")
        clear: Any = copy.getpixel((10, 10))
        there: Any = copy.getpixel((copy.width - 10, 10))
        assert (clear[3], there[3]) == (0, 255), name


def test_a_drawing_keeps_its_colours_exactly_and_a_photo_as_png_grows_no_heavier(tmp_path: Path) -> None:
    drawing = Image.new("RGB", (480, 480), "#17454a")
    drawing.paste("#f2b48f", (100, 100, 200, 200))
    flat = opened(made(tmp_path, saved(drawing, "PNG")), "480.webp").convert("RGB")
    assert flat.getcolors(9) == drawing.getcolors(9)
    heavy = saved(photo(960, 640, coarse=4), "PNG")
    assert len(made(tmp_path, heavy).files["960.webp"]) < len(heavy) / 5


def test_the_html_offers_the_sizes_and_keeps_the_place(tmp_path: Path) -> None:
    path = "content/library/articles/Blue Wave, 2#.jpg"
    images = shown(path, made(tmp_path, saved(photo(2000, 1500), "JPEG")))
    body = '![A wave](<Blue Wave, 2#.jpg> "At sea")\n\n![Again](<Blue Wave, 2#.jpg>)'
    html = markdown.render(body.replace("2#", "2%23"), "content/library/articles/a.md").html
    here = "library/articles/a/"
    text = figures.in_text(html, images.get, here, eager=True)
    first, second = text.split("</picture>")[:2]
    one = images[path]
    sizes = ", ".join(f"../../../{copy.path} {copy.width}w" for copy in one.webp)
    assert f'<source type="image/webp" srcset="{sizes}" sizes="{uses.TEXT.sizes}">' in first
    assert f'src="../../../{one.fallback.path}"' in first and 'width="960" height="720"' in first
    assert 'alt="A wave"' in first and 'title="At sea"' in first and 'decoding="async"' in first
    assert 'loading="eager"' in first and 'loading="lazy"' in second
    assert all(c.isascii() and (c.isalnum() or c in "/-.") for copy in one.webp for c in copy.path)
    assert 'loading="lazy"' in figures.in_text(html, images.get, here, eager=False).split("</picture>")[0]


def test_a_picture_that_nobody_made_is_left_as_it_is() -> None:
    html = '<p><img src="/@/content/a.png" alt="x"> <a href="/@/content/b.md">b</a></p>'
    assert figures.in_text(html, lambda _: None, "", eager=True) == html


@pytest.mark.parametrize(("size", "widths"), [((800, 17_000), [480, 770]), ((2, 65_500), [1]), ((3, 60_000), [1])])
def test_a_picture_higher_than_webp_holds_is_scaled_down(
    tmp_path: Path, size: tuple[int, int], widths: list[int]
) -> None:
    of = made(tmp_path, saved(Image.new("RGB", size, "#205a5f"), "JPEG"))
    assert [copy["width"] for copy in of.facts["webp"]] == widths
    for copy in of.facts["webp"]:
        assert opened(of, copy["name"]).size == (copy["width"], copy["height"]) and copy["height"] <= 16_383
    high = of.facts["webp"][-1]
    assert size[0] < 10 or high["width"] / high["height"] == pytest.approx(size[0] / size[1], rel=0.01)
    assert of.facts["fallback"]["height"] == size[1], "the picture's own format holds it as it is"
